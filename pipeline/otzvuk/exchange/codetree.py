"""A codebook as the tree of codes that other programs know.

Theme → code → «Жалоба: …», «Похвала: …», «Пожелание: …». Themes and codes are categories that nothing can be
coded with; only the leaves are, one for each kind, so kind and code reach programs that know nothing of
kinds. No two names of the tree are equal, wherever they stand: some programs have one list of names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from otzvuk.exchange.guids import guid
from otzvuk.exchange.plain import fit
from otzvuk.model.codebook import Codebook
from otzvuk.model.mention import Kind

_COLOURS = {Kind.COMPLAINT: "#C0392B", Kind.PRAISE: "#27AE60", Kind.WISH: "#2980B9"}
_OTHER = "Прочие коды"
SIGN = "Код Отзвука"
"""What begins the line of a leaf's description that names kind and code."""
PLACED = "Процесс Отзвука"
"""What begins the line after it: the code's process and stage, each as id «label»."""


@dataclass(frozen=True, slots=True)
class Node:
    """A code or category with what stands below it; only what has nothing below it is `codable`."""

    guid: str
    name: str
    description: str = ""
    colour: str = ""
    codable: bool = False
    below: tuple[Node, ...] = ()


@dataclass
class Names:
    """Hands out names, each once, compared without case."""

    taken: set[str] = field(default_factory=set)

    def fresh(self, *wishes: str) -> str:
        """The first of `wishes` that is free, else the last one numbered."""
        names = [" ".join(fit(wish).split()) or "—" for wish in wishes]
        free = next((name for name in names if name.casefold() not in self.taken), "")
        number = 2
        while not free:
            numbered = f"{names[-1]} ({number})"
            free = numbered if numbered.casefold() not in self.taken else ""
            number += 1
        self.taken.add(free.casefold())
        return free


@dataclass(frozen=True, slots=True)
class Tree:
    """The codes of a project: `leaves` are the GUIDs by kind and code."""

    roots: tuple[Node, ...]
    leaves: Mapping[tuple[Kind, str], str]


def code_tree(codebook: Codebook, names: Names | None = None, *, further: Iterable[str] = ()) -> Tree:
    """The tree of `codebook`; `further` are codes in use that it does not have, kept under their ids."""
    names = names or Names()
    leaves: dict[tuple[Kind, str], str] = {}
    roots = []
    for theme, label in codebook.themes.items():
        codes = [code for code in codebook.codes if codebook.theme_of(code) == theme]
        if codes:
            name = names.fresh(label, f"Тема: {label}", f"{label} [{theme}]")
            below = tuple(_category(codebook, code, label, names, leaves) for code in codes)
            roots.append(Node(guid=guid("theme", theme), name=name, below=below))
    unknown = sorted(set(further) - set(codebook.codes))
    if unknown:
        name = names.fresh(_OTHER)
        below = tuple(_category(codebook, code, "", names, leaves) for code in unknown)
        roots.append(Node(guid=guid("theme", "", _OTHER), name=name, below=below))
    return Tree(tuple(roots), leaves)


def _category(
    codebook: Codebook, code: str, theme: str, names: Names, leaves: dict[tuple[Kind, str], str]
) -> Node:
    label = codebook.label(code)
    name = names.fresh(label, f"{label} ({theme})", f"{label} [{code}]")
    known = codebook.codes.get(code)
    definition = fit(known.definition) if known else ""
    placed = f"\n{_placed(codebook, known.process)}" if known and known.process in codebook.processes else ""
    below = []
    for kind in Kind:
        leaves[kind, code] = guid("code", kind.value, code)
        told = f"{definition}\n\n" if definition else ""
        below.append(
            Node(
                guid=leaves[kind, code],
                name=names.fresh(f"{kind.label}: {name}"),
                description=f"{told}{SIGN}: {kind.value} {fit(code)}{placed}",
                colour=_COLOURS[kind],
                codable=True,
            )
        )
    return Node(guid=guid("category", code), name=name, description=definition, below=tuple(below))


def _placed(codebook: Codebook, process: str) -> str:
    """Where a code stands, for a program that reads the tree without the codebook."""
    label, stage = codebook.processes[process].label, codebook.stage_of(process)
    return f"{PLACED}: {fit(process)} «{fit(label)}»; этап: {fit(stage)} «{fit(codebook.stages[stage])}»"
