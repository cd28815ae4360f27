"""What a clause or a question is about: codes whose patterns fit, and the interview guide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from otzvuk.coding.pattern import Match, Matcher
from otzvuk.language import ParsedTurn, Token, parse
from otzvuk.model.codebook import Codebook
from otzvuk.model.mention import Kind
from otzvuk.model.study import Block, Guide, Question

# How much of a guide question's words an interviewer's turn must hold to be that question.
GUIDE_OVERLAP = 0.6


class Evidence(NamedTuple):
    """A pattern of a code that fits; `kind` is None for a topic pattern."""

    code: str
    kind: Kind | None
    match: Match


class Asked(NamedTuple):
    """A question of the guide: its content words, what it is about, and its block's title."""

    words: frozenset[str]
    codes: tuple[str, ...]
    processes: tuple[str, ...]
    block: str


class Topics:
    """The codebook's patterns, compiled: finds codes in clauses, questions and processes in words."""

    def __init__(self, codebook: Codebook, guide: Guide | None = None) -> None:
        self.codebook = codebook
        patterns: dict[str, tuple[str, ...]] = {}
        for name, code in codebook.codes.items():
            patterns[f"{name}/"] = code.patterns.topic
            for kind in Kind:
                patterns[f"{name}/{kind}"] = getattr(code.patterns, kind)
        self._codes = Matcher(patterns)
        self._processes = Matcher({name: each.patterns for name, each in codebook.processes.items()})
        self._guide = [
            Asked(_content(parse(question)), question_codes, processes, block.title)
            for block in (guide or Guide()).blocks
            for question, question_codes, processes in _questions(block)
        ]
        self.guide = guide or Guide()

    def evidence(self, tokens: Sequence[Token], first: int = 0, last: int | None = None) -> list[Evidence]:
        """The patterns of codes that fit in `tokens[first:last]`."""
        found = []
        for match in self._codes.find(tokens, first, last):
            code, _, kind = match.label.partition("/")
            found.append(Evidence(code, Kind(kind) if kind else None, match))
        return found

    def process_in(self, tokens: Sequence[Token], first: int, last: int) -> str | None:
        """The process that the words name most at length, or None."""
        matches = self._processes.find(tokens, first, last)
        return max(matches, key=lambda m: m.last - m.first).label if matches else None

    def of_question(self, question: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Codes and processes that an interviewer's question is about, likeliest first.

        The guide's question that the words come from decides; else the codebook's patterns over the
        question, counted over its last sentences, for people often think aloud before they ask.
        """
        parsed = parse(question)
        asked = self.guide_question(question)
        if asked is not None:
            return asked.codes, asked.processes
        first = parsed.sentences[-2].first if len(parsed.sentences) > 2 else 0
        weight: dict[str, float] = {}
        for evidence in self.evidence(parsed.tokens, first):
            length = evidence.match.last - evidence.match.first
            weight[evidence.code] = weight.get(evidence.code, 0.0) + (
                2.0 * length if evidence.kind is None else length
            )
        return tuple(sorted(weight, key=lambda code: (-weight[code], code))), ()

    def guide_question(self, question: str) -> Asked | None:
        """The guide's question that an interviewer's words come from, or None."""
        words = _content(parse(question))
        best, best_overlap = None, GUIDE_OVERLAP
        for entry in self._guide:
            overlap = len(words & entry.words) / len(entry.words) if entry.words else 0.0
            if overlap >= best_overlap:
                best, best_overlap = entry, overlap
        return best


def _questions(block: Block) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:

    listed = []
    for question in block.questions:
        asked = question if isinstance(question, Question) else Question(text=question)
        listed.append((asked.text, asked.codes or block.codes, asked.processes or block.processes))
    return listed


def _content(parsed: ParsedTurn) -> frozenset[str]:
    return frozenset(
        token.lemma for token in parsed.tokens if len(token.lemma) > 3 and token.lemma[0].isalpha()
    )
