"""Puts the files of natasha that names are found by into the wheel: models, vectors, lists.

Only natasha's own wheel has them (about 32 MB), and to depend on it brings eight packages more, one of them
with no wheel (docopt) and one that today's setuptools breaks. It is needed to build otzvuk, not to run it.
"""

from __future__ import annotations

import shutil
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VECTORS = "emb/navec_news_v1_1B_250K_300d_100q.tar"
FILES = {
    "model/slovnet_ner_news_v1.tar": "16c3343a6572ddf0e2b2fc1923113de15a7f5ca5bde90e780dd590418665603e",
    VECTORS: "f07270833d78523edc5781538d67038e95b43975e4a7ae757c693b687f9cbfca",
    "dict/first.txt": "f5cf72d804be2ad90288ddc27a7cda13e730d143691ca5ccbc586a391a5391e0",
    "dict/last.txt": "f1a31c1470b24c1a299dd9c32d24efcb87caf887d4b2c69f13686e7be153cec4",
}
"""What is taken of natasha 1.6.0's `data/`, with its SHA-256: another file would find other names."""


class NatashaFiles(BuildHookInterface):
    """In a checkout (an editable install) they lie in build/natasha, in a wheel in otzvuk/bundled/natasha."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Copy the files to build/natasha, with natasha's licence, and have the wheel hold them."""
        folder = Path(self.root, "build", "natasha")
        data = _natasha() / "data"
        for name, digest in FILES.items():
            target = folder / name
            if not target.is_file() or sha256(target.read_bytes()).hexdigest() != digest:
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(data / name, target)
            if sha256(target.read_bytes()).hexdigest() != digest:
                raise RuntimeError(f"{data / name}: not the file of natasha 1.6.0")
        (licence,) = _natasha().parent.glob("natasha-*.dist-info/LICENSE")
        (authors,) = _natasha().parent.glob("natasha-*.dist-info/AUTHORS.md")
        shutil.copyfile(licence, folder / "LICENSE")
        shutil.copyfile(authors, folder / "AUTHORS.md")
        if version != "editable":
            build_data["force_include"][str(folder)] = "otzvuk/bundled/natasha"


def _natasha() -> Path:
    """Where natasha lies; found without importing it, which needs old setuptools."""
    spec = find_spec("natasha")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError(
            "natasha 1.6.0 is needed to build otzvuk (build-system.requires of pyproject.toml)"
        )
    return Path(spec.submodule_search_locations[0])
