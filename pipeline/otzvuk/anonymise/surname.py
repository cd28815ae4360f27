"""Whether a word that may be a surname, or a given name that is a word too, is somebody in its sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from otzvuk.anonymise.grammar import has, is_pos, lemmas, predicate, qualifies, readings
from otzvuk.anonymise.lexicon import is_surname_base, is_visible, word_list
from otzvuk.anonymise.word import Word

_SUFFIX: Final = re.compile(
    r"(?:(?:[оеё]в|[иы]н)(?:а|у|ым|ой|е)?|[сц]к(?:ий|ая|ого|ому|им|ой|ую|ом)|[ея]нко|(?:ч|щ)ук(?:а|у|ом)?|ович(?:а|у|ем)?|"
    r"евич(?:а|у|ем)?|дзе|швили|ян(?:а|у|ом)?|оглы|[ртндм]ово|[аяь]го)$"
)
_POSSESSIVE: Final = re.compile(r"(?:[оеё]в|[иы]н)$")
_SKY: Final = re.compile(r"[сц]к(?:ий|ая|ого|ому|им|ой|ую|ом)$")
_OPEN: Final = frozenset('«“„"')
_CLAUSE: Final = frozenset(".!?…;:,()—–")
_REACH: Final = 8  # words in which a predicate is looked for


@cache
def _list(name: str) -> frozenset[str]:
    return word_list(name)


def is_position(low: str) -> bool:
    """Whether a folded form is of a position or trade: «кладовщице»."""
    return bool(lemmas(low) & _list("positions.txt"))


def acts(sentence: Sequence[Word], at: int, *, male: bool = False) -> bool:
    """Whether the word does what people do, or is said to be somebody: «заяц обещал», «волк у них механик».

    `male`: the predicate must not be feminine («огурцов дала»).
    """
    before = sentence[at - 1] if at else None
    if before is not None and (before.low in _SUBJECTS or is_pos(before.low, "NUMR") or before.low.isdigit()):
        return False
    if any(word.low in _SUBJECTS for word in sentence[max(0, at - 2) : at] if word.low != "что"):
        return False  # «ты ж мак забыл»
    if male and before is not None and before.is_word and _fills(before.low):
        return False  # «мне кабачков привёз»
    paired = at + 1 < len(sentence) and sentence[at + 1].low in ("и", "с", "со")
    state = " ".join(word.low for word in sentence[at + 1 : at + 3])
    if state in _STATES:
        return True
    for word in sentence[at + 1 : at + 1 + _REACH]:
        if word.text[0] in _CLAUSE or word.low in _SUBJECTS:
            return False
        forms, number = predicate(word.low)
        if forms & _list("acts.txt") and not is_pos(word.low, "PREP", "CONJ"):
            return (number == "sing" or paired) and not (male and has(word.low, "VERB", "femn"))
        if forms and word.low != "есть" and not is_pos(word.low, "NOUN", "ADJF", "PREP", "ADVB"):
            return False
        if is_pos(word.low, "ADJS", "PRTS") or word.low in ("бы", "не"):
            return False
        if is_position(word.low) and has(word.low, "nomn", "sing") and word.gap == " ":
            return True
    return False


def _fills(low: str) -> bool:
    """Whether a word before a subject shows that it is none: a pronoun, verb, adjective, another noun."""
    if low in _OPENING or is_position(low):
        return False
    return readings(low)[0].tag.POS in _FILLED


_STATES: Final = frozenset(
    f"{preposition} {place}"
    for preposition, places in (
        ("в", "отпуске декрете командировке"),
        ("на", "больничном пенсии обеде месте совещании планерке смене выходном связи"),
        ("с", "нами"),
    )
    for place in places.split()
)
_OPENING: Final = frozenset(("это", "и", "а", "ну", "вот", "там", "тут", "потом", "сам", "тогда"))
_FILLED: Final = frozenset(("NPRO", "VERB", "ADJF", "NOUN"))
_SUBJECTS: Final = frozenset(("я", "мы", "ты", "вы", "они", "он", "она", "кто", "что", "который", "которая"))


def is_subject(sentence: Sequence[Word], at: int) -> bool:
    """Whether the next finite verb of the clause is singular and not neuter: «Тараканов ушёл»."""
    for word in sentence[at + 1 : at + 1 + _REACH]:
        if word.text[0] in _CLAUSE or word.low in (
            "я",
            "мы",
            "ты",
            "вы",
            "они",
            "нет",
            "много",
            "мало",
            "не",
        ):
            return False
        forms, number = predicate(word.low)
        if forms:
            return number == "sing" and not has(word.low, "neut", "VERB")
    return False


def dealt_with(sentence: Sequence[Word], at: int) -> bool:
    """Whether people deal with the word: «с соболем договорились», «чижу звонил»."""
    low, before = sentence[at].low, sentence[at - 1].low if at else ""
    owned = (
        (before in ("с", "со") and has(low, "ablt", "anim"))
        or (before in ("к", "ко") and has(low, "datv"))
        or (before in ("у", "от", "без") and has(low, "gent"))
        or (before in ("", "я", "мы", "ему", "сам", "сама", "и", "а", "ну") and has(low, "datv", "sing"))
    )
    called = has(low, "accs", "anim") and not before.isdigit()
    if not (owned or called):
        return False
    near = [*sentence[max(0, at - 4) : at], *sentence[at + 1 : at + 4]]
    verbs = _list("contacts.txt") if owned else _CALLED
    return any(lemmas(word.low) & verbs and is_pos(word.low, "VERB", "INFN") for word in near)


_CALLED: Final = frozenset(
    [
        "позвать",
        "звать",
        "попросить",
        "просить",
        "спросить",
        "спрашивать",
        "предупредить",
        "уговорить",
        "пригласить",
        "поблагодарить",
    ]
)


def after_position(sentence: Sequence[Word], at: int) -> bool:
    """Whether a position stands before the word: «главбух Надежда», «инженер по наладке Цой»."""
    back = at - 1
    while back >= 0 and at - back <= 4:
        word = sentence[back]
        if not word.is_word:
            return word.text == "," and back == at - 1 and back > 0 and is_position(sentence[back - 1].low)
        if is_position(word.low):
            return True
        if not (has(word.low, "gent") or word.low in ("по", "на") or has(word.low, "datv")):
            return False
        back -= 1
    return False


def is_plural_of_things(low: str) -> bool:
    """Whether a folded form is a genitive plural, though it ends as surnames do: «волков»."""
    return bool(_POSSESSIVE.search(low)) and has(low, "NOUN", "plur", "gent")


def is_thing(sentence: Sequence[Word], at: int) -> bool:
    """Whether a first word that may be a name is an ordinary one here: «Вера в них кончилась», «Роза ветров».

    Its clause has a predicate, which is nothing that people do, or a noun in the genitive stands right after.
    """
    following = sentence[at + 1] if at + 1 < len(sentence) else None
    if following is None or not following.is_word:
        return False
    if is_plural_of_things(sentence[at].low) and sentence[at].facts.known:
        return not acts(sentence, at, male=True)
    if is_pos(following.low, "NOUN") and has(following.low, "gent") and not following.capital:
        return not following.facts.given and not following.facts.patronymic
    for word in sentence[at + 1 : at + 1 + _REACH]:
        if word.text[0] in _CLAUSE or word.low in ("я", "мы", "ты", "вы", "они"):
            return False
        if has(word.low, "PRTS"):
            return True
        forms, number = predicate(word.low)
        if forms and not is_pos(word.low, "ADVB", "PREP", "CONJ"):
            return number == "plur" or (not forms & _list("acts.txt") and not forms & _MOVES)
    return False


_MOVES: Final = frozenset(
    [
        "сидеть",
        "стоять",
        "ходить",
        "идти",
        "прийти",
        "приходить",
        "пойти",
        "уйти",
        "жить",
        "находиться",
        "появиться",
        "остаться",
        "вернуться",
    ]
)  # what things do as well as people


def is_common(sentence: Sequence[Word], at: int, *, small: bool) -> bool:
    """Whether a company's name that is an ordinary word is one here: «Вектор развития», «Ромашки цветут».

    Only where no capital tells: at a sentence's beginning, or in small letters.
    """
    word = sentence[at]
    if not (word.first or small) or not word.facts.known or word.facts.ordinary < 0.5:
        return False
    following = sentence[at + 1] if at + 1 < len(sentence) else None
    if following is None or not following.is_word or following.gap != " ":
        return False
    if readings(following.low)[0].tag.POS == "NOUN" and has(following.low, "gent"):
        return not has(following.low, "nomn", "sing") and not following.capital and not following.facts.given
    return at == 0 and has(word.low, "nomn", "plur") and not has(word.low, "nomn", "sing")


def is_pet(sentence: Sequence[Word], at: int) -> bool:
    """Whether the word is an animal's name: «кот Васька», «собаку зовут Пальма»."""
    before = sentence[at - 1] if at else None
    if (before and lemmas(before.low) & _list("pets.txt")) or lemmas(sentence[at].low) & _list("pets.txt"):
        return True
    if before and before.low in ("зовут", "звали", "звать", "кличка", "кличке"):
        return any(lemmas(word.low) & _list("pets.txt") for word in sentence[:at])
    return False


