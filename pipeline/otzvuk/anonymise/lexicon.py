"""What a word can name: a person's given name, patronymic or surname, a place, a company.

Sources: pymorphy3's grammemes with their probabilities, the lists in models/names/, and the lists of given
names and surnames that come with natasha.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, NamedTuple

from otzvuk.folder.cache import ledger
from otzvuk.language.dictionary import analyser as analyser
from otzvuk.language.tokens import normal
from otzvuk.model.bundled import bundled
from otzvuk.model.errors import InputError

# longest first
# fmt: off
_ENDINGS: Final = (
    "ого", "его", "ому", "ему", "ыми", "ими", "ами", "ями", "ией", "ием", "иям", "иях", "ией", "ых",
    "их", "ый", "ий", "ой", "ей", "ым", "им", "ом", "ем", "ью", "ую", "юю", "ая", "яя", "ое", "ее",
    "ые", "ие", "ам", "ям", "ах", "ях", "ою", "ею", "ии", "ия", "ию", "а", "я", "о", "е", "у", "ю", "ы",
    "и", "ь", "й",
)
# fmt: on


_WHOLE: Final = ("пром", "телеком", "дом")  # «Газпром» is no instrumental


class Facts(NamedTuple):
    """What is known about a word form (lower case, ё→е).

    `given` are the full names it may be a form of, `patronymic` its lemma. `surname`, `place`, `company` are
    the shares of the dictionary's readings of that sort, `ordinary` the share of its other readings; `known`
    says whether the dictionary lists the form. `listed` says that natasha's list has it as a surname.
    """

    given: frozenset[str] = frozenset()
    patronymic: str = ""
    name: float = 0.0
    surname: float = 0.0
    place: float = 0.0
    company: float = 0.0
    ordinary: float = 1.0
    known: bool = False
    listed: bool = False
    function: bool = False
    doubtful: bool = True
    compound: bool = False
    foreign: bool = False
    genitive: bool = False


@lru_cache(maxsize=131_072)
def fold(word: str) -> str:
    """The word as the lists have it: lower case, ё→е, no soft hyphens or look-alike letters."""
    return normal(word).lower().replace("ё", "е")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """What all cases of a name share, roughly: the key that its mentions are grouped by.

    >>> stem("Петрова") == stem("Петровым"), stem("Жаровень") == stem("Жаровней")
    (True, True)
    >>> stem("Опора-Про") == stem("Опоры-Про")
    True
    """
    low = fold(word)
    if "-" in low.strip("-"):  # «Опоры-Про», «Анны-Марии»: each part has its case
        return "-".join(map(stem, low.split("-")))
    if len(low) > 2 and not low.isascii() and not low.endswith(_WHOLE):
        for ending in _ENDINGS:
            if low.endswith(ending) and len(low) - len(ending) >= 3:
                low = low[: -len(ending)]
                break
    if len(low) > 4 and low[-2] in "оеь" and low[-1] not in "аеиоуыэюяьй" and low[-3] not in "аеиоуыэюяьй":
        low = low[:-2] + low[-1]  # орёл, орла
    if len(low) > 4 and low[-2] == "ь":
        low = low[:-2] + low[-1]
    return low


@cache
def natasha_data() -> Path:
    """The folder of natasha's models, vectors and lists: those that ship with the program (hatch_build.py).

    A checkout that was not installed has none; then they are natasha's own, where it is installed.
    """
    own = bundled("natasha")
    if own.is_dir():
        return own
    spec = find_spec("natasha")
    if spec is None or not spec.submodule_search_locations:
        raise InputError("для имён нет файлов пакета natasha", expected="команда pip install natasha==1.6.0")
    return Path(spec.submodule_search_locations[0]) / "data"


@cache
def word_list(name: str) -> frozenset[str]:
    """The words of a list in models/names/."""
    return frozenset(fold(word) for line in list_lines(name) for word in line.split())


def list_lines(name: str) -> Iterator[str]:
    """The lines of a list in models/names/, without comments."""
    for line in bundled("models", "names", name).read_text("utf-8").splitlines():
        text = line.partition("#")[0].strip()
        if text:
            yield text


@cache
def visible() -> frozenset[str]:
    """Words that are never hidden: countries, holidays, programs, abbreviations of the trade."""
    return word_list("visible.txt")


def is_visible(low: str) -> bool:
    """Whether a folded form, or the word it is a form of, is never hidden."""
    return low in visible() or (lemma_of(low) in visible() and low not in given_names())


@cache
def ordinary() -> frozenset[str]:
    """Forms of names that are far oftener ordinary words."""
    return word_list("ordinary.txt")


@cache
def exclamations() -> frozenset[str]:
    """Ordinary words that are said alone: «Шутка.»."""
    return word_list("exclamations.txt")


@cache
def _surely() -> frozenset[str]:
    return word_list("surely.txt")


@cache
def given_names() -> dict[str, frozenset[str]]:
    """Form of a given name or diminutive → the full names it may stand for, with their gender («иван m»)."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for line in list_lines("given.txt"):
        head, _, short = line.partition(":")
        full, gender = head.split()
        for name in [full, *short.split()]:
            for form in name_forms(fold(name), gender):
                found[form].add(f"{fold(full)} {gender}")
    return {form: frozenset(names) for form, names in found.items()}


