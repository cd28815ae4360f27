"""Templates are compiled once, and again only when they have changed."""

from __future__ import annotations

import sys
from pathlib import Path
from unittest import mock

import jinja2
import pytest

from otzvuk.folder.cache import Cache, keeping
from otzvuk.report.bytecode import Compiled


def said(folder: Path, *, compiled: bool, options: str = "", trimmed: bool = False) -> str:
    """What the template of that folder gives; fails where it is compiled against expectation."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        bytecode_cache=Compiled(folder, options),
        trim_blocks=trimmed,
        autoescape=True,
    )
    with mock.patch.object(environment, "_compile", side_effect=environment._compile) as compiling:
        shown = environment.get_template("page.j2").render(name="<Анна>")
    assert compiling.called is compiled
    return shown


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "page.j2").write_text("{% if name %}\n{{ name }}{% endif %}", "utf-8")
    return tmp_path


def test_a_template_is_compiled_once_and_after_each_change(folder: Path) -> None:
    assert said(folder, compiled=True) == said(folder, compiled=False) == "\n&lt;Анна&gt;"
    assert said(folder, compiled=True, options="trim", trimmed=True) == "&lt;Анна&gt;"
    (folder / "page.j2").write_text("{{ name }}!", "utf-8")
    assert said(folder, compiled=True) == said(folder, compiled=False) == "&lt;Анна&gt;!"


def test_where_the_program_lies_in_a_folder_that_is_only_read_the_study_keeps_it(
    folder: Path, tmp_path: Path
) -> None:
    (folder / "__pycache__").write_text("", "utf-8")  # no folder: nothing can be put there
    cache = tmp_path / "cache"
    with keeping(Cache(cache)):
        assert said(folder, compiled=True) == "\n&lt;Анна&gt;"
    with keeping(Cache(cache)):
        assert said(folder, compiled=False) == "\n&lt;Анна&gt;"
    assert said(folder, compiled=True) == "\n&lt;Анна&gt;"  # without a cache nothing is kept


def test_what_is_damaged_is_compiled_again(folder: Path) -> None:
    said(folder, compiled=True)
    (kept,) = (folder / "__pycache__").iterdir()
    kept.write_bytes(kept.read_bytes()[:40])
    assert said(folder, compiled=True) == said(folder, compiled=False) == "\n&lt;Анна&gt;"
