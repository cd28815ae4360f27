"""Signs that no text needs: they steer terminals, and files and databases refuse them."""

from __future__ import annotations

import re

_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def readable(text: str) -> str:
    """`text` without control characters, page and line breaks of old as spaces, half characters as `�`."""
    return _UNREADABLE.sub(_instead, text)


def _instead(found: re.Match[str]) -> str:
    return "\ufffd" if found[0] >= "\ud800" else " " if found[0] in "\v\f\x85" else ""
