"""Studies and transcripts as files, for the tests of reading.

root = lay_out(tmp_path, {"transcripts/i1.txt": "Интервьюер: Как дела?\\nПётр: Хорошо."})
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from otzvuk.model.interview import Interview
from otzvuk.read.transcript import Transcript

CODEBOOK = Path(__file__).parent / "fixtures" / "read" / "codebook.yaml"
SHARED = Path(__file__).parents[2] / "shared"
TALK = "Интервьюер: Как вам сроки?\nПётр: Срывают.\nИнтервьюер: А документы?\nПётр: Тут порядок.\n"


def lay_out(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write `files` into the folder `root`, with the small codebook unless study.yaml is among them."""
    own = {"codebook.yaml": CODEBOOK.read_text("utf-8"), "study.yaml": "codebook: codebook.yaml\n"}
    for name, content in {**own, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            content = content.encode()
        path.write_bytes(content)
    return root


def said(source: Transcript | Interview) -> list[str]:
    """The turns as lines `имя: слова`."""
    return [f"{turn.speaker}: {turn.text}" for turn in source.turns]
