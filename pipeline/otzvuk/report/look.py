"""The look that the report and the workbench share."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def look() -> str:
    """Its style sheet: colours, letters, what browsers do otherwise; what each page adds comes after it."""
    return files("otzvuk.report").joinpath("templates", "look.css").read_text("utf-8")
