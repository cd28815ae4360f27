"""Who may talk to the workbench: this machine's browser that was given the secret, and nobody else.

Requests must name the address that the server listens on (against DNS rebinding), writing ones must come from
its own pages, and all must carry the secret: once in the address, from then on in a cookie.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from typing import Final
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SECRET: Final = "secret"
"""The name of the query's part that holds the secret."""

_MOST: Final = 4 * 2**20  # bytes of a form
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
    """Middleware that lets through what has the right host, origin and secret; `hosts` are «name:port»."""

    def __init__(self, app: ASGIApp, *, secret: str, hosts: Collection[str]) -> None:
        self._app, self._secret, self._hosts = app, secret, frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def careful(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        refusal = self._refusal(scope)
        await (refusal or self._app)(scope, receive, careful)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if host not in self._hosts:
            return _refused("Адрес не тот, по которому открыт Отзвук.", 421)
        if scope["method"] not in {"GET", "HEAD"}:
            if headers.get("origin", "") != f"{scope['scheme']}://{host}":
                return _refused("Запрос пришёл с чужой страницы.", 403)
            if not headers.get("content-length", "0").isdecimal() or (
                int(headers.get("content-length", "0")) > _MOST
            ):
                return _refused("Слишком много данных.", 413)
        cookie = f"otzvuk_{host.rpartition(':')[2]}"
        given = cookie_parser(headers.get("cookie", "")).get(cookie, "")
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        told = dict(query).get(SECRET)
        if told is not None and secrets.compare_digest(told.encode(), self._secret.encode()):
            rest = urlencode([each for each in query if each[0] != SECRET])
            answer = RedirectResponse(scope["path"] + (f"?{rest}" if rest else ""), 303)
            answer.set_cookie(cookie, self._secret, httponly=True, samesite="strict")
            return answer
        if not secrets.compare_digest(given.encode(), self._secret.encode()):
            return _refused(
                "Нужен адрес целиком, с кодом на конце: его напечатала команда otzvuk open. Адрес от "
                "прежнего запуска не подходит.",
                403,
            )
        return None


def _refused(sentence: str, status: int) -> Response:
    return HTMLResponse(_PAGE.format(sentence), status)
