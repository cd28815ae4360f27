"""The way in over the network: a password that is kept nowhere, attempts that have to wait for each other."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final
from urllib.parse import quote

from starlette.responses import HTMLResponse, Response

from otzvuk.model.errors import InputError

NAME: Final = "otzvuk_name"
"""The cookie that holds who works."""

LONGEST: Final = 60
"""Letters of a person's name."""

SHORTEST: Final = 8
"""Letters of a password."""

_WAIT: Final = 60.0  # seconds that an attempt waits at most, however many went wrong before
_KNOWN: Final = 1000  # addresses whose attempts are counted


class Door:
    """Opens to a password; keeps only its digest, in memory. Raises `InputError` for one that is too short.

    After every wrong attempt an address waits twice as long: 1, 2, 4 … seconds up to a minute. `clock` is in
    seconds.
    """

    def __init__(self, password: str, clock: Callable[[], float] = time.monotonic) -> None:
        if len(password) < SHORTEST:
            raise InputError("пароль слишком короткий", expected=f"не меньше {SHORTEST} знаков")
        self._salt, self._clock, self._lock = secrets.token_bytes(16), clock, threading.Lock()
        self._kept = self._digest(password)
        self._wrong: OrderedDict[str, tuple[int, float]] = OrderedDict()  # how often, until when to wait

    def opens(self, who: str, password: str) -> bool:
        """Whether the password is right; attempts are looked at one by one."""
        with self._lock:
            return self._opens(_network(who), password)

    def wait(self, who: str) -> float:
        """How many seconds `who` has to wait until the next attempt is looked at; 0 where not at all."""
        _, until = self._wrong.get(_network(who), (0, 0.0))
        return max(0.0, until - self._clock())

    def _opens(self, who: str, password: str) -> bool:
        times, until = self._wrong.get(who, (0, 0.0))
        if self._clock() < until:  # not even looked at: a right one would tell as much as a wrong one
            return False
        right = secrets.compare_digest(self._digest(password), self._kept)
        self._wrong.pop(who, None)
        if not right:
            self._wrong[who] = times + 1, self._clock() + min(_WAIT, 2.0 ** min(times, 10))
            while len(self._wrong) > _KNOWN:
                self._wrong.popitem(last=False)
        return right

    def _digest(self, password: str) -> bytes:
        # slow and of one length: nothing is learnt from how long an answer takes
        return hashlib.scrypt(password.encode(), salt=self._salt, n=2**14, r=8, p=1)


def _network(who: str) -> str:
    """Whose attempts are counted together: one address; of IPv6, where anybody has many, its network."""
    try:
        known = ip_address(who.partition("%")[0])
    except ValueError:
        return who
    return str(ip_network((int(known), 64), strict=False)) if isinstance(known, IPv6Address) else who


def login_page(sentence: str, *, back: str, name: str = "", status: int = 401) -> Response:
    """The page that asks for name and password."""
    from otzvuk.workbench.render import environment

    page = environment().get_template("login.html.j2")
    return HTMLResponse(page.render(sentence=sentence, back=back, name=name, longest=LONGEST), status)


def remember(answer: Response, name: str) -> None:
    """Keep in the browser who works there."""
    answer.set_cookie(NAME, quote(name), httponly=True, samesite="strict")
