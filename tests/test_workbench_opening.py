"""A workbench that is being opened, or was killed: what its pages say meanwhile, and whose session it is."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from otzvuk.codings.decisions import Decisions
from otzvuk.model.progress import tell
from otzvuk.workbench import opening
from otzvuk.workbench.desk import Desk
from otzvuk.workbench.session import Session
from workbench import make_study


@contextmanager
def program(folder: Path, port: int = 0) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`otzvuk open` at work over a study, and the address that it says."""
    command = [sys.executable, "-m", "otzvuk", "open", str(folder), "--no-browser", "--port", str(port)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        assert running.stdout is not None
        said = ""
        while not (found := re.search(r"http://\S+", said)):
            line = running.stdout.readline()
            assert line, said
            said += line
        yield running, found[0]
    finally:
        if running.poll() is None:
            running.send_signal(signal.SIGINT)
        running.wait(timeout=180)
        assert running.stdout is not None
        running.stdout.close()


class Asker:
    """A browser by hand: one cookie."""

    def __init__(self, address: str) -> None:
        self.port = int(address.split(":")[2].split("/")[0])
        _, headers, _ = self.ask("GET", address.partition(str(self.port))[2])
        self.cookie = headers["set-cookie"].partition(";")[0]

    def ask(self, method: str, path: str, **form: str) -> tuple[int, dict[str, str], str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=180)
        own = {"Cookie": getattr(self, "cookie", ""), "Origin": f"http://127.0.0.1:{self.port}"}
        connection.request(method, path, urlencode(form) if form else None, own)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8")
        connection.close()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, text

    def opened(self, path: str = "/") -> str:
        """A page, once the study lies open."""
        while "data-waiting" in (text := self.ask("GET", path)[2]):
            time.sleep(0.1)
        return text


def test_a_page_says_what_is_being_done_and_then_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = threading.Event()

    class Slow(Desk):
        def __init__(self, folder: Path, **options: Any) -> None:
            tell("Разметка", 3, 12)
            go.wait(180)
            super().__init__(folder, **options)

    monkeypatch.setattr(opening, "Desk", Slow)
    being = opening.Opening(make_study(tmp_path / "study"))
    while being.step.total != 12:
        time.sleep(0.01)
    assert not being.wait(0.01)
    page = bytes(opening.waiting_page(being.step).body).decode()
    assert "Разметка: 3 из 12" in page
    assert 'max="12"' in page
    go.set()
    assert being.wait(180)
    assert being.result() is not None
    being.result().close()  # type: ignore[union-attr]


def test_a_bad_study_ends_with_one_sentence(tmp_path: Path) -> None:
    study = make_study(tmp_path / "study")
    (study / "study.yaml").write_text("replicates: мало\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "otzvuk", "open", str(study), "--no-browser", "--port", "0"],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 2
    assert "replicates" in done.stderr
    assert "Traceback" not in done.stderr + done.stdout


def test_killed_in_a_stream_of_decisions_it_goes_on_where_it_was(tmp_path: Path) -> None:
    study = make_study(tmp_path / "study")
    acknowledged: list[str] = []
    with program(study) as (running, address):
        page = Asker(address)
        page.opened()
        for number in range(6):
            form = dict(re.findall(r'name="(order|at|once)" value="([^"]*)"', page.opened("/check")))
            if number == 5:  # killed while this one is under way: it may be kept or not, but not twice
                killer = threading.Timer(0.002, running.kill)
                killer.start()
            try:
                status, _, _ = page.ask("POST", "/check", **form, act="yes")
            except OSError:
                break
            assert status == 303
            acknowledged.append(form["at"])
        running.wait(timeout=180)
    kept = len(Decisions(study).all())
    assert kept in {len(acknowledged), len(acknowledged) + 1}
    with program(study, page.port) as (running, again):
        assert again == address  # the same port and secret: pages that are open go on
        page.opened()
        page.ask("POST", "/check", **form, act="yes")  # sent again, as nobody said that it was kept
        page.ask("POST", "/check", **form, act="yes")
    assert len(Decisions(study).all()) == len({*acknowledged, form["at"]})
    with program(study, page.port) as (running, later):
        assert later != address  # it had ended by itself: that session is over
        status, _, text = page.ask("GET", "/")
        assert status == 403
        assert "Адрес от прежнего запуска не подходит" in text


def test_a_page_sends_again_what_nobody_answered(browser: Any, tmp_path: Path) -> None:
    study = make_study(tmp_path / "study")
    with program(study) as (running, address):
        context = browser.new_context()
        page = context.new_page()
        page.set_default_timeout(180_000)
        page.goto(address)
        page.wait_for_selector("header.top")
        base = address.partition("/?")[0]
        page.goto(f"{base}/check")
        running.kill()
        running.wait(timeout=180)
        page.keyboard.press("d")
        page.get_by_role("alert").wait_for()
        assert "как только он будет запущен снова" in page.get_by_role("alert").inner_text()
    with program(study, int(base.rpartition(":")[2])) as (running, again):
        assert again == address
        page.wait_for_selector(".said p", timeout=180_000)
        page.wait_for_load_state()  # else the load that is waited for below may be this page's own
        assert len(Decisions(study).all()) == 1
        first = page.url
        with page.expect_event("load"):
            page.keyboard.press("d")
        page.go_back()
        page.wait_for_selector(".verdict")
        assert page.url == first  # the question that was answered, once
        page.go_forward()
        page.wait_for_selector(".verdict, .lead")
    with program(study, int(base.rpartition(":")[2])):  # it had ended by itself: another session
        page.goto(first)
        assert "Адрес от прежнего запуска не подходит" in page.inner_text("body")
    assert len(Decisions(study).all()) == 2
    context.close()


@pytest.mark.skipif(os.name != "posix", reason="права файлов есть только там")
def test_a_session_that_others_can_read_is_over(tmp_path: Path) -> None:
    first = Session(tmp_path, 8712)
    assert Session(tmp_path, 8712).secret == first.secret
    assert Session(tmp_path, 8713).secret != first.secret
    last = Session(tmp_path, 8713)
    file = tmp_path / ".otzvuk" / "session.json"
    assert file.stat().st_mode & 0o777 == 0o600
    file.chmod(0o644)
    assert Session(tmp_path, 8713).secret != last.secret
    file.write_text("что-то", "utf-8")
    Session(tmp_path, 8713).end()
    assert not file.exists()
