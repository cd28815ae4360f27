"""What many tests take: a browser, a workbench over a small study."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browser import chromium
from workbench import Bench, make_study, running


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as running_browser:
        yield running_browser


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with running(make_study(tmp_path / "study")) as bench:
        yield bench
