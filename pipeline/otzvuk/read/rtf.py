"""Rich Text (`.rtf`): paragraphs and tables with their letters' code pages, and what is in bold.

Read here and not by striprtf, which keeps neither bold type (many set the speaker off by nothing else),
nor the code page of each font, nor leaves deleted text, footnotes, headers and footers out.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from otzvuk.model.errors import InputError
from otzvuk.read.dialogue import transcript
from otzvuk.read.encoding import read_bytes
from otzvuk.read.runs import run_lines
from otzvuk.read.transcript import Line, Transcript
from otzvuk.read.wordtable import table_lines

_EXPECTED = "документ RTF"
_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)"
)
_DEEPEST = 500
# groups that hold no words of the text
_UNSAID = frozenset(
    re.findall(
        r"\w+",
        """fonttbl colortbl stylesheet info pict object header headerl headerr headerf footer footerl footerr
        footerf footnote annotation atnid atnauthor atndate atnref atntime listtable listoverridetable revtbl
        rsidtbl generator xmlnstbl themedata datastore latentstyles fldinst shp shppict nonshppict bkmkstart
        bkmkend filetbl template txfieldtext objdata pntext pn mmathPr""",
    )
)
_SIGNS = {
    "tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "softline": "\n", "page": "\n",
}  # fmt: skip
_CHARSETS = {0: "cp1252", 128: "cp932", 161: "cp1253", 162: "cp1254", 204: "cp1251", 238: "cp1250"}


@dataclass(frozen=True, slots=True)
class _State:
    """What holds within a group."""

    unsaid: bool = False
    bold: bool = False
    deleted: bool = False
    font: int = -1
    skip: int = 1  # how many characters stand in for a Unicode one
    in_table: bool = False
    fonts: bool = False  # within the table of fonts


def read_rtf(path: Path, *, known: Collection[str] = ()) -> Transcript:
    """Read a `.rtf` file; deleted text, footnotes, comments, headers and footers are left out."""
    data = read_bytes(path)
    if not data.lstrip().startswith(b"{\\rtf"):
        raise InputError("внутри не документ RTF", file=path, expected=_EXPECTED)
    document = _Document(path)
    lines = list(_lines(document.read(data), known))
    if not any(line.text.strip() for line in lines):
        raise InputError("в документе нет текста", file=path, expected="стенограмма")
    found = transcript(lines, known=known)
    notes = [
        f"пропущено {what}: {count}"
        for what, word in (("сносок", b"footnote"), ("примечаний", b"annotation"))
        if (count := len(re.findall(rb"\\" + word + rb"\b", data)))
    ]
    return replace(found, notes=(*found.notes, *notes))


_Runs = list[tuple[str, bool]]


class _Document:
    """Turns the tokens of a file into paragraphs and rows of tables."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.codepage = "cp1252"
        self.default_font = -1
        self.fonts: dict[int, str] = {}
        self.runs: _Runs = []
        self.cells: list[str] = []
        self.skipping = 0
        self.bytes = b""

    def read(self, data: bytes) -> Iterator[_Runs | list[str]]:
        """Paragraphs as runs, rows of tables as cells, in their order."""
        stack: list[_State] = []
        state = _State()
        at = 0
        while at < len(data):
            found = _TOKEN.match(data, at)
            if found is None:  # a line end, or a lone backslash at the end
                at += 1
                continue
            at = found.end()
            word, number, code, sign, brace, text = found.groups()
            if text is not None or code is not None:
                self._take(bytes.fromhex(code.decode()) if code else text, state, escaped=code is not None)
                continue
            self._flush(state)
            if brace == b"{":
                if len(stack) > _DEEPEST:
                    raise InputError("документ вложен сам в себя", file=self.path, expected=_EXPECTED)
                stack.append(state)
            elif brace == b"}":
                state = stack.pop() if stack else state
            elif sign is not None:
                state = self._sign(sign, state)
            else:
                name, value = word.decode(), int(number) if number is not None else None
                if name == "bin" and value:
                    at += max(0, value)
                elif state.unsaid and not state.fonts:
                    continue
                elif name in {"par", "sect", "cell", "row", "nestcell", "nestrow"}:
                    yield from self._ended(name, state)
                else:
                    state = self._word(name, value, state)
        self._flush(state)
        yield from self._ended("row", state)
        yield from self._ended("par", replace(state, in_table=False))

    def _take(self, raw: bytes, state: _State, *, escaped: bool) -> None:
        if self.skipping and raw:
            gone = min(self.skipping, 1 if escaped else len(raw))
            self.skipping -= gone
            raw = raw[gone:]
        if not state.unsaid and not state.deleted:
            self.bytes += raw

    def _flush(self, state: _State) -> None:
        if self.bytes:
            font = state.font if state.font >= 0 else self.default_font
            encoding = self.fonts.get(font, self.codepage)
            self.runs.append((self.bytes.decode(encoding, "replace"), state.bold))
            self.bytes = b""

    def _say(self, text: str, state: _State) -> None:
        if not state.unsaid and not state.deleted:
            self.runs.append((text, state.bold))

    def _sign(self, sign: bytes, state: _State) -> _State:
        if sign == b"*":
            return replace(state, unsaid=True)
        instead = {b"~": " ", b"_": "-", b"\n": "\n", b"\r": "\n"}.get(sign)
        if instead:
            self._say(instead, state)
        elif sign in {b"\\", b"{", b"}"}:
            self._take(sign, state, escaped=False)
        return state

    def _word(self, name: str, value: int | None, state: _State) -> _State:
        if name == "u" and value is not None:
            self.skipping = state.skip
            self._unicode(value, state)
            return state
        if name in _SIGNS:
            self._say(_SIGNS[name], state)
            return state
        if name == "fonttbl":
            return replace(state, unsaid=True, fonts=True)
        if name in _UNSAID:
            return replace(state, unsaid=True)
        if name == "fcharset" and state.fonts:
            if value in _CHARSETS:
                self.fonts[state.font] = _CHARSETS[value]
        elif name == "ansicpg" and value:
            self.codepage = _codepage(value)
        elif name == "mac":
            self.codepage = "mac_cyrillic"
        elif name == "deff" and value is not None:
            self.default_font = value
        elif name == "f" and value is not None:
            return replace(state, font=value)
        elif name == "uc" and value is not None:
            return replace(state, skip=max(0, value))
        elif name == "b":
            return replace(state, bold=value != 0)
        elif name in {"plain", "v"}:
            return replace(state, bold=False) if name == "plain" else replace(state, deleted=value != 0)
        elif name == "deleted":
            return replace(state, deleted=value != 0)
        elif name in {"intbl", "pard"}:
            return replace(state, in_table=name == "intbl")
        return state

    def _unicode(self, value: int, state: _State) -> None:
        code = value % 65536 if value < 0 else value
        if code > 0x10FFFF:
            return
        char = chr(code)
        last = self.runs[-1] if self.runs else None
        if "\udc00" <= char <= "\udfff" and last and "\ud800" <= last[0][-1:] <= "\udbff":
            high = ord(last[0][-1])
            whole = chr(0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00))
            self.runs[-1] = last[0][:-1] + whole, last[1]
        else:
            self._say(char, state)

    def _ended(self, name: str, state: _State) -> Iterator[_Runs | list[str]]:
        if name in {"cell", "nestcell"}:
            self.cells.append("".join(text for text, _ in self.runs).strip())
            self.runs = []
        elif name in {"row", "nestrow"}:
            if self.cells:
                yield self.cells
            self.cells = []
        elif state.in_table:
            self.runs.append(("\n", state.bold))
        else:
            yield self.runs
            self.runs = []


def _lines(blocks: Iterator[_Runs | list[str]], known: Collection[str]) -> Iterator[Line]:
    paragraphs = tables = 0
    rows: list[list[str]] = []
    for block in blocks:
        cells = [each for each in block if isinstance(each, str)]
        if cells:
            rows.append(cells)
            continue
        if rows:
            tables += 1
            yield from table_lines(rows, f"таблица {tables}", known)
            rows = []
        paragraphs += 1
        yield from run_lines([each for each in block if isinstance(each, tuple)], f"абзац {paragraphs}")
    if rows:
        yield from table_lines(rows, f"таблица {tables + 1}", known)


def _codepage(number: int) -> str:
    name = {65001: "utf-8", 10007: "mac_cyrillic"}.get(number, f"cp{number}")
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name
