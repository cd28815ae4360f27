"""JSON as services of speech recognition write it: one value, or one after another."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from otzvuk.model.errors import InputError
from otzvuk.read.encoding import read_text

_EXPECTED = "правильный JSON; если файл оборвался, выгрузите его заново или возьмите субтитры .srt"


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


def milliseconds(value: Any, place: str) -> float | None:
    """Seconds of a number of milliseconds; None for none. Raises `InputError` for what is no number."""
    if value is None or isinstance(value, bool) or value == "":
        return None
    try:
        found = float(value)
    except (TypeError, ValueError, OverflowError):
        found = math.nan
    if not 0 <= found < 1e12:
        raise InputError("неверное время", place=place, value=value, expected="число миллисекунд")
    return round(found / 1000, 3)


def speaker_of(value: Any) -> str | None:
    """The speaker as a label, a number as «Спикер 1»; None where none is given."""
    if value is None or isinstance(value, bool) or not isinstance(value, str | int) or not str(value).strip():
        return None
    name = str(value).strip()
    return f"Спикер {name}" if name.isdigit() else name
