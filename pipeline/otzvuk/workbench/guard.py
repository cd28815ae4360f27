"""Who may talk to the workbench: a browser that was given the secret, and nobody else.

Requests must name the address that the server listens on (against DNS rebinding), writing ones must come
from its own pages, and all must carry the secret: once in the address, from then on in a cookie. Over a
network the secret is given for a password (`login.Door`).
"""

from __future__ import annotations

import math
import secrets
from collections.abc import Collection
from typing import Final
from urllib.parse import parse_qs, parse_qsl, quote, unquote, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request, cookie_parser
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from otzvuk.workbench.login import LONGEST, NAME, Door, login_page, remember

SECRET: Final = "secret"
"""The name of the query's part that holds the secret."""

ELSEWHERE: Final = "X-Elsewhere"
"""The header that says to a script where to go after what it has sent."""

_MOST: Final = 4 * 2**20  # bytes of a form
_LITTLE: Final = 8 * 2**10  # bytes of a form of whom nobody knows
_LOGIN: Final = "/login"
_LOOK: Final = frozenset(("/static/bench.css", "/static/work.css"))  # tells nothing of the study
_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with no-referrer, browsers post their own forms with «Origin: null»
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_PAGE: Final = (
    "<!doctype html><html lang=ru><meta charset=utf-8><title>Отзвук</title>"
    "<h1>Не открыть</h1><p>{}</p></html>"
)


class Guard:
    """Middleware that lets through what has the right host, origin and secret; `hosts` are «name:port».

    Who has no secret is given it for the password of `door`, if there is one.
    """

    def __init__(
        self, app: ASGIApp, *, secret: str, hosts: Collection[str], door: Door | None = None
    ) -> None:
        self._app, self._secret, self._door = app, secret, door
        self._hosts = frozenset(each.casefold() for each in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        scripted = scope["method"] == "POST" and Headers(scope=scope).get("x-requested-by") == "bench"

        async def careful(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_HEADERS)
                if scripted and message["status"] == 303:  # a script goes there itself, as a form would
                    message = {**message, "status": 200}
                    headers[ELSEWHERE] = headers["location"]
                    del headers["location"]
            await send(message)

        refusal = self._refusal(scope) or self._stranger(scope)
        if refusal is None and scope["path"] == _LOGIN and self._door is not None:
            refusal = await self._let_in(scope, receive) if scope["method"] == "POST" else _to("/")
        await (refusal or self._app)(scope, receive, careful)

    def _refusal(self, scope: Scope) -> Response | None:
        """The answer to what does not come from a page of this server, or is too much."""
        headers = Headers(scope=scope)
        host = headers.get("host", "").casefold()
        if host not in self._hosts:
            return _refused("Адрес не тот, по которому открыт Отзвук.", 421)
        if scope["method"] not in {"GET", "HEAD"}:
            if headers.get("origin", "").casefold() != f"{scope['scheme']}://{host}":
                return _refused("Запрос пришёл с чужой страницы.", 403)
            size = headers.get("content-length", "" if "transfer-encoding" in headers else "0")
            if (
                not size.isdecimal()
                or len(size) > 9
                or int(size) > (_LITTLE if scope["path"] == _LOGIN else _MOST)
            ):
                return _refused("Слишком много данных.", 413)
        return None

    def _stranger(self, scope: Scope) -> Response | None:
        """The answer to whoever has no secret, or has it in the address."""
        cookies, cookie = cookie_parser(Headers(scope=scope).get("cookie", "")), _cookie(scope)
        given = cookies.get(cookie, "")
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        told = dict(query).get(SECRET)
        if told is not None and secrets.compare_digest(told.encode(), self._secret.encode()):
            rest = urlencode([each for each in query if each[0] != SECRET])
            answer = _to(quote(scope["path"]) + (f"?{rest}" if rest else ""))
            answer.set_cookie(cookie, self._secret, httponly=True, samesite="strict")
            return answer
        if not secrets.compare_digest(given.encode(), self._secret.encode()):
            if self._door is not None:
                return self._asked(scope, unquote(cookies.get(NAME, "")))
            return _refused(
                "Нужен адрес целиком, с кодом на конце: его напечатала команда otzvuk open. Адрес от "
                "прежнего запуска не подходит.",
                403,
            )
        return None

    def _asked(self, scope: Scope, name: str) -> Response | None:
        """The page that asks for the password; its look and what it sends are let through."""
        reading = scope["method"] in {"GET", "HEAD"}
        if scope["path"] == _LOGIN and not reading:
            return None
        if scope["path"] in _LOOK and reading:
            return None
        back = quote(scope["path"]) + (f"?{scope['query_string'].decode('latin-1')}" if reading else "")
        sentence = "" if reading else "Сначала войдите: решение не записано."
        return login_page(sentence, back="/" if scope["path"] == _LOGIN else back, name=name)

    async def _let_in(self, scope: Scope, receive: Receive) -> Response:
        assert self._door is not None
        form = parse_qs((await Request(scope, receive).body()).decode("utf-8", "replace"))
        name = " ".join(form.get("name", [""])[-1].split())[:LONGEST]
        back, who = form.get("back", ["/"])[-1], (scope.get("client") or ("",))[0]
        if wait := self._door.wait(who):
            sentence = f"Слишком много попыток: следующая — через {math.ceil(wait)} с."
            answer = login_page(sentence, back=back, name=name, status=429)
            answer.headers["Retry-After"] = str(math.ceil(wait))
            return answer
        if not name:
            return login_page("Назовите себя: решения подписываются именем.", back=back)
        if not await run_in_threadpool(self._door.opens, who, form.get("password", [""])[-1]):
            return login_page("Пароль не тот.", back=back, name=name)
        answer = _to(back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/")
        answer.set_cookie(_cookie(scope), self._secret, httponly=True, samesite="strict")
        remember(answer, name)
        return answer


def _cookie(scope: Scope) -> str:
    """The name of the secret's cookie; cookies know no ports."""
    return f"otzvuk_{(scope.get('server') or ('', 80))[1]}"


def _to(where: str) -> Response:
    return RedirectResponse(where, 303)


def _refused(sentence: str, status: int) -> Response:
    return HTMLResponse(_PAGE.format(sentence), status)
