"""The command that opens the workbench in a browser."""

from __future__ import annotations

import os
import sys
from getpass import getpass
from typing import Annotated, Final

import typer

from otzvuk.cli.app import Jobs, StudyFolder, app
from otzvuk.cli.usage import NUMBER, RussianCommand
from otzvuk.model.errors import InputError

PASSWORD: Final = "OTZVUK_PASSWORD"
"""Environment variable: the password for others, instead of typing it."""


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
    host: Annotated[
        str,
        typer.Option(
            "--host",
            metavar="АДРЕС",
            help="Пустить других: адрес этого компьютера в сети. Спросит пароль или возьмёт его из "
            "переменной OTZVUK_PASSWORD.",
        ),
    ] = "127.0.0.1",
    jobs: Jobs = 1,
) -> None:
    """Serve the workbench until interrupted: on this machine, for others only with a password."""
    if port > 65535:
        raise InputError("нет такого порта", value=port, expected="число до 65535")
    from otzvuk.codings.decisions import Decisions
    from otzvuk.workbench.serve import is_local, serve

    password = "" if is_local(host) else _password()
    name = " ".join(by.split())
    if remark := Decisions(study).remark:
        typer.echo(remark)
    serve(
        study,
        port=port,
        by=name,
        browser=browser,
        host=host,
        password=password,
        jobs=jobs,
        say=typer.echo,
    )


def _password() -> str:
    """The password for others: of the environment, else typed twice without echo. Raises `InputError`."""
    given = os.environ.pop(PASSWORD, "")  # no program that is started from here inherits it
    if given:
        return given
    if not sys.stdin.isatty():
        raise InputError("пароль не спросить: нет терминала", expected=f"пароль в переменной {PASSWORD}")
    password = getpass("Пароль для тех, кто войдёт по сети: ")
    if getpass("Ещё раз: ") != password:
        raise InputError("пароли не совпали", expected="дважды один и тот же")
    return password
