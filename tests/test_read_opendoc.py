"""OpenDocument texts → turns."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from otzvuk.model.errors import InputError
from otzvuk.read.formats import read_transcript
from otzvuk.read.transcript import Transcript
from reading import said

NS = "urn:oasis:names:tc:opendocument:xmlns"
SPACES = (
    f'xmlns:office="{NS}:office:1.0" xmlns:text="{NS}:text:1.0" xmlns:style="{NS}:style:1.0" '
    f'xmlns:table="{NS}:table:1.0" xmlns:fo="{NS}:xsl-fo-compatible:1.0"'
)
BOLD = (
    '<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/>'
    "</style:style>"
)
PAIRS = [
    ("Интервьюер", "Как вам сроки?"),
    ("Пётр", "Срывают."),
    ("Интервьюер", "А документы?"),
    ("Пётр", "Тут порядок."),
]
SAME = [f"{name}: {text}" for name, text in PAIRS]


def read(tmp_path: Path, body: str, *, manifest: str = "") -> Transcript:
    path = tmp_path / "i1.odt"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        if manifest:
            file.writestr("META-INF/manifest.xml", manifest)
        file.writestr(
            "content.xml",
            f"<office:document-content {SPACES}><office:automatic-styles>{BOLD}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        )
    return read_transcript(path)


def p(inner: str) -> str:
    return f"<text:p>{inner}</text:p>"


def bold(text: str) -> str:
    return f'<text:span text:style-name="T1">{text}</text:span>'


def row(*cells: str) -> str:
    inner = "".join(f"<table:table-cell>{p(cell)}</table:table-cell>" for cell in cells)
    return f"<table:table-row>{inner}</table:table-row>"


@pytest.mark.parametrize(
    "body",
    [
        "".join(p(line) for line in SAME),
        "".join(p(f"{bold(name)} {text}") for name, text in PAIRS),
        p("<text:line-break/>".join(SAME)),
        "".join(p(f"{name}:<text:tab/>{text}") for name, text in PAIRS),
        "".join(p(f"{name}:<text:s text:c='3'/>{text}") for name, text in PAIRS),
        f"<text:list><text:list-item>{''.join(p(line) for line in SAME)}</text:list-item></text:list>",
        f"<text:section>{''.join(p(line) for line in SAME)}</text:section>",
        f"<table:table>{''.join(row(*pair) for pair in PAIRS)}</table:table>",
        "<text:tracked-changes><text:changed-region><text:deletion>" + p("Пётр: Зря.")
        + "</text:deletion></text:changed-region></text:tracked-changes>" + "".join(p(line) for line in SAME),
    ],
)  # fmt: skip
def test_speakers_are_found_however_they_are_set_off(tmp_path: Path, body: str) -> None:
    assert said(read(tmp_path, body)) == SAME


def test_notes_and_comments_are_left_out_and_said(tmp_path: Path) -> None:
    note = f"<text:note><text:note-body>{p('см. запись')}</text:note-body></text:note>"
    comment = f"<office:annotation>{p('уточнить')}</office:annotation>"
    found = read(tmp_path, "".join(p(line + note + comment) for line in SAME))
    assert said(found) == SAME
    assert found.notes == ("пропущено сносок: 4", "пропущено примечаний: 4")


def test_a_locked_document_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"i1\.odt: документ закрыт паролем; ожидается"):
        read(tmp_path, p("x"), manifest="<manifest><encryption-data/></manifest>")


def test_a_document_nested_without_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"i1\.odt: документ (вложен сам в себя|повреждён)"):
        read(tmp_path, "<text:section>" * 5000 + p("а") + "</text:section>" * 5000)
