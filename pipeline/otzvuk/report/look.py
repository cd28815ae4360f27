"""The look that the report and the workbench share."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def look() -> str:
    """Its style sheet: colours, letters, what browsers do otherwise; what each page adds comes after it."""
    return Path(__file__).with_name("templates").joinpath("look.css").read_text("utf-8")
