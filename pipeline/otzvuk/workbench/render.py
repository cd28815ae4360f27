"""Requests as pages see them, and answers: a template filled in, another address, a file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Final
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from otzvuk.model import wording
from otzvuk.model.decision import is_blind
from otzvuk.model.errors import InputError
from otzvuk.model.interview import Role
from otzvuk.model.mention import Kind, Trend
from otzvuk.numbers.quote.shown import visible
from otzvuk.report.look import look
from otzvuk.workbench.desk import Desk
from otzvuk.workbench.movement import movement
from otzvuk.workbench.view import View

NAV: Final = (
    ("/", "Обзор"),
    ("/check", "Проверка"),
    ("/interviews", "Интервью"),
    ("/search", "Поиск"),
    ("/basket", "Цитаты"),
    ("/codes", "Коды"),
    ("/second", "Второй кодировщик"),
)
"""The pages in the order of the menu: address and name."""


@dataclass(frozen=True)
class Ask:
    """What a page is asked: whose desk, by whom, with which parts of the address and of the form.

    `view` is the study as whoever asks sees it: with names hidden or not.
    """

    desk: Desk
    by: str
    path: str
    view: View
    params: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, list[str]] = field(default_factory=dict)
    form: Mapping[str, list[str]] = field(default_factory=dict)

    def one(self, name: str, default: str = "") -> str:
        """The value of a field of the form, else of the address."""
        values = self.form.get(name) or self.query.get(name)
        return values[-1] if values else default

    def many(self, name: str) -> list[str]:
        """All values of a field that are not empty."""
        return [each for each in (self.form.get(name) or self.query.get(name) or []) if each]

    def number(self, name: str, default: int = 0) -> int:
        """The whole number in a field. Raises `InputError` for anything else."""
        text = self.one(name)
        if not text:
            return default
        if not text.lstrip("-").isdecimal() or len(text) > 9:
            raise InputError("ожидается целое число", value=text[:40])
        return int(text)


@dataclass(frozen=True)
class Shown:
    """A page: its template and what that is filled with; `status` is that of HTTP."""

    template: str
    title: str
    data: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True)
class Elsewhere:
    """Go to another address of the workbench; `said` is told there once."""

    where: str
    said: str = ""


Answer = Shown | Elsewhere


def address(path: str, **query: object) -> str:
    """An address of the workbench; empty and missing values are left out, lists repeat."""
    pairs = [
        (name, str(one))
        for name, value in query.items()
        for one in (value if isinstance(value, list | tuple) else [value])
        if one not in (None, "")
    ]
    return quote(path) + (f"?{urlencode(pairs)}" if pairs else "")


def inside(where: str) -> str:
    """`where` if it is an address of this server, else its front page: never another site's."""
    return where if where.startswith("/") and not where.startswith(("//", "/\\")) else "/"


def turn_address(view: View, interview: str, turn: int) -> str:
    """The address of a turn."""
    return address(f"/interview/{view.key(interview)}", turn=turn) + f"#t{turn}"


def spot_address(view: View, interview: str, turn: int, start: int, stop: int) -> str:
    """The address of a stretch of a turn."""
    return address(f"/interview/{view.key(interview)}", turn=turn, at=f"{start}-{stop}") + f"#t{turn}"


_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)


def exact(text: str) -> str:
    """`text` letter for letter, so that places in it stay; what cannot be seen but turns words round is «·».

    >>> exact("сроки\\u202e не")
    'сроки· не'
    """
    return _UNSEEN.sub("·", text)


_TOGETHER: Final = re.compile(r"(?<=[<>→]) (?=[<>\d])|(?<=\d) (?=%)")  # «> 99 %» stays in one line


def _seen(text: str) -> str:
    return _TOGETHER.sub("\N{NO-BREAK SPACE}", visible(text))


@cache
def environment() -> Environment:
    """The templates and what they may call."""
    made = Environment(
        loader=PackageLoader("otzvuk.workbench"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"seen": _seen, "clock": wording.clock}
    made.filters["chance"] = lambda share: wording.chance(share, brief=True)
    made.globals |= {
        "nav": NAV,
        "address": address,
        "turn_address": turn_address,
        "spot_address": spot_address,
        "counted": wording.counted,
        "kinds": {each.value: each.label for each in Kind},
        "trends": {each.value: each.label for each in Trend if each.value},
        "roles": {each.value: each.label for each in Role},
    }
    return made


def rendered(shown: Shown, ask: Ask, *, said: list[str]) -> str:
    """The page as text."""
    desk = ask.desk
    return environment().get_template(shown.template).render(
        title=shown.title,
        path=ask.path,
        by=ask.by,
        desk=desk,
        book=desk.codebook,
        view=ask.view,
        movement=None if is_blind(ask.by) else movement(desk),
        said=said,
        **shown.data,
    )  # fmt: skip


_LOOK: Final = "bench.css"
STATIC: Final[Mapping[str, str]] = {
    "bench.css": "text/css",
    "bench.js": "text/javascript",
    "work.css": "text/css",
    "work.js": "text/javascript",
    "wait.js": "text/javascript",
    "send.js": "text/javascript",
}


@cache
def static(name: str) -> bytes:
    """One of the files that pages need."""
    own = files("otzvuk.workbench").joinpath("static", name).read_bytes()
    return look().encode() + own if name == _LOOK else own


async def static_file(request: Request) -> Response:
    """One of these files as an answer."""
    name = request.path_params["name"]
    if name not in STATIC:
        raise HTTPException(404)
    return Response(static(name), media_type=STATIC[name])
