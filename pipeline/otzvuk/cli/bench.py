"""The command that opens the workbench in a browser."""

from __future__ import annotations

from typing import Annotated

import typer

from otzvuk.cli.app import Jobs, StudyFolder, app
from otzvuk.cli.usage import NUMBER, RussianCommand
from otzvuk.model.errors import InputError


@app.command(
    "open",
    cls=RussianCommand,
    help="Открыть исследование в браузере: искать, проверять, собирать цитаты, править коды.",
)
def open_(
    study: StudyFolder,
    port: Annotated[
        int, typer.Option("--port", min=0, metavar=NUMBER, help="Порт; занят — берётся другой.")
    ] = 8712,
    by: Annotated[
        str, typer.Option("--by", metavar="ИМЯ", help="Чьи решения; обычно — имя пользователя компьютера.")
    ] = "",
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Открыть браузер или только напечатать адрес.")
    ] = True,
    jobs: Jobs = 1,
) -> None:
    """Serve the workbench on this machine until interrupted."""
    if port > 65535:
        raise InputError("нет такого порта", value=port, expected="число до 65535")
    from otzvuk.workbench.serve import serve

    serve(study, port=port, by=" ".join(by.split()), browser=browser, jobs=jobs, say=typer.echo)
