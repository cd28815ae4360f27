"""The YAML that ships with the program, parsed once: ruamel takes a quarter of a second for it at each start.

`models/compiled.json` holds the tree of every shipped file by the SHA-256 of its bytes, so that it cannot be
stale: a file that was edited, or is somebody's own, is not in it and is parsed. `make compiled` writes it
anew; a test says when that is due.
"""

from __future__ import annotations

import json
from functools import lru_cache
from hashlib import sha256
from typing import Any

from otzvuk.model.bundled import bundled


def compiled(text: str) -> Any | None:
    """The plain tree of YAML `text` (dicts, lists, scalars) if it is a shipped file's; None for any other.

    The tree is shared: readers must not change it.
    """
    return _trees().get(key_of(text))


def key_of(text: str) -> str:
    """Under what a file's `text` is kept."""
    return sha256(text.encode()).hexdigest()


@lru_cache(maxsize=1)
def _trees() -> dict[str, Any]:
    try:
        trees = json.loads(bundled("models", "compiled.json").read_text("utf-8"))
    except (OSError, ValueError):  # it only spares time
        return {}
    return trees if isinstance(trees, dict) else {}


def write_compiled() -> None:
    """Write `models/compiled.json` from the YAML files of `models/`."""
    from otzvuk.model.yamlfile import parse_yaml, plain

    texts = {path: path.read_text("utf-8-sig") for path in sorted(bundled("models").rglob("*.yaml"))}
    trees = {key_of(text): plain(parse_yaml(text, path)) for path, text in texts.items()}
    lines = (f"{json.dumps(key)}: {json.dumps(tree, ensure_ascii=False)}" for key, tree in trees.items())
    bundled("models", "compiled.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


if __name__ == "__main__":
    write_compiled()
