"""What matters most to clients and what does not, as they say it."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from otzvuk.coding.pattern import Match, Matcher
from otzvuk.coding.topic import Topics
from otzvuk.language import Clause, ParsedTurn, Sentence, parse
from otzvuk.model.bundled import bundled
from otzvuk.model.matter import Matter
from otzvuk.model.span import Span
from otzvuk.model.yamlfile import CheckedModel, read_yaml

_MAY_HOLD: Final = re.compile(
    r"главн|важ[нe]|важен|ценн|ценю|ценим|очеред|ключев|реша|определяющ|критич|принципиа|угла|номер|мест|делом"
    r"|приоритет|выживан|жизненно|никак|подавай|надо|нужно|лишь бы|чтоб|превыше|выдел|выберу|дороже|равно"
    r"|разниц|десят|второ|втори|гон[ию]|волну|пуга|неинтерес|лампоч|барабан|суть|вкуса|роли|погоды|пережив",
    re.IGNORECASE,
)
FEW: Final = 3  # words of a clause that names nothing itself


class Lexicon(CheckedModel):
    """`models/lexicons/matters.yaml`: lists of patterns."""

    important: tuple[str, ...]
    not_: tuple[str, ...] = ()
    bars: tuple[str, ...]


@cache
def _matcher() -> Matcher:
    return Matcher(read_yaml(bundled("models", "lexicons", "matters.yaml"), Lexicon).model_dump())


def matters_in(text: str, topics: Topics, *, turn: int = 0, question: str = "") -> list[Matter]:
    """What a respondent's turn says of what matters, in the order of the text; a clause says it once.

    `question` is the interviewer's before: where the words name nothing, it tells what is meant.
    """
    if not _MAY_HOLD.search(text):
        return []
    parsed = parse(text)
    found = []
    for sentence in parsed.sentences:
        for clause in sentence.clauses:
            each = _in_clause(parsed, sentence, clause, topics, turn, question)
            if each is not None:
                found.append(each)
    return found


def _in_clause(
    parsed: ParsedTurn, sentence: Sentence, clause: Clause, topics: Topics, turn: int, question: str
) -> Matter | None:
    tokens = parsed.tokens
    matches = _matcher().find(tokens, clause.first, clause.last)
    said = [match for match in matches if match.label in {"important", "not_"}]
    if not said or any(m.label == "bars" for m in _matcher().find(tokens, sentence.first, sentence.last)):
        return None
    best = min(said, key=lambda match: match.label == "important")
    if best.label == "important" and any(
        token.lemma == "не" for token in tokens[max(clause.first, best.first - 2) : best.first]
    ):
        return None  # «не цена главное»
    code, thing = _named(parsed, sentence, clause, best, topics)
    if not code and question and sum(t.text[0].isalnum() for t in tokens[clause.first : clause.last]) <= FEW:
        codes = topics.of_question(question)[0]
        code, thing = (codes[0] if codes else ""), None
    if not code:
        return None  # what the codebook does not know is mostly no matter of the supplier's
    start, stop = (clause.start, clause.stop) if thing is None else _joined(clause, thing)
    return Matter(
        turn=turn,
        start=start,
        stop=stop,
        text=parsed.text[start:stop],
        important=best.label == "important",
        thing=thing,
        code=code,
    )


def _joined(clause: Clause, thing: Span) -> tuple[int, int]:
    return min(clause.start, thing.start), max(clause.stop, thing.stop)


def _named(
    parsed: ParsedTurn, sentence: Sentence, clause: Clause, match: Match, topics: Topics
) -> tuple[str, Span | None]:
    """The code that the clause names, else the one after it in the sentence («самое главное, чтобы …»)."""
    at = sentence.clauses.index(clause)
    for each in sentence.clauses[at : at + 2]:
        first = match.last if each is clause and match.last < each.last else each.first
        for begin in (first, each.first):
            found = topics.evidence(parsed.tokens, begin, each.last)
            if found:
                best = max(found, key=lambda one: one.match.last - one.match.first)
                return best.code, Span(each.start, each.stop)
    return "", Span(clause.start, clause.stop)
