"""A few kills of an analysis (`make fuzz` does fifty)."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "fuzz"))

from fuzz_kill import kill_runs


def test_results_outlive_kills_and_the_next_run_completes(tmp_path: Path) -> None:
    killed = kill_runs(tmp_path, seed=6, times=6, rerun=False, slow=0.2)
    assert killed.findings == []
    assert killed.before + killed.writing + killed.after == 6
    assert killed.writing  # or the half that matters was not tested
