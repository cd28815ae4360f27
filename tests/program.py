"""The program called within the test's own process, which is faster than a new one."""

import io
import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from unittest import mock

import pytest

from otzvuk.cli import main


def call(*arguments: str | Path, code: int = 0) -> str:
    """What it says, on both streams; it must end with the exit code `code`."""
    with (
        mock.patch.object(sys, "argv", ["otzvuk", *map(str, arguments)]),
        mock.patch.dict(os.environ, COLUMNS="160"),
        redirect_stdout(io.StringIO()) as said,
        redirect_stderr(io.StringIO()) as complained,
        pytest.raises(SystemExit) as ended,
    ):
        main()
    assert (ended.value.code or 0) == code, complained.getvalue()
    return said.getvalue() + complained.getvalue()