@cache
def _patronymics() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in list_lines("patronymics.txt"):
        head, _, spoken = line.partition(":")
        male, female = (fold(word) for word in head.split())
        for word in [male, female, *(fold(each) for each in spoken.split())]:
            lemma = female if word.endswith(("на", "вн")) else male
            for form in patronymic_forms(word):
                found.setdefault(form, lemma)
    return found


def patronymic_forms(word: str) -> Iterator[str]:
    """All cases of a patronymic (folded)."""
    if word.endswith("а"):
        yield from (word[:-1] + ending for ending in ("а", "ы", "е", "у", "ой", "ою"))
        return
    yield from (word + ending for ending in ("", "а", "у", "ем", "ом", "е", "ы"))


def name_forms(name: str, gender: str) -> Iterator[str]:
    """All cases of a given name (folded), with the spoken address («марин», «саш»)."""
    special = {"павел": "павл", "лев": "льв", "петр": "петр"}
    yield name
    body, last = name[:-1], name[-1]
    if name in special:
        yield from (special[name] + ending for ending in ("а", "у", "ом", "е"))
    elif last == "а":
        hush = body[-1] in "жшчщц"
        yield body + ("и" if body[-1] in "гкхжшчщ" else "ы")
        yield from (body + ending for ending in ("е", "у", "ой", "ою", *(("ей",) if hush else ())))
        if len(body) > 2 and body[-1] not in "к":
            yield body
    elif last == "я":
        yield from (body + ending for ending in ("и", "е", "ю", "ей", "ею"))
        if len(body) > 1 and body[-1] not in "аеиоуыьэюя":
            yield body + "ь"
    elif last == "й":
        yield from (body + ending for ending in ("я", "ю", "ем", "е", *(("и",) if body[-1] == "и" else ())))
    elif last == "ь":
        yield from (body + ending for ending in (("и", "ью") if gender == "f" else ("я", "ю", "ем", "е")))
    elif name.endswith(("ек", "ок")) and gender == "m" and len(name) > 3:
        soft = name[-3] not in "аеиоуыжшчщц" and name.endswith("ек")
        short = name[:-2] + ("ьк" if soft else "йк" if name[-3] in "аеиоуы" else "к")
        yield from (short + ending for ending in ("а", "у", "ом", "е"))
    elif last not in "аеиоуыэюя" and gender == "m":
        yield from (name + ending for ending in ("а", "у", "ем" if last in "цчжшщ" else "ом", "е"))


@cache
def _listed(name: str) -> frozenset[str]:
    text = (natasha_data() / "dict" / name).read_text("utf-8")
    return frozenset(line.replace("ё", "е") for line in text.split("\n") if len(line) > 2)


@lru_cache(maxsize=200_000)
def facts(low: str) -> Facts:
    """What the folded form `low` can name."""
    known = ledger("facts")
    if known is None:
        return _facts(low)
    found: Facts | None = known.get(low)
    if found is None:
        found = known[low] = _facts(low)
    return found


