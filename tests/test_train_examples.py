"""Coded interviews and phrases become examples whose tags and spans say the same."""

from pathlib import Path

import pytest

from otzvuk.coding.features import PREVIOUS_TOKENS, Words, grams, samples
from otzvuk.coding.network import TAGS
from otzvuk.model.errors import InputError
from otzvuk.model.interview import Interview, Turn
from otzvuk.model.mention import Coding, Kind, Mention, Trend
from otzvuk.train.examples import examples, read_blunt, read_phrases

CODES = ["documents.speed", "quality.defects"]


def coded(answer: str, *marked: tuple[str, str, Kind]) -> Coding:
    turns = (Turn("И", "Как дела с бумагами?", interviewer=True), Turn("Р", answer))
    mentions = tuple(
        Mention(1, answer.index(words), answer.index(words) + len(words), words, kind, code, "x", Trend.WORSE)
        for words, code, kind in marked
    )
    return Coding(Interview("i", "i.txt", turns), mentions)


def test_tags_lie_on_the_marked_words() -> None:
    coding = coded(
        "Плита ровная, а бумаги ждём месяц.",
        ("Плита ровная", "quality.defects", Kind.PRAISE),
        ("бумаги ждём месяц", "documents.speed", Kind.COMPLAINT),
    )
    (example,) = examples(coding, Words(["плита"]), CODES)
    tags = [TAGS[tag] for tag in example.tags]
    assert tags == ["B-praise", "I-praise", "O", "O", "B-complaint", "I-complaint", "I-complaint", "O"]
    assert [(s.first, s.last, s.code, s.trend) for s in example.spans] == [(0, 2, 1, 1), (4, 7, 0, 1)]


def test_a_sample_holds_question_and_end_of_the_answer_before() -> None:
    turns = (
        Turn("Р", "слово " * 50),
        Turn("И", "Как бумаги?", interviewer=True),
        Turn("Р", "Ждём."),
    )
    first, second = samples(Interview("i", "i.txt", turns), Words([]))
    assert first.offset == 0
    assert second.offset == PREVIOUS_TOKENS + 3
    assert list(second.segments) == [2] * PREVIOUS_TOKENS + [1] * 3 + [0] * 2
    assert [token.text for token in second.tokens] == ["Ждём", "."]


def test_phrases_are_read_and_a_faulty_line_is_named(tmp_path: Path) -> None:
    (tmp_path / "evaluations").mkdir()
    (tmp_path / "background").mkdir()
    file = tmp_path / "evaluations" / "quality.defects.tsv"
    file.write_text("c\tсколы на кромке\nw\tпоменьше бы сколов\n", "utf-8")
    (tmp_path / "background" / "a.txt").write_text("мы пилим сами\n", "utf-8")
    assert [phrase.kind for phrase in read_phrases(tmp_path)] == [Kind.COMPLAINT, Kind.WISH, None]
    file.write_text("c\tсколы\nx\tчто-то\n", "utf-8")
    with pytest.raises(InputError, match=r"quality.defects.tsv, строка 2"):
        read_phrases(tmp_path)


def test_grams_are_the_same_rows_on_every_machine() -> None:
    # «<брак>» has four pieces of three letters, three of four and two of five, and is one itself
    assert len(grams("брак")) == 10
    assert grams("брак")[:3] == (30810, 7740, 12924)


def test_blunt_sentences_have_kind_and_code_or_none(tmp_path: Path) -> None:
    file = tmp_path / "blunt.tsv"
    file.write_text("# so\nc\tprice.level\tдорого у них\nn\t-\tу нас два склада\n", "utf-8")
    one, other = read_blunt(file)
    assert (one.text, one.code, one.kind) == ("дорого у них", "price.level", Kind.COMPLAINT)
    assert (other.code, other.kind) == (None, None)
    assert read_blunt(tmp_path / "none.tsv") == []
    file.write_text("n\tprice.level\tдорого\n", "utf-8")
    with pytest.raises(InputError, match="строка 1"):
        read_blunt(file)
