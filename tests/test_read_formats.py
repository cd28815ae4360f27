"""Whatever lies in a file, the answer is a transcript or one Russian sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otzvuk.model.errors import InputError
from otzvuk.model.interview import Turn
from otzvuk.read.formats import FORMATS, read_transcript
from reading import TALK

PIECES = [
    TALK,
    "Имя;Текст;время\nА;б;1\n",
    '[{"text": "а", "start": 1}]',
    "00:00:01,000 --> 00:00:02,000\nА: б\n",
]
pieces = st.sampled_from(PIECES).map(str.encode) | st.binary(max_size=20)


@settings(deadline=None)  # the first workbook waits for the reading process
@given(st.sampled_from(sorted(FORMATS)), st.lists(pieces, max_size=4).map(b"".join))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, data: bytes
) -> None:
    path = tmp_path_factory.mktemp("any") / f"i1{suffix}"
    path.write_bytes(data)
    turns: tuple[Turn, ...] = ()
    refusal = str(path)
    try:
        turns = read_transcript(path).turns
    except InputError as error:
        refusal = str(error)
    assert refusal.startswith(str(path))
    assert all(turn.text and turn.place for turn in turns)


def test_the_suffix_counts_in_any_case(tmp_path: Path) -> None:
    path = tmp_path / "I1.TXT"
    path.write_text(TALK, "utf-8")
    assert len(read_transcript(path).turns) == 4


def test_other_formats_and_missing_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(
        InputError, match=r"i1\.pages: этот формат не читается: «\.pages»; ожидается \.txt, \.md"
    ):
        read_transcript(tmp_path / "i1.pages")
    with pytest.raises(InputError, match=r"i1\.txt: файл не читается"):
        read_transcript(tmp_path / "i1.txt")
