"""Which of the supplier's processes a mention is about, where its code alone does not say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from otzvuk.coding.topic import Topics
from otzvuk.language import tokenise
from otzvuk.model.interview import Interview
from otzvuk.model.mention import Kind, Mention


def place(mentions: Iterable[Mention], interview: Interview, topics: Topics) -> list[Mention]:
    """The mentions, in order, each with its process.

    It is the code's own, unless the codebook lets the code move (`other_processes`) and the mention's words
    name another, or the guide's question does, or – for trouble on the client's side, which is told as the
    consequence of a fault – the complaint just before it in the same turn is about another.
    """
    placed: list[Mention] = []
    turn, complaints = (
        -1,
        dict[str, str](),
    )  # of the turn, by code: the process, the last one last
    for mention in mentions:
        if mention.turn != turn:
            turn, complaints = mention.turn, {}
        code = topics.codebook.codes[mention.code]
        process = code.process
        if code.other_processes:
            others = (known for name, known in reversed(complaints.items()) if name != mention.code)
            before = next(others, None)
            candidates = (*_named(mention, topics), *_asked(interview, mention.turn, topics), before)
            process = next((each for each in candidates if each in code.other_processes), process)
        placed.append(replace(mention, process=process))
        if mention.kind is Kind.COMPLAINT:
            complaints.pop(mention.code, None)
            complaints[mention.code] = process
    return placed


def _named(mention: Mention, topics: Topics) -> tuple[str, ...]:
    tokens = tokenise(mention.text)
    named = topics.process_in(tokens, 0, len(tokens))
    return (named,) if named else ()


def _asked(interview: Interview, turn: int, topics: Topics) -> tuple[str, ...]:
    question = interview.question_before(turn)
    return topics.of_question(question.text)[1] if question else ()
