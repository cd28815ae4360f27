"""PDF with a text layer: lines put together from where the letters stand on the page.

Columns are read one after another, a narrow column of names with what stands beside it; lines that recur
at the edges of pages are left out; words parted at a line's end are joined.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from otzvuk.model.errors import InputError
from otzvuk.read.dialogue import transcript
from otzvuk.read.encoding import read_bytes
from otzvuk.read.hyphens import is_parted, joined, words
from otzvuk.read.label import Style, read_labels
from otzvuk.read.numbering import without_numbers
from otzvuk.read.pdfcolumns import Piece, columns
from otzvuk.read.transcript import Line, Transcript

_EXPECTED = "документ PDF с текстовым слоем"
_PAGE_NUMBER = re.compile(
    r"(?:стр\.?|страница|page)?[\s\-–—]*\d{1,4}(?:\s*(?:из|/|of)\s*\d{1,4})?[\s\-–—]*", re.IGNORECASE
)
_HYPHENS = frozenset({0x02, 0xAD, 0xFFFE})  # as pdfium writes a hyphen at a line's end
_MOST_PAGES = 2000
_EDGE = 2  # lines at the top and bottom of a page that may be its furniture
_BAD_LETTERS = 0.03
# labels that begin a paragraph, however full the row above is
_LABELS = frozenset({Style.COLON, Style.TIMED, Style.BRACKETS, Style.WHOLE, Style.CAPITALS})


@dataclass(frozen=True, slots=True)
class _Row:
    """A line as it is read, the right edge of its column, and whether more space than usual is above."""

    text: str
    page: int
    full: bool
    apart: bool = False


def read_pdf(path: Path, *, known: Collection[str] = ()) -> Transcript:
    """Read the text layer of a `.pdf`.

    Raises `InputError` where there is none (a scan) or its fonts do not tell which letters they show.
    """
    pages, empty = _pages(path)
    rows, furniture = _without_furniture([_rows(page, number) for number, page in enumerate(pages, 1)])
    bare = without_numbers([row.text for row in rows], share=0.15)
    numbered = bare is not None
    if bare is not None:
        rows = [replace(row, text=text) for row, text in zip(rows, bare, strict=True)]
    lines = _lines(rows)
    if not any(line.text for line in lines):
        raise InputError("в документе нет текста", file=path, expected="стенограмма")
    found = transcript(lines, known=known)
    notes = list(found.notes)
    if numbered:
        notes.append("номера реплик или строк опущены")
    if furniture:
        shown = "; ".join(f"«{text}»" for text in furniture[:3])
        notes.append(f"пропущены колонтитулы страниц: {shown}")
    if empty:
        notes.append(f"страницы без текста пропущены: {', '.join(map(str, empty[:20]))}")
    return replace(found, notes=tuple(notes))


def _pages(path: Path) -> tuple[list[list[Piece]], list[int]]:
    """The pieces of each page, and the numbers of those that hold nothing but pictures."""
    import pypdfium2
    from pypdfium2 import raw

    data = read_bytes(path)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise InputError("документ закрыт паролем", file=path, expected="документ без пароля") from error
        raise InputError("документ повреждён", file=path, expected=_EXPECTED) from error
    try:
        if len(document) > _MOST_PAGES:
            raise InputError(
                "в документе слишком много страниц:",
                file=path,
                value=len(document),
                expected=f"не больше {_MOST_PAGES}",
            )
        pages, empty = [], []
        letters = bad = 0
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage()
            whole = text.get_text_range()
            count = text.count_chars()
            wrong = sum(raw.FPDFText_HasUnicodeMapError(text, at) == 1 for at in range(count))
            letters += sum(char.isalpha() for char in whole)
            bad += max(wrong, sum(char == "\ufffd" or "\ue000" <= char <= "\uf8ff" for char in whole))
            if not whole.strip() and any(each.type == raw.FPDF_PAGEOBJ_IMAGE for each in page.get_objects()):
                empty.append(number + 1)
            pages.append(_pieces(text))
    except pypdfium2.PdfiumError as error:
        raise InputError("документ повреждён", file=path, expected=_EXPECTED) from error
    finally:
        document.close()
    if not letters and not bad:
        what = (
            "это скан без текстового слоя, его нужно сначала распознать"
            if empty
            else "в документе нет текста"
        )
        raise InputError(what, file=path, expected=_EXPECTED)
    if bad > _BAD_LETTERS * (letters + bad) or _is_misread(
        "".join(piece.text for page in pages for piece in page)
    ):
        raise InputError(
            "шрифты документа не сообщают, какие буквы на них изображены, и текст не извлечь",
            file=path,
            expected="документ, сохранённый заново с полными шрифтами, или распознанный",
        )
    return pages, empty


def _is_misread(text: str) -> bool:
    """Are Russian letters shown as accented Latin ones («Èíòåðâüþåð»), or are there no letters at all?"""
    letters = [char for char in text if char.isalpha()]
    filled = sum(not char.isspace() for char in text)
    accented = sum("\u00c0" <= char <= "\u00ff" for char in letters)
    return len(letters) < 0.3 * filled or accented > 0.5 * max(1, len(letters))


def _pieces(page: Any) -> list[Piece]:
    """The letters of a page put together to pieces: a line's end or a wide gap ends one."""
    from pypdfium2 import raw

    found: list[Piece] = []
    letters: list[str] = []
    left = right = bottom = top = 0.0

    def close() -> None:
        text = " ".join("".join(letters).split(" ")).strip()
        if text and top > bottom:
            found.append(Piece(text, left, right, (top + bottom) / 2, top - bottom))
        letters.clear()

    pending = high = 0
    for at in range(page.count_chars()):
        code = raw.FPDFText_GetUnicode(page, at)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code, high = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00), 0
        char = "\xad" if code in _HYPHENS else chr(code) if code < 0x110000 else "\ufffd"
        if char in "\r\n":
            close()
            continue
        if char.isspace() or not code:
            pending += 1
            continue
        x0, y0, x1, y1 = page.get_charbox(at, loose=True)
        height = y1 - y0
        if letters:
            apart = abs((y0 + y1) - (top + bottom)) > 1.2 * max(height, top - bottom)
            gap = x0 - right
            if apart or gap > 1.6 * max(height, 1) or gap < -2 * max(height, 1):
                close()
        if letters:
            letters.append(" " if pending else "")
            right, bottom, top = max(right, x1), min(bottom, y0), max(top, y1)
        else:
            left, bottom, right, top = x0, y0, x1, y1
        letters.append(char)
        pending = 0
    close()
    return found


