"""Which cases belong to which document: programs say it by references, by a code, or by names alone."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from otzvuk.exchange.qde import Qde, QdeCase
from otzvuk.exchange.qdesource import QdeSource
from otzvuk.read.names import Likeness, key, likeness


class Belonging:
    """The cases of a project; `of` gives those of a document, `left` says which belong to none."""

    def __init__(self, qde: Qde) -> None:
        self._cases = qde.cases
        self._taken: set[int] = set()
        texts = [each for each in qde.sources if each.plain or each.rich or each.inline is not None]
        # with one text there is nothing else that they could belong to
        self._only = texts[0].guid if len(texts) == 1 else ""

    def of(self, source: QdeSource, speakers: Collection[str]) -> list[QdeCase]:
        """The cases of `source`, in which `speakers` speak."""
        selected = {each.guid for each in source.selections}
        codes = {coding.code for each in source.selections for coding in each.codings}
        found = []
        for at, case in enumerate(self._cases):
            referred = (
                not {*source.guids}.isdisjoint(case.sources)
                or not selected.isdisjoint(case.selections)
                or not codes.isdisjoint(case.codes)
            )
            loose = not (case.sources or case.selections or case.codes)
            if referred or (loose and self._named(case, source, speakers)):
                self._taken.add(at)
                found.append(case)
        return found

    def _named(self, case: QdeCase, source: QdeSource, speakers: Iterable[str]) -> bool:
        if source.guid == self._only:
            return True
        own = plain_name(case.name)
        if not own:
            return False
        return key(stem(own)) == key(stem(source.name)) or any(
            likeness(own, each) >= Likeness.PART for each in speakers if each
        )

    def left(self) -> Iterator[str]:
        """In Russian the cases that belong to no document that was taken over, with their variables."""
        for at, case in enumerate(self._cases):
            if at not in self._taken and (case.name or case.values):
                told = ", ".join(f"{name} — {value}" for name, value in case.values.items())
                yield (
                    f"случай «{case.name}»: не видно, к какому документу он относится; "
                    + (f"впишите в participants.csv: {told}" if told else "переменных у него нет")
                )


def stem(name: str) -> str:
    """A document's name without the ending of a file."""
    return re.sub(r"\.(?:txt|docx?|pdf|rtf|odt|md)$", "", name.strip(), flags=re.IGNORECASE)


def plain_name(name: str) -> str:
    """A case's name without what stands in brackets at its end («Олег (Встреча 1)»)."""
    return re.sub(r" \([^()]*\)$", "", name).strip()
