"""Remarks of transcribers are shown, but never coded."""

import pytest

from otzvuk.coding.remarks import without_remarks
from otzvuk.model.interview import Interview, Turn
from otzvuk.model.mention import Kind, Mention


@pytest.mark.parametrize(
    ("text", "said", "left"),
    [
        ("Отлично (смеётся).", "Отлично (смеётся)", "Отлично"),
        ("(вздыхает) Опять ждём.", "(вздыхает) Опять ждём", "Опять ждём"),
        ("Ну [неразборчиво].", "[неразборчиво]", None),
        ("Всё (смеётся) хорошо.", "Всё (смеётся) хорошо", "Всё (смеётся) хорошо"),
        ("Ждём [пауза], [00:01:02] ждём.", "Ждём [пауза], [00:01:02]", "Ждём"),
        ("Возят долго (неделю).", "Возят долго (неделю)", "Возят долго (неделю)"),
    ],
)
def test_mentions_are_freed_of_remarks(text: str, said: str, left: str | None) -> None:
    start = text.index(said)
    mention = Mention(0, start, start + len(said), said, Kind.PRAISE, "quality.defects", "production")
    freed = without_remarks([mention], Interview("i1", "", (Turn("Р", text),)))
    assert [each.text for each in freed] == ([left] if left else [])
    assert all(text[each.start : each.stop] == each.text for each in freed)


def test_a_mention_ends_before_markup_and_cuts_no_sign_of_it():
    text = "<b>Сроки срываете постоянно</b>, линия стоит"
    interview = Interview("i", "i.txt", (Turn("К", text),))
    stop = text.index("/b") + 2
    mention = Mention(0, 1, stop, text[1:stop], Kind.COMPLAINT, "discipline.lead_times", "delivery")
    (freed,) = without_remarks([mention], interview)
    assert freed.text == "Сроки срываете постоянно"
    assert text[freed.start : freed.stop] == freed.text
