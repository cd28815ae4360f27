"""Dialogues as in novels: each contribution begins with a dash, and two people take turns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from otzvuk.read.label import Label, Style
from otzvuk.read.transcript import Line

DASHES = "имён в стенограмме нет, реплики начинаются с тире: принято, что двое говорят по очереди"
_DASH = re.compile(r"\s*[—–-]\s*(?=\S)")
_LEAST = 4  # contributions
_SHARE = 0.5  # of the lines
_ASKED = 0.1  # of the contributions are questions, else it is a list


def by_dashes(lines: Sequence[Line]) -> tuple[list[Line], list[Label | None]] | None:
    """The lines, and a label for each that begins with a dash; None where `lines` are no such dialogue."""
    filled = [line for line in lines if line.text.strip()]
    spoken = [line for line in filled if _DASH.match(line.text)]
    asked = sum("?" in line.text for line in spoken)
    if len(spoken) < _LEAST or len(spoken) < _SHARE * len(filled) or asked < _ASKED * len(spoken):
        return None
    found: list[Line] = []
    labels: list[Label | None] = []
    turns = 0
    for line in lines:
        dash = _DASH.match(line.text)
        label = None
        if dash:
            label = Label(
                name=f"Говорящий {turns % 2 + 1}",
                rest=line.text[dash.end() :],
                style=Style.GIVEN,
                seconds=line.seconds,
            )
            turns += 1
        found.append(replace(line, text=line.text[dash.end() :]) if dash else line)
        labels.append(label)
    return found, labels
