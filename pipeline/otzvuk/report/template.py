"""The user's own templates: which report each of them dresses, by its ending."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from otzvuk.model.errors import InputError

DRESSED: Final[Mapping[str, tuple[str, ...]]] = {
    "report.docx": (".docx", ".dotx"),
    "report.pptx": (".pptx", ".potx"),
}
"""The reports that take a template, and the endings of theirs."""

EXPECTED: Final = "файл .docx или .dotx, .pptx или .potx"

Given = Path | Sequence[Path] | None
"""Templates as they are given: one, several, or none."""


def templates(given: Given) -> dict[str, Path]:
    """The template of each report that has one.

    Raises `InputError` for a file that can be none by its ending, and for two of one report.
    """
    listed = [Path(given)] if isinstance(given, str | Path) else list(given or ())
    found: dict[str, Path] = {}
    for path in listed:
        report = next((name for name, ends in DRESSED.items() if path.suffix.lower() in ends), None)
        if report is None or not path.is_file():
            what = "шаблон отчёта — папка, а не файл" if path.is_dir() else "нет файла с шаблоном отчёта"
            raise InputError("это не шаблон отчёта" if path.is_file() else what, file=path, expected=EXPECTED)
        if report in found:
            raise InputError(
                f"два шаблона для {report}", file=path, value=found[report].name, expected="один из них"
            )
        found[report] = path
    return found


def as_document(content: bytes, template: str, document: str) -> io.BytesIO:
    """An Office file to be opened as a document: a template is one but for its kind in the list of contents.

    `template` and `document` are the two kinds, the ends of their content types. Raises `ValueError` for a
    file of neither kind, and what zipfile raises for no archive.
    """
    listed = "[Content_Types].xml"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        types = archive.read(listed)
        if template.encode() not in types:
            if document.encode() not in types:
                raise ValueError(f"neither {template} nor {document}")
            return io.BytesIO(content)
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[listed] = types.replace(template.encode(), document.encode())
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        for name, part in parts.items():
            target.writestr(name, part)
    return made


def check_templates(given: Given) -> None:
    """Raise `InputError` unless each file can be a template of its report: before the long work."""
    for report, path in templates(given).items():
        if report == "report.docx":
            from otzvuk.report.wordfile import check_template

            check_template(path)
        else:
            from otzvuk.report.house import House

            House(path)
