"""oTranscribe (`.otr`): JSON with the text as a page, the times in it as marks."""

from __future__ import annotations

import html
import re
from collections.abc import Collection
from pathlib import Path

from otzvuk.model.errors import InputError
from otzvuk.read.html import read_page
from otzvuk.read.jsonfile import load_json
from otzvuk.read.transcript import Transcript

_STAMP = re.compile(
    r"<span\b[^>]*\bclass=[\"'][^\"']*\btimestamp\b[^>]*>(.*?)</span>(?:\s|&nbsp;)*",
    re.IGNORECASE | re.DOTALL,
)
_SECONDS = re.compile(r"data-timestamp=[\"']?(\d+(?:\.\d+)?)")


def read_otranscribe(path: Path, *, known: Collection[str] = ()) -> Transcript:
    """Read a `.otr` file; its marks of time become the times of the words after them."""
    tree = load_json(path)[0]
    text = tree.get("text") if isinstance(tree, dict) else None
    if not isinstance(text, str) or not text.strip():
        raise InputError("в файле нет текста", file=path, expected="файл oTranscribe с ключом text")
    return read_page(_STAMP.sub(_time, text), path, known=known)


def _time(stamp: re.Match[str]) -> str:
    found = _SECONDS.search(stamp[0])
    if found is None:
        return f"[{html.unescape(re.sub('<[^<>]*>', '', stamp[1])).strip()}] "
    whole = int(float(found[1]))
    return f"[{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}] "
