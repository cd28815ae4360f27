"""Examples in another guise keep their mentions on the same words."""

import random

import pytest

from otzvuk.coding.features import Words
from otzvuk.model.interview import Interview, Turn
from otzvuk.model.mention import Coding, Kind, Mention
from otzvuk.train.disguise import alone, carried, neutral_sentences, shouted, strung, unasked, unstopped
from otzvuk.train.examples import Example, Phrase, examples

CODES = ["documents.speed", "quality.defects"]
ANSWER = "Плита ровная, а бумаги (акты) ждём по месяцу! Так и живём."
MARKED = "бумаги (акты) ждём по месяцу"


@pytest.fixture
def example() -> Example:
    start = ANSWER.index(MARKED)
    mention = Mention(1, start, start + len(MARKED), MARKED, Kind.COMPLAINT, CODES[0], "")
    turns = (Turn("И", "Как дела, Пётр?", interviewer=True), Turn("Р", ANSWER))
    return examples(Coding(Interview("i", "", turns), (mention,)), Words([]), CODES)[0]


def words_of(example: Example) -> list[str]:
    tokens = example.sample.tokens
    return [example.sample.text[tokens[s.first].start : tokens[s.last - 1].stop] for s in example.spans]


def test_recognised_speech_has_no_marks_and_no_capitals(example: Example) -> None:
    bare = unstopped(example, Words([]))
    assert bare is not None
    assert bare.sample.text == "плита ровная а бумаги акты ждём по месяцу так и живём"
    assert words_of(bare) == ["бумаги акты ждём по месяцу"]
    assert [form.text for form in bare.sample.forms[: bare.sample.offset]] == ["как", "дела", "петр"]
    assert len(bare.tags) == len(bare.sample.tokens)


def test_a_turn_of_marks_alone_says_nothing_without_them() -> None:
    (dots,) = alone(["…"], Words([]))
    assert unstopped(dots, Words([])) is None


def test_capitals_change_letters_alone(example: Example) -> None:
    loud = shouted(example, Words([]))
    assert loud is not None
    assert loud.sample.text == ANSWER.upper()
    assert words_of(loud) == [MARKED.upper()]
    assert (loud.tags == example.tags).all()


def test_without_the_question_only_the_answer_is_left(example: Example) -> None:
    bare = unasked(example)
    assert bare.sample.offset == 0
    assert len(bare.sample.forms) == len(bare.sample.segments) == len(bare.sample.tokens)
    assert words_of(bare) == words_of(example)


def test_a_phrase_is_the_mention_wherever_it_is_said() -> None:
    phrases = [
        Phrase("Акты ждём по месяцу.", CODES[0], Kind.COMPLAINT),
        Phrase("станок у нас старый", None, None),
    ] * 40
    talk = ["Мы стоим у реки.", "в цехе двадцать человек", "Обед у нас в час дня."]
    draw = random.Random(1)
    made = list(carried(phrases, talk, Words([]), CODES, draw))
    assert {tuple(each.lower() for each in words_of(one)) for one in made[::2]} == {("акты ждём по месяцу",)}
    assert {one.spans for one in made[1::2]} == {()}
    assert len({one.sample.text for one in made}) > 40


def test_neutral_sentences_come_from_turns_that_judge_nothing(example: Example) -> None:
    (other,) = alone(["Мы сами возим песок. Да. Потом сушим его два дня."], Words([]))
    assert neutral_sentences([example, other]) == ["Мы сами возим песок.", "Потом сушим его два дня."]


def test_lone_sentences_stand_in_a_row_with_their_mentions() -> None:
    said = "Бумаги ждём месяц"
    turn = Interview("i", "", (Turn("Р", said),))
    judging = Coding(turn, (Mention(0, 0, len(said), said, Kind.COMPLAINT, CODES[0], ""),))
    silent = [Coding(Interview(str(n), "", (Turn("Р", f"Дождь {n}."),)), ()) for n in range(9)]
    rows = list(strung([judging, *silent], 2, Words([]), CODES, random.Random(1)))
    heard = [each.sample.text for each in rows]
    assert sum(text.count("Дождь") for text in heard) == 18
    assert all(each.sample.offset == 0 for each in rows)
    assert [words_of(each) for each in rows if each.spans] == [[said], [said]]
