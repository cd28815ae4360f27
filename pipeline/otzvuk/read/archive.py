"""Documents that are zip archives (.docx, .odt, .xlsx, .ods), opened only where they are not suspicious."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from xml.etree.ElementTree import Element

from otzvuk.model.errors import InputError

LIMIT = 100 * 1024 * 1024  # bytes once unpacked
_RATIO = 200  # an office document shrinks ten to forty times; a bomb a thousand
_SMALL = 5 * 1024 * 1024  # bytes once unpacked that are harmless at any ratio
_PARTS = 10_000
_TAGS = 3_000_000  # of XML: Word's noise included, two hours of talk have a tenth of it
DAMAGE = (
    KeyError,
    ValueError,
    EOFError,
    RuntimeError,
    NotImplementedError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What reading a damaged zip archive may raise."""
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


def open_archive(path: Path, what: str, *, limit: int = LIMIT) -> zipfile.ZipFile:
    """The zip archive at `path`; `what` names the document in messages («документ Word»).

    Raises `InputError` where it is no archive, its parts are larger than `limit` once unpacked, or shrunk
    more than any document does.
    """
    if path.stat().st_size == 0:
        raise InputError("файл пуст", file=path, expected=what)
    with path.open("rb") as file:
        if file.read(4) == _OLD_OFFICE:
            raise InputError(
                "внутри документ старого Office или документ под паролем",
                file=path,
                expected=f"{what} без пароля",
            )
    try:
        archive = zipfile.ZipFile(path)
    except DAMAGE as error:
        raise InputError("файл повреждён", file=path, expected=what) from error
    parts = archive.infolist()
    size = sum(part.file_size for part in parts)
    packed = path.stat().st_size
    if size > limit:
        archive.close()
        raise InputError(
            "файл после распаковки слишком велик:",
            file=path,
            value=f"{size // 2**20} МБ",
            expected=f"не больше {limit // 2**20} МБ",
        )
    if (size > _SMALL and size > _RATIO * packed) or len(parts) > _PARTS:
        archive.close()
        raise InputError(
            "файл сжат подозрительно сильно, как архивная бомба:",
            file=path,
            value=f"{size // packed} раз, частей {len(parts)}",
            expected=what,
        )
    return archive


def read_part(path: Path, name: str, what: str, *, otherwise: bytes | None = None) -> bytes:
    """The part `name` of the archive at `path`; `otherwise` where it has none (None: that is damage)."""
    with open_archive(path, what) as archive:
        if otherwise is not None and name not in archive.namelist():
            return otherwise
        try:
            return archive.read(name)
        except DAMAGE as error:
            raise InputError("документ повреждён", file=path, expected=what) from error


def read_tree(path: Path, name: str, what: str) -> Element:
    """The XML of the part `name`; document types, and so entities of any kind, are refused."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    data = read_part(path, name, what)
    check_tags(path, data, what)
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise InputError("документ повреждён", file=path, expected=what) from error
    return root


def check_tags(path: Path, data: bytes, what: str) -> None:
    """Raise `InputError` where `data` has more tags than any document, before they are taken apart."""
    if (tags := data.count(b"<")) > _TAGS:
        raise InputError(
            "в документе слишком много абзацев и тегов:",
            file=path,
            value=f"{tags // 1_000_000} млн",
            expected=f"{what}, в котором их не больше {_TAGS // 1_000_000} млн",
        )
