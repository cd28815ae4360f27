"""A study coded and counted: what every command begins with, kept while nothing of it has changed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from otzvuk.codings.known import Known, known_of, remember
from otzvuk.model.study import Study
from otzvuk.numbers.survey import Survey


@dataclass(frozen=True)
class Surveyed:
    """A study coded and counted, and in Russian what people's decisions did to it."""

    survey: Survey
    told: tuple[str, ...]


def read_identified(path: str | Path) -> Study:
    """The study in folder `path` whose people and companies have the ids that they had the last time.

    Nothing is kept of a study of which another run may read more.
    """
    known = Known(Path(path))
    study: Study | None = known.get("studies")
    if study is None:
        from otzvuk.anonymise.mapping import FOUND_LIST, read_ids
        from otzvuk.model.identity import identify
        from otzvuk.read import read_study

        read = read_study(path)
        known.raw = read
        study = identify(read, earlier=read_ids(read.path / FOUND_LIST))
        if any(each.passing for each in study.failures):
            return study
        known.put("studies", study)
        known.settle()
    remember(study, known, "read")
    return study


def surveyed(
    study: Study, coding: Path | None = None, *, jobs: int = 1, until: str | None = None
) -> Surveyed:
    """A study with its coding and all that people decided (`decided_coding`), as frames."""
    state = known_of(study) if coding is None and until is None else None
    found: Surveyed | None = state[0].get("surveys") if state else None
    if found is None:
        from otzvuk.codings.chosen import decided_coding, decided_told

        chosen = decided_coding(study, coding, jobs=jobs, until=until)
        told = decided_told(chosen.decided) if chosen.decided else ()
        found = Surveyed(Survey.of(chosen.study, chosen.codings), tuple(told))
        if state:
            state[0].put("surveys", found)
    if state:
        remember(found.survey.study, state[0], "coded")
    return found
