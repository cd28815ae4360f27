"""Names of a package that are imported at first use: who takes kept results needs none of what makes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module


def late(package: str, places: Mapping[str, str]) -> Callable[[str], object]:
    """A `__getattr__` (PEP 562) for `package`: `places` says in which module of it each name is."""

    def find(name: str) -> object:
        if name in places:
            return getattr(import_module(f"{package}.{places[name]}"), name)
        raise AttributeError(f"module {package!r} has no attribute {name!r}")

    return find
