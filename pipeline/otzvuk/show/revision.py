"""What was learnt from people's decisions, for the terminal."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from otzvuk.train.decide import Revision


def show_revision(found: Revision, studies: Sequence[Path]) -> None:
    """Print what was learnt, how good it is, and the line of study.yaml that uses it or undoes it."""
    console = Console(soft_wrap=True, highlight=False)
    earlier = f", и прежние {found.earlier}" if found.earlier else ""
    where = f"интервью {found.interviews}" + (f", исследований {found.studies}" if found.studies > 1 else "")
    console.print(f"Учтено решений: {found.decisions} ({where}){earlier}")
    if found.unknown:
        console.print(f"Не учтено, потому что кода нет в кодовой книге: {found.unknown}")
    scores = found.scores
    console.print(
        "На решениях, отложенных при проверке: F1 вида и кода "
        f"{_told(scores.f1_before)} без дообучения, {_told(scores.f1_after)} с ним; "
        f"потери (меньше — лучше) {_told(scores.loss_before)} и {_told(scores.loss_after)}"
    )
    console.print(f"Дообучение: {found.folder}", markup=False)
    for each in studies:
        named = os.path.relpath(found.folder.resolve(), each.resolve()).replace("\\", "/")
        console.print(
            f"Чтобы им пользоваться, впишите в {each / 'study.yaml'}: learned: {named}", markup=False
        )
    console.print("Чтобы отменить, уберите эту строку.")


def _told(value: float) -> str:
    return f"{value:.3f}".replace(".", ",")
