"""The workbench over a small study, served for tests: looked at in a browser, asked by hand."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import uvicorn

from otzvuk.workbench.app import app
from otzvuk.workbench.desk import Desk
from otzvuk.workbench.login import Door

SECRET = "secret-1"
TALKS = {
    "альфа": """\
Интервьюер: Как с документами?
Семён Лобов: Накладные путают каждый раз, каждый раз звоню.
Интервьюер: А со сроками?
Семён Лобов: Сроки поставки срывают постоянно, это беда. <script>alert(1)</script> =1+1
Интервьюер: А менеджер?
Семён Лобов: Менеджер Марина отвечает быстро, спасибо ей. Её отчёт приходит в срок.
""",
    "бета": """\
Интервьюер: Что с поставками?
Вера Чижова: Поставку ждали месяц, сроки срывают и здесь. Цена устраивает.
Интервьюер: А бумаги?
Вера Чижова: Накладные приходят с ошибками, бухгалтерия ругается. \u202eМенеджер хороший.
""",
}


def make_study(folder: Path, *, hide_names: bool = False) -> Path:
    (folder / "transcripts").mkdir(parents=True)
    for name, text in TALKS.items():
        (folder / "transcripts" / f"{name}.txt").write_text(text, "utf-8")
    (folder / "study.yaml").write_text(
        f"# наше\nsupplier: Молога\nreplicates: 100\ncoder: fast\nhide_names: {str(hide_names).lower()}\n",
        "utf-8",
    )
    return folder


@dataclass(frozen=True)
class Bench:
    """A running workbench: its desk, its address, the address with the secret."""

    desk: Desk
    port: int

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> tuple[int, dict[str, str], str]:
        """A request by hand; a header's name is given with _ for -."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=180)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body.encode(), given)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        connection.close()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, text


@contextmanager
def running(folder: Path, *, by: str = "Анна", door: Door | None = None) -> Iterator[Bench]:
    """The workbench over the study in `folder`, until the block ends."""
    desk = Desk(folder)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        application = app(desk, secret=SECRET, by=by, hosts=[f"127.0.0.1:{port}"], door=door)
        server = uvicorn.Server(uvicorn.Config(application, log_level="error", lifespan="off", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield Bench(desk, port)
        finally:
            server.should_exit = True
            thread.join(timeout=60)
            desk.close()


@contextmanager
def page_of(browser: Any, bench: Bench, *, width: int = 1280) -> Iterator[Any]:
    """A page that has the secret; fails on errors in its console and on requests to anywhere else."""
    from urllib.parse import quote

    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.set_default_timeout(180_000)  # the machine may be busy
    trouble: list[str] = []
    page.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: trouble.append(str(error)))
    own = (bench.base, "data:")
    page.on("request", lambda one: trouble.append(one.url) if not one.url.startswith(own) else None)
    try:
        page.goto(f"{bench.base}/?secret={quote(SECRET)}")
        yield page
        assert not trouble
    finally:
        context.close()


def check_accessible(page: Any) -> None:
    """No violation that axe finds by WCAG 2.2 A and AA."""
    from axe_playwright_python.sync_playwright import Axe

    # the page's policy forbids scripts of others: axe comes in as the browser's own
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    script = Path(__import__("axe_playwright_python").__file__).with_name("axe.min.js")
    page.evaluate(script.read_text("utf-8"))
    found = page.evaluate("tags => axe.run({runOnly: tags})", tags)
    assert Axe is not None
    broken = [(each["id"], [node["html"] for node in each["nodes"]][:3]) for each in found["violations"]]
    assert not broken, broken


def press(page: Any, key: str) -> None:
    """Press a key that leads to another page, and wait until that is there."""
    with page.expect_event("load"):
        page.keyboard.press(key)
