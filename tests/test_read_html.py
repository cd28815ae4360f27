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


def test_a_menu_is_nobodys_and_linked_names_are_labels(tmp_path: Path) -> None:
    menu = "<ul><li><a href='/'>Главная</a></li><li><a href='/a'>Пётр: все статьи о складах</a></li></ul>"
    foot = "<p><a href='/n'>Дальше</a></p><p>© 2025</p>"
    talk = "".join(f"<p>{line}</p>" for line in SAME * 3)
    found = read(tmp_path, menu + talk + foot)
    assert said(found) == SAME * 3
    assert dict(found.outside)["меню"] == 7
    linked = "".join(f"<p><a href='/u/{name}'>{name}</a></p><p>{text}</p>" for name, text in PAIRS)
    assert said(read(tmp_path, linked)) == SAME
