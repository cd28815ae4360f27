"""Codings as tasks for programs that people mark texts up in: Prodigy, Label Studio, doccano.

A task is a respondent's turn with its question; what the coder found stands in it to be corrected. Each
program has its own form, and two of them want the labels in a file of their own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, NamedTuple
from xml.sax.saxutils import quoteattr

from otzvuk.folder.whole import whole_file, whole_files
from otzvuk.language.cover import cover
from otzvuk.model.codebook import Codebook
from otzvuk.model.errors import InputError
from otzvuk.model.mention import Coding, Kind, Mention


class Program(StrEnum):
    """Who the tasks are for."""

    PRODIGY = "prodigy"
    LABEL_STUDIO = "label-studio"
    DOCCANO = "doccano"

    @property
    def label(self) -> str:
        """Its name as it writes itself."""
        return {"prodigy": "Prodigy", "label-studio": "Label Studio", "doccano": "doccano"}[self.value]


# What each can load, the usual one first. Label Studio takes an uploaded .jsonl for one asset, not for tasks.
SUFFIXES: Final[Mapping[Program, tuple[str, ...]]] = {
    Program.PRODIGY: (".jsonl", ".json"),
    Program.LABEL_STUDIO: (".json",),
    Program.DOCCANO: (".jsonl",),
}
USUAL: Final = {".jsonl": Program.PRODIGY, ".json": Program.LABEL_STUDIO}
"""Which program a file is for, by its ending, where none is named."""

_COLOURS = {Kind.COMPLAINT: "#e05c4b", Kind.PRAISE: "#3fa05a", Kind.WISH: "#4b7fe0"}


class _Task(NamedTuple):
    """A respondent's turn, its mentions in order, and where it stands."""

    text: str
    mentions: list[Mention]
    place: dict[str, Any]


def labels_beside(path: Path, program: Program) -> Path | None:
    """The file with the labels that goes beside the tasks; doccano makes its labels by itself."""
    suffix = {Program.PRODIGY: ".labels.txt", Program.LABEL_STUDIO: ".labels.xml"}.get(program)
    return path.with_name(path.stem + suffix) if suffix else None


def check_program(path: Path, program: Program) -> None:
    """Raise `InputError` where the program loads no file of that ending."""
    suffixes = SUFFIXES[program]
    if path.suffix.lower() not in suffixes:
        raise InputError(
            f"{program.label} такой файл не загрузит",
            file=path,
            expected=f"имя файла с {' или '.join(suffixes)} в конце",
        )


def export_tasks(codebook: Codebook, codings: Iterable[Coding], path: Path, program: Program) -> int:
    """Write a task for each respondent's turn that holds words, and the labels beside it; how many tasks.

    A label is `complaint|documents.speed`. Raises `InputError` where a file cannot be written, or the program
    does not load one of that ending.
    """
    check_program(path, program)
    form, codings = _FORMS[program], list(codings)
    tasks = [form(task) for coding in codings for task in _tasks(coding)]
    used = {mention.code for coding in codings for mention in coding.mentions}
    codes = [*codebook.codes, *sorted(used - set(codebook.codes))]
    lines = [json.dumps(each, ensure_ascii=False) for each in tasks]
    text = (
        "[\n" + ",\n".join(lines) + "\n]\n"
        if path.suffix.lower() == ".json"
        else "".join(f"{line}\n" for line in lines)
    )
    beside = labels_beside(path, program)
    with whole_files():
        with whole_file(path) as temporary:
            temporary.write_text(text, "utf-8", newline="\n")
        if beside is not None:
            with whole_file(beside) as temporary:
                temporary.write_text(_labels(codes, program), "utf-8", newline="\n")
    return len(tasks)


def _tasks(coding: Coding) -> Iterator[_Task]:
    interview = coding.interview
    for index, turn in enumerate(interview.turns):
        if turn.interviewer or not turn.text.strip():
            continue
        own = sorted((m for m in coding.mentions if m.turn == index), key=lambda m: (m.start, m.stop))
        asked = interview.question_before(index)
        place = {"interview": interview.id, "turn": index, "speaker": turn.speaker}
        yield _Task(turn.text, own, place | {"question": asked.text if asked else ""})


def _label(mention: Mention) -> str:
    return f"{mention.kind.value}|{mention.code}"


def _prodigy(task: _Task) -> dict[str, Any]:
    """For `spans.manual`: offsets in code points, and the numbers of the first and the last token."""
    pieces = cover(task.text, [(m.start, m.stop) for m in task.mentions])
    starts = {each.start: number for number, each in enumerate(pieces)}
    stops = {each.stop: number for number, each in enumerate(pieces)}
    tokens = [
        {"text": each.text, "start": each.start, "end": each.stop, "id": number, "ws": each.space}
        for number, each in enumerate(pieces)
    ]
    spans = [
        {
            "start": m.start,
            "end": m.stop,
            "token_start": starts[m.start],
            "token_end": stops[m.stop],
            "label": _label(m),
        }
        for m in task.mentions
    ]
    return {"text": task.text, "tokens": tokens, "spans": spans, "meta": task.place}


def _label_studio(task: _Task) -> dict[str, Any]:
    """A task with a prediction; offsets are code points, as in the program itself since 1.5."""
    found = [
        {
            "id": f"{task.place['turn']}-{number}",
            "from_name": "label",
            "to_name": "text",
            "type": "labels",
            "score": round(m.confidence, 4),
            "value": {"start": m.start, "end": m.stop, "text": m.text, "labels": [_label(m)]},
        }
        for number, m in enumerate(task.mentions)
    ]
    made: dict[str, Any] = {"data": {"text": task.text, **task.place}}
    if found:
        made["predictions"] = [{"model_version": "otzvuk", "result": found}]
    return made


def _doccano(task: _Task) -> dict[str, Any]:
    """Offsets in code units of UTF-16, which doccano counts in a browser; further keys are its metadata."""

    def units(offset: int) -> int:
        return len(task.text[:offset].encode("utf-16-le", "surrogatepass")) // 2

    return {
        "text": task.text,
        "label": [[units(m.start), units(m.stop), _label(m)] for m in task.mentions],
        **task.place,
    }


_FORMS: Final = {
    Program.PRODIGY: _prodigy,
    Program.LABEL_STUDIO: _label_studio,
    Program.DOCCANO: _doccano,
}


def _labels(codes: Iterable[str], program: Program) -> str:
    every = [(kind, f"{kind.value}|{code}") for code in codes for kind in Kind]
    if program is Program.PRODIGY:
        return "".join(f"{label}\n" for _, label in every)
    rows = [f'    <Label value={quoteattr(label)} background="{_COLOURS[kind]}"/>' for kind, label in every]
    return "\n".join(
        [
            "<View>",
            '  <Header value="$question"/>',
            '  <Labels name="label" toName="text">',
            *rows,
            "  </Labels>",
            '  <Text name="text" value="$text"/>',
            "</View>\n",
        ]
    )
