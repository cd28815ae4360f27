"""Nobody but the browser that has the secret gets anything out of the workbench, or into it."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest

from workbench import SECRET, Bench, make_study, running


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with running(make_study(tmp_path_factory.mktemp("g") / "study")) as bench:
        yield bench


def cookie(bench: Bench) -> str:
    status, headers, _ = bench.ask("GET", f"/search?q=a&secret={quote(SECRET)}")
    assert (status, headers["location"]) == (303, "/search?q=a")
    said = headers["set-cookie"]
    assert "HttpOnly" in said
    assert "samesite=strict" in said.casefold()
    return said.partition(";")[0]


def test_the_secret_opens_once_and_the_cookie_from_then_on(bench: Bench) -> None:
    own = cookie(bench)
    status, headers, text = bench.ask("GET", "/", Cookie=own)
    assert status == 200
    assert "Обзор" in text
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert bench.ask("GET", "/nothing", Cookie=own)[0] == 404
    assert bench.ask("GET", "/static/app.py", Cookie=own)[0] == 404


@pytest.mark.parametrize("path", ["/", "/search", "/static/bench.css", "/?secret=x", "/codes?secret="])
def test_without_the_secret_there_is_nothing(bench: Bench, path: str) -> None:
    status, headers, text = bench.ask("GET", path)
    assert status == 403
    assert "Лобов" not in text
    assert "set-cookie" not in headers
    assert bench.ask("GET", path, Cookie=f"otzvuk_{bench.port}=wrong")[0] == 403


def test_another_name_for_this_machine_is_refused(bench: Bench) -> None:
    own = cookie(bench)
    for host in ("evil.example", f"evil.example:{bench.port}", "127.0.0.1", f"127.0.0.1:{bench.port + 1}"):
        assert bench.ask("GET", "/", Cookie=own, Host=host)[0] == 421


def test_posts_of_other_sites_change_nothing(bench: Bench) -> None:
    own = cookie(bench)
    form = {"Cookie": own, "Content_Type": "application/x-www-form-urlencoded"}
    body = "kind=complaint&code=price.level&hit=" + quote("альфа|1|0|9") + "&act=code"
    for origin in ({}, {"Origin": "http://evil.example"}, {"Origin": "null"}):
        assert bench.ask("POST", "/search", body, **form, **origin)[0] == 403
    assert not bench.desk.decisions
    assert bench.ask("POST", "/search", body, **form, Origin=bench.base)[0] == 303
    assert len(bench.desk.decisions) == 1
    huge = bench.ask("POST", "/search", "x", **form, Origin=bench.base, Content_Length="99999999")
    assert huge[0] == 413


def test_an_answer_never_leads_to_another_site(bench: Bench) -> None:
    own = cookie(bench)
    for back in ("//evil.example", "https://evil.example", "/\\evil.example"):
        _, headers, _ = bench.ask("POST", "/undo", f"back={quote(back)}", Cookie=own, Origin=bench.base)
        assert headers["location"] == "/"


def test_what_is_asked_wrong_is_one_sentence(bench: Bench) -> None:
    own = cookie(bench)
    for path in ("/interview/x", "/code/x", "/second?a=x", "/search?q=a&code=x"):
        _, _, text = bench.ask("GET", path, Cookie=own)
        assert "Traceback" not in text
        assert "нет" in text
    for path, body in (
        ("/search", "hit=a|b&kind=complaint&code=price.level"),
        ("/search", "hit=x|1|2|3&kind=complaint&code=price.level"),
        ("/basket", "quote=" + quote("альфа|0|0|5")),
        ("/basket/move", "quote=x"),
        ("/codes/add", "label=&theme=price&process=x"),
        ("/second", "side=q&interview=x"),
    ):
        assert bench.ask("POST", path, body, Cookie=own, Origin=bench.base)[0] == 303
