"""The maps filled by hand are sound: words verbatim and once in their turn, rows and stages that exist."""

from __future__ import annotations

from pathlib import Path

import pytest

from otzvuk.model.codebook import DEFAULT, read_codebook
from otzvuk.read.folder import read_study
from otzvuk.read.marked import read_marked

ROOT = Path(__file__).parents[1]
ROWS = {"goal", "question", "touch", "pain", "praise", "wish", "idea"}


def texts(name: str) -> dict[str, list[str]]:
    if name == "demo-2025":
        study = read_study(ROOT / "corpora" / "demo")
        return {each.id: [turn.text for turn in each.turns] for each in study.interviews}
    folder = ROOT / "corpora" / "training" / name / "marked"
    return {path.stem: [turn.text for turn in read_marked(path).turns] for path in folder.glob("*.txt")}


@pytest.mark.parametrize("name", ["demo-2025", "s12-machine-tools"])
def test_the_hand_filled_map_stands_in_the_text(name: str) -> None:
    said, stages = texts(name), set(read_codebook(DEFAULT).stages)
    for line in (ROOT / "tests" / "journey" / f"{name}.tsv").read_text("utf-8").splitlines():
        interview, turn, rows, places, words = line.split("\t")
        assert said[interview][int(turn)].count(words) == 1, line
        assert set(rows.removeprefix("?").split("|")) <= ROWS, line
        assert set(places.split("|")) <= stages, line
