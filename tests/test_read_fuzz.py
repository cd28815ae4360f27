"""A short run of the fuzzer over every reader (`make fuzz` runs it for longer)."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "fuzz"))

from fuzz_read import fuzz
from seeds import seeds

from otzvuk.read.formats import FORMATS
from otzvuk.read.guarded import read_guarded


def test_every_format_has_a_sound_seed(tmp_path: Path) -> None:
    found = [(suffix, data) for suffix, data in seeds() if len(data) < 20_000]
    assert {suffix for suffix, _ in found} == set(FORMATS)
    read = set()
    for number, (suffix, data) in enumerate(found):
        path = tmp_path / f"{number}{suffix}"
        path.write_bytes(data)
        if suffix not in read and read_guarded(path).turns:
            read.add(suffix)
    assert read == set(FORMATS)


def test_damaged_files_are_read_or_refused(tmp_path: Path) -> None:
    counts, findings = fuzz(tmp_path, seed=6, files=400)
    assert findings == []
    assert counts["read"] > 40
    assert counts["refused"] > 40
