"""The words of a stretch that say what it is about, as lemmas."""

from __future__ import annotations

import re
from functools import cache

from otzvuk.language import tags, tokenise
from otzvuk.model.bundled import bundled
from otzvuk.model.yamlfile import CheckedModel, read_yaml

_NAMING = frozenset({"NOUN", "ADJF", "VERB", "INFN", "PRTF", "LATN"})
_TELLING = _NAMING | {"ADJS", "COMP", "PRTS", "GRND", "ADVB", "PRED"}
_BRACKETED = re.compile(r"\[[^\[\]]*\]")
_EMPTY = frozenset({"Apro", "NPRO", "Prnt"})  # «этот», «какой-то», «конечно»


class EmptyWords(CheckedModel):
    """`models/lexicons/content.yaml`: lemmas that say nothing, and measures, which name no topic."""

    filling: tuple[str, ...]
    measures: tuple[str, ...]


@cache
def empty_words() -> tuple[frozenset[str], frozenset[str]]:
    """The lemmas that fill, and those with the measures; read at first use."""
    words = read_yaml(bundled("models", "lexicons", "content.yaml"), EmptyWords)
    return frozenset(words.filling), frozenset(words.filling + words.measures)


def spoken(text: str) -> str:
    """`text` without what nobody said: placeholders of hidden names, remarks in square brackets.

    >>> spoken("[сотрудник 3] обещал")
    ', обещал'
    """
    return _BRACKETED.sub(",", text)


def naming(word: str) -> bool:
    """Whether a word form names or does something: nouns, adjectives, verbs, but no pronouns or comments."""
    kinds = tags(word)
    return bool(kinds & _NAMING) and not kinds & _EMPTY


def content_lemmas(text: str) -> list[str]:
    """The lemmas of the words with content, in their order, repetitions included.

    >>> content_lemmas("Ну и машины у вас, конечно, вечно опаздывают")
    ['машина', 'вечно', 'опаздывать']
    """
    return [lemma for lemma, _ in content_words(text)]


def content_words(text: str) -> list[tuple[str, str]]:
    """The words with content as lemmas and as said, in small letters.

    >>> content_words("Машины опаздывают")
    [('машина', 'машины'), ('опаздывать', 'опаздывают')]
    """
    filling = empty_words()[0]
    found = []
    for token in tokenise(spoken(text)):
        kinds = tags(token.text)
        if kinds & _TELLING and not kinds & _EMPTY and token.lemma not in filling:
            found.append((token.lemma, token.text.lower()))
    return found


def topic_lemmas(text: str) -> list[str]:
    """Those that can name a topic: no adverbs, no measures, no people's names.

    >>> topic_lemmas("Третью неделю Иван Петрович вечно теряет пропуска на проходной")
    ['терять', 'пропуск', 'проходная']
    """
    empty, names = empty_words()[1], {"Name", "Surn", "Patr"}
    return [
        token.lemma
        for token in tokenise(spoken(text))
        if naming(token.text) and token.lemma not in empty and not tags(token.text) & names
    ]
