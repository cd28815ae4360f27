"""YAML that the program has edited, with the lines of whatever nobody edited as they were before.

A library that keeps comments still wraps lists anew, drops blanks at line ends and writes its own indents; so
the text is cut at its keys, and of what says the same in both the former lines are taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError

from otzvuk.model.yamlfile import plain

_DEEPEST: Final = 3  # keys within keys that are told apart: codes, a code, its label

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """The lines of one key, `lead` what stands before it; `says` is None where its own keys say it."""

    says: Any
    lead: str
    body: str


def as_it_was(before: str, after: str) -> str:
    """`after`, made of `before` by an edit, with the lines of `before` wherever both say the same.

    Comments of what stays stay before it; what is new stands without those that a library leaves there.
    """
    old, new = _parts(before), _parts(after)
    if not old or not new:
        return after
    pieces = []
    for name, part in new.items():
        known = old.get(name)
        if known is None:
            beside = [each.lead for other, each in old.items() if other[:-1] == name[:-1]][1:]
            apart = sum(not lead.partition("\n")[0].strip() for lead in beside if lead) * 2 > len(beside)
            pieces.append("\n" * apart + part.body)
        else:
            pieces.append(known.lead + (known.body if known.says == part.says else part.body))
    made = "".join(pieces)
    return made if _says(made) == _says(after) else after


def indents(tree: Any) -> tuple[int, int]:
    """By how much a YAML text indents keys below keys, items below keys; two where nothing shows it."""
    step, offset = _indents(tree, None, None)
    return step or 2, 2 if offset is None else offset


def _indents(tree: Any, step: int | None, offset: int | None) -> tuple[int | None, int | None]:
    for key, value in tree.items() if isinstance(tree, CommentedMap) else ():
        if key not in (tree.lc.data or {}):
            continue
        line, column = tree.lc.key(key)
        if not isinstance(value, CommentedMap | CommentedSeq) or value.lc.line <= line:
            continue  # a plain value, or one in the same line
        if isinstance(value, CommentedSeq):
            offset = value.lc.col - column if offset is None else offset
            continue
        step = value.lc.col - column if step is None else step
        step, offset = _indents(value, step, offset)
    return step, offset


def _says(text: str) -> Any:
    try:
        return plain(YAML(typ="rt").load(text))
    except YAMLError:
        return text


def _parts(text: str) -> dict[Path, _Part]:
    """The text cut at its keys, in their order; {} where it cannot be."""
    lines = (text if text.endswith("\n") else text + "\n").splitlines(keepends=True)
    tree = YAML(typ="rt").load(text)
    if not isinstance(tree, CommentedMap) or not tree:
        return {}
    starts = list(_keys(tree, ()))
    if [line for _, line, _ in starts] != sorted({line for _, line, _ in starts}):
        return {}
    leads = [_lead(lines, line, starts[at - 1][1] + 1 if at else 0) for at, (_, line, _) in enumerate(starts)]
    end = _lead(lines, len(lines), starts[-1][1] + 1)
    ends = [*leads[1:], end]
    tail = {(): _Part(None, "", "".join(lines[end:]))}  # comments after the last key stay the last
    return {
        name: _Part(says, "".join(lines[lead:line]), "".join(lines[line:end]))
        for (name, line, says), lead, end in zip(starts, leads, ends, strict=True)
    } | tail


def _keys(tree: CommentedMap, above: Path) -> Iterator[tuple[Path, int, Any]]:
    """Every key with its line and what it says; a key that is cut into its own says nothing by itself."""
    for key, value in tree.items():
        if key not in (tree.lc.data or {}):  # comes from another place, by «<<»
            continue
        own = tree.lc.key(key)[0]
        name = (*above, str(key))
        cut = (
            isinstance(value, CommentedMap)
            and len(name) < _DEEPEST
            and bool(value)
            and not value.fa.flow_style()
            and not value.merge
            and value.lc.line > own
        )
        yield name, own, None if cut else plain(value)
        if cut:
            yield from _keys(value, name)


def _lead(lines: list[str], line: int, first: int) -> int:
    """Where the comments and empty lines begin that stand before a key."""
    while line > first and (not lines[line - 1].strip() or lines[line - 1].lstrip().startswith("#")):
        line -= 1
    return line
