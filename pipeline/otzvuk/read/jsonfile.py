"""JSON as services of speech recognition write it: one value, or one after another."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from otzvuk.model.errors import InputError
from otzvuk.read import timecode
from otzvuk.read.encoding import read_text

_EXPECTED = "список segments, в каждом элементе start, end и text"


def load_json(path: Path) -> list[Any]:
    """The values in `path`: one, or several where a service writes one a line. Raises `InputError`."""
    text = read_text(path)
    decoder, values, at = json.JSONDecoder(), [], 0
    while (at := _filled(text, at)) < len(text):
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            place = (
                f"строка {error.lineno}, столбец {error.colno}"
                if isinstance(error, json.JSONDecodeError)
                else ""
            )
            raise InputError("это не JSON", file=path, place=place, expected=_EXPECTED) from error
        values.append(value)
    return values


def _filled(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\n,":
        at += 1
    return at


def listed(tree: Any, *keys: str) -> list[Any]:
    """The list under the path of `keys` in `tree`; empty where there is none."""
    for key in keys:
        tree = tree.get(key) if isinstance(tree, dict) else None
    return tree if isinstance(tree, list) else []


def text_of(tree: Any, *keys: str) -> str:
    """The first text under one of `keys`, stripped; "" where there is none."""
    values = (tree.get(key) for key in keys) if isinstance(tree, dict) else ()
    return next((value.strip() for value in values if isinstance(value, str)), "")


def moment(value: Any, place: str, *, milliseconds: bool = False) -> float | None:
    """Seconds of a time as services write it (62.5, "62.5s", "00:01:02,5"); None for none."""
    if value is None or isinstance(value, bool) or value == "":
        return None
    try:
        seconds = timecode.seconds(str(value).removesuffix("s"))
    except ValueError:
        seconds = math.nan
    if not 0 <= seconds < 1e9:
        raise InputError("неверное время", place=place, value=value, expected="число секунд")
    return round(seconds / 1000, 3) if milliseconds else seconds


def speaker_of(value: Any) -> str | None:
    """The speaker as a label, a number as «Спикер 1»; None where none is given."""
    if value is None or isinstance(value, bool) or not isinstance(value, str | int) or not str(value).strip():
        return None
    name = str(value).strip()
    return f"Спикер {name}" if name.isdigit() else name
