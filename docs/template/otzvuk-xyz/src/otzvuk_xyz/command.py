"""`otzvuk longest STUDY`: who speaks the longest turn."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import otzvuk


def longest(
    study: Annotated[Path, typer.Argument(metavar="ИССЛЕДОВАНИЕ", help="Папка исследования.")],
) -> None:
    """Показать самую длинную реплику."""
    turns = [turn for each in otzvuk.read_study(study).interviews for turn in each.turns]
    turn = max(turns, key=lambda each: len(each.text))
    typer.echo(f"{turn.speaker}: {len(turn.text)}")
