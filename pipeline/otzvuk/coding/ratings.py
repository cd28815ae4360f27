"""Marks given in speech → ratings of what is marked."""

from __future__ import annotations

from collections.abc import Iterator

from otzvuk.coding.marks import Mark, asks_for_mark, find_marks, may_hold_marks, scale_of
from otzvuk.coding.topic import Topics
from otzvuk.language import ParsedTurn, Sentence, parse, tokenise
from otzvuk.model.interview import Interview
from otzvuk.model.mention import Rating

OVERALL = "relationship.overall"  # what is marked where nothing says what


def find_ratings(interview: Interview, topics: Topics) -> Iterator[Rating]:
    """The marks that respondents give, in the order of the text.

    What is marked is the topic named beside the mark, else the one asked about, else all in all. The scale
    is said with the mark, or by a question of the interview (the nearest before), else the smallest of
    5, 10 and 100 that holds the value.
    """
    scale: float | None = None
    for index, turn in enumerate(interview.turns):
        if turn.interviewer:
            scale = scale_of(turn.text) or scale
            continue
        if not may_hold_marks(tokenise(turn.text)):
            continue
        asked = interview.question_before(index)
        question = asked.text if asked else ""
        parsed = parse(turn.text)
        wanted = asks_for_mark(question)
        for sentence in parsed.sentences:
            for mark in find_marks(parsed.tokens, sentence, asked=wanted):
                criterion = _criterion(parsed, sentence, mark, question, topics)
                out_of = mark.scale or (scale if scale and mark.value <= scale else _smallest(mark.value))
                scale = mark.scale or scale
                if criterion in topics.codebook.codes and mark.value <= out_of:
                    start, stop = parsed.tokens[mark.first].start, parsed.tokens[mark.last - 1].stop
                    yield Rating(index, start, stop, turn.text[start:stop], criterion, mark.value, out_of)


def _smallest(value: float) -> float:
    return 5.0 if value <= 5 else 10.0 if value <= 10 else 100.0


def _criterion(parsed: ParsedTurn, sentence: Sentence, mark: Mark, question: str, topics: Topics) -> str:
    clause = next((each for each in sentence.clauses if each.first <= mark.first < each.last), None)
    first, last = (clause.first, clause.last) if clause else (sentence.first, sentence.last)
    beside = [each for each in topics.evidence(parsed.tokens, first, last) if each.kind is None]
    if beside:
        return beside[0].code
    asked = topics.of_question(question)[0]
    return asked[0] if asked else OVERALL
