"""A study with its names hidden as a folder that our own readers read back: safe to hand over."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from otzvuk.folder.whole import whole_file
from otzvuk.model.errors import InputError
from otzvuk.model.interview import Interview
from otzvuk.model.study import Study
from otzvuk.read import read_study

_NOBODY = "[неизвестный]"  # a turn without a speaker would join the one before when it is read again
_ATTRIBUTES = ("interview", "file", "speaker", "company", "position", "function", "role", "wave")


def packed(hidden: Study) -> Study:
    """The hidden study as it is handed over: transcripts are tables, no turn is without a speaker."""
    interviews = tuple(
        replace(
            each,
            file=f"transcripts/{each.id}.csv",
            turns=tuple(replace(turn, speaker=turn.speaker.strip() or _NOBODY) for turn in each.turns),
        )
        for each in hidden.interviews
    )
    asking = {turn.speaker for each in interviews for turn in each.turns if turn.interviewer}
    settings = hidden.settings.model_copy(update={"interviewers": tuple(sorted(asking))})
    return replace(hidden, interviews=interviews, settings=settings)


def write_pack(study: Study, folder: Path) -> None:
    """Write a study that `packed` gave into the empty `folder`, and read it back.

    Raises `InputError` where a file cannot be written, and where a transcript does not come back turn by
    turn: then the folder is of no use, and offsets of mentions would be wrong.
    """
    for interview in study.interviews:
        rows = [[turn.speaker, turn.text, _clock(turn.cues)] for turn in interview.turns]
        timed = all(row[2] for row in rows)
        header = ["speaker", "text", "time"] if timed else ["speaker", "text"]
        _write(folder / interview.file, header, [row[: len(header)] for row in rows])
    _write_people(study, folder)
    if study.scores:
        _write(
            folder / "ratings.csv",
            ["interview", "speaker", "criterion", "value", "scale", "wave"],
            [
                [
                    each.interview,
                    each.speaker,
                    each.criterion,
                    f"{each.value:g}",
                    f"{each.scale:g}",
                    each.wave,
                ]
                for each in study.scores
            ],
        )
    _write_yaml(_settings(study, folder), folder / "study.yaml")
    if study.guide.blocks:
        guide = study.guide.model_dump(mode="json", exclude_defaults=True, include={"blocks"})
        _write_yaml(guide, folder / "guide.yaml")
    if items := {each.name: each for each in reversed(study.guide.items)}:  # two may be called alike now
        told = [each.model_dump(mode="json", exclude_defaults=True) for each in reversed(items.values())]
        _write_yaml({"criteria": told}, folder / "criteria.yaml")
    if arranged := study.arrangement.model_dump(mode="json", exclude_defaults=True):
        _write_yaml(arranged, folder / "report.yaml")
    _check(study, folder)


def _check(study: Study, folder: Path) -> None:
    again = {each.id: each for each in read_study(folder).interviews}
    for interview in study.interviews:
        if interview.id not in again or _said(again[interview.id]) != _said(interview):
            raise InputError(
                "скрытая стенограмма читается не так, как была записана",
                file=folder / interview.file,
                expected="те же реплики; пришлите нам этот случай",
            )


def _said(interview: Interview) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in interview.turns]


def _write_people(study: Study, folder: Path) -> None:
    people = [(each, person) for each in study.interviews for person in each.participants.values()]
    if not people:
        return
    further = list(dict.fromkeys(name for _, person in people for name in person.attributes))
    rows = [
        [
            each.id, Path(each.file).name, person.speaker, person.company, person.position, person.function,
            person.role.value, each.wave, *(person.attributes.get(name, "") for name in further),
        ]
        for each, person in people
    ]  # fmt: skip
    _write(folder / "participants.csv", [*_ATTRIBUTES, *further], rows)


def _settings(study: Study, folder: Path) -> dict[str, Any]:
    """study.yaml's keys; a codebook of the study's own comes along, its coder and metrics do not."""
    kept: dict[str, Any] = study.settings.model_dump(
        mode="json", exclude_defaults=True, exclude={"aliases", "model", "metrics", "limits", "hide_names"}
    )
    book = study.path / study.settings.codebook
    if book.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(book, folder / "codebook.yaml")
        kept["codebook"] = "codebook.yaml"
    return kept


def _write_yaml(keys: Any, path: Path) -> None:
    from ruamel.yaml import YAML

    writer = YAML(typ="safe")
    writer.default_flow_style, writer.allow_unicode = False, True
    with whole_file(path) as temporary, temporary.open("w", encoding="utf-8") as sink:
        writer.dump(keys, sink)


def _clock(cues: Sequence[Any]) -> str:
    if not cues or cues[0].offset:
        return ""
    seconds = int(cues[0].seconds)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with whole_file(path) as temporary, temporary.open("w", encoding="utf-8-sig", newline="") as sink:
        writer = csv.writer(sink, delimiter=";", lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
