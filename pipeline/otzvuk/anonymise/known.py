"""Names known beforehand, found by their words in whatever case: supplier, clients, the user's list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from otzvuk.anonymise.company import heads, legal_forms
from otzvuk.anonymise.kind import NameKind
from otzvuk.anonymise.lexicon import facts, fold, is_visible, stem
from otzvuk.anonymise.surname import is_common
from otzvuk.anonymise.word import Word
from otzvuk.model.study import Study

if TYPE_CHECKING:
    from otzvuk.anonymise.names import Found

FORBIDDEN, SUPPLIER = "-", "[поставщик]"


class Known(NamedTuple):
    """A known name: its words' stems and what replaces it (`-`: nothing may; "": a number like other firms').

    `capital` asks for one where the interview writes any; `prefix` also finds derived words («инзеровский»);
    `part` is an ordinary word of a longer name («Бетон» of «Бетон-Сити»), which only a capital in the middle
    of a sentence makes one.
    """

    stems: tuple[str, ...]
    kind: NameKind
    placeholder: str
    capital: bool = True
    prefix: bool = False
    part: bool = False


class Match(NamedTuple):
    """A known name at [`start`, `stop`) of a text."""

    start: int
    stop: int
    known: Known


def core(company: str) -> str:
    """A company's own name, without its legal form, quotes and what sort of company it is.

    >>> core('ООО «Железный паровозик»'), core("Пивзавод «Жигулёвский хмель»"), core("АО Вектор")
    ('Железный паровозик', 'Жигулёвский хмель', 'Вектор')
    """
    quoted = re.search(r"[«“„\"]([^«»“”„\"]{2,})[»”“\"]", company)
    if quoted:
        return quoted.group(1).strip()
    words = re.sub(r"[«»“”„\"]", " ", company).split()
    own = [word for word in words if fold(word.strip(".,()")) not in legal_forms()]
    while len(own) > 1 and stem(own[0]) in heads():
        own.pop(0)
    return " ".join(own)


def of_company(name: str, placeholder: str) -> Iterator[Known]:
    """All that is looked for of a company: its name, the parts of a hyphenated one, words nobody else has."""
    own = core(name)
    pieces = [tuple(own.split())]
    if "-" in own:
        pieces.append(tuple(own.replace("-", " ").split()))
    words = own.replace("-", " ").split()
    if len(words) > 1:
        pieces += [(word,) for word in words if len(word) > 3 and not facts(fold(word)).known]
        nouns = [word for word in words if len(word) > 4 and word[0].isupper()]
        pieces += [(word,) for word in nouns[:1] if "-" in own]
    # «Аквафидом»: by its ending alone that would be a house, as «Стройдом» is
    pieces += [(*piece[:-1], piece[-1] + "ом") for piece in pieces if piece and piece[-1].endswith("д")]
    for piece in dict.fromkeys(pieces):
        stems = tuple(stem(word) for word in piece)
        if not stems or not any(len(each) > 1 for each in stems):
            continue
        # a word that is in no dictionary is nobody else's, however small its letters
        fresh = any(len(word) > 3 and not facts(fold(word)).known for word in piece)
        alone = len(piece) == 1 and not facts(fold(piece[0])).known
        part = len(piece) == 1 < len(words) and "-" not in piece[0] and not alone
        prefix = alone and len(stems[0]) > 3
        yield Known(stems, NameKind.COMPANY, placeholder, not (fresh or alone), prefix, part)


def supplier_names(study: Study) -> Iterator[Known]:
    """The supplier's name and aliases; with `keep_supplier` none of them may be replaced."""
    placeholder = FORBIDDEN if study.settings.keep_supplier else SUPPLIER
    for name in (study.settings.supplier, *study.settings.aliases):
        if name.strip():
            yield from of_company(name, placeholder)


