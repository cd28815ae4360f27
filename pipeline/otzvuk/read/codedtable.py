"""Tables of coded segments, as programs for qualitative analysis write them: they hold no talk."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from otzvuk.model.errors import InputError
from otzvuk.read.jsonkeys import folded


def _listed(text: str) -> frozenset[str]:
    return frozenset(entry.strip() for entry in text.replace("\n", " ").split(","))


_CODES = _listed(
    """code, codes, codename, code name, code names, coded, code system, tag, tags, highlight tag, theme,
    node, node name, codes applied, codes applied combined, selected code, код, коды, кодировка, тег, теги,
    узел, категория кода, код системы"""
)
_SEGMENTS = _listed(
    """segment, segments, quotation content, quotation, quotation name, quote, content, text, coded text,
    seltext, selected text, selection, excerpt, excerpt copy, reference, highlight, segment text, сегмент,
    фрагмент, цитата, содержание цитаты, текст, выделение"""
)
_SOURCES = _listed(
    """document, document name, document group, documents, file, file name, filename, fid, source,
    source name, media title, resource, transcript, case, документ, название документа, группа документов,
    имя файла, файл, источник"""
)


def refuse_coded(records: Sequence[tuple[int, Sequence[str]]], path: Path) -> None:
    """Raise `InputError` where the table at `path` lists segments with their codes and documents."""
    for number, cells in records[:3]:
        names = [folded(cell.replace("ё", "е")) for cell in cells if cell]
        codes = next((name for name in names if name in _CODES), "")
        source = next((name for name in names if name in _SOURCES), "")
        if codes and source and any(name in _SEGMENTS for name in names):
            raise InputError(
                "это размеченные фрагменты из программы разметки, а не стенограмма: столбцы",
                file=path,
                place=f"строка {number}",
                value=f"{source}, {codes}",
                expected="сама стенограмма; разметка вместе с текстами читается из проекта REFI-QDA "
                "(.qdpx): в той программе «Экспорт проекта», затем otzvuk import",
            )
