"""`otzvuk learn`: decisions change how the program codes what nobody has seen, and one line undoes it."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from otzvuk.coding import code_study, model_names
from otzvuk.codings.chosen import decided_coding
from otzvuk.codings.decisions import Decisions, new_decision
from otzvuk.codings.place import place_of
from otzvuk.model.decision import Act, Decision, Judged
from otzvuk.model.errors import InputError
from otzvuk.model.interview import Interview
from otzvuk.model.mention import Coding, Mention
from otzvuk.model.study import Study
from otzvuk.read import read_study
from otzvuk.train import correct
from otzvuk.train.decide import FEWEST, learn
from program import call

DEMO = Path(__file__).parents[1] / "corpora" / "demo"
NAMED = "\nlearned: learned\n"


@dataclass(frozen=True)
class Coded:
    """The demo study as the program codes it by itself, and its two most frequent codes."""

    study: Study
    codings: tuple[Coding, ...]
    often: str
    other: str

    def mentions(self) -> list[tuple[Interview, Mention]]:
        return [(each.interview, mention) for each in self.codings for mention in each.mentions]


@pytest.fixture(scope="module")
def coded() -> Coded:
    study = read_study(DEMO)
    study = replace(study, settings=study.settings.model_copy(update={"coder": "fast"}))
    codings = code_study(study)
    codes = Counter(mention.code for each in codings for mention in each.mentions).most_common(2)
    return Coded(study, codings, codes[0][0], codes[1][0])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "demo"
    shutil.copytree(DEMO, made, ignore=shutil.ignore_patterns("out", ".otzvuk", "otzvuk.sqlite"))
    _name(made, "coder: fast\n")  # how the figures below were taken; the careful one leaves fewer to learn
    return made


def _decisions(coded: Coded, *, every: int = 2, most: int = 1000, seed: int | None = None) -> list[Decision]:
    """A reader who confirms every second mention, but calls the most frequent code by another.

    With a `seed` the reader answers without looking.
    """
    draw = np.random.default_rng(seed)
    made = []
    for interview, mention in coded.mentions()[::every][:most]:
        was = Judged.of(mention)
        code = coded.other if mention.code == coded.often else mention.code
        if seed is not None:
            code = str(draw.choice(list(coded.study.codebook.codes)))
        now = (
            replace(was, code=code, process=coded.study.codebook.process_of(code))
            if code != was.code
            else was
        )
        act = Act.CONFIRM if now == was else Act.CHANGE
        place = place_of(interview, mention.turn, mention.start, mention.stop)
        made.append(new_decision(act, place, by="Ольга", was=[was], now=[now]))
    return made


def _name(folder: Path, line: str = NAMED) -> None:
    with (folder / "study.yaml").open("a", encoding="utf-8") as file:
        file.write(line)


def test_what_was_decided_is_heard_where_nobody_has_looked_and_one_line_undoes_it(
    coded: Coded, folder: Path
) -> None:
    decisions = _decisions(coded)
    Decisions(folder).record(*decisions)
    said = call("learn", folder)
    assert f"Учтено решений: {len(decisions)} (интервью 10)" in said
    assert "learned: learned" in said
    before = (folder / "study.yaml").read_text("utf-8")
    assert "learned" not in before  # nothing that a person wrote is changed
    _name(folder)
    after = code_study(read_study(folder))
    unseen = {
        (interview.id, mention.turn, mention.start)
        for interview, mention in coded.mentions()[1::2]
        if mention.code == coded.often
    }
    now = Counter(
        mention.code
        for each in after
        for mention in each.mentions
        if (each.interview.id, mention.turn, mention.start) in unseen
    )
    assert now[coded.other] > len(unseen) / 3
    others = [(i.id, m.turn, m.start, m.code) for i, m in coded.mentions()[1::2] if m.code != coded.often]
    kept = {(each.interview.id, m.turn, m.start, m.code) for each in after for m in each.mentions}
    assert sum(each in kept for each in others) > 0.9 * len(others)
    told = decided_coding(read_study(folder)).study.assumptions
    assert any(f"дообучена на решениях людей ({len(decisions)})" in each for each in told)
    assert any(name.startswith(f"learned@{len(decisions)}") for name in model_names(read_study(folder)))
    (folder / "study.yaml").write_text(before, "utf-8")
    assert [each.mentions for each in code_study(read_study(folder))] == [
        each.mentions for each in coded.codings
    ]


def test_no_word_of_anybody_is_kept_and_the_same_decisions_give_the_same_files(
    coded: Coded, folder: Path
) -> None:
    Decisions(folder).record(*_decisions(coded))
    learn([folder], folder / "learned")
    first = {each.name: each.read_bytes() for each in (folder / "learned").iterdir()}
    assert sorted(first) == ["learned.json", "learned.npz"]
    with np.load(folder / "learned" / "learned.npz", allow_pickle=False) as arrays:
        assert {arrays[name].dtype.kind for name in arrays.files} <= {"u", "f"}
    words = first["learned.json"].decode()
    assert "Ольга" not in words
    _name(folder)  # these very decisions are in it: learning them again counts them once
    learn([folder], folder / "learned")
    assert {each.name: each.read_bytes() for each in (folder / "learned").iterdir()} == first


def test_a_second_wave_goes_on_from_the_first(coded: Coded, folder: Path, tmp_path: Path) -> None:
    decisions = _decisions(coded)
    Decisions(folder).record(*decisions)
    learn([folder], folder / "learned")
    wave = tmp_path / "wave"
    shutil.copytree(DEMO, wave, ignore=shutil.ignore_patterns("out", ".otzvuk"))
    Decisions(wave).record(*_decisions(coded)[:FEWEST])  # decisions of its own, with other ids
    _name(wave, "\ncoder: fast\nlearned: ../demo/learned\n")
    found = learn([wave], wave / "learned")
    assert found.earlier == len(decisions)
    learned = json.loads((wave / "learned" / "learned.json").read_text("utf-8"))
    assert learned["decisions"] == len(decisions) + FEWEST
    assert found.scores.f1_before > 0.95  # the first wave has taught it already


def test_few_decisions_are_refused(coded: Coded, folder: Path) -> None:
    Decisions(folder).record(*_decisions(coded, most=FEWEST - 1))
    refused = call("learn", folder, code=2)
    assert f"не меньше {FEWEST}" in refused
    assert not (folder / "learned").exists()


def test_what_is_no_better_is_refused_and_nothing_written(
    coded: Coded, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Decisions(folder).record(*_decisions(coded))
    monkeypatch.setattr(correct, "KEPT", ((0.0, 1.0),))  # a correction of nothing is no better
    refused = call("learn", folder, code=2)
    assert "дообучение не принято" in refused
    assert re.search(r"F1 (0,\d{3}) вместо \1 без него", refused)
    assert not (folder / "learned").exists()


def test_answers_without_sense_do_not_make_it_worse(coded: Coded, folder: Path) -> None:
    Decisions(folder).record(*_decisions(coded, seed=1))
    scores = learn([folder], folder / "learned").scores
    assert scores.f1_after >= scores.f1_before
    assert scores.loss_after < scores.loss_before


def test_what_does_not_fit_is_refused_with_a_way_out(coded: Coded, folder: Path) -> None:
    _name(folder)
    with pytest.raises(InputError, match="нет дообучения"):
        code_study(read_study(folder))
    (folder / "study.yaml").write_text((DEMO / "study.yaml").read_text("utf-8"), "utf-8")
    Decisions(folder).record(*_decisions(coded))
    learn([folder], folder / "learned")
    _name(folder)
    card, arrays = folder / "learned" / "learned.json", folder / "learned" / "learned.npz"
    good = card.read_text("utf-8")
    whole = json.loads(good)
    for key, value, said in (
        ("base", {"b2b@1": "0" * 64}, "для другой модели"),
        ("codes", whole["codes"][1:], "для других кодов"),
        ("format", 2, "другого формата"),
        ("kept", 7, "не читается"),
    ):
        card.write_text(json.dumps({**whole, key: value}), "utf-8")
        with pytest.raises(InputError, match=said):
            code_study(read_study(folder))
    card.write_text(good, "utf-8")
    blob = arrays.read_bytes()
    arrays.write_bytes(blob[:-100])
    with pytest.raises(InputError, match="не читается"):
        code_study(read_study(folder))
    arrays.write_bytes(blob)
    (folder / "learned" / "notes.txt").write_text("чужое", "utf-8")
    with pytest.raises(InputError, match=r"notes\.txt"):
        learn([folder], folder / "learned")