def surname(sentence: Sequence[Word], at: int, *, small: bool) -> int:
    """0: no surname; 1: one beside another part of a name; 2: one by itself.

    `small`: capitals mean nothing. When unsure at a sentence's beginning the answer is 2.
    """
    word = sentence[at]
    low, known = word.low, word.facts
    if len(low) < 3 or not low[0].isalpha() or low.isascii() or is_visible(low) or is_position(low):
        return 0
    listed = is_word_too(low)
    if lemmas(low) & _list("no_surnames.txt") or (known.function and not listed):
        return 0
    if "-" in low:
        return _double(word, small=small)
    following = sentence[at + 1].low if at + 1 < len(sentence) and sentence[at + 1].is_word else ""
    before = sentence[at - 1].low if at and sentence[at - 1].is_word else ""
    if (following and qualifies(low, following)) or (before and not word.capital and qualifies(low, before)):
        return 0
    inside = word.capital and not word.first and not small and sentence[at - 1].text not in _OPEN
    adjective = readings(low)[0].tag.POS == "ADJF"
    if known.company > 0.3 or (known.place > 0.3 and not adjective):
        return 2 if listed and (acts(sentence, at) or dealt_with(sentence, at)) else 0
    if adjective and known.surname < 0.9:
        return _adjective(sentence, at, inside=inside, listed=listed)
    if _SUFFIX.search(low) and (known.surname > 0 or known.listed or not known.known):
        return _suffixed(sentence, at, inside=inside, small=small)
    if listed:
        if inside or (has(low, "nomn", "sing") and acts(sentence, at)) or dealt_with(sentence, at):
            return 2
        return 1 if after_given(sentence, at) else 0
    if inside and known.listed and (has(low, "anim") or not known.known):
        return 2
    if (
        not known.known and known.foreign and not known.given
    ):  # «Подопригора потерял», «с эрчимом договорились»
        begins = word.first and not small and word.capital and not word.shouted
        if (begins and acts(sentence, at)) or dealt_with(sentence, at):
            return 2
    return 0


