"""Tables of coded segments, as programs for qualitative analysis write them: codings, and no talk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from otzvuk.model.errors import InputError
from otzvuk.read.jsonkeys import folded


def _listed(text: str) -> frozenset[str]:
    return frozenset(entry.strip() for entry in text.replace("\n", " ").split(","))


_CODES = _listed(
    """code, codes, codename, code name, code names, code system, tag, tags, highlight tag, theme,
    node, node name, codes applied, codes applied combined, selected code, код, коды, кодировка, тег, теги,
    узел, категория кода, код системы"""
)
_SEGMENTS = _listed(
    """segment, segments, coded, quotation content, quotation, quotation name, quote, content, text,
    coded text, seltext, selected text, selection, excerpt, excerpt copy, reference, highlight, segment text,
    сегмент, фрагмент, цитата, содержание цитаты, текст, выделение"""
)
_SOURCES = _listed(
    """document, document name, file/case, file or case, file or casename, document group, documents, file,
    file name, filename, fid, source, source name, media title, resource, transcript, case, документ,
    название документа, группа документов, имя файла, файл, источник"""
)


_CODERS = _listed(
    """coder, coder name, author, created by, createdby, owner, user, user name, coded by, modified by, автор,
    кодировщик, кто создал, создал, создано, пользователь"""
)
_MEMOS = _listed("comment, memo, coded memo, note, notes, комментарий, заметка, примечание, мемо")


@dataclass(frozen=True, slots=True)
class CodedColumns:
    """Which columns of a table of coded segments hold what; several that may hold it, by their numbers."""

    row: int
    codes: tuple[int, ...]
    segments: tuple[int, ...]
    sources: tuple[int, ...]
    coders: tuple[int, ...] = ()
    memos: tuple[int, ...] = ()


def coded_columns(records: Sequence[tuple[int, Sequence[str]]]) -> CodedColumns | None:
    """The columns of a table that lists segments with their codes and documents, None for any other."""
    for at, (_, cells) in enumerate(records[:3]):
        names = [folded(cell.replace("ё", "е")) for cell in cells]

        def among(wanted: frozenset[str], names: Sequence[str] = names) -> tuple[int, ...]:
            return tuple(number for number, name in enumerate(names) if name in wanted)

        columns = CodedColumns(
            row=at,
            codes=among(_CODES),
            segments=among(_SEGMENTS),
            sources=among(_SOURCES),
            coders=among(_CODERS),
            memos=among(_MEMOS),
        )
        if columns.codes and columns.segments and columns.sources:
            return columns
    return None


def refuse_coded(records: Sequence[tuple[int, Sequence[str]]], path: Path) -> None:
    """Raise `InputError` where the table at `path` lists segments with their codes and documents."""
    columns = coded_columns(records)
    if columns is None:
        return
    number, cells = records[columns.row]
    raise InputError(
        "это размеченные фрагменты из программы разметки, а не стенограмма: столбцы",
        file=path,
        place=f"строка {number}",
        value=f"{cells[columns.sources[0]]}, {cells[columns.codes[0]]}",
        expected="сама стенограмма; как разметку такую таблицу берут otzvuk agree и export --coding, а "
        "вместе с текстами — проект REFI-QDA (.qdpx): otzvuk import",
    )
