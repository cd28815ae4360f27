"""Web pages → turns."""

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


def read(tmp_path: Path, body: str, *, encoding: str = "utf-8-sig", head: str = "") -> Transcript:
    path = tmp_path / "i1.html"
    path.write_bytes(f"<html><head>{head}</head><body>{body}</body></html>".encode(encoding))
    return read_transcript(path)


@pytest.mark.parametrize(
    "body",
    [
        "".join(f"<p>{line}</p>" for line in SAME),
        "<p>" + "<br>".join(SAME),
        "".join(f"<div><b>{name}</b> {text}</div>" for name, text in PAIRS),
        "".join(f"<h3>{name}</h3><p>{text}</p>" for name, text in PAIRS),
        "<table>" + "".join(f"<tr><td>{name}<td>{text}" for name, text in PAIRS) + "</table>",
        "".join(f"<speech role='{name}'><se><w>{text}</w></se></speech>" for name, text in PAIRS),
        "<nav>Пётр: меню</nav><script>Пётр: х</script>" + "".join(f"<p>{line}</p>" for line in SAME),
        "".join(f"<p>{line.replace(' ', chr(10) + '  ')}</p>" for line in SAME),
        "".join(f"<li>{line.replace('Пётр', 'П&#1105;тр')}" for line in SAME),
    ],
)
def test_speakers_are_found_however_they_are_set_off(tmp_path: Path, body: str) -> None:
    assert said(read(tmp_path, body)) == SAME


def test_the_bytes_are_believed_and_not_the_header(tmp_path: Path) -> None:
    body = "".join(f"<p>{line}</p>" for line in SAME) * 5
    assert said(read(tmp_path, body, head="<meta charset=windows-1251>"))[:4] == SAME
    assert said(read(tmp_path, body, encoding="cp1251", head="<meta charset=utf-8>"))[:4] == SAME


def test_a_page_without_words_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"i1\.html: на странице нет текста"):
        read(tmp_path, "<script>Пётр: х</script>")