def _rows(pieces: Sequence[Piece], page: int) -> list[_Row]:
    found: list[_Row] = []
    alone = False  # is the block before a single row, as a title or a page's number is?
    for number, column in enumerate(columns(pieces)):
        right = max(piece.right for row in column for piece in row)
        left = min(piece.left for row in column for piece in row)
        tops = [statistics.fmean(piece.middle for piece in row) for row in column]
        steps = [above - below for above, below in pairwise(tops)]
        usual = statistics.median(steps) if steps else 0.0
        before, alone = alone, len(column) == 1
        for at, row in enumerate(column):
            full = row[-1].right > left + 0.82 * (right - left)
            apart = steps[at - 1] > 1.4 * usual if at else number > 0 and (before or alone)
            found.append(_Row(_joined(row), page, full, apart))
    return found


def _joined(row: Sequence[Piece]) -> str:
    text = row[0].text
    for before, piece in pairwise(row):
        gap = piece.left - before.right
        text += ("\t" if gap > 3 * piece.height else " " if gap > 0.12 * piece.height else "") + piece.text
    return text


def _without_furniture(pages: Sequence[Sequence[_Row]]) -> tuple[list[_Row], list[str]]:
    """The rows without those that recur at the edges of pages, and the texts left out."""
    edges = [{_shape(row.text) for row in [*page[:_EDGE], *page[-_EDGE:]]} for page in pages]
    counts = Counter(shape for shapes in edges for shape in shapes)
    least = max(2, 0.6 * len(pages))
    recurring = {shape for shape, count in counts.items() if count >= least and len(pages) > 1}
    kept: list[_Row] = []
    left: list[str] = []
    for page in pages:
        # furniture stands apart from the words, above or below
        top = max((at for at in range(1, _EDGE + 1) if at < len(page) and page[at].apart), default=0)
        bottom = min(
            (at for at in range(len(page) - _EDGE, len(page)) if at > 0 and page[at].apart), default=len(page)
        )
        for at, row in enumerate(page):
            at_edge = not top <= at < bottom
            number = _PAGE_NUMBER.fullmatch(row.text)
            if at_edge and (number or _shape(row.text) in recurring):
                left.append(row.text)
            else:
                kept.append(row)
    return kept, list(dict.fromkeys(left))


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", text.casefold())


def _lines(rows: Sequence[_Row]) -> list[Line]:
    """Rows put together to paragraphs: a label, a gap or a row that ends early begins a new one."""
    spelt = words([row.text for row in rows])
    lines: list[Line] = []
    before: _Row | None = None
    for row in rows:
        text = row.text.replace("\xad", "-") if not row.text.endswith("\xad") else row.text
        labelled = any(label.style in _LABELS for label in read_labels(Line(text, "")))
        new_page = before is not None and before.page != row.page
        apart = row.apart and not new_page
        dash = text.startswith(("— ", "– ", "- "))
        # a row that ends within a word goes on, however short it is
        ended = not before.full and not (is_parted(before.text) and text[:1].isalnum()) if before else True
        if before is None or labelled or apart or dash or ended:
            if apart:
                lines.append(Line("", f"страница {row.page}"))
            lines.append(Line(text, f"страница {row.page}"))
        else:
            lines[-1] = replace(lines[-1], text=joined(lines[-1].text, text, spelt))
        before = row
    return [replace(line, text=line.text.replace("\xad", "")) for line in lines]
