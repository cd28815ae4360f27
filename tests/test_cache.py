"""A coding is kept while nothing it depends on has changed, and never longer."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import pytest

from otzvuk.coding import code_study
from otzvuk.codings import cache
from otzvuk.codings.cache import ELSEWHERE, code_cached
from otzvuk.model.interview import Interview
from otzvuk.model.mention import Coding
from otzvuk.model.study import Study
from otzvuk.read import read_study
from studies import written

TALKS = {
    "one": "Интервьюер: Как вам сроки?\nКлиент: Сроки вы срываете постоянно. За сроки семь из десяти.\n",
    "two": "Интервьюер: А документы?\nКлиент: Документы приходят с ошибками, но цена хорошая.\n",
    "three": "Интервьюер: Что ещё?\nКлиент: Менеджер отвечает быстро, спасибо ему.\n",
}


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return written(tmp_path / "study", TALKS, "supplier:\n  name: Вектор\n")


def _counting(folder: Path) -> tuple[tuple[Coding, ...], list[str]]:
    """The codings of the study, and the ids of the interviews that were coded for them."""
    coded: list[str] = []

    def code(study: Study, *, only: frozenset[str] | None = None, **_: object) -> tuple[Coding, ...]:
        coded.extend(sorted(only or (each.id for each in study.interviews)))
        return code_study(study, only=only)

    with mock.patch.object(cache, "code_study", code):
        return code_cached(read_study(folder)), coded


def test_an_unchanged_interview_is_not_coded_again(study: Path) -> None:
    first, coded = _counting(study)
    assert coded == ["one", "three", "two"]
    again, coded = _counting(study)
    assert coded == []
    assert again == first == code_study(read_study(study))
    assert any(each.ratings for each in first)


def _append(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def _own_codebook(folder: Path) -> None:
    shutil.copy(Path(__file__).parents[1] / "models" / "codebooks" / "b2b.yaml", folder / "own.yaml")
    _append(folder / "study.yaml", "codebook: own.yaml\n")


def _own_model(folder: Path) -> None:
    shutil.copytree(Path(__file__).parents[1] / "models" / "coders" / "b2b", folder / "model")
    card = folder / "model" / "model.json"
    card.write_text(card.read_text("utf-8").replace('"version": "2"', '"version": "2.1"'), "utf-8")
    _append(folder / "study.yaml", "model: model\n")


def _guide(folder: Path) -> None:
    (folder / "guide.yaml").write_text(
        "blocks:\n  - title: С\n    questions:\n      - text: Сроки?\n        codes: [discipline.rhythm]\n",
        "utf-8",
    )


ALL = ["one", "three", "two"]


@pytest.mark.parametrize(
    ("change", "anew"),
    [
        (lambda at: _append(at / "transcripts" / "two.txt", "Клиент: Спасибо, всё отлично.\n"), ["two"]),
        (lambda at: (at / "transcripts" / "two.txt").rename(at / "transcripts" / "four.txt"), ["four"]),
        (
            lambda at: (at / "participants.csv").write_text("file,speaker,role\none.txt,Клиент,user\n"),
            ["one"],
        ),
        (lambda at: _append(at / "study.yaml", "threshold: 0.9\n"), ALL),
        (_own_codebook, ALL),
        (_own_model, ALL),
        (_guide, ALL),
    ],
)
def test_whatever_changes_the_coding_is_a_fresh_one(
    study: Path, change: Callable[[Path], object], anew: list[str]
) -> None:
    _counting(study)
    change(study)
    kept, coded = _counting(study)
    assert coded == anew
    assert kept == code_study(read_study(study))


def test_another_program_does_not_take_what_this_one_kept(study: Path) -> None:
    _counting(study)
    with mock.patch.object(cache, "program", return_value="another"):
        assert len(_counting(study)[1]) == 3


def test_rules_and_model_are_kept_apart(study: Path) -> None:
    read = read_study(study)
    code_cached(read)
    assert code_cached(read, rules_only=True) == code_study(read, rules_only=True)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"mentions": [{"turn": 0}], "ratings": []}'])
def test_a_spoilt_entry_is_made_again(study: Path, text: str) -> None:
    first, _ = _counting(study)
    for each in (study / ".otzvuk" / "codings").iterdir():
        each.write_text(text, "utf-8")
    assert _counting(study) == (first, ALL)


def test_the_folder_can_be_elsewhere_or_nowhere(
    study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ELSEWHERE, "off")
    assert len(_counting(study)[1]) == len(_counting(study)[1]) == 3
    monkeypatch.setenv(ELSEWHERE, str(tmp_path / "kept"))
    assert [len(_counting(study)[1]) for _ in range(2)] == [3, 0]
    assert not (study / ".otzvuk").exists()


def test_nothing_is_kept_among_transcripts(study: Path) -> None:
    bare = study / "transcripts"
    before = sorted(bare.rglob("*"))
    assert len(_counting(bare)[1]) == 3
    assert sorted(bare.rglob("*")) == before


def test_a_folder_that_cannot_be_written_costs_nothing_else(study: Path) -> None:
    (study / ".otzvuk").write_text("a file in the way", "utf-8")
    first, _ = _counting(study)
    assert first == code_study(read_study(study))
    assert isinstance(first[0].interview, Interview)
