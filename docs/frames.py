"""The page of frames: a section for each, made of `otzvuk.numbers.frames`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from otzvuk.numbers.frames import FRAMES, meaning
from otzvuk.numbers.schema import BETWEEN, Schema

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class Frames(SphinxDirective):
    """All public frames, one section each: what a row is, then its columns."""

    def run(self) -> list[nodes.Node]:
        """The sections."""
        lines = [line for schema in FRAMES.values() for line in _section(schema)]
        return self.parse_text_to_nodes(
            StringList(lines, source="otzvuk.numbers.frames"), allow_section_headings=True
        )


def _section(schema: Schema) -> list[str]:
    lines = [f"## {schema.name}", "", f"«{schema.label}»: one row {_article(schema.row)}.", ""]
    if schema.grouped:
        lines += ["The columns that it is grouped by stand first.", ""]
    if schema.more:
        lines += ["Further columns may follow.", ""]
    lines += ["| column | type | what |", "|---|---|---|"]
    return [*lines, *(_row(schema, column) for column in schema.columns), ""]


def _article(row: str) -> str:
    return row if row.startswith(("a ", "an ", "the ")) else f"a {row}"


def _row(schema: Schema, column: str) -> str:
    told = [meaning(schema.name, column)]
    if allowed := schema.allowed(column):
        told.append(", ".join(f"`{each}`" if each else "empty" for each in allowed))
    if column in BETWEEN and schema.columns[column] == "float64":
        told.append("{:g}…{:g}".format(*BETWEEN[column]))
    if schema.may_miss(column):
        told.append("may be missing")
    return f"| `{column}` | {schema.columns[column]} | {'; '.join(told).replace('|', '&#124;')} |"


def setup(app: Sphinx) -> dict[str, Any]:
    """Tell Sphinx of the directive."""
    app.add_directive("frames", Frames)
    return {"parallel_read_safe": True}
