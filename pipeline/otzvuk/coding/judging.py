"""Whether a few words judge anything: «Нормально.» does, «Раз в месяц.» and «Угу.» do not."""

from __future__ import annotations

from itertools import islice

from otzvuk.coding.clues import find_clues
from otzvuk.coding.rules import FEW
from otzvuk.coding.topic import Topics
from otzvuk.language import parse
from otzvuk.model.interview import Interview
from otzvuk.model.mention import Mention

BRIEF = ("brief", "brief_positive", "brief_negative")  # the lexicon's lists for turns of a few words


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