def _adjective(sentence: Sequence[Word], at: int, *, inside: bool, listed: bool) -> int:
    """A surname that is an adjective: «Тверской вёл», «Долгих согласовала», but «казанская, с дорогой»."""
    word = sentence[at]
    low = word.low
    if inside:
        return 2 if is_surname_base(low) or _SKY.search(low) or low.endswith(("ых", "их")) else 1
    if low.endswith(("ых", "их")):
        return 2 if acts(sentence, at) or (word.first and is_subject(sentence, at)) else 0
    if has(low, "NOUN", "nomn") and not word.facts.surname:
        return 0  # «приёмная», «столовая»
    masculine = low.endswith(("ий", "ый", "ой"))
    if has(low, "nomn", "sing") and not has(low, "Apro") and acts(sentence, at, male=masculine):
        return 2 if word.first or listed or is_surname_base(low) else 0
    named = _SKY.search(low) and word.facts.surname > 0
    if named and (word.first or dealt_with(sentence, at) or is_subject(sentence, at)):
        return 2
    if is_surname_base(low) and dealt_with(sentence, at):
        return 2
    return 1 if named else 0


def _suffixed(sentence: Sequence[Word], at: int, *, inside: bool, small: bool) -> int:
    """A word that ends as surnames do: «Муромцева», but «тараканов в цехе много»."""
    word = sentence[at]
    low, known = word.low, word.facts
    plural = is_plural_of_things(low)
    if known.given or (known.known and not known.surname and not plural):
        return 0
    if not inside and known.known and known.ordinary > 0.6 and not plural and has(low, "NOUN", "inan"):
        return 0  # «машину прислала»
    if inside:
        return 2
    if plural and known.surname < 0.9:
        return 2 if acts(sentence, at, male=True) else 1 if known.surname else 0
    if known.surname > 0.3 or known.listed:
        doubtful = known.known and known.ordinary > 0.6
        return 2 if not doubtful or acts(sentence, at) or dealt_with(sentence, at) else 1
    if small or not word.first:
        return 1 if known.surname else 0
    return 2 if is_subject(sentence, at) or acts(sentence, at) else 1


def is_word_too(low: str) -> bool:
    """Whether a folded form is of a word that is a surname too: «мороз»."""
    return bool(lemmas(low) & _list("surname_words.txt"))


def after_given(sentence: Sequence[Word], at: int) -> bool:
    """Whether a given name, patronymic or surname stands right before the word."""
    before = sentence[at - 1].facts if at else None
    return before is not None and bool(
        (before.given and not before.doubtful) or before.patronymic or before.surname > 0.5
    )


def _double(word: Word, *, small: bool) -> int:
    """«Ермолаева-Штерн»: two halves with capitals, one of which at least is a surname."""
    from otzvuk.anonymise.lexicon import facts

    halves = word.low.split("-")
    if len(halves) != 2 or min(map(len, halves)) < 3:
        return 0
    if not small and not all(half[:1].isupper() for half in word.text.split("-")):
        return 0
    known = [facts(half) for half in halves]
    surnames = [
        each.surname > 0.3 or (each.listed and not each.place > 0.3 and not each.given) for each in known
    ]
    shaped = [bool(_SUFFIX.search(half)) for half in halves]
    if any(each.place > 0.5 or each.company > 0.5 for each in known):
        return 0
    if any(one and two for one, two in zip(surnames, shaped, strict=True)):
        return 2
    return 2 if word.facts.surname > 0.5 and any(surnames) else 0
