"""From bytes to text: UTF-8, UTF-16, Windows-1251 and KOI8-R, told apart; anything else refused."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from otzvuk.model.errors import InputError
from otzvuk.read import limits

_EXPECTED = "текст в UTF-8, UTF-16, Windows-1251 или KOI8-R"
_MAGIC = {
    b"%PDF": "документ PDF",
    b"PK\x03\x04": "архив или документ Office",
    b"{\\rtf": "документ RTF",
    b"\xd0\xcf\x11\xe0": "документ старого Office (.doc, .xls)",
}
_STRAY = 3
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def read_text(path: Path) -> str:
    """The text of `path` with `\\n` line ends and no BOM; nothing else is changed.

    Raises `InputError` for an empty, binary or damaged file.
    """
    data = read_bytes(path)
    if not data.strip():
        raise InputError("файл пуст", file=path, expected="текст")
    text = decode(data, path).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise InputError("файл пуст", file=path, expected="текст")
    return text


def read_bytes(path: Path) -> bytes:
    """The bytes of `path`, looked at before they are read: a file over the limit costs nothing.

    Raises `InputError` for a file that is empty, too large, or is being written.
    """
    most = limits.current().file_mb * 2**20
    before = path.stat()
    check_size(path, before.st_size)
    with path.open("rb") as file:
        data = file.read(most + 1)
    check_size(path, len(data))
    if not data:
        raise InputError("файл пуст", file=path, expected="текст")
    after = path.stat()
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise InputError("файл меняется, пока его читают", file=path, expected="файл, который уже дописан")
    return data


def check_size(path: Path, size: int) -> None:
    """Raise `InputError` where `size` bytes are more than a transcript may have."""
    most = limits.current().file_mb
    if size > most * 2**20:
        raise InputError(
            "файл слишком велик:",
            file=path,
            value=f"{size // 2**20} МБ",
            expected=f"не больше {most} МБ (ключ limits в study.yaml)",
        )


def decode(data: bytes, path: Path) -> str:
    """`data` as text in whichever of the supported encodings it is; `path` is for the message only."""
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise InputError(f"внутри не текст, а {what}", file=path, expected=_EXPECTED)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = _strict(data, "utf-16")
    elif b"\x00" in data:
        text = _utf16_without_bom(data) or (_strict(data, "utf-8-sig") if data.count(0) <= _STRAY else None)
    else:
        text = _strict(data, "utf-8-sig")
        if text is None:
            _refuse_damaged_utf8(data, path)
            text = _eight_bits(data)
    # a few stray signs do not make a short text a binary file
    if text is None or len(_CONTROL.findall(text)) > max(_STRAY, len(text) / 200):
        raise InputError("это двоичный файл, а не текст", file=path, expected=_EXPECTED)
    return text


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _utf16_without_bom(data: bytes) -> str | None:
    for encoding in ("utf-16-le", "utf-16-be"):
        text = _strict(data, encoding)
        # read with its bytes swapped, Russian text falls into other scripts
        if text and sum(1 for char in text if char < "\u0500" and char != "\x00") > 0.9 * len(text):
            return text
    return None


def _refuse_damaged_utf8(data: bytes, path: Path) -> None:
    """Text that is UTF-8 but for a few bytes must not be taken for Windows-1251 («РџСЂРё»)."""
    text = data.decode("utf-8", errors="replace")
    damaged, letters = text.count("\ufffd"), sum(1 for char in text if "\u0400" <= char <= "\u04ff")
    if damaged * 20 < letters:
        line = text[: text.index("\ufffd")].count("\n") + 1
        raise InputError(
            "текст UTF-8 повреждён", file=path, place=f"строка {line}", expected="правильный текст UTF-8"
        )


def _eight_bits(data: bytes) -> str | None:
    from charset_normalizer import from_bytes  # slow to import, and most files are UTF-8

    best = from_bytes(data, cp_isolation=["cp1251", "koi8_r"], preemptive_behaviour=False).best()
    return str(best) if best else None
