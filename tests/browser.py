"""A page in Debian's Chromium for tests of what happens in a browser; they skip where there is none."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest


@contextmanager
def chromium() -> Iterator[Any]:
    """A running browser without a window; skips the test, with the reason, where there is none."""
    playwright = pytest.importorskip("playwright.sync_api", reason="нет пакета playwright")
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("нет программы chromium")
    with playwright.sync_playwright() as driver:
        # no sandbox: tests run as root in containers, and open nothing but our own files
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def opened(browser: Any, path: Path, *, width: int = 1280, script: bool = True) -> Iterator[Any]:
    """The file as a page; fails on any error or message in its console, and on any request but for itself."""
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=script)
    page = context.new_page()
    page.set_default_timeout(180_000)  # the machine may be busy
    trouble: list[str] = []
    page.on("console", lambda message: trouble.append(message.text))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("request", lambda request: trouble.append(request.url) if request.url != path.as_uri() else None)
    try:
        page.goto(path.as_uri())
        yield page
        assert not trouble
    finally:
        context.close()
