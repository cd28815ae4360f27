"""Words in pieces, and answers in the windows that an encoder reads."""

import pytest

from otzvuk.coding.features import Sample, Words, samples
from otzvuk.coding.pieces import BEGIN, END, SPACE, UNKNOWN, Pieces
from otzvuk.coding.windows import ASKED, BEFORE, MOST, windows
from otzvuk.model.interview import Interview, Turn

LISTED = ["<s>", "<pad>", "</s>", "<unk>", SPACE, "▁срок", "и", "▁сроки", "с", "р", "о", "к", ",", "▁—", "▁с"]
SCORES = [0, 0, 0, 0, -5, -4, -3, -9, -6, -6, -6, -6, -2, -2, -5]


@pytest.fixture
def pieces() -> Pieces:
    return Pieces(LISTED, SCORES)


def spelt(pieces: Pieces, word: str) -> list[str]:
    return [LISTED[row] for row in pieces.cut(word)]


def test_the_likeliest_pieces_are_taken_not_the_longest(pieces: Pieces) -> None:
    assert spelt(pieces, "▁сроки") == ["▁срок", "и"]  # -7 together, «▁сроки» alone has -9


def test_a_letter_in_no_piece_is_unknown_and_the_rest_is_kept(pieces: Pieces) -> None:
    assert spelt(pieces, "▁сщк") == ["▁с", "<unk>", "к"]
    assert pieces.cut("") == (UNKNOWN,)
    assert len(pieces.cut("к" * 10_000)) <= 40


def test_marks_stick_to_the_word_before_dashes_do_not(pieces: Pieces) -> None:
    (sample,) = samples(Interview("и", "", (Turn("Р", "Сроки, — срок"),)), Words([]))
    assert [[LISTED[row] for row in pieces.of(form)] for form in sample.forms] == [
        ["▁срок", "и"], [","], ["▁—"], ["▁срок"]
    ]  # fmt: skip


def answer(text: str, question: str = "Как сроки?") -> Sample:
    turns = (Turn("Р", "Сначала было так."), Turn("И", question, interviewer=True), Turn("Р", text))
    return samples(Interview("и", "", turns), Words([]))[-1]


def test_an_answer_follows_what_was_said_and_asked_before(pieces: Pieces) -> None:
    (window,) = windows(answer("срок, сроки"), pieces)
    assert window.ids[0] == BEGIN
    assert window.ids[-1] == END
    assert [*window.segments] == sorted(window.segments, reverse=True)
    assert {*window.segments} == {0, 1, 2}
    own = window.ids[window.offset : window.offset + len(window.token)]
    assert [LISTED[row] for row in own] == ["▁срок", ",", "▁срок", "и"]
    assert [*window.token] == [0, 1, 2, 2]


def test_a_long_answer_is_cut_at_sentences_and_every_token_is_in_one_window(pieces: Pieces) -> None:
    sample = answer("срок, сроки и срок. " * 300, "сроки " * 500)
    cut = list(windows(sample, pieces))
    assert len(cut) > 5
    assert [each.first for each in cut] == [0, *(each.last for each in cut[:-1])]
    assert cut[-1].last == len(sample.tokens)
    assert all(sample.tokens[each.last - 1].text == "." for each in cut)
    assert max(len(each.ids) for each in cut) <= MOST * 1.2 + ASKED + BEFORE + 5
    # the later ones begin with the end of the one before
    assert all((each.segments == 2).sum() == BEFORE + 2 for each in cut[1:])
