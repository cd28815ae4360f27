"""Office files: text that XML can hold, and zip archives that are the same bytes for the same content."""

from __future__ import annotations

import io
import re
import zipfile

from otzvuk.numbers.quote.shown import visible

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that zip knows


def plain(text: object) -> str:
    """One line of text without signs that XML forbids or that cannot be seen (controls, directions).

    Spaces that do not break stay.

    >>> plain("срок\\x0b\\ufffe\\u202e и\\nцена")
    'срок и цена'
    """
    return "\u00a0".join(visible(part) for part in _ILLEGAL.sub("", str(text)).split("\u00a0"))


def settled(archive: bytes) -> bytes:
    """The archive with the same parts in the same order, without the moment it was written."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as source,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target,
    ):
        for name in source.namelist():
            part = zipfile.ZipInfo(name, _EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o600 << 16
            target.writestr(part, source.read(name))
    return made.getvalue()
