"""`effort` of study.yaml: read, blank, faulty."""

from __future__ import annotations

from pathlib import Path

import pytest

from otzvuk.model.errors import InputError
from otzvuk.read import read_study
from otzvuk.read.settings import read_settings
from reading import TALK, lay_out


def test_effort_is_read_and_may_be_blank(tmp_path: Path) -> None:
    text = "effort:\n  delivery: 2\n  claims: 4.5\n  pricing:\n"
    study = read_study(lay_out(tmp_path, {"transcripts/i1.txt": TALK, "study.yaml": text}))
    assert study.settings.effort == {"delivery": 2, "claims": 4.5, "pricing": None}
    (tmp_path / "study.yaml").write_text("effort:\n", "utf-8")
    assert read_settings(tmp_path / "study.yaml")[0].effort == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("effort: {delivery: 0}", "строка 1, столбец 20: неверное значение ключа «delivery» «0»; ожидается"),
        ("effort: {delivery: 0}", "ожидается число не меньше 1"),
        ("effort: {delivery: 6}", "ожидается число не больше 5"),
        ("effort: {delivery: много}", "неверное значение ключа «delivery» «много»; ожидается число"),
        ("effort: [delivery]", "неверное значение ключа «effort»; ожидается таблица"),
        ("wave: 1\neffort:\n  delivry: 3",
         "строка 3, столбец 12: неизвестный процесс «delivry»; ожидается «delivery» или другое имя"),
    ],
)  # fmt: skip
def test_faulty_effort_is_refused_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError, match=r"study\.yaml") as error:
        read_study(lay_out(tmp_path, {"transcripts/i1.txt": TALK, "study.yaml": text}))
    assert message in str(error.value)
