"""Damaged files made from sound ones: the same seed, the same damage.

Archives are damaged inside, too (unpacked, a part damaged, packed again), or their checksums would stop
everything at the door.
"""

from __future__ import annotations

import io
import random
import zipfile

TOKENS = [
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xd0",
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
    b"&b;",
    b"&#0;",
    b"&#x10ffff;",
    b"]]>",
    b"<![CDATA[",
    b"<w:p>",
    b"</w:p>",
    b"<table:table>",
    b"<td>",
    b"<table>",
    b"</table>",
    b"<speech role=''>",
    b"{",
    b"}",
    b"[",
    b"]",
    b"[[[[[[[[",
    b"{{{{{{{{",
    b"\\u-1?",
    b"\\u55357?",
    b"\\bin999999999 ",
    b"\\f99",
    b"\\'",
    b"\\uc-5",
    b"\\ansicpg99999",
    b"\\cell",
    b"\\row",
    b"\\ud800",
    b"null",
    b"true",
    b"-1",
    b"1e999",
    b"NaN",
    b"9" * 400,
    b'"',
    b"''",
    b":",
    b": ",
    b"\t",
    b"\n\n",
    b"\r",
    b"-->",
    b"00:00:99,999 --> ",
    b"99999:99:99",
    b"[00:01]",
    b"<v ",
    b"|",
    b"\xe2\x80\x94 ",
    b"\xe2\x80\xa8",
    b"\xed\xa0\x80",
    b"#" * 50,
    b"*" * 50,
    b"endobj",
    b"stream",
    b"/Kids [2 0 R]",
    b"/Count 999999",
    b"xref",
    b"<< /Length -1 >>",
    b"start\tend\ttext\n",
    b"speaker;text\n",
    "И: ".encode(),
    "Анна: ".encode(),
]


def mutated(seed: bytes, other: bytes, dice: random.Random) -> bytes:
    """`seed` with damage in one to four places; `other` is a file to splice pieces from."""
    if seed.startswith(b"PK") and dice.random() < 0.8:
        packed = _inside(seed, other, dice)
        if packed is not None:
            return packed
    data = bytearray(seed)
    for _ in range(dice.randint(1, 4)):
        _damage(data, other, dice)
    return bytes(data)


def _damage(data: bytearray, other: bytes, dice: random.Random) -> None:
    at = dice.randrange(len(data) + 1)
    end = min(len(data), at + dice.choice([1, 2, 5, 20, 100, 1000]))
    kind = dice.randrange(8)
    if kind == 0 and data:
        data[at % len(data)] ^= 1 << dice.randrange(8)
    elif kind == 1:
        del data[at:end]
    elif kind == 2:
        data[at:at] = data[at:end] * dice.choice([1, 2, 10, 200])
    elif kind == 3:
        del data[at:]
    elif kind == 4:
        start = dice.randrange(len(other) + 1)
        data[at:end] = other[start : start + dice.choice([5, 50, 500])]
    elif kind == 5:
        data[at:end] = dice.randbytes(end - at)
    else:
        data[at:at] = dice.choice(TOKENS) * dice.choice([1, 1, 1, 3, 300])


def _inside(seed: bytes, other: bytes, dice: random.Random) -> bytes | None:
    try:
        with zipfile.ZipFile(io.BytesIO(seed)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError):
        return None
    if not parts:
        return None
    # the largest part holds the words
    name = (
        max(parts, key=lambda each: len(parts[each])) if dice.random() < 0.7 else dice.choice(sorted(parts))
    )
    data = bytearray(parts[name])
    for _ in range(dice.randint(1, 3)):
        _damage(data, other, dice)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, content in parts.items():
            if each != name or dice.random() < 0.95:
                archive.writestr(each, bytes(data) if each == name else content)
    return packed.getvalue()
