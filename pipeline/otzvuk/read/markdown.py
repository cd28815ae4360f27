"""Markdown (`.md`): headings, ruled lines, quotations, tables and escaped signs are markup, not words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path

from otzvuk.read.dialogue import transcript
from otzvuk.read.encoding import read_text
from otzvuk.read.transcript import Line, Transcript
from otzvuk.read.wordtable import table_lines

_RULE = re.compile(r"\s*(?:[-*_]\s*){3,}")
_TABLE_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_LINK = re.compile(r"(?<!!)\[([^\[\]\n]{0,300})\]\((?:https?://|mailto:|#|\?|/)[^()\s]{0,2000}\)")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")


def read_markdown(path: Path, *, known: Collection[str] = ()) -> Transcript:
    """Read a `.md` file; `known` are the speakers that the study expects."""
    rows = read_text(path).split("\n")
    first = _after_front_matter(rows)
    found = transcript(list(_lines(rows, first, known)), known=known)
    if first:
        note = f"пропущен заголовок файла (строка 1 – строка {first})"
        found = replace(found, notes=(note, *found.notes))
    return found


def _after_front_matter(rows: list[str]) -> int:
    """The number of lines of a YAML block at the very beginning."""
    if rows[0].strip() != "---":
        return 0
    end = next((at for at, row in enumerate(rows[1:40], 1) if row.strip() in {"---", "..."}), 0)
    return end + 1 if end and all(":" in row or row.startswith((" ", "-")) for row in rows[1:end]) else 0


def _lines(rows: list[str], first: int, known: Collection[str]) -> Iterator[Line]:
    at = first
    while at < len(rows):
        if _is_table(rows, at):
            end = next((stop for stop in range(at, len(rows)) if "|" not in rows[stop]), len(rows))
            cells = [_cells(row) for row in rows[at:end] if not _TABLE_RULE.fullmatch(row)]
            yield from table_lines(cells, f"таблица, строка {at + 1}", known)
            at = end
            continue
        text = re.sub(r"^\s*(?:>\s?)+", "", rows[at])
        if not _RULE.fullmatch(text) and not text.lstrip().startswith("```"):
            text = _LINK.sub(r"\1", text)
            heading = bool(re.match(r"#{1,6}\s", text))
            yield Line(_ESCAPED.sub(r"\1", text), f"строка {at + 1}", heading=heading)
        at += 1


def _is_table(rows: list[str], at: int) -> bool:
    below = rows[at + 1] if at + 1 < len(rows) else ""
    return "|" in rows[at] and "|" in below and _TABLE_RULE.fullmatch(below) is not None


def _cells(row: str) -> list[str]:
    parts = re.split(r"(?<!\\)\|", row.strip().removeprefix("|").removesuffix("|"))
    return [_ESCAPED.sub(r"\1", part).strip().strip("*_") for part in parts]