def _facts(low: str) -> Facts:
    parses = analyser().parse(low)
    shares: defaultdict[str, float] = defaultdict(float)
    known = bool(analyser().word_is_known(low))
    function = parses[0].tag.POS in (_FUNCTION if known else _VERBS)
    for parse in parses:
        grammemes = parse.tag.grammemes
        sort = next(
            (each for each in ("Name", "Patr", "Surn", "Geox", "Orgn") if each in grammemes), "ordinary"
        )
        shares[sort] += parse.score
    total = sum(shares.values()) or 1.0
    patronymic = _patronymics().get(low, "")
    if not patronymic and shares["Patr"] / total > 0.3:
        patronymic = _patronymic_lemma(parses)
    given = frozenset() if patronymic else given_names().get(low, frozenset())
    rare = False  # a name that only the dictionary has: «грит», «мерил»
    if not given and not patronymic and known and len(low) > 2 and shares["Name"] / total > 0.5:
        best = next(parse for parse in parses if "Name" in parse.tag.grammemes)
        gender = "f" if "femn" in best.tag.grammemes else "m"
        given = frozenset({f"{fold(best.normal_form)} {gender}"})
        rare = fold(best.normal_form) not in _listed("first.txt")
    if not given and not patronymic and not known and low in _rare_names():
        given = _rare_names()[low]
    common = shares["ordinary"] / total if known else 0.0
    place_or_other = common + (shares["Geox"] + shares["Orgn"]) / total if known else 0.0
    doubtful = rare or low in ordinary() or (place_or_other > 0.3 and low not in _surely())
    return Facts(
        given=given,
        patronymic=patronymic,
        name=shares["Name"] / total,
        surname=shares["Surn"] / total,
        place=shares["Geox"] / total,
        company=shares["Orgn"] / total,
        ordinary=shares["ordinary"] / total,
        known=known,
        listed=_is_listed(low, parses),
        function=function and not (given and low in _surely()),
        doubtful=doubtful,
        compound=_is_compound(low),
        genitive=any("gent" in parse.tag.grammemes for parse in parses),
        foreign=not known and _may_be_foreign(low, parses),
    )


_FUNCTION = frozenset(
    {"VERB", "INFN", "GRND", "PREP", "CONJ", "PRCL", "NPRO", "ADVB", "PRED", "NUMR", "INTJ", "COMP"}
)


_VERBS = frozenset({"VERB", "INFN", "GRND"})  # of a foreign name the dictionary guesses anything else


def _is_compound(low: str) -> bool:
    """«премьер-министр», «онлайн-чат»: two ordinary words, though the dictionary lacks the pair."""
    parts = low.split("-")
    if len(parts) < 2:
        return False
    return any(not part or part.isdigit() or len(part) < 3 for part in parts) or all(
        analyser().word_is_known(part)
        and not {"Name", "Surn", "Geox"} & analyser().parse(part)[0].tag.grammemes
        for part in parts
    )


def _may_be_foreign(low: str, parses: list[Any]) -> bool:
    """Whether an unknown word can be a name that no list has: a Cyrillic noun without digits."""
    if not low.isalpha() or low.isascii() or len(low) < 3:
        return low.replace("-", "").isalpha() and not low.isascii() and len(low) > 4 and not _is_compound(low)
    return any(parse.tag.POS == "NOUN" for parse in parses[:3]) or low.endswith(
        ("ский", "ского", "скому", "ским", "ская")
    )


def is_surname_base(low: str) -> bool:
    """Whether the masculine dictionary form of an adjective-like surname is on the list: «луговской»."""
    bases = {low, *(fold(parse.normal_form) for parse in analyser().parse(low))}
    return any(base in _listed("last.txt") for base in bases)


@cache
def _rare_names() -> dict[str, frozenset[str]]:
    """Forms of given names that only natasha's list has: «бекзат», «цырен»."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for name in _listed("first.txt"):
        if len(name) > 3 and name.isalpha() and not name.isascii():
            gender = "f" if name[-1] in "ая" else "m"
            for form in name_forms(name, gender):
                found[form].add(f"{name} {gender}")
    return {form: frozenset(names) for form, names in found.items()}


def _is_listed(low: str, parses: list[Any]) -> bool:
    surnames = _listed("last.txt")
    if low in surnames:
        return True
    bases = {fold(parse.normal_form) for parse in parses if {"Surn", "NOUN"} & parse.tag.grammemes}
    return any(base in surnames for base in bases)


def _patronymic_lemma(parses: list[Any]) -> str:
    best = next(parse for parse in parses if "Patr" in parse.tag.grammemes)
    if "femn" in best.tag.grammemes:
        base = best.inflect({"nomn", "sing"})
        return fold(base.word if base else best.word)
    return fold(best.normal_form)


@lru_cache(maxsize=65536)
def lemma_of(low: str) -> str:
    """The dictionary form of a folded word in its first reading."""
    return fold(analyser().parse(low)[0].normal_form)
