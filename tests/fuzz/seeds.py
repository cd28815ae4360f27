"""Sound files of every format to damage: small ones made here, and real ones of ../shared where it is."""

from __future__ import annotations

import json
import sys
import tempfile
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from otzvuk.read.formats import FORMATS
from reading import SHARED, TALK
from services import DATA
from test_read_doors import ANSWERED, ASKED, ASS, FLAT, SBV, TTML, aligned, eaf
from test_read_opendoc import BOLD, SPACES
from test_read_pdf import pdf
from test_read_recognised import DEEP, UTTERANCES, V2, V3
from test_read_worddoc import RUNS, document, p, table

_LARGEST = 100_000
LINES = TALK.splitlines()
PAIRS = [line.split(": ") for line in LINES]


def seeds() -> list[tuple[str, bytes]]:
    """Suffixes and bytes; every format at least once."""
    found: list[tuple[str, bytes]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for suffix in (".docm", ".dotx", ".doc"):
            document(folder / f"a{suffix}", *map(p, RUNS))
        _zip(folder / "a.ott", "text", "".join(f"<text:p>{line}</text:p>" for line in LINES))
        document(folder / "a.docx", *map(p, RUNS), table(("Спикер", "Текст"), *map(tuple, PAIRS)))
        _zip(folder / "a.odt", "text", "".join(f"<text:p>{line}</text:p>" for line in LINES))
        rows = [("спикер", "текст"), *PAIRS]
        cells = "".join(
            "<table:table-row>"
            + "".join(
                f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
                for cell in row
            )
            + "</table:table-row>"
            for row in rows
        )
        _zip(folder / "a.ods", "spreadsheet", f'<table:table table:name="a">{cells}</table:table>')
        _workbook(folder / "a.xlsx", rows)
        _workbook(folder / "a.xlsm", rows)
        pdf(folder / "a.pdf", [[(50.0, 700.0 - 14 * at, line) for at, line in enumerate(LINES)]] * 2)
        found += [(path.suffix, path.read_bytes()) for path in sorted(folder.iterdir())]
    clock = [f"00:00:0{at},000 --> 00:00:0{at},900\n{line}\n\n" for at, line in enumerate(LINES)]
    rich = "".join(f"\\pard {{\\b {name}:}} {text}\\par\n" for name, text in PAIRS)
    texts = {
        ".txt": [
            TALK,
            TALK.replace("\n", " "),
            "".join(f"— {text}\n" for _, text in PAIRS * 2),
            TALK.upper(),
        ],
        ".text": [TALK],
        ".md": ["---\na: b\n---\n# А\n" + TALK + "| а | б |\n|---|---|\n" + "| Анна | да |\n" * 3],
        ".srt": ["".join(f"{at}\n{each}" for at, each in enumerate(clock, 1))],
        ".vtt": ["WEBVTT\n\n" + "".join(clock).replace(",", ".").replace("Пётр: ", "<v Пётр>")],
        ".lrc": ["[ti:а]\n" + "".join(f"[00:0{at}.5]{line}\n" for at, line in enumerate(LINES))],
        ".tsv": [
            "start\tend\ttext\n" + "".join(f"{at}000\t{at}900\t{line}\n" for at, line in enumerate(LINES))
        ],
        ".csv": [
            "спикер;текст;время\n"
            + "".join(f"{name};{text};0:0{at}\n" for at, (name, text) in enumerate(PAIRS)),
            "ФИО;Что вам не нравится?\nПётр;Сроки срывают каждый месяц\nАнна;Документы приходят с ошибками\n",
            "".join(f"{name};{text}\n" for name, text in PAIRS),
        ],
        ".sbv": [SBV],
        ".ass": [ASS],
        ".ssa": [ASS],
        ".ttml": [TTML],
        ".dfxp": [TTML],
        ".eaf": [eaf(aligned("Пётр", *ANSWERED), aligned("Интервьюер", *ASKED))],
        ".otr": [json.dumps({"text": "".join(f"<p>{line}</p>" for line in LINES)})],
        ".fodt": [FLAT.format("".join(f"<text:p>{line}</text:p>" for line in LINES))],
        ".html": ["<html><body>" + "".join(f"<p><b>{name}:</b> {text}" for name, text in PAIRS) + "</body>"],
        ".xhtml": ["".join(f'<speech role="{name}"><se>{text}</se></speech>' for name, text in PAIRS)],
        ".htm": ["<table>" + "".join(f"<tr><td>{name}<td>{text}" for name, text in PAIRS)],
        ".json": [
            json.dumps(tree, ensure_ascii=False)
            for tree in (
                V2,
                V3,
                {"utterances": UTTERANCES, "words": []},
                {"results": {"utterances": DEEP, "channels": []}},
                {"result": [{"word": "да", "start": 1, "end": 2}], "text": "да"},
                {"segments": [{"start": 1, "end": 2, "text": "да", "words": [{"speaker": "А"}]}] * 4},
                *(values if len(values) > 1 else values[0] for values in DATA.values()),
            )
        ],
    }
    found += [(suffix, text.encode()) for suffix, many in texts.items() for text in many]
    found.append(
        (
            ".rtf",
            f"{{\\rtf1\\ansi\\ansicpg1251{{\\fonttbl{{\\f0\\fcharset204 A;}}}} {rich}}}".encode("cp1251"),
        )
    )
    folder = SHARED / "data" / "transcripts"
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.suffix in FORMATS and path.stat().st_size < _LARGEST:
            found.append((path.suffix, path.read_bytes()))
    return found


def _zip(path: Path, kind: str, inner: str) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        file.writestr("META-INF/manifest.xml", "<manifest/>")
        file.writestr(
            "content.xml",
            f"<office:document-content {SPACES}><office:automatic-styles>{BOLD}</office:automatic-styles>"
            f"<office:body><office:{kind}>{inner}</office:{kind}></office:body></office:document-content>",
        )


def _workbook(path: Path, rows: list[tuple[str, str]]) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
