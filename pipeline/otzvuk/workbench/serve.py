"""The workbench served: a free port, a secret in the address, a browser opened on it.

On this machine only, unless an address of it in a network is asked for: then for a password, too.
"""

from __future__ import annotations

import errno
import getpass
import os
import secrets
import socket
import threading
import time
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from typing import Final

import uvicorn
from starlette.middleware import Middleware
from starlette.types import ASGIApp

from otzvuk.model.errors import InputError, reason
from otzvuk.workbench.app import app
from otzvuk.workbench.desk import Desk
from otzvuk.workbench.guard import SECRET, Guard
from otzvuk.workbench.login import Door
from otzvuk.workbench.opening import Opening, Waiting
from otzvuk.workbench.session import Session

HERE: Final = "127.0.0.1"
_TRIED: Final = 20  # ports after the one that was wanted
_PATIENCE: Final = 1.5  # seconds that a study has to be opened in before an address is given
_SAID: Final = 3.0  # seconds that the page has to say what is wrong with the study
_QUEUE: Final = 2048  # connections that wait
_HTTP: Final = 80  # the port that browsers leave out
_EXPECTED: Final = "адрес этого компьютера в сети, например 192.168.1.5"
WARNING: Final = (
    "Кто в этой сети знает пароль, видит все стенограммы, и с именами, и может записывать решения; связь не "
    "шифруется, так что пароль и тексты может перехватить всякий, кто подключён к той же сети."
)
"""What it means that others can reach the workbench."""


def serve(
    folder: Path,
    *,
    port: int,
    by: str = "",
    browser: bool = True,
    host: str = HERE,
    password: str = "",
    jobs: int = 1,
    say: Callable[[str], object] = print,
) -> None:
    """Open the study in `folder` and serve it until interrupted; `say` is told the address.

    A port that is taken is replaced by the next free one. `host` is an address of this machine: where others
    can reach it, they need `password`. Raises `InputError` for a bad study, address or password.
    """
    network = not is_local(host)
    door = Door(password) if network else None
    where = _address(host)
    by = by or _user()
    with _socket(where, port) as listening:
        own = listening.getsockname()[1]
        named = f"[{where}]" if ":" in where else where
        hosts = [named, host, *(("localhost", HERE) if not network else ())]
        hosts = [f"{each}:{own}" for each in hosts] + (hosts if own == _HTTP else [])
        listening.listen(_QUEUE)  # whoever has the address may ask at once
        opening = Opening(folder, jobs=jobs)
        if opening.wait(_PATIENCE):
            opening.result()  # what is wrong is said before any address is
        session = Session(folder, own) if not network else None
        secret = session.secret if session else secrets.token_urlsafe(24)

        def made(desk: Desk) -> ASGIApp:
            return app(desk, secret=secret, by=by, hosts=hosts, door=door)

        guard = Middleware(Guard, secret=secret, hosts=hosts, door=door)
        config = uvicorn.Config(
            Waiting(opening, made, guard),
            log_level="error",
            lifespan="off",
            server_header=False,
            ws="none",
            proxy_headers=False,
        )
        address = f"http://{named}:{own}/?{SECRET}={secret}"
        if own != port and port:
            say(f"Порт {port} занят, взят {own}.")
        say(f"Исследование {'открыто' if opening.desk else 'открывается'}: {address}")
        if network:
            say(f"Другим в этой сети — http://{named}:{own}/ и пароль.")
            say(WARNING)
        say("Адрес действует, пока работает эта команда; остановить её — Ctrl+C.")
        if browser:
            threading.Timer(0.5, _open, [address, say]).start()
        server = uvicorn.Server(config)
        threading.Thread(target=_stop_where_faulty, args=[opening, server], daemon=True).start()
        try:
            server.run(sockets=[listening])
        finally:
            if session:
                session.end()
            if opening.desk is not None:
                opening.desk.close()
        opening.result()


def _stop_where_faulty(opening: Opening, server: uvicorn.Server) -> None:
    """End the server, once its page has said so, where the study cannot be opened."""
    while not opening.wait(3600.0):
        pass
    if opening.desk is None:
        time.sleep(_SAID)
        server.should_exit = True


def is_local(host: str) -> bool:
    """Whether an address is this machine's own, which nobody else can reach. Raises `InputError`."""
    return ip_address(_address(host)).is_loopback


def _address(host: str) -> str:
    """The address that a name or an address stands for. Raises `InputError` for none, and for all at once."""
    try:
        found = str(socket.getaddrinfo(host, 0, type=socket.SOCK_STREAM)[0][4][0])
    except (OSError, UnicodeError) as error:
        raise InputError("нет такого адреса", value=host, expected=_EXPECTED) from error
    if ip_address(found.partition("%")[0]).is_unspecified:
        raise InputError("это не один адрес, а все сразу", value=host, expected=_EXPECTED)
    return found


def _socket(address: str, port: int) -> socket.socket:
    for wanted in [port, *(range(port + 1, port + _TRIED) if port else ()), 0]:
        if wanted > 65535:
            continue
        listening = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
        if os.name == "posix":  # one that was killed has left connections behind; under Windows it means more
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((address, wanted))
        except OSError as error:
            listening.close()
            if error.errno == errno.EADDRNOTAVAIL:
                raise InputError(
                    "это не адрес этого компьютера", value=address, expected=_EXPECTED
                ) from error
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
