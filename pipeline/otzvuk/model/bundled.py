"""Where the files that ship with the program lie: codebooks, models, the demo study."""

from __future__ import annotations

from pathlib import Path


def bundled(*parts: str) -> Path:
    """Path of a bundled file or folder, e.g. `bundled("models", "codebooks", "b2b.yaml")`.

    In an installed wheel they lie inside the package; in a checkout (editable install) in the
    repository's own `models/` and `corpora/`, and in `build/` what its installation has fetched.
    """
    package = Path(__file__).parents[1]
    installed = package / "bundled"
    if installed.is_dir():
        return installed.joinpath(*parts)
    root = package.parents[1]
    first = {"demo": "corpora/demo", "natasha": "build/natasha"}.get(parts[0], parts[0])
    return root.joinpath(first, *parts[1:])
