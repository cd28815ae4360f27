"""What is looked for: words by their lemmas, phrases, exact forms, beginnings of words, words to be absent.

срок поставка           both words, in any form and order, in one sentence
"срок поставки"         the words side by side in this order, in any form
=сроки                  this very form (ё and е are one letter)
постав*                 any word that begins so
срок|дата               either word
срок -цена              the first in a sentence without the second
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from otzvuk.language import lemma
from otzvuk.language.tokens import is_word, normal, spans
from otzvuk.model.errors import InputError

EXPECTED = "слова, фраза в кавычках, начало слова со звёздочкой (постав*), точная форма (=сроки)"
_TERM = re.compile(r'(?P<minus>[-−!]?)(?:["“„«](?P<phrase>[^"”“»]*)["”“»]|(?P<word>[^\s"“”„«»]+))')
_QUOTES = re.compile(r'["“”„«»]')
_MOST = 20  # words of a query: more are a pasted text


@dataclass(frozen=True)
class Word:
    """One word of a query: a token fits by its lemma, by its form as folded, or by how it begins."""

    lemmas: frozenset[str]
    forms: frozenset[str]
    beginnings: tuple[str, ...]

    def fits(self, form: str, lemma_: str) -> bool:
        """Whether a token of that folded form and lemma is meant."""
        return lemma_ in self.lemmas or form in self.forms or form.startswith(self.beginnings)


Term = tuple[Word, ...]
"""A word, or the words of a phrase in their order."""


@dataclass(frozen=True)
class Query:
    """Terms that must all stand in one sentence, and those that must not; `said` are the terms as written."""

    said: tuple[str, ...]
    terms: tuple[Term, ...]
    without: tuple[Term, ...] = ()


def folded(form: str) -> str:
    """A form as it is compared: without case, ё, invisible signs and look-alike letters."""
    return normal(form).casefold().replace("ё", "е")


def read_query(text: str) -> Query:
    """The query that one line says. Raises `InputError` for one without a word to look for.

    >>> len(read_query('срок "срыв поставки" -цена').terms)
    2
    """
    if len(_QUOTES.findall(text)) % 2:
        raise InputError("в запросе кавычка не закрыта", value=text, expected=EXPECTED)
    terms, without = list[str](), list[str]()
    for found in _TERM.finditer(text):
        said = found["phrase"] if found["phrase"] is not None else found["word"]
        (without if found["minus"] else terms).append(said)
    return _query(terms, without, text)


def terms_of(terms: Sequence[str], without: Sequence[str] = ()) -> Query:
    """The query of these terms; one of several words is a phrase. Raises `InputError` as `read_query`.

    A term that has quotation marks is read as a line of its own, so that «срыв сроков» is the phrase whether
    or not the shell has taken the quotes.
    """
    text = " ".join(terms)
    inner = [read_query(each) for each in terms if _QUOTES.search(each)]
    plain = [each for each in terms if not _QUOTES.search(each)]
    if not inner:
        return _query(plain, without, text)
    rest = _query(plain, without, text) if any(map(_term, plain)) else Query((), (), _all(without)[1])
    every = [rest, *inner]
    return Query(
        tuple(said for each in every for said in each.said),
        tuple(term for each in every for term in each.terms),
        tuple(term for each in every for term in each.without),
    )


def _query(terms: Sequence[str], without: Sequence[str], text: str) -> Query:
    said, wanted = _all(terms)
    _, unwanted = _all(without)
    if not wanted:
        raise InputError("искать нечего", value=text, expected=EXPECTED)
    if sum(map(len, [*wanted, *unwanted])) > _MOST:
        raise InputError("в запросе слишком много слов", value=text[:80], expected=f"не больше {_MOST}")
    return Query(said, wanted, unwanted)


def _all(terms: Sequence[str]) -> tuple[tuple[str, ...], tuple[Term, ...]]:
    """The terms that have a word, as written and as terms."""
    found = [(each, term) for each in terms if (term := _term(each))]
    return tuple(each for each, _ in found), tuple(term for _, term in found)


def _term(text: str) -> Term:
    return tuple(word for each in text.split() for word in _words(each))


def _words(text: str) -> Iterable[Word]:
    """The words of a piece between blanks: one, where it has marks of the query's own («a|b», «=a», «a*»)."""
    choices = [each for each in text.split("|") if any(map(str.isalnum, each))]
    if len(choices) > 1 or any(each.startswith("=") or each.endswith("*") for each in choices):
        lemmas, forms, beginnings = set[str](), set[str](), list[str]()
        for each in choices:
            bare = folded("".join(word for _, _, word in spans(each) if is_word(word)))
            if each.startswith("="):
                forms.add(bare)
            elif each.endswith("*"):
                beginnings.append(bare)
            else:
                lemmas |= _lemmas(bare)
                forms.add(bare)
        yield Word(frozenset(lemmas), frozenset(forms), tuple(beginnings))
        return
    for _, _, word in spans(text):  # «срок, поставки» are two words
        if is_word(word):
            yield Word(_lemmas(word), frozenset({folded(word)}), ())


def _lemmas(word: str) -> frozenset[str]:
    """As a word and as a name: «зайцев» are hares, and Зайцев."""
    low = word.lower()
    return frozenset({lemma(low), lemma(low.capitalize())})
