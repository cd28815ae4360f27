"""The command that lets the program learn from what people decided about its coding."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from otzvuk.cli.app import app
from otzvuk.cli.usage import FOLDER, RussianCommand


@app.command(
    cls=RussianCommand,
    help="Научить программу на решениях людей (otzvuk decisions): дообучение, которое назовёт study.yaml.",
)
def learn(
    studies: Annotated[
        list[Path], typer.Argument(metavar=FOLDER, help="Исследования, о которых люди что-то решили.")
    ],
    to: Annotated[
        Path | None,
        typer.Option(
            "--to", metavar="ПАПКА", help="Куда записать; обычно — папка learned в первом исследовании."
        ),
    ] = None,
) -> None:
    """Fit a correction of the model to people's decisions, and say how good it is and how to use it."""
    from otzvuk.model.extra import needed

    with needed("для дообучения", extra="learn"):
        from otzvuk.show.revision import show_revision
        from otzvuk.train.decide import LEARNED
        from otzvuk.train.decide import learn as fit

    show_revision(fit(studies, to or studies[0] / LEARNED), studies)
