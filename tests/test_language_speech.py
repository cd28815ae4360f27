"""Unpunctuated speech; `|` stands where a clause or sentence ends."""

from pathlib import Path

import pytest

from otzvuk.language import boundaries, parse, speech
from otzvuk.language.roles import ROLES
from otzvuk.language.tokens import spans
from otzvuk.language.train import examples, learn, turns, write


def marked(text: str) -> str:
    return "|".join(clause.text for clause in parse(text).clauses)


@pytest.mark.parametrize(
    "expected",
    [
        "качество нормальное|но документы вечно опаздывают",
        "мука белая нигде не комкуется|а вот машины приходят когда захотят",
        "менеджер у нас хороший отвечает сразу|а бухгалтерия теряет акты уже третий раз",
        "цены подняли без предупреждения|зато привозят день в день",
        "раньше отвечали быстро а сейчас ждём по три дня",
        "говорят что машина выехала а она стоит на складе",
        "удобно что есть личный кабинет|но остатки там не обновляются",
        "ну значит сроки они держат тут вопросов нет|а качество стало хуже",
        "за зиму две фрезы запороли",
        "да нормально всё",
        "ну э-э м-м как вам сказать",
    ],
)
def test_cuts(expected: str) -> None:
    assert marked(expected.replace("|", " ")) == expected


def test_long_speech_is_cut_into_sentences_of_bearable_length() -> None:
    text = (
        "мы работаем с ними шестой год берём лист и трубу менеджер у них толковый отвечает сразу хоть "
        "вечером а вот документы это беда акты приходят через месяц и каждый раз с ошибкой мы уже сами "
        "перестали считать короче бухгалтерия у нас на них злая зато водители вежливые приезжают вовремя"
    )
    parsed = parse(text)
    assert len(parsed.sentences) > 3
    assert all(len(sentence.text.split()) <= 25 for sentence in parsed.sentences)
    starts = {text[clause.start :].split()[0] for clause in parsed.clauses}
    assert {"а", "зато"} <= starts


def test_speech_without_a_likely_place_is_cut_all_the_same() -> None:
    parsed = parse("лист " * 120)
    assert all(2 <= len(sentence.text.split()) <= 25 for sentence in parsed.sentences)


@pytest.mark.parametrize(
    ("text", "flows"),
    [
        ("нормально всё", False),
        ("ну в целом нормально всё привозят они", True),
        ("Сроки держат и качество тоже вполне нас устраивает.", False),
        ("Ну, сроки они держат, и качество, в общем, тоже вполне нас всех устраивает", False),
        ("слово " * 60 + ".", True),
        ("слово слово слово, слово слово слово слово " * 9, False),
    ],
)
def test_what_counts_as_unpunctuated(text: str, flows: bool) -> None:
    roles = [ROLES[token] for _, _, token in spans(text)]
    assert speech.flows(roles, 0, len(roles)) is flows


def test_weights_are_whole_and_all_of_features_that_exist() -> None:
    names = {name for name, *_ in boundaries.Stretch(["да", "нет"]).features(0, 1, 0)}
    table = boundaries.weights()
    assert {name for name, *_ in table} <= names
    assert all(isinstance(weight, int) and weight for weight in table.values())


def test_learning_finds_what_begins_sentences_and_repeats_itself(tmp_path: Path) -> None:
    transcript = (
        "Анна: Лист <p>ровный</p>. Зато кромка сыплется. Зато цена хорошая.\nБорис: Да. Зато быстро.\n"
    )
    (tmp_path / "i1.txt").write_text(transcript * 20, encoding="utf-8")
    given = list(examples(turns(tmp_path)))
    assert [begins for _, begins in given][:8] == [False, True, False, False, True, False, False, True]
    learned = learn(given)
    assert learned["w", "зато"] > 0
    write(learned, tmp_path / "one.tsv")
    write(learn(examples(turns(tmp_path))), tmp_path / "two.tsv")
    assert (tmp_path / "one.tsv").read_bytes() == (tmp_path / "two.tsv").read_bytes()


def test_without_its_weights_the_program_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(boundaries, "bundled", tmp_path.joinpath)
    with pytest.raises(boundaries.InputError, match="нет файла модели"):
        boundaries.weights.__wrapped__()
