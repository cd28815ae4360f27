"""What a quote is about, in the words of the question: for quotes that do not say it themselves."""

from __future__ import annotations

from functools import lru_cache

from otzvuk.coding.topic import Topics
from otzvuk.language import Token, parse, tags
from otzvuk.language.dictionary import in_nominative

_LONGEST = 4  # words


def topic_of_question(question: str, code: str, topics: Topics) -> str:
    """The words of the question that name the code's topic, in the nominative; empty where there are none."""
    parsed = parse(question[-1000:])
    found = [each.match for each in topics.evidence(parsed.tokens) if each.code == code]
    phrases = [phrase for match in found if (phrase := _phrase(parsed.tokens[match.first : match.last]))]
    return max(phrases, key=len) if phrases else ""


def _phrase(tokens: tuple[Token, ...]) -> str:
    """Their noun and the words after it: «сроками поставки» → «сроки поставки»."""
    head = next((at for at, token in enumerate(tokens) if "NOUN" in tags(token.text)), None)
    if head is None:
        return ""
    rest = [token.text for token in tokens[head + 1 : head + _LONGEST]]
    if any(not word.isalpha() or not tags(word) & {"NOUN", "ADJF", "PREP"} for word in rest):
        rest = []
    return " ".join([_raised(tokens[head].text), *rest])


@lru_cache(maxsize=1024)
def _raised(word: str) -> str:
    return in_nominative(word.lower())
