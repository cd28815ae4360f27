"""A study with its names hidden: nothing leaks, nothing is counted otherwise, every offset holds."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otzvuk.anonymise import HIDDEN_NOTE, Companies, Names, find_names, hide_study
from otzvuk.anonymise.label import file_label, interview_labels, is_plain
from otzvuk.model.interview import Cue, Interview, Participant, Turn, company_key
from otzvuk.model.mention import Coding, Kind, Mention, Rating
from otzvuk.model.plan import Action
from otzvuk.model.study import Block, Failure, Guide, Score, Settings, Study
from otzvuk.numbers.count import IDS
from otzvuk.numbers.damage import rank
from otzvuk.numbers.survey import Survey
from otzvuk.numbers.wave import by_wave, compare
from studies import Person, eight_people, make_study, small_codebook

SAID = "Ну, Марина Котова из «Ромашки» опять сорвала срок поставки, Котовой я больше не верю."
ASKED = "Расскажите, Ирина Юрьевна, про «Инжтехпром», работаем по ГОСТ и с НДС."


def leaky() -> tuple[Study, tuple[Coding, ...]]:
    """Names wherever a study can have any: ids, files, speakers, columns, guide, scores, sentences."""
    turns = (
        Turn("Анна", ASKED, interviewer=True),
        Turn("Ирина", SAID, cues=(Cue(0, 1.0), Cue(SAID.index("опять"), 7.0))),
    )
    person = Participant(
        "Белова Ирина Юрьевна", "ООО «Ромашка»", "директор ООО «Ромашка»", attributes={"кто": "Котова М."}
    )
    start, stop = SAID.index("Котова"), SAID.index(", Котовой")
    rated = SAID.index("опять")
    interview = Interview(
        "romashka-2025", "transcripts/romashka-2025.docx", turns, {"Ирина": person}, "",
        ("говорящий «Ирина» принят за «Белова Ирина Юрьевна»",),
    )  # fmt: skip
    mention = Mention(
        1, start, stop, SAID[start:stop], Kind.COMPLAINT, "discipline.lead_times", "delivery",
        decided_by="person:Котова", why="слова «сорвала», говорит о Котовой",
    )  # fmt: skip
    study = Study(
        Path("нет такой папки"),
        Settings(
            supplier="Инжтехпром", aliases=("ИТП",), interviewers=("Анна",), description="Инжтехпром, 2025"
        ),
        small_codebook(),
        (interview,),
        Guide(blocks=(Block(title="Про Инжтехпром", questions=("Кто такая Марина Котова?",)),)),
        (
            Score("romashka-2025", "Белова Ирина Юрьевна", "Доставка", 7, 10),
            Score("pelikan-1", "Котова", "Цена", 5, 10),
        ),
        ("в participants.csv нет romashka-2025.docx, а стенограммы «gvozdika-1.docx» нет",),
        (Failure("transcripts/pelikan.docx", "pelikan.docx не читается: в нём говорит Марина Котова"),),
    )
    rating = Rating(1, rated, rated + 5, "опять", "delivery", 4, 10)
    return study, (Coding(interview, (mention,), (rating,)),)


def texts(thing: Any) -> list[str]:
    """Every text inside a study or coding, but its codebook and folder."""
    if isinstance(thing, str):
        return [thing]
    if isinstance(thing, Mapping):
        return [text for pair in thing.items() for each in pair for text in texts(each)]
    if isinstance(thing, Sequence):
        return [text for each in thing for text in texts(each)]
    if dataclasses.is_dataclass(thing):
        fields = [field.name for field in dataclasses.fields(thing) if field.name not in ("path", "codebook")]
        return [text for name in fields for text in texts(getattr(thing, name))]
    return texts(thing.model_dump()) if hasattr(thing, "model_dump") else []


def hide(study: Study, codings: Sequence[Coding], **options: Any) -> tuple[Study, tuple[Coding, ...], Names]:
    names = find_names(study, extra=(), **options)
    return *hide_study(study, codings, names), names


def test_no_name_is_left_anywhere() -> None:
    study, codings, names = hide(*leaky())
    assert names.found[-1].forms == {"romashka-2025": 0, "transcripts/romashka-2025.docx": 0}
    shown = "\n".join([*texts(study), *texts(codings)]).lower()
    for name in (
        "gvozdika",
        "котов",
        "марин",
        "ромашк",
        "romashka",
        "pelikan",
        "белов",
        "ирин",
        "инжтехпром",
        "анна",
        "итп",
    ):
        assert name not in shown, next(line for line in shown.split("\n") if name in line)


def test_what_stands_instead() -> None:
    study, (coding,), _ = hide(*leaky())
    (interview,) = study.interviews
    assert (interview.id, interview.file) == ("i01", "i01.docx")
    assert interview.turns[1].text == (
        "Ну, [сотрудник 1] из «[компания 1]» опять сорвала срок поставки, [сотрудник 1] я больше не верю."
    )
    assert list(interview.participants) == ["[респондент 1]"]
    assert interview.participant(interview.turns[1]).company == "[компания 1]"
    assert interview.participant(interview.turns[1]).attributes == {"кто": "[сотрудник]"}
    assert [turn.speaker for turn in interview.turns] == ["[интервьюер]", "[респондент 1]"]
    assert study.settings.supplier == "[поставщик]"
    assert [score.speaker for score in study.scores] == ["[респондент 1]", "[сотрудник]"]
    assert [score.interview for score in study.scores] == ["i01", "i02"]
    assert coding.mentions[0].decided_by.startswith("person:")
    assert study.failures[0].file == "файл 1.docx"
    assert study.assumptions == (
        HIDDEN_NOTE,
        "в participants.csv нет i01.docx, а стенограммы «[файл]» нет",
    )


def test_a_mention_that_cuts_a_name_takes_the_whole_placeholder_and_marks_keep_their_place() -> None:
    _, (coding,), _ = hide(*leaky())
    assert coding.mentions[0].text == ("[сотрудник 1] из «[компания 1]» опять сорвала срок поставки")
    assert coding.ratings[0].text == "опять"
    assert coding.interview.turns[1].cues[1].offset == coding.ratings[0].start


def same_numbers(study: Study, codings: Sequence[Coding]) -> tuple[Survey, Survey]:
    """The tables of the study and of the hidden one, after a check that they count alike."""
    one = Survey.of(study, codings)
    hidden, hidden_codings, _ = hide(one.study, codings)
    two = Survey.of(hidden, hidden_codings)
    for frame in ("mentions", "ratings", "respondents"):
        ours, theirs = getattr(one, frame), getattr(two, frame)
        assert len(ours) == len(theirs)
        for column in ("kind", "code", "process", "role", "wave", "value", "confidence", *IDS):
            if column in ours:
                pd.testing.assert_series_equal(ours[column], theirs[column])
        pairs = set(
            zip(ours["interview"] + ours["speaker"], theirs["interview"] + theirs["speaker"], strict=True)
        )
        assert len(pairs) == len({one for one, _ in pairs}) == len({other for _, other in pairs})
        firms = set(zip(ours["company"].map(company_key), theirs["company"].map(company_key), strict=True))
        assert len(firms) == len({one for one, _ in firms}) == len({other for _, other in firms})
    for coding in hidden_codings:
        for placed in (*coding.mentions, *coding.ratings):
            assert coding.interview.turns[placed.turn].text[placed.start : placed.stop] == placed.text
    return one, two


def test_the_same_numbers_with_and_without_names() -> None:
    study, codings = make_study(*eight_people())
    one, two = same_numbers(study, codings)
    pd.testing.assert_frame_equal(rank(one), rank(two))
    pd.testing.assert_frame_equal(*(compare(*by_wave(each)) for each in (one, two)))


def test_two_of_one_name_and_spellings_of_one_company_stay_what_they_are() -> None:
    same_numbers(
        *make_study(
            Person("Белова И. Ю.", "ООО «Ромашка»", says=["-price.level"], interview="вдвоём"),
            Person("Белова Ирина", "ООО Ромашка", says=["-price.level"], interview="вдвоём"),
            Person("Спикер 3", "АО «Ромашка»", says=["+price.level"], interview="вдвоём"),
            Person("", "Мологаплит", says=["+price.level"]),
        )
    )


@settings(deadline=None, max_examples=30)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Белова И. Ю.", "Белова Ирина", "Спикер 1", "Иван", "Респондент", "Иван Котов"]),
            st.sampled_from(["", "Альфа", "ООО «Альфа»", "АО Альфа", "Вектор-Агро", "альфа"]),
            st.sampled_from(["один", "два-2025"]),
        ),
        max_size=5,
        unique_by=lambda row: (row[0], row[2]),
    )
)
def test_any_people_and_companies_map_one_to_one(rows: list[tuple[str, str, str]]) -> None:
    same_numbers(
        *make_study(*(Person(name, firm, says=["-price.level"], interview=room) for name, firm, room in rows))
    )


def test_a_study_without_names() -> None:
    study, codings = make_study(Person("", says=["-price.level"]), supplier="")
    hidden, hidden_codings, names = hide(study, codings)
    (one,), (other,) = study.interviews, hidden.interviews
    assert [turn.text for turn in other.turns] == [turn.text for turn in one.turns]
    assert hidden_codings[0].mentions[0].text == codings[0].mentions[0].text
    assert hidden.settings.supplier == ""
    assert not names.companies
    empty, none, _ = hide(dataclasses.replace(study, interviews=()), ())
    assert (empty.interviews, none) == ((), ())


def test_what_study_yaml_leaves_to_the_default_stays_a_default() -> None:
    # a codebook of one's own may have no overall mark; only one that study.yaml names is asked for
    study, codings = make_study(Person("Анна", says=["-price.level"]))
    assert "overall" not in hide(study, codings)[0].settings.scores.model_fields_set


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("i05", True),
        ("12", True),
        ("2024-05-03", True),
        ("Интервью 7", True),
        ("05-ромашка", False),
        ("Белова", False),
    ],
)
def test_plain_ids(name: str, plain: bool) -> None:
    assert is_plain(name) is plain


def test_ids_keep_their_order_and_plain_ones_stay() -> None:
    study, _ = make_study(Person("А", interview="b2"), Person("Б", interview="b10-ромашка"))
    assert interview_labels(study) == {"b2": "i01", "b10-ромашка": "i02"}
    study, _ = make_study(Person("А"), Person("Б"))
    assert interview_labels(study) == {"i1": "i1", "i2": "i2"}
    assert file_label("transcripts/ромашка.docx", "i1") == "i1.docx"


def test_companies_nobody_of_the_table_works_for() -> None:
    study, _ = make_study(*eight_people())
    companies = Companies(study, find_names(study, extra=()))
    labels = [companies(name) for name in ("ООО «Альфа»", "Тюльпан", "«Тюльпан»", "Фиалка", "")]
    assert labels == ["[компания 1]", "[компания]", "[компания]", "[компания-2]", ""]


def test_those_who_are_to_do_it_are_told_apart_without_their_names():
    study, codings = leaky()
    owners = ("Громов Олег Иванович", "Лидия Сомова", "Громов Олег  Иванович", "отдел логистики", "")
    plan = tuple(Action(process="Доставка", owner=owner) for owner in owners)
    hidden, _ = hide_study(dataclasses.replace(study, plan=plan), codings, find_names(study))
    assert [each.owner for each in hidden.plan] == [
        "[ответственный 1]", "[ответственный 2]", "[ответственный 1]", "отдел логистики", "",
    ]  # fmt: skip
