"""Whose coding a command counts: one given with the command, else the study's own, else the coder's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from otzvuk.coding import code_study
from otzvuk.codings.anywhere import moved, once, read_side, twin
from otzvuk.model.errors import InputError
from otzvuk.model.mention import Coding
from otzvuk.model.study import Study

_WHO = {"person": "люди", "model": "модель", "rule": "правила", "llm": "языковая модель"}


@dataclass(frozen=True)
class Chosen:
    """A study and its coding; the study says where the coding was taken from (`Study.coding`)."""

    study: Study
    codings: tuple[Coding, ...]


def coding_of(study: Study, given: Path | None = None, *, jobs: int = 1, rules_only: bool = False) -> Chosen:
    """The coding of `study`: that at `given`, else that which its study.yaml names, else the coder's.

    A coding is whatever `read_side` reads. A marked/ or gold.jsonl that merely lies in the study is never
    taken. One that was made is not coded again: its mentions are put onto the study's own interviews, and the
    study's assumptions say whose it is and what of it found no place. Raises `InputError` for a coding that
    is not there or fits no interview.
    """
    named = study.settings.coding  # that it is there was seen when the study was read
    path = given or (study.path / named if named else None)
    if path is None:
        return Chosen(study, code_study(study, jobs=jobs, rules_only=rules_only))
    side = read_side(path, study=study)
    kept, found, notes = [], [], [f"в разметке не взято: {note}" for note in side.notes]
    left = list(side.codings)
    for interview in study.interviews:
        other = twin(interview, left)
        if other is None:
            notes.append(f"интервью «{interview.id}» в разметке нет, оно не учтено")
            continue
        left.remove(other)
        coding, lost = moved(other, interview)
        if lost:
            notes.append(f"интервью «{interview.id}»: упоминаний без места в стенограмме: {lost}")
        kept.append(interview)
        found.append(once(coding))  # what two people coded the same is one mention
    if not found:
        raise InputError("в разметке нет ни одного интервью исследования", file=path, expected="его разметка")
    notes += [f"интервью «{each.interview.id}» из разметки в исследовании нет" for each in left]
    source = _name(path, study)
    said = (f"Разметка взята готовой, {source}: {whose(found)}; заново ничего не размечено", *notes)
    own = replace(
        study,
        codebook=side.codebook,
        interviews=tuple(kept),
        assumptions=(*said, *study.assumptions),
        coding=source,
    )
    return Chosen(own, tuple(found))


def whose(codings: Sequence[Coding]) -> str:
    """Who decided about the mentions of codings, in Russian, with how many by each."""
    by = Counter(each.decided_by.partition(":")[0] for coding in codings for each in coding.mentions)
    listed = [f"{_WHO.get(name, 'неизвестно кто')} — {count}" for name, count in by.most_common()]
    return f"упоминаний {sum(by.values())}" + (f", решили: {', '.join(listed)}" if listed else "")


def _name(path: Path, study: Study) -> str:
    """What reports call the coding: its path within the study, else its name."""
    there, home = path.resolve(), study.path.resolve()
    return there.relative_to(home).as_posix() if there.is_relative_to(home) and there != home else there.name
