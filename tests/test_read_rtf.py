"""Rich Text → turns."""

from __future__ import annotations

from pathlib import Path

import pytest

from otzvuk.model.errors import InputError
from otzvuk.read.formats import read_transcript
from otzvuk.read.transcript import Transcript
from reading import said

PAIRS = [
    ("Интервьюер", "Как вам сроки?"),
    ("Пётр", "Срывают."),
    ("Интервьюер", "А документы?"),
    ("Пётр", "Тут порядок."),
]
SAME = [f"{name}: {text}" for name, text in PAIRS]


def cp1251(text: str) -> str:
    return "".join(f"\\'{byte:02x}" if byte > 127 else chr(byte) for byte in text.encode("cp1251"))


def unicode(text: str) -> str:
    return "".join(f"\\u{ord(char)}?" if ord(char) > 127 else char for char in text)


def read(tmp_path: Path, body: str, *, head: str = "\\ansi\\ansicpg1251") -> Transcript:
    path = tmp_path / "i1.rtf"
    path.write_bytes(f"{{\\rtf1{head} {body}}}".encode("cp1251"))
    return read_transcript(path)


@pytest.mark.parametrize("spell", [cp1251, unicode, str])
def test_letters_come_in_three_spellings(tmp_path: Path, spell: object) -> None:
    assert callable(spell)
    assert said(read(tmp_path, "".join(f"\\pard {spell(line)}\\par\n" for line in SAME))) == SAME


def test_a_font_has_its_own_code_page(tmp_path: Path) -> None:
    fonts = "{\\fonttbl{\\f0\\fcharset0 Arial;}{\\f1\\fcharset204 Arial Cyr;}}"
    body = fonts + "".join(f"\\f1 {cp1251(line)}\\par " for line in SAME)
    assert said(read(tmp_path, body, head="\\ansi\\ansicpg1252\\deff0")) == SAME


@pytest.mark.parametrize(
    "body",
    [
        "".join(f"{{\\b {name}}} {text}\\par " for name, text in PAIRS),
        "".join(f"\\b {name}\\b0  {text}\\par " for name, text in PAIRS),
        "\\line ".join(SAME),
        "".join(f"\\intbl {name}\\cell {text}\\cell\\row " for name, text in PAIRS),
        "{\\header Пётр: Шапка}{\\*\\generator X;}{\\info{\\title Y}}" + "\\par ".join(SAME),
        "\\par ".join(f"{line}{{\\deleted зря}}{{\\pict 00ff}}{{\\v скрыто}}" for line in SAME),
    ],
)
def test_speakers_are_found_however_they_are_set_off(tmp_path: Path, body: str) -> None:
    assert said(read(tmp_path, body)) == SAME


def test_footnotes_are_left_out_and_said(tmp_path: Path) -> None:
    found = read(tmp_path, "\\par ".join(f"{line}{{\\footnote сноска}}" for line in SAME))
    assert said(found) == SAME
    assert found.notes == ("пропущено сносок: 4",)


def test_signs_outside_the_first_plane(tmp_path: Path) -> None:
    found = read(tmp_path, "\\par ".join([*SAME, "Пётр: Да \\u-10179?\\u-8704? вот \\emdash  так \\{1\\}"]))
    assert said(found)[-1] == "Пётр: Да 😀 вот — так {1}"


@pytest.mark.parametrize(
    ("body", "message"),
    [("{" * 5000, "вложен сам в себя"), ("", "в документе нет текста"), ("просто", "не найдено ни одного")],
)
def test_what_is_no_transcript_is_refused(tmp_path: Path, body: str, message: str) -> None:
    with pytest.raises(InputError, match=rf"i1\.rtf: .*{message}"):
        read(tmp_path, body)
    (tmp_path / "i1.rtf").write_text("Анна: да", "utf-8")
    with pytest.raises(InputError, match="внутри не документ RTF"):
        read_transcript(tmp_path / "i1.rtf")
