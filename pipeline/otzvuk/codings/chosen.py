"""Whose coding a command counts: one given with the command, else the study's own, else the coder's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from otzvuk.coding.coder import study_delta
from otzvuk.codings.anywhere import Side, moved, once, read_side, twin
from otzvuk.codings.cache import code_cached
from otzvuk.codings.decided import Decided, decide, of_codebook
from otzvuk.codings.decisions import Decisions, standing
from otzvuk.model.decision import is_blind
from otzvuk.model.errors import InputError
from otzvuk.model.mention import PERSON, Coding
from otzvuk.model.study import Study
from otzvuk.read import read_study

_WHO = {"person": "люди", "model": "модель", "rule": "правила", "llm": "языковая модель", "plugin": "плагин"}


@dataclass(frozen=True)
class Chosen:
    """A study and its coding; the study says where the coding was taken from (`Study.coding`).

    `decided` is what people have decided about it; None where their decisions were not asked for.
    """

    study: Study
    codings: tuple[Coding, ...]
    decided: Decided | None = None


def decided_coding(
    study: Study,
    given: Path | None = None,
    *,
    jobs: int = 1,
    rules_only: bool = False,
    until: str | None = None,
) -> Chosen:
    """`coding_of` with what people decided about the study (its otzvuk.sqlite) put onto it.

    The study's assumptions say how many mentions a person has seen and which decisions found no place. Raises
    `InputError`, also for a store of decisions that cannot be read. `until` is the id of the last decision
    that counts ("" for none), by default the last one there is.
    """
    taken = Decisions(study.path).all(until=until)  # before the long work: the file may be damaged
    counted = [each for each in standing(taken) if not is_blind(each.by)]
    last = taken[-1].id if taken else ""
    chosen = coding_of(study, given, jobs=jobs, rules_only=rules_only)
    decisions = of_codebook(counted, chosen.study.codebook)
    decided = decide(chosen.codings, decisions)
    known = chosen.study.assumptions
    first = 1 if chosen.study.coding else 0  # whose coding it is comes before what people decided about it
    said = decided_told(decided)
    if strange := len(counted) - len(decisions):
        said.append(f"Решений о кодах, которых в книге нет: {strange}; они не учтены")
    told = replace(chosen.study, decisions=last, assumptions=(*known[:first], *said, *known[first:]))
    return Chosen(told, decided.codings, decided)


def decided_told(decided: Decided) -> list[str]:
    """What the reports say of the decisions, in Russian; nothing where nobody has decided anything."""
    said = []
    if decided.seen:
        whole = sum(len(each.mentions) for each in decided.codings) + decided.rejected
        people = f" ({', '.join(decided.people)})" if decided.people else ""  # a coding that people made
        said.append(f"Проверено человеком упоминаний: {decided.seen} из {whole}{people}")
    if decided.disagreed:
        said.append(f"Мест, о которых люди решили по-разному: {len(decided.disagreed)}; считается последнее")
    if decided.lost:
        said.append(f"Решений без места, потому что их слов в стенограммах больше нет: {len(decided.lost)}")
    return said


def without_decisions(side: Side, path: Path, study: Path | None = None) -> Side:
    """A side of a comparison as the coder alone says, where an analysis wrote it with decisions in it.

    Such is `STUDY/out/mentions.csv` (or the study's folder) with mentions that people decided; any other
    side, and one whose study has no decisions, is returned as it is.
    """
    home = study or (path if path.is_dir() else path.parent.parent)
    store = Decisions(home)
    if path.suffix.lower() in {".jsonl", ".qdpx"} or not store.path.is_file():
        return side
    written = any(each.decided_by.startswith(PERSON) for one in side.codings for each in one.mentions)
    if not written:
        return side
    alone = coding_of(read_study(home)).codings
    here = {each.interview.id for each in side.codings}
    return replace(side, codings=tuple(each for each in alone if each.interview.id in here))


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
        return Chosen(
            study if rules_only else _with_learning_told(study),
            code_cached(study, jobs=jobs, rules_only=rules_only),
        )
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


def _with_learning_told(study: Study) -> Study:
    """The study with a remark where its coding is corrected by what people decided."""
    delta = study_delta(study)
    if delta is None:
        return study
    told = (
        f"Модель дообучена на решениях людей ({delta.card.decisions}), study.yaml, ключ learned: "
        f"{study.settings.learned}; без этой строки размечает модель без дообучения"
    )
    return replace(study, assumptions=(told, *study.assumptions))


def whose(codings: Sequence[Coding]) -> str:
    """Who decided about the mentions of codings, in Russian, with how many by each."""
    by = Counter(each.decided_by.partition(":")[0] for coding in codings for each in coding.mentions)
    listed = [f"{_WHO.get(name, 'неизвестно кто')} — {count}" for name, count in by.most_common()]
    return f"упоминаний {sum(by.values())}" + (f", решили: {', '.join(listed)}" if listed else "")


def _name(path: Path, study: Study) -> str:
    """What reports call the coding: its path within the study, else its name."""
    there, home = path.resolve(), study.path.resolve()
    return there.relative_to(home).as_posix() if there.is_relative_to(home) and there != home else there.name
