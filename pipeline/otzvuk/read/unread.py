"""Files among the transcripts that no reader reads: what each is, and what would help."""

from __future__ import annotations

import zipfile
from pathlib import Path

_KINDS = {
    "документ": (
        ".pages .wpd .wps .abw .epub .fb2 .djvu .mobi .odm .one .xps",
        "сохраните его как .docx или .odt",
    ),
    "таблица": (".xls .xlsb .numbers .fods .dbf .sav .dta", "сохраните её как .xlsx или .csv"),
    "презентация": (".ppt .pptx .odp .key", "сохраните её текст как .docx или .txt"),
    "проект программы разметки": (
        ".mx18 .mx20 .mx22 .mx24 .mx25 .mx26 .mqda .nvp .nvpx .nvcx .atlproj .atlproj22 .atlproj23 .hpr7 "
        ".atlcb .qda .qdpx .qde .dedoose",
        "выгрузите его в ней как проект REFI-QDA (.qdpx) и возьмите: otzvuk import ФАЙЛ.qdpx",
    ),
    "кодовая книга": (".qdc .atlcodes", "возьмите её: otzvuk import ФАЙЛ.qdc"),
    "проект программы расшифровки": (
        ".f4p .f4a .exb .exs .trs .textgrid .cha .inqscribe .inqscr .aup .aup3 .prproj",
        "экспортируйте из неё текст (.docx, .txt) или субтитры (.srt, .vtt) с именами говорящих",
    ),
    "субтитры": (
        ".sub .smi .sami .stl .scc .usf .mpl .idx",
        "преобразуйте их в .srt или .vtt (например, программой Subtitle Edit)",
    ),
    "данные программы": (
        ".xml .yaml .yml .jsonl .ndjson .sqlite .db .parquet .eml .msg .mbox",
        "экспортируйте текст (.docx, .txt), таблицу (.csv) или субтитры (.srt, .vtt) с именами говорящих",
    ),
}
ARCHIVES = frozenset({".zip", ".rar", ".7z", ".gz", ".tgz", ".tar", ".bz2", ".xz"})
_LOOK = 5 * 2**20  # bytes of an archive whose list of files is worth a look
_KNOWN = {suffix: (what, help_) for what, (suffixes, help_) in _KINDS.items() for suffix in suffixes.split()}
DOCUMENTS = frozenset({".pages", ".epub", ".djvu", ".xls", ".ppt", ".pptx"})
"""Endings of what may well be a transcript wherever it lies in a study's folder."""

PICTURES = frozenset({".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".webp", ".svg"})
"""Endings of pictures: mostly of people and things, seldom of a page."""

NEVER = frozenset(
    {
        ".ini",
        ".lnk",
        ".url",
        ".webloc",
        ".log",
        ".tmp",
        ".bak",
        ".part",
        ".crdownload",
        ".py",
        ".sh",
        ".bat",
        ".css",
        ".js",
    }
)
"""Endings of what is certainly none, though it may lie among them."""


def why_unread(path: Path, known: str) -> str:
    """In Russian why the file at `path` is not read and what to do; `known` lists what is read."""
    suffix = path.suffix.lower()
    if suffix in ARCHIVES:
        inside = _inside(path)
        return f"это архив{inside}, он не читается; распакуйте его в эту папку"
    if suffix == ".qdpx":
        return f"это проект программы разметки; возьмите его: otzvuk import {path.name}"
    if suffix in _KNOWN:
        what, help_ = _KNOWN[suffix]
        return f"это {what} ({suffix}), формат не читается; {help_}"
    named = f"окончание «{path.suffix}»" if suffix else "имя без окончания"
    return (
        f"{named}: формат не читается; если это стенограмма, сохраните или экспортируйте её как .docx, .txt "
        f"или .srt, если нет, уберите отсюда; читаются {known}"
    )


def _inside(path: Path) -> str:
    """The first files of a zip archive, as « (1.txt, 2.txt и ещё 3)»."""
    try:
        if path.stat().st_size > _LOOK:
            return ""
        with zipfile.ZipFile(path) as archive:
            names = [each.filename for each in archive.infolist() if not each.is_dir()]
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return ""
    names = [name for name in names if not name.startswith("__MACOSX")]
    more = f" и ещё {len(names) - 3}" if names[3:] else ""
    return f" (внутри {', '.join(names[:3])}{more})" if names else " (пустой)"
