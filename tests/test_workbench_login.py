"""The workbench over a network: nothing without the password, attempts wait, other sites get nowhere."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from browser import chromium
from otzvuk.model.errors import InputError
from otzvuk.workbench.login import Door
from otzvuk.workbench.serve import WARNING, is_local, serve
from program import call
from workbench import SECRET, Bench, check_accessible, make_study, running

PASSWORD = "сорок сороков"


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def bench(tmp_path: Path, clock: Clock) -> Iterator[Bench]:
    with running(make_study(tmp_path / "study"), door=Door(PASSWORD, clock)) as bench:
        yield bench


def login(bench: Bench, password: str, *, back: str = "/", **headers: str) -> tuple[int, dict[str, str], str]:
    form = f"name={quote('Вера')}&password={quote(password)}&back={quote(back)}"
    return bench.ask("POST", "/login", form, **{"Origin": bench.base, **headers})


def test_the_password_opens_and_nothing_else_does(bench: Bench, clock: Clock) -> None:
    for method, path in (("GET", "/"), ("GET", "/search?q=срок"), ("GET", "/static/bench.js"), ("GET", "/x")):
        status, headers, text = bench.ask(method, quote(path, safe="/?="))
        assert (status, "Лобов" in text, "set-cookie" in headers) == (401, False, False), path
        assert 'name="password"' in text
    assert bench.ask("GET", "/static/bench.css")[0] == 200
    for wrong in ("", "сорок", PASSWORD + " ", PASSWORD.upper()):
        status, headers, text = login(bench, wrong)
        assert (status, "set-cookie" in headers) == (401, False)
        assert "Пароль не тот" in text
        clock.now += 100
    status, headers, _ = login(bench, PASSWORD, back="/search?q=a")
    assert (status, headers["location"]) == (303, "/search?q=a")
    own = f"otzvuk_{bench.port}={SECRET}"
    status, _, text = bench.ask("GET", "/", Cookie=own)
    assert status == 200
    assert bench.ask("POST", "/undo", "", Origin=bench.base)[0] == 401
    assert bench.ask("GET", "/login", Cookie=own)[1]["location"] == "/"


def test_the_cookie_is_strict_and_an_answer_never_leads_away(bench: Bench) -> None:
    for back in ("//evil.example", "https://evil.example", "/\\evil.example"):
        status, headers, _ = login(bench, PASSWORD, back=back)
        assert (status, headers["location"]) == (303, "/")
    assert "samesite=strict" in headers["set-cookie"].casefold()
    assert "httponly" in headers["set-cookie"].casefold()


def test_attempts_have_to_wait_for_each_other(bench: Bench, clock: Clock) -> None:
    assert login(bench, "не тот пароль")[0] == 401
    status, headers, text = login(bench, PASSWORD)  # not even the right one is looked at
    assert (status, headers["retry-after"]) == (429, "1")
    assert "через 1 с" in text
    clock.now += 1
    assert login(bench, "не тот пароль")[0] == 401
    clock.now += 1
    assert login(bench, PASSWORD)[0] == 429
    clock.now += 1
    assert login(bench, PASSWORD)[0] == 303
    assert login(bench, "не тот пароль")[0] == 401  # counted anew
    clock.now += 1
    assert login(bench, PASSWORD)[0] == 303


def test_everybody_waits_for_themselves_and_a_network_is_one() -> None:
    clock = Clock()
    door = Door(PASSWORD, clock)
    for _ in range(20):
        assert not door.opens("2001:db8::1", "не тот пароль")
        clock.now += door.wait("2001:db8::1")
    assert not door.opens("2001:db8::1", "не тот пароль")
    assert door.wait("2001:db8::2") == 60
    assert not door.opens("2001:db8::2", PASSWORD)
    assert door.opens("10.0.0.7", PASSWORD)
    assert PASSWORD not in repr(vars(door))
    with pytest.raises(InputError, match="слишком короткий"):
        Door("короткий"[:7])


def test_other_sites_and_other_names_get_nowhere(bench: Bench) -> None:
    for origin in ("http://evil.example", "null", ""):
        assert login(bench, PASSWORD, Origin=origin)[0] == 403
    for host in ("evil.example", f"evil.example:{bench.port}", f"127.0.0.1:{bench.port + 1}"):
        assert login(bench, PASSWORD, Host=host, Origin=f"http://{host}")[0] == 421
        assert bench.ask("GET", "/", Host=host)[0] == 421
    assert login(bench, PASSWORD, Content_Length="99999")[0] == 413


def test_login_in_a_browser_by_the_keyboard(bench: Bench) -> None:
    with chromium() as browser:
        page = browser.new_page()
        page.goto(f"{bench.base}/search?q={quote('срок')}")
        check_accessible(page)
        page.keyboard.type("Вера")
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.locator(".hits > li").count() == 3
        assert "Вера" in page.inner_text("header")


def test_which_addresses_are_ours() -> None:
    assert is_local("127.0.0.1")
    assert is_local("localhost")
    assert not is_local("203.0.113.7")
    for wrong in ("0.0.0.0", "::", "нет такого", "a" * 300):
        with pytest.raises(InputError, match=r"адрес"):
            is_local(wrong)
    with pytest.raises(InputError, match="не адрес этого компьютера"):
        serve(Path(), port=0, host="203.0.113.7", password=PASSWORD)
    with pytest.raises(InputError, match="слишком короткий"):
        serve(Path(), port=0, host="203.0.113.7", password="1")


def test_without_a_terminal_the_password_comes_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = list[dict[str, Any]]()
    monkeypatch.setattr("otzvuk.workbench.serve.serve", lambda *_, **given: asked.append(given))
    monkeypatch.setenv("OTZVUK_PASSWORD", PASSWORD)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    own = ["open", str(tmp_path), "--host", "203.0.113.7"]
    call(*own)
    assert (asked[0]["password"], asked[0]["host"]) == (PASSWORD, "203.0.113.7")
    monkeypatch.delenv("OTZVUK_PASSWORD", raising=False)
    assert "OTZVUK_PASSWORD" in call(*own, code=2)
    call("open", str(tmp_path))
    assert asked[1]["password"] == ""


def test_it_says_what_it_means(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("otzvuk.workbench.serve.is_local", lambda _: False)  # as if others could reach it
    monkeypatch.setattr("uvicorn.Server.run", lambda *_, **__: None)
    said = list[str]()
    folder = make_study(tmp_path / "study")
    serve(folder, port=0, host="127.0.0.1", password=PASSWORD, browser=False, say=said.append)
    assert WARNING in said
    assert any(each.startswith("Другим в этой сети — http://127.0.0.1:") for each in said)
    assert PASSWORD not in " ".join(said)
