"""Every page of the workbench at work: nothing cut off, nothing that axe finds, in every look."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from otzvuk.model.decision import BLIND
from workbench import Bench, check_accessible, make_study, page_of, running

LOOKS = [(1280, "light"), (820, "dark"), (768, "light")]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with running(make_study(tmp_path / "study", hide_names=True)) as bench:
        yield bench


def go(page: Any, act: Callable[[], object]) -> None:
    with page.expect_event("load"):
        act()


def worked_on(page: Any, bench: Bench) -> None:
    """Something of everything: answers, a quote with a note, an edit of the codebook, a blind coder."""
    page.goto(f"{bench.base}/check")
    for key in "ddp1":
        go(page, lambda key=key: page.keyboard.press(key))
    where = mention_of(bench)
    page.goto(bench.base + where)
    for key in "qs":
        if key == "s":
            page.keyboard.press(key)
            go(page, lambda: page.keyboard.press("Enter"))
        else:
            go(page, lambda: page.keyboard.press("q"))
    page.goto(f"{bench.base}/code/documents.errors")
    page.get_by_label("Название").first.fill("Путаница")
    go(page, lambda: page.get_by_label("Название").first.press("Enter"))
    page.goto(f"{bench.base}/second")
    page.get_by_label("Имя").fill("Борис")
    page.get_by_label("вслепую: не видеть").press("Space")
    go(page, lambda: page.get_by_role("button", name="Работать под этим именем").press("Enter"))
    page.goto(bench.base + where.partition("&")[0])
    page.locator("[data-turn]").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.wait_for_selector(".panel .digits")
    go(page, lambda: page.keyboard.press("2"))


def mention_of(bench: Bench) -> str:
    mention = max(bench.desk.coding("альфа").mentions, key=lambda each: len(each.text))
    key = bench.desk.view(hidden=True).key("альфа")
    return f"/interview/{key}?turn={mention.turn}&at={mention.start}-{mention.stop}"


@pytest.mark.thorough
def test_every_page_at_work_is_whole_and_accessible_in_every_look(browser: Any, bench: Bench) -> None:
    with page_of(browser, bench) as page:
        worked_on(page, bench)
        places = [
            "/", "/check", "/check?order=random", "/check?order=missed", "/interviews", mention_of(bench),
            "/search", f"/search?q={quote('сроки')}", f"/search?q={quote('«сроки')}", "/basket", "/codes",
            "/code/documents.errors", "/mentions", f"/second?a={quote('Анна')}&b={quote('Борис' + BLIND)}",

        ]  # fmt: skip
        for blind in (True, False):
            if not blind:
                page.goto(f"{bench.base}/second")
                page.get_by_label("Имя").fill("Анна")
                page.get_by_label("вслепую: не видеть").press("Space")
                go(page, lambda: page.get_by_role("button", name="Работать под этим именем").press("Enter"))
            for place in places:
                page.goto(bench.base + place)
                for width, scheme in LOOKS:
                    page.set_viewport_size({"width": width, "height": 900})
                    page.emulate_media(color_scheme=scheme)
                    assert page.evaluate("document.documentElement.scrollWidth") <= width, (place, width)
                    check_accessible(page)