def rival_names(study: Study) -> dict[Known, str]:
    """What is looked for of the rivals that study.yaml names, and the name that each stands for.

    A part that several of them have («Стальпром» of «Стальпром Восток» and «Стальпром Юг») tells none.
    """
    named = [(name, [*of_company(name, "")]) for name in study.settings.rivals if name.strip()]
    whole = {known[0]: name for name, known in reversed(named) if known}
    parts: dict[Known, set[str]] = {}
    for name, known in named:
        for each in known[1:]:
            parts.setdefault(each, set()).add(name)
    taken = {each.stems for each in whole}
    return whole | {
        each: names.pop() for each, names in parts.items() if len(names) == 1 and each.stems not in taken
    }


def client_placeholders(study: Study, earlier: Iterable[Found] = ()) -> dict[str, str]:
    """Client company (as the participants table writes it) → its placeholder, in the order of the study.

    `earlier` are the names found the last time: who was «[компания 2]» then is called so again.
    """
    before: dict[str, str] = {}
    for each in earlier:
        if each.placeholder.startswith(_COMPANY):
            for form in each.forms:
                before.setdefault(stem_key(form), each.placeholder)
    found: dict[str, str] = {}
    by_core: dict[str, str] = {}
    own = {stem_key(name) for name in (study.settings.supplier, *study.settings.aliases) if name.strip()}
    companies = [person.company for each in study.interviews for person in each.participants.values()]
    for company in companies:
        key = stem_key(company)
        if company.strip() and key not in own and before.get(key, "") not in ("", *by_core.values()):
            by_core.setdefault(key, before[key])
    taken, number = {*before.values()}, 0
    for company in companies:
        if not company.strip():
            continue
        key = stem_key(company)
        if key in own:
            found[company] = company if study.settings.keep_supplier else SUPPLIER
            continue
        while key not in by_core:
            number += 1
            if (label := f"{_COMPANY}{number}]") not in taken:
                by_core[key] = label
        found[company] = by_core[key]
    return found


_COMPANY = "[компания "


def stem_key(name: str) -> str:
    """What the spellings of one company's name share."""
    return " ".join(stem(word) for word in core(name).replace("-", " ").split())


class Gazetteer:
    """Known names, to be looked up in sentences; those first in the list win."""

    def __init__(self, names: Iterable[Known]) -> None:
        self._by_first: dict[str, list[Known]] = {}
        self._prefixes: list[Known] = []
        for each in names:
            if each not in self._by_first.setdefault(each.stems[0], []):
                self._by_first[each.stems[0]].append(each)
            if each.prefix and each not in self._prefixes:
                self._prefixes.append(each)

    def matches(self, sentence: Sequence[Word], *, small: bool) -> Iterator[Match]:
        """Known names among the words of a sentence; the longest at each place."""
        at = 0
        while at < len(sentence):
            best, size = self._at(sentence, at, small=small)
            if best:
                yield Match(sentence[at].start, sentence[at + size - 1].stop, best)
            at += size

    def _at(self, sentence: Sequence[Word], at: int, *, small: bool) -> tuple[Known | None, int]:
        word = sentence[at]
        if not word.is_word:
            return None, 1
        for known in sorted(self._by_first.get(stem(word.low), ()), key=lambda it: -len(it.stems)):
            piece = sentence[at : at + len(known.stems)]
            written = tuple(stem(each.low) for each in piece) == known.stems and (
                small or not known.capital or any(each.capital for each in piece)
            )
            if known.part and (small or word.first):
                continue
            sure = known.kind == NameKind.USER or len(piece) > 1
            if written and (sure or not is_common(sentence, at, small=small)):
                return known, len(piece)
        if not word.facts.known and not is_visible(word.low):
            for known in self._prefixes:
                rest = word.low[len(known.stems[0]) :]
                if word.low.startswith(known.stems[0]) and re.match(
                    r"[а-я]{0,2}(?:ск|ц|овск|евск|инск)[а-я]*$", rest
                ):
                    return known, 1
        return None, 1
