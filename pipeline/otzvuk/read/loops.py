"""Lines that a recogniser repeats over and over in silence or music: said once, and marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from otzvuk.read.transcript import Line

_LONG = 3  # a sentence this often in a row is a loop …
_SHORT = 6  # … and «да» this often: people do say it twice


def without_loops(lines: Sequence[Line]) -> tuple[list[Line], tuple[str, ...]]:
    """`lines` with each run of one and the same line said once, a remark in brackets after it, and notes.

    Only lines that follow each other directly and are of one speaker make a run.
    """
    folded = [line.text.casefold().strip(" .,!?…-—") for line in lines]
    kept: list[Line] = []
    notes = []
    at = 0
    while at < len(lines):
        first, end = lines[at], at + 1
        while end < len(lines) and folded[end] == folded[at] and lines[end].speaker == first.speaker:
            end += 1
        if end == at + 1 or not folded[at]:
            kept += lines[at:end]
            at = end
            continue
        words = re.findall(r"[^\W\d_]+", folded[at])
        count = end - at
        if count >= (_LONG if len(words) >= 3 else _SHORT):
            last = lines[end - 1]
            remark = f"{first.text} [повторено ещё {count - 1} раз: ошибка распознавания]"
            kept.append(replace(first, text=remark, stop=last.stop))
            notes.append(
                f"{first.place} – {last.place}: строка «{_short(first.text)}» стоит {count} раз подряд; "
                "это похоже на ошибку распознавания, учтена она один раз"
            )
        else:
            kept += lines[at:end]
        at = end
    return kept, tuple(notes)


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
