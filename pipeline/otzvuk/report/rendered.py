"""The reports that are made anew only where what they show has changed; each imports its own library."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from otzvuk.folder.whole import whole_file

if TYPE_CHECKING:
    from otzvuk.report.story import Story


def _write_workbook(path: Path, story: Story, _: Path | None) -> None:
    from otzvuk.report.workbook import write_workbook

    write_workbook(path, story)


def _write_page(path: Path, story: Story, _: Path | None) -> None:
    from otzvuk.report.page import render_page

    page = render_page(story)
    with whole_file(path) as temporary:
        temporary.write_text(page, "utf-8", newline="\n")


def _write_document(path: Path, story: Story, template: Path | None) -> None:
    from otzvuk.report.document import write_document

    write_document(path, story, template=template)


def _write_slides(path: Path, story: Story, template: Path | None) -> None:
    from otzvuk.report.slides import write_slides

    write_slides(path, story, template=template)


RENDERED: Final[Mapping[str, Callable[[Path, Story, Path | None], None]]] = {
    "frequencies.xlsx": _write_workbook,
    "report.html": _write_page,
    "report.docx": _write_document,
    "report.pptx": _write_slides,
}
"""How each report that takes long to write is written, by its name: where, what, in which look."""
