"""What many tests take: a browser, a workbench over a small study."""

import functools
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import hypothesis
import pytest
import typer

from browser import chromium
from otzvuk.folder import cache
from workbench import Bench, make_study, running

# The same examples every time, so that what passes here passes anywhere, and no limit of time to any of them:
# the machine may be busy. `make fuzz` draws others (HYPOTHESIS_PROFILE=drawn).
hypothesis.settings.register_profile("same", deadline=None, derandomize=True)
hypothesis.settings.register_profile("drawn", deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


@pytest.fixture(scope="session", autouse=True)
def _state_of_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the program keeps for itself lies apart from the user's; all processes of a test sign alike."""
    with mock.patch.dict(os.environ, XDG_STATE_HOME=str(tmp_path_factory.mktemp("state"))):
        cache._secret.cache_clear()
        cache._secret()
        yield


@pytest.fixture(scope="session", autouse=True)
def _commands_built_once() -> Iterator[None]:
    """Typer builds all commands anew at each call, which is most of the time of a call within a test."""
    with mock.patch.object(typer.main, "get_command", functools.cache(typer.main.get_command)):
        yield


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as running_browser:
        yield running_browser


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with running(make_study(tmp_path / "study")) as bench:
        yield bench
