"""The dictionary form of a word and what kind of word it is: one answer per form, remembered."""

from __future__ import annotations

import re
from collections.abc import Callable
from threading import Lock

from otzvuk.folder.cache import ledger
from otzvuk.language.dictionary import Word, choose, corrections, is_known, readings, word_of
from otzvuk.language.tokens import normal


def lemma(word: str) -> str:
    """The dictionary form of `word`: lower case, ё→е, the same whatever stands around it.

    Participles and gerunds give their verb's infinitive, comparatives their adjective. A mark's or
    number's lemma is its own text; hesitations are «э-э», «м-м».

    >>> lemma("накладными"), lemma("Опаздывали"), lemma("эээ"), lemma("недовес-то"), lemma("12")
    ('накладная', 'опаздывать', 'э-э', 'недовес', '12')
    """
    return WORDS[word].lemma


def tags(word: str) -> frozenset[str]:
    """The grammemes of the reading that `lemma` chose, named as in OpenCorpora.

    Part of speech (NOUN, ADJF, ADJS, COMP, VERB, INFN, PRTF, PRTS, GRND, NUMR, ADVB, NPRO, PRED,
    PREP, CONJ, PRCL, INTJ; PNCT, NUMB, LATN, UNKN), case (nomn, gent, …), number (sing, plur), tense
    (past, pres, futr), person, mood, Prnt for words of address and comment.

    >>> sorted(tags("опаздывали") & {"VERB", "past", "plur", "pres"})
    ['VERB', 'past', 'plur']
    """
    return WORDS[word].tags


class _Words(dict[str, Word]):
    """Word form as written → what is known about it; analysed at its first lookup.

    Safe among threads: an answer depends on the form alone, so that two threads at worst find the
    same one twice; the analyser itself, which nobody promises to be safe, works under a lock. A
    long-lived server stops remembering at `limit` forms (about 100 MB) and stays right, only slower.
    """

    limit = 400_000

    def __init__(self) -> None:
        super().__init__()
        self._lock = Lock()

    def __missing__(self, form: str) -> Word:
        kept = ledger("words")
        word: Word | None = None if kept is None else kept.get(form)
        if word is None:
            with self._lock:
                word = _analyse(form)
            if kept is not None:
                kept[form] = word
        if len(self) < self.limit:
            self[form] = word
        return word


WORDS = _Words()


def _analyse(form: str) -> Word:
    shape = normal(form)
    for rule in _RULES:
        word = rule(shape)
        if word is not None:
            return word
    return Word(shape.lower(), frozenset({"UNKN"}))


# --- rules: how to know a word. Each sees the form without invisible signs; None means 'not mine'. ---


def sign(form: str) -> Word | None:
    """Marks, numbers, words in other than Russian letters."""
    low = form.lower().replace("ё", "е")
    if not form[:1].isalnum():
        return Word(form, frozenset({"PNCT"}))
    if low[0].isdigit():
        return Word(low, frozenset({"NUMB"}))
    if low.isascii():
        return Word(low, frozenset({"LATN"}))
    # The analyser stumbles over letters of rare scripts.
    return None if _READABLE.fullmatch(low) else Word(low, frozenset({"UNKN"}))


_READABLE = re.compile(r"[а-яёa-z\d'-]+")


def closed(form: str) -> Word | None:
    """Words of the list in lemmas.txt: frequent ones that the dictionary reads wrong or not at all."""
    low = form.lower().replace("ё", "е")
    entry = corrections().forms.get(low)
    if entry is None:
        return None
    wanted, part_of_speech = entry
    if part_of_speech:
        return Word(wanted, frozenset({part_of_speech}), nominative=part_of_speech == "NOUN")
    fitting = [each for each in readings(low) if each.lemma == wanted] or readings(wanted)
    return word_of(fitting[0]._replace(lemma=wanted), fitting)


_HESITATION = re.compile(r"э(?:-?[эм])*|м(?:-м)+|м{3,}|а(?:-а)+|а{3,}|у(?:-у)+|у{3,}|о(?:-о)+")


def hesitation(form: str) -> Word | None:
    """«э-э», «эээ», «эм» → э-э; «м-м», «ммм» → м-м: sounds, not words («мм» may be millimetres)."""
    low = form.lower()
    if not _HESITATION.fullmatch(low):
        return None
    return Word(f"{low[0]}-{low[0]}", frozenset({"INTJ"}))


def known(form: str) -> Word | None:
    """Words of the dictionary."""
    low = form.lower()
    if not is_known(low):
        return None
    found = readings(low)
    best = choose(found)
    if form[0].isupper():
        # «Зайцев» is a name, «зайцев» may be hares; only a name that stands in the nominative.
        plain = low.replace("ё", "е")
        best = next((each for each in found if each.lemma == plain and each.tags & _NAME), best)
    return word_of(best, found)


_NAME = frozenset({"Name", "Surn", "Patr"})
_PARTICLE = re.compile(r"(.{2,})-(?:то|ка|таки|де|тка)$")


def with_particle(form: str) -> Word | None:
    """«недовес-то», «скажите-ка»: the word without its particle («что-то» is in the dictionary)."""
    found = _PARTICLE.match(form)
    return _analyse(found[1]) if found else None


_STUTTER = re.compile(r"(?P<piece>\w{1,3})-(?:(?P=piece)-)*(?P<word>(?P=piece)\w+)$", re.IGNORECASE)


def stuttered(form: str) -> Word | None:
    """«п-понимаете», «до-документы»: the word that came out at last, where it is a known one."""
    found = _STUTTER.match(form)
    return known(found["word"]) if found else None


_LONG = re.compile(r"([аеёиоуыэюя])(?:-?\1)+", re.IGNORECASE)


def drawled(form: str) -> Word | None:
    """«ну-у», «о-очень», «дооолго»: the word as it is spelt, where that is a known one."""
    short = _LONG.sub(r"\1", form)
    if short == form:
        return None
    return closed(short) or known(short)


def repeated(form: str) -> Word | None:
    """«не-не», «да-да»: one of the two."""
    left, hyphen, right = form.lower().partition("-")
    return _analyse(left) if hyphen and left == right and len(left) > 1 else None


_REGIONAL = re.compile(r"(.+[сцз]к)(?:ий|ая|ое|ие|ой|ого|ому|им|ом|ую|их|ими)$")


def regional(form: str) -> Word | None:
    """«мологская», «усть-лабинского»: adjectives made of names, which no dictionary lists."""
    found = _REGIONAL.match(form.lower().replace("ё", "е"))
    return Word(found[1] + "ий", frozenset({"ADJF"})) if found else None


# A capitalised stranger that ends so is likely a name in the nominative; a small one much less often.
_NAME_ENDS, _NOUN_ENDS = frozenset("бвгдежзиклнопрстфцчшщэ"), frozenset("гжзкр")


def unknown(form: str) -> Word | None:
    """Words outside the dictionary: guessed from their end and from whether they look like a name."""
    low = form.lower().replace("ё", "е")
    found = readings(low)
    abbreviation = form.isupper() and 1 < len(form) < 6
    if abbreviation or low[-1] in (_NAME_ENDS if form[0].isupper() else _NOUN_ENDS):
        noun = next((each.tags for each in found if "NOUN" in each.tags), frozenset({"NOUN"}))
        return Word(low, noun, nominative=True)
    return word_of(choose(found), found)


_RULES: tuple[Callable[[str], Word | None], ...] = (
    sign,
    closed,
    hesitation,
    known,
    with_particle,
    stuttered,
    drawled,
    repeated,
    regional,
    unknown,
)
