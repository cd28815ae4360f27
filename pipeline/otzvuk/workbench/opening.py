"""A study being opened: what is being done meanwhile, for the page that waits for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from otzvuk.model.errors import InputError
from otzvuk.model.progress import told
from otzvuk.workbench.desk import Desk
from otzvuk.workbench.render import environment, static_file
from otzvuk.workbench.step import Step

_METHODS: Final = ["GET", "HEAD", "POST"]
_LATER: Final = 503  # of what is sent meanwhile: it is not kept


class Opening:
    """The study in folder `folder` being opened in a thread: `desk` once that is done, else `fault`.

    `ended` is called then, in that thread.
    """

    def __init__(self, folder: Path, *, jobs: int = 1, ended: Callable[[], object] = lambda: None) -> None:
        self.desk: Desk | None = None
        self.fault: InputError | None = None
        self.step = Step("Чтение стенограмм")
        self._error: BaseException | None = None
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._open, args=[folder, jobs, ended], daemon=True)
        self._thread.start()

    def wait(self, seconds: float) -> bool:
        """Whether it has ended, one way or the other; waits so long at most."""
        return self._done.wait(seconds)

    def result(self) -> Desk | None:
        """The desk, None while there is none yet. Raises what has prevented it."""
        if self._error is not None:
            raise self._error
        return self.desk

    def _open(self, folder: Path, jobs: int, ended: Callable[[], object]) -> None:
        try:
            with told(self._tell):
                self.desk = Desk(folder, jobs=jobs)
        except InputError as error:
            self.fault = self._error = error
        except BaseException as error:  # whoever waits is told, in their own thread
            self._error = error
        finally:
            self._done.set()
            ended()

    def _tell(self, what: str, done: int, total: int) -> None:
        self.step = Step(what, done, total)


class Waiting:
    """The application over a study that is being opened: a page that waits, then what `made` makes of it."""

    def __init__(self, opening: Opening, made: Callable[[Desk], ASGIApp], guard: Middleware) -> None:
        self._opening, self._made = opening, made
        self._app: ASGIApp | None = None
        self._lock = threading.Lock()
        routes = [
            Route("/static/{name}", static_file),
            Route("/{path:path}", self._page, methods=_METHODS),
        ]
        self._meanwhile = Starlette(routes=routes, middleware=[guard])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer by the desk where it is there."""
        await (self._ready() or self._meanwhile)(scope, receive, send)

    def _ready(self) -> ASGIApp | None:
        if self._app is None and self._opening.desk is not None:
            with self._lock:
                self._app = self._app or self._made(self._opening.desk)
        return self._app

    async def _page(self, request: Request) -> Response:
        fault = self._opening.fault
        status = 200 if request.method != "POST" else _LATER
        return waiting_page(self._opening.step, fault=str(fault) if fault else "", status=status)


def waiting_page(
    step: Step, *, fault: str = "", names: bool = False, back: str = "/", status: int = 200
) -> Response:
    """The page that says what is being done; with `names` it offers not to wait for them."""
    title = "Не открыть" if fault else "Имена ещё ищутся" if names else "Исследование открывается"
    data: Mapping[str, object] = {
        "title": title,
        "step": step,
        "fault": fault,
        "names": names,
        "back": back,
    }
    return HTMLResponse(environment().get_template("opening.html.j2").render(data), status)
