"""Whether words judge anything: «Нормально.» does, «Раз в месяц.», «Угу.» and a bare mark do not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from otzvuk.coding.clues import find_clues
from otzvuk.coding.markwords import lemmas
from otzvuk.coding.numeral import value_of
from otzvuk.coding.rules import FEW
from otzvuk.coding.scale import TEN
from otzvuk.coding.topic import Topics
from otzvuk.language import Token, parse, tags
from otzvuk.model.interview import Interview
from otzvuk.model.mention import Mention, Rating
from otzvuk.model.span import Span

BRIEF = ("brief", "brief_positive", "brief_negative")  # the lexicon's lists for turns of a few words
_SAYING = frozenset({"VERB", "INFN", "ADJF", "ADJS", "COMP", "PRTF", "PRTS", "GRND", "ADVB", "PRED"})
_MARKING = ("gives", "says", "plain", "takes_off", "adds", "fillers", "empty")
_WHEN = frozenset({"раньше", "теперь", "сейчас", "тогда", "сначала", "честно", "твёрдо", "ровно"})
_REASONS = frozenset({"из-за", "потому", "поскольку", "зато"})


def is_judged(mention: Mention, interview: Interview, topics: Topics) -> bool:
    """Whether the mention's turn is long enough to judge by its whole, or has a word that judges.

    That is an evaluating word (where there are so few, more are), an opening of a wish, or a pattern
    that says what kind it is.
    """
    parsed = parse(interview.turns[mention.turn].text)
    if next(islice((token for token in parsed.tokens if token.text[0].isalnum()), FEW, None), None):
        return True
    return any(
        clues.words or clues.signs & {"wish", *BRIEF}
        for clues in (find_clues(parsed.tokens, clause) for clause in parsed.clauses)
    ) or any(each.kind for each in topics.evidence(parsed.tokens))


def only_marks(mention: Mention, interview: Interview, ratings: Iterable[Rating]) -> bool:
    """Whether a mention says nothing but marks and what they are for: «по срокам девять, по цене шесть».

    Such words are ratings already; how good a six is they do not say, and «семь бы поставил» is no wish.
    """
    own = [each for each in ratings if each.turn == mention.turn]
    if not own:
        return False
    parsed = parse(interview.turns[mention.turn].text)
    if not any(mention.span.overlaps(each) for each in own) and not _holds_number(mention, parsed.tokens):
        return False
    for clause in parsed.clauses:
        inside = Span(parsed.tokens[clause.first].start, parsed.tokens[clause.last - 1].stop)
        judging = find_clues(parsed.tokens, clause).words if mention.span.overlaps(inside) else ()
        if any(value_of(word) is None and word not in _WHEN for word in judging):
            return False
    for token in parsed.tokens:
        place = Span(token.start, token.stop)
        if not mention.span.overlaps(place) or any(place.overlaps(each) for each in own):
            continue
        if token.lemma in _REASONS:
            return False
        marking = token.lemma in lemmas(*_MARKING) or token.lemma in _WHEN or value_of(token.text) is not None
        word = tags(token.text)
        if not marking and word & _SAYING and "Anum" not in word:
            return False
    return True


def _holds_number(mention: Mention, tokens: Sequence[Token]) -> bool:
    """Whether a number that could be a mark and counts nothing stands in it: «раньше бы девять поставил»."""
    for token, after in zip(tokens, [*tokens[1:], None], strict=True):
        value = value_of(token.text) if mention.span.overlaps(token) else None
        if value is not None and value <= TEN and not (after and "NOUN" in tags(after.text)):
            return True
    return False
