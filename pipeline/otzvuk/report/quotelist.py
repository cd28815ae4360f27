"""The list of all quotes: its groups, what it can be narrowed to, and where a number's link leads in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from otzvuk.model.codebook import Codebook
from otzvuk.model.interview import Role
from otzvuk.model.mention import Kind, Trend
from otzvuk.numbers.count import natural
from otzvuk.report.remark import Asked, Remark


@dataclass(frozen=True, slots=True)
class QuoteGroup:
    """The quotes of one kind (`depth` 1: no quotes of its own), theme (2) or code (3), with its anchor."""

    anchor: str
    depth: int
    label: str
    facets: Mapping[str, str]
    quotes: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Facet:
    """Something that the list of quotes can be narrowed by: its values and their labels."""

    name: str
    label: str
    values: tuple[tuple[str, str], ...]


def quote_groups(said: Sequence[Remark], codebook: Codebook) -> tuple[QuoteGroup, ...]:
    """All quotes by kind, theme and code, in the order of the codebook; a group stands before its parts."""
    themes, codes = list(codebook.themes), list(codebook.codes)
    found: dict[tuple[str, ...], list[Remark]] = {}

    def order(remark: Remark) -> tuple[int, ...]:
        theme = themes.index(remark.theme) if remark.theme in themes else len(themes)
        code = codes.index(remark.code) if remark.code in codes else len(codes)
        return list(Kind).index(remark.kind), theme, code, not remark.picked, remark.picked

    for remark in sorted(said, key=order):
        path = (remark.kind.value, remark.theme, remark.code)
        for depth in (1, 2):
            found.setdefault(path[:depth], [])
        found.setdefault(path, []).append(remark)
    return tuple(
        QuoteGroup(
            f"g{at}",
            len(path),
            Kind(path[0]).label if len(path) == 1 else codebook.label(path[-1]),
            dict(zip(("kind", "theme", "code"), path, strict=False)),
            tuple(own),
        )
        for at, (path, own) in enumerate(found.items(), 1)
    )


def facets(said: Sequence[Remark], people: Iterable[Asked], codebook: Codebook) -> tuple[Facet, ...]:
    """The facets of the list of quotes, each with the values that occur."""
    there: dict[str, set[str]] = {}
    for remark in said:
        for name, value in remark.facets.items():
            there.setdefault(name, set()).add(value)
    waves = sorted(there.get("wave", ()), key=natural)
    known = {
        "kind": ("Вид", [(kind.value, kind.label) for kind in Kind]),
        "theme": ("Тема", list(codebook.themes.items())),
        "code": ("Код", [(name, code.label) for name, code in codebook.codes.items()]),
        "process": ("Процесс", [(name, each.label) for name, each in codebook.processes.items()]),
        "stage": ("Этап", list(codebook.stages.items())),
        "role": ("Роль", [(role.value, role.label) for role in Role]),
        "trend": ("Изменение", [(trend.value, trend.label) for trend in Trend]),
        "wave": ("Волна", [(wave, wave) for wave in waves]),
        "who": ("Респондент", [(str(each.number), each.label) for each in people]),
    }
    return tuple(
        Facet(
            name,
            label,
            tuple((value, text) for value, text in values if value and value in there.get(name, ())),
        )
        for name, (label, values) in known.items()
    )


def anchor_finder(groups: Iterable[QuoteGroup]) -> Callable[..., str]:
    """A function from facets (keyword arguments) to the anchor to go to without JavaScript."""
    anchors = {tuple(sorted(group.facets.items())): group.anchor for group in groups}

    def anchor(**facets: str) -> str:
        """The narrowest group that holds all quotes of `facets`; else the whole list."""
        kept = {name: value for name, value in facets.items() if name in ("kind", "theme", "code")}
        if "code" in kept and "kind" in kept:
            kept.setdefault("theme", kept["code"].partition(".")[0])
        while kept:
            found = anchors.get(tuple(sorted(kept.items())))
            if found:
                return found
            kept.popitem()
        return "quotes"

    return anchor
