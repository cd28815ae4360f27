"""Checking and reading in the workbench, in a real browser, by the keyboard: what is answered is kept."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

from otzvuk.codings.decisions import Decisions
from otzvuk.model.decision import BLIND, Act
from workbench import SECRET, Bench, check_accessible, make_study, page_of, press, running

N = {"key": "н", "code": "KeyY", "bubbles": True, "cancelable": True}


def test_one_key_each_answers_goes_on_and_comes_back(browser: Any, bench: Bench) -> None:
    store = Decisions(bench.desk.folder)
    with page_of(browser, bench) as page:
        page.goto(f"{bench.base}/check")
        check_accessible(page)
        first = page.locator(".said-words mark").inner_text()
        press(page, "d")
        assert "верно" in page.inner_text(".said")
        second = page.locator(".said-words mark").inner_text()
        assert second != first
        with page.expect_event("load"):  # «н» on a Russian layout
            page.evaluate(
                "dispatch => document.body.dispatchEvent(new KeyboardEvent('keydown', dispatch))", N
            )
        press(page, "p")
        press(page, "1")
        press(page, "ArrowRight")
        assert [each.act for each in store.standing()] == [Act.CONFIRM, Act.REJECT, Act.CHANGE, Act.CHANGE]
        assert store.standing()[0].place.text.split() == first.split()
        press(page, "z")
        assert len(store.standing()) == 3
        page.wait_for_selector(".movement li:not(.soft)")
        page.goto(f"{bench.base}/check?order=random")
        press(page, "d")
        assert store.standing()[-1].sampled > 0
        page.go_back()
        assert "уже решено" in page.inner_text("main")
        page.go_forward()
        page.goto(f"{bench.base}/check?order=missed")
        check_accessible(page)


def test_an_interview_is_judged_moved_added_and_noted_by_keys(browser: Any, bench: Bench) -> None:
    store = Decisions(bench.desk.folder)
    with page_of(browser, bench) as page:
        page.goto(f"{bench.base}/interview/{quote('альфа')}")
        check_accessible(page)
        assert "<script>alert(1)</script> =1+1" in page.inner_text(".talk")
        page.locator("a.mark").first.click()
        page.wait_for_selector(".panel form")
        check_accessible(page)
        was = page.inner_text(".panel blockquote")
        press(page, "Shift+[")
        moved = store.standing()[-1]
        assert moved.now[0].start > moved.was[0].start
        assert page.inner_text(".panel blockquote") != was
        press(page, "d")
        page.keyboard.press("m")
        page.keyboard.type("позвонить <b>")
        press(page, "Enter")
        assert store.standing()[-1].note == "позвонить <b>"
        assert "позвонить <b>" in page.text_content(".history")
        # words selected by keys alone, coded by a digit
        page.goto(f"{bench.base}/interview/{quote('бета')}?turn=3")
        page.locator("#t3").focus()
        page.keyboard.press("ArrowRight")
        for _ in range(2):
            page.keyboard.press("Shift+ArrowRight")
        page.wait_for_selector(".panel .digits")
        said = page.inner_text(".panel blockquote")
        press(page, "1")
        added = store.standing()[-1]
        assert (added.act, added.place.turn, added.place.text) == (Act.ADD, 3, said)


def test_what_is_acknowledged_outlives_the_server_and_two_people_work_at_once(tmp_path: Path) -> None:
    folder = make_study(tmp_path / "study")
    with running(folder) as bench:
        item = bench.desk.standing.agenda.items("doubts")[0]
        for name in ("Анна", "Борис"):
            own = f"otzvuk_{bench.port}={SECRET}; otzvuk_name={quote(name)}"
            form = f"order=doubts&at={quote(item.key)}&act=yes&once=same"
            for _ in range(2):  # the answer was lost on the way: sent again
                status, headers, _ = bench.ask("POST", "/check", form, Cookie=own, Origin=bench.base)
                assert (status, headers["location"][:6]) == (303, "/check")
        assert bench.desk.looked.at(item.spot)
    assert [each.by for each in Decisions(folder).standing()] == ["Анна", "Борис"]
    with running(folder) as again:
        assert again.desk.decided.people == ("Анна", "Борис")
        assert item.spot not in [each.spot for each in again.desk.standing.agenda.items("doubts")]


def test_nonsense_is_refused_and_the_blind_see_no_opinion(bench: Bench) -> None:
    own = f"otzvuk_{bench.port}={SECRET}"
    for path in ("/check?order=x", "/check?at=a|1", "/check?at=альфа|0|0|3", "/mentions?code=x"):
        path = quote(path, safe="/?=")
        status, _, text = bench.ask("GET", path, Cookie=own)
        assert (status, "Traceback" in text) == (400, False), path
    for at in ("0-2", "9-1", "x-2", "0-99999"):
        name = quote("альфа")
        assert bench.ask("GET", f"/interview/{name}?turn=0&at={at}", Cookie=own)[0] == 400
    blind = f"{own}; otzvuk_name={quote('Вера' + BLIND)}"
    for path in ("/", "/check", "/interviews", f"/interview/{quote('альфа')}?turn=1&at=0-9"):
        status, _, text = bench.ask("GET", path, Cookie=blind)
        assert status == 200
        assert "вероятность" not in text
        assert 'a class="mark' not in text


def test_a_long_talk_is_shown_in_pages(tmp_path: Path) -> None:
    folder = make_study(tmp_path / "study")
    lines = ["Интервьюер: Как дела?", *(f"Пётр Зимин: Слово {at}." for at in range(450))]
    talk = "\n".join(line if at % 2 else f"Интервьюер: Дальше?\n{line}" for at, line in enumerate(lines))
    (folder / "transcripts" / "гамма.txt").write_text(talk, "utf-8")
    with running(folder) as bench:
        own = f"otzvuk_{bench.port}={SECRET}"
        whole = len(bench.desk.interviews["гамма"].turns)
        assert whole > 300
        _, _, text = bench.ask("GET", f"/interview/{quote('гамма')}?turn=205", Cookie=own)
        assert text.count('<li class="turn') == 100
        assert 'id="t205"' in text
        assert f"из {whole}" in text
