"""Studies of any size to be measured: the demo copied, one word of every turn changed."""

import csv
import io
import re
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "corpora" / "demo"
_SAID = re.compile(r"[^<>\"\n;\t]{25,}")
_WORD = re.compile(r"(?<=[а-яё,] )[а-яё]{5,}(?=[ ,.])")


def copies(folder: Path, interviews: int, *, settings: str = "coder: fast") -> Path:
    """A study of so many interviews (tens) in `folder`: no turn is like one of another copy.

    Every copy has companies of its own, so that its people are others than those of the first. `settings`
    are lines of study.yaml.
    """
    words = _words()
    (folder / "transcripts").mkdir(parents=True)
    for name in ("study.yaml", "guide.yaml"):
        (folder / name).write_bytes((DEMO / name).read_bytes())
    with (folder / "study.yaml").open("a", encoding="utf-8") as file:
        file.write(f"\n{settings}\n")
    for copy in range(interviews // 10):
        for at, path in enumerate(sorted((DEMO / "transcripts").iterdir())):
            there = folder / "transcripts" / f"{copy:04}-{path.name}"
            there.write_bytes(_changed(path, words, copy, at))
    for name in ("participants", "ratings"):
        _table(DEMO / f"{name}.csv", folder / f"{name}.csv", interviews // 10)
    return folder


def _words() -> list[str]:
    """Words to be put in: those of the demo that stand within sentences."""
    texts = (
        path for path in sorted((DEMO / "transcripts").iterdir()) if path.suffix in {".md", ".srt", ".vtt"}
    )
    return sorted({word for path in texts for word in _WORD.findall(path.read_text("utf-8"))})


def _changed(path: Path, words: list[str], copy: int, file: int) -> bytes:
    data = path.read_bytes()
    if copy == 0:
        return data
    if zipfile.is_zipfile(path):
        sink = io.BytesIO()
        with zipfile.ZipFile(path) as source, zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as target:
            for name in source.namelist():
                part = source.read(name)
                if name.endswith(("document.xml", "sharedStrings.xml", "sheet1.xml")):
                    part = _said(part.decode("utf-8"), words, copy, file).encode("utf-8")
                target.writestr(name, part)
        return sink.getvalue()
    for encoding in ("utf-8", "cp1251"):
        try:
            return _said(data.decode(encoding), words, copy, file).encode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError(path)


def _said(text: str, words: list[str], copy: int, file: int) -> str:
    """The text with one word of every stretch of speech replaced by another."""
    number = 0

    def other(found: re.Match[str]) -> str:
        nonlocal number
        number += 1
        word = words[(copy * 131 + number * 17 + file * 7) % len(words)]
        return _WORD.sub(word, found[0], count=1)

    return _SAID.sub(other, text)


def _table(source: Path, target: Path, count: int) -> None:
    with source.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file, delimiter=";")
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(header)
        for copy in range(count):
            for row in rows:
                cells = dict(zip(header, row, strict=True))
                cells["interview"] = f"{cells['interview']}{copy:04}"
                if cells.get("file"):
                    cells["file"] = f"{copy:04}-{cells['file']}"
                if copy and cells.get("company"):
                    cells["company"] = re.sub(r"([»\"])$", rf"-{copy}\1", cells["company"])
                writer.writerow(cells.values())
