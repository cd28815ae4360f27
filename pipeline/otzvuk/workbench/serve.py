"""The workbench served on this machine: a free port, a secret in the address, a browser opened on it."""

from __future__ import annotations

import getpass
import secrets
import socket
import threading
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

import uvicorn

from otzvuk.model.errors import InputError, reason
from otzvuk.workbench.app import app
from otzvuk.workbench.desk import Desk
from otzvuk.workbench.guard import SECRET

HERE: Final = "127.0.0.1"
_TRIED: Final = 20  # ports after the one that was wanted


def serve(
    folder: Path,
    *,
    port: int,
    by: str = "",
    browser: bool = True,
    jobs: int = 1,
    say: Callable[[str], object] = print,
) -> None:
    """Open the study in `folder` and serve it until interrupted; `say` is told the address.

    A port that is taken is replaced by the next free one. Raises `InputError` for a bad study.
    """
    desk = Desk(folder, jobs=jobs)
    secret = secrets.token_urlsafe(24)
    with _socket(port) as listening:
        own = listening.getsockname()[1]
        hosts = [f"{HERE}:{own}", f"localhost:{own}"]
        config = uvicorn.Config(
            app(desk, secret=secret, by=by or _user(), hosts=hosts),
            log_level="error",
            lifespan="off",
            server_header=False,
            ws="none",
        )
        where = f"http://{HERE}:{own}/?{SECRET}={secret}"
        if own != port and port:
            say(f"Порт {port} занят, взят {own}.")
        say(f"Исследование открыто: {where}")
        say("Адрес действует, пока работает эта команда; остановить её — Ctrl+C.")
        if browser:
            threading.Timer(0.5, _open, [where, say]).start()
        try:
            uvicorn.Server(config).run(sockets=[listening])
        finally:
            desk.close()


def _socket(port: int) -> socket.socket:
    for wanted in [port, *(range(port + 1, port + _TRIED) if port else ()), 0]:
        if wanted > 65535:
            continue
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            listening.bind((HERE, wanted))
        except OSError as error:
            listening.close()
            if not wanted:
                raise InputError("порт не открыть", value=reason(error)) from error
        else:
            return listening
    raise InputError("порт не открыть", value=port)


def _open(where: str, say: Callable[[str], object]) -> None:
    opened = False
    with suppress(webbrowser.Error, OSError):
        opened = webbrowser.open(where)
    if not opened:
        say("Браузер не открылся: откройте адрес сами.")


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "я"
