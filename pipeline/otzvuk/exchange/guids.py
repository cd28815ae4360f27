"""Names that last: the same study gives the same GUIDs, and no two things of a project share one."""

from __future__ import annotations

import re
from uuid import UUID, uuid5

_NAMESPACE = UUID("6f1c6f5e-6f74-5a76-8f75-6b2d71646178")  # «otzvuk» among namespaces; never change it


def guid(*parts: object) -> str:
    """The GUID of what `parts` name, the same wherever and whenever it is computed.

    >>> guid("code", "price.level") == guid("code", "price.level") != guid("code", "price.terms")
    True
    """
    # lengths keep («a», «bc») and («ab», «c») apart
    return str(uuid5(_NAMESPACE, "".join(f"{len(text)}:{text}" for text in map(str, parts))))


def bare(name: str) -> str:
    """A GUID as it is compared: programs write it with braces or capitals, or not."""
    return name.strip().strip("{}").casefold()


def is_guid(name: str) -> bool:
    """Is this nothing that a person would call a thing by?

    >>> is_guid("{6F1C6F5E-6f74-5a76-8f75-6b2d71646178}"), is_guid("Встреча 1")
    (True, False)
    """
    return re.fullmatch(r"[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}", bare(name)) is not None
