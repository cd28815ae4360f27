"""Bytes → text: the encodings that Russian transcripts come in, and what is no text."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otzvuk.model.errors import InputError
from otzvuk.read.encoding import decode, read_text
from reading import TALK

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "koi8-r"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(
    "text", [TALK, "Анна: Как?\nПётр: Хорошо, ёлки.\n", "спикер 1: ну как сроки\nспикер 2: да нормально\n"]
)
def test_each_encoding_is_recognised(tmp_path: Path, text: str, encoding: str) -> None:
    path = tmp_path / "i1.txt"
    path.write_bytes(text.encode(encoding))
    assert read_text(path) == text


def test_big_endian_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "i1.txt"
    path.write_bytes(codecs.BOM_UTF16_BE + TALK.encode("utf-16-be"))
    assert read_text(path) == TALK


def test_line_ends_are_made_one_and_nothing_else_is_changed(tmp_path: Path) -> None:
    path = tmp_path / "i1.txt"
    path.write_bytes("\ufeffА\u00a0\u200b—\u2028б\r\nв\rг\t \n".encode())
    assert read_text(path) == "А\u00a0\u200b—\u2028б\nв\nг\t \n"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "файл пуст"),
        (b" \r\n\t", "файл пуст"),
        (codecs.BOM_UTF8 + b"\n", "файл пуст"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "это двоичный файл, а не текст"),
        (bytes(range(1, 32)) * 9, "это двоичный файл, а не текст"),
        (b"%PDF-1.7 ...", "внутри не текст, а документ PDF"),
        (b"PK\x03\x04...", "внутри не текст, а архив или документ Office"),
        (b"{\\rtf1 ...", "внутри не текст, а документ RTF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "внутри не текст, а документ старого Office"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "i1.txt"
    path.write_bytes(data)
    with pytest.raises(InputError, match=f"i1.txt: {message}.*; ожидается"):
        read_text(path)


def test_damaged_utf8_is_not_taken_for_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "i1.txt"
    path.write_bytes(TALK.encode()[:-12] + b"\xd1" + TALK.encode()[-12:])
    with pytest.raises(InputError, match="строка 4: текст UTF-8 повреждён"):
        read_text(path)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
def test_utf8_comes_back_as_it_was(text: str) -> None:
    data = text.encode()
    if not data.startswith((b"%PDF", b"{\\rtf", codecs.BOM_UTF8)):
        assert decode(data, Path("i1.txt")) == text
