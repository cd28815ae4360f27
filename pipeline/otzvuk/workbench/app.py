"""The workbench as an ASGI application: addresses, the guard before them, faults as one sentence."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Collection
from typing import Final
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from otzvuk.model.errors import InputError
from otzvuk.workbench import basket, check, codes, interview, overview, search, second
from otzvuk.workbench.desk import Desk
from otzvuk.workbench.guard import Guard
from otzvuk.workbench.login import LONGEST, NAME, Door, remember
from otzvuk.workbench.opening import waiting_page
from otzvuk.workbench.render import Answer, Ask, Elsewhere, Shown, inside, rendered, static_file
from otzvuk.workbench.view import View

Page = Callable[[Ask], Answer]

PAGES: Final = (overview, check, interview, search, basket, codes, second)
"""One module a page; each has its `ROUTES`: (method, address, function)."""

_NAMES: Final = "otzvuk_names"


def app(desk: Desk, *, secret: str, by: str, hosts: Collection[str], door: Door | None = None) -> Starlette:
    """The application over `desk`; `by` is whoever works with it, until they say another name.

    `hosts` are the addresses («127.0.0.1:8712») by which it may be called; `door` lets in by a password.
    """
    told = _Told()
    own: list[tuple[str, str, Page]] = [("POST", "/undo", _undo), ("POST", "/redo", _redo)]
    own += [("POST", "/reopen", _reopen), ("POST", "/names", _names)]
    routes = [_route(desk, by, told, *each) for each in (*own, *(r for page in PAGES for r in page.ROUTES))]
    routes += [Route("/static/{name}", static_file), Route("/by", _say_name(by), methods=["POST"])]
    middleware = [Middleware(Guard, secret=secret, hosts=hosts, door=door)]

    async def fault(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        sentence = "Такой страницы нет." if status == 404 else "Что-то пошло не так; решения сохранены."
        ask = Ask(
            desk,
            _name(request, by),
            request.url.path,
            desk.view_now(hidden=_hidden(request, desk)) or desk.view(hidden=False),
        )
        shown = Shown("fault.html.j2", "Не открыть", {"sentence": sentence})
        return HTMLResponse(rendered(shown, ask, said=[]), status)

    return Starlette(
        routes=routes, middleware=middleware, exception_handlers={404: fault, 405: fault, 500: fault}
    )


class _Told:
    """Sentences that the next page says, by who is to hear them."""

    def __init__(self) -> None:
        self._lock, self._kept = threading.Lock(), defaultdict[str, list[str]](list)

    def keep(self, by: str, sentence: str) -> None:
        with self._lock:
            self._kept[by] = [*self._kept[by][-4:], sentence]

    def take(self, by: str) -> list[str]:
        with self._lock:
            return self._kept.pop(by, [])


def _route(desk: Desk, by: str, told: _Told, method: str, path: str, page: Page) -> Route:
    async def answer(request: Request) -> Response:
        form = (await request.body()).decode("utf-8", "replace") if method == "POST" else ""
        hidden = _hidden(request, desk)

        def work() -> Response:
            # the switch of names needs none that are hidden: it is for whoever does not wait for them
            view = desk.view_now(hidden=hidden and page is not _names)
            if view is None:
                status = 200 if method == "GET" else 503  # what is sent is not kept
                return waiting_page(desk.naming, names=True, back=request.url.path, status=status)
            ask = Ask(
                desk=desk,
                by=_name(request, by),
                path=request.url.path,
                view=view,
                params=dict(request.path_params),
                query=parse_qs(request.url.query),
                form=parse_qs(form, keep_blank_values=True, max_num_fields=5000),
            )
            return _answered(page, ask, told, quiet=_is_script(request))

        answer = await run_in_threadpool(work)
        if page is _names:  # kept in a cookie, as long as the browser is open
            shown = parse_qs(form).get("names", [""])[-1]
            answer.set_cookie(_names_cookie(request), shown[:10], httponly=True, samesite="strict")
        return answer

    return Route(path, answer, methods=[method])


def _answered(page: Page, ask: Ask, told: _Told, *, quiet: bool) -> Response:
    status = 200
    try:
        ask.desk.refresh()
        found = page(ask)
    except InputError as error:
        sentence = ask.view.sentence(str(error))
        if ask.form:  # back to where it was sent from, with what is wrong
            found = Elsewhere(inside(ask.one("back", "/")), sentence)
        else:
            found, status = Shown("fault.html.j2", "Не открыть", {"sentence": sentence}), 400
    if isinstance(found, Elsewhere):
        if found.said:
            told.keep(ask.by, found.said)
        return RedirectResponse(found.where, 303)
    said = [] if quiet else told.take(ask.by)
    return HTMLResponse(rendered(found, ask, said=said), found.status if status == 200 else status)


def _is_script(request: Request) -> bool:
    return request.headers.get("x-requested-by") == "bench"


def _name(request: Request, by: str) -> str:
    """Who works: as they have said, else as the server was told."""
    from urllib.parse import unquote

    said = " ".join(unquote(request.cookies.get(NAME, "")).split())
    return said if said and len(said) <= LONGEST + 20 else by


def _hidden(request: Request, desk: Desk) -> bool:
    """Whether whoever asks wants names hidden: as they have said, else as study.yaml says."""
    said = request.cookies.get(_names_cookie(request), "")
    return said == "hidden" if said in {"hidden", "shown"} else desk.study.settings.hide_names


def _names_cookie(request: Request) -> str:
    return f"{_NAMES}_{request.url.port or 80}"  # cookies know no ports: another study is another choice


def _say_name(by: str) -> Callable[[Request], object]:
    async def say(request: Request) -> Response:
        form = parse_qs((await request.body()).decode("utf-8", "replace"))
        name = " ".join(form.get("name", [""])[-1].split())[:LONGEST] or by
        from otzvuk.model.decision import BLIND

        if form.get("blind"):
            name = name.removesuffix(BLIND) + BLIND
        answer = RedirectResponse(inside(form.get("back", ["/"])[-1]), 303)
        remember(answer, name)
        return answer

    return say


def _undo(ask: Ask) -> Answer:
    done = ask.desk.undo(ask.by)
    said = f"Отменено: {_listed(ask.view, done)}" if done else "Отменять нечего: вы ещё ничего не решили."
    return Elsewhere(inside(ask.one("back", "/")), said)


def _redo(ask: Ask) -> Answer:
    done = ask.desk.redo(ask.by)
    said = f"Возвращено: {_listed(ask.view, done)}" if done else "Возвращать нечего."
    return Elsewhere(inside(ask.one("back", "/")), said)


def _names(ask: Ask) -> Answer:
    """Hide names or show them; the address that led here may hold one itself."""
    there = inside(ask.one("back", "/"))
    hidden = ask.one("names") == "hidden"
    if hidden:
        view = ask.desk.view_now(hidden=True)
        there = view.address(there) if view else "/"
    return Elsewhere(there, "Имена скрыты." if hidden else "Имена показаны.")


def _reopen(ask: Ask) -> Answer:
    ask.desk.reopen()
    return Elsewhere(inside(ask.one("back", "/")), "Исследование читается заново; работать можно и пока.")


def _listed(view: View, done: tuple[object, ...]) -> str:
    from otzvuk.model.decision import Decision

    first = done[0]
    assert isinstance(first, Decision)
    words = " ".join(view.said(first.place.text, first.place.interview, first.place.turn).split())
    words = words if len(words) <= 60 else words[:59] + "…"
    more = f" и ещё {len(done) - 1}" if len(done) > 1 else ""
    return f"{first.act.label} — «{words}»{more}."
