"""A word as the people of a study spell it: the dictionary has its own opinion of many loan words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

_SAME = str.maketrans({"ё": "е", "э": "е"})
_ENDING = 3  # letters in which a form may differ from its lemma


def as_said(lemma: str, forms: Mapping[str, int]) -> str:
    """`lemma` in the spelling most often met in `forms`, which are its forms with how often each was said.

    >>> as_said("кол-центр", {"колл-центра": 3, "кол-центром": 1}), as_said("шоурум", {"шоу-румах": 1})
    ('колл-центр', 'шоу-рум')
    >>> as_said("человек", {"люди": 5})
    'человек'
    """
    spelt: Counter[str] = Counter()
    for form, count in forms.items():
        spelt[_respelt(lemma, form.lower())] += count
    return min(spelt, key=lambda each: (-spelt[each], each != lemma, each)) if spelt else lemma


def _respelt(lemma: str, form: str) -> str:
    """`lemma` with the spelling of `form` as far as both go together."""
    plain, places = _plain(lemma)
    other, said_at = _plain(form)
    shared = 0
    while shared < min(len(plain), len(other)) and plain[shared] == other[shared]:
        shared += 1
    if shared < max(3, len(plain) - _ENDING):
        return lemma
    stop = said_at[shared] if shared < len(other) else len(form)
    rest = places[shared] if shared < len(plain) else len(lemma)
    return form[:stop].rstrip("-") + lemma[rest:] if rest == len(lemma) else form[:stop] + lemma[rest:]


def _plain(word: str) -> tuple[str, list[int]]:
    """The letters of a word that all spellings share, and where each stands in it."""
    letters: list[str] = []
    places: list[int] = []
    for at, letter in enumerate(word.lower().translate(_SAME)):
        if letter == "-" or (letters and letters[-1] == letter):
            continue
        letters.append(letter)
        places.append(at)
    return "".join(letters), places
