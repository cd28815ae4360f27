"""A REFI-QDA project (`.qdpx`) → interviews and what people (or this program) coded in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from otzvuk.exchange.archive import MOST_XML, Archive, opened
from otzvuk.exchange.belonging import Belonging, stem
from otzvuk.exchange.coded import UNKNOWN, Coded
from otzvuk.exchange.contents import read_contents, read_text
from otzvuk.exchange.persons import persons_of
from otzvuk.exchange.qde import Qde, parse, read_qde
from otzvuk.exchange.qdenotes import QdeNote, listed
from otzvuk.exchange.qdesource import QdeSource
from otzvuk.exchange.turns import Placed, renamed
from otzvuk.model.codebook import Codebook, one_of
from otzvuk.model.errors import InputError
from otzvuk.model.interview import Interview
from otzvuk.model.mention import PERSON, Coding, Kind
from otzvuk.read.interviews import interview_of
from otzvuk.read.people import Person
from otzvuk.read.transcript import Transcript


@dataclass(frozen=True)
class Project:
    """A project as taken over.

    `codebook` is the one given with the codes that it lacked. `notes` say in Russian what was guessed and
    which codes are new, `lost` what could not be taken over, `memos` what people noted. `persons` are the
    people of the project, for the participants table. What two people coded the same stands there for each.
    """

    name: str
    codebook: Codebook
    codings: tuple[Coding, ...]
    persons: tuple[Person, ...] = ()
    notes: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    memos: tuple[str, ...] = ()

    @property
    def coders(self) -> tuple[str, ...]:
        """The people who coded, by their names."""
        found = (each.decided_by for coding in self.codings for each in coding.mentions)
        return tuple(dict.fromkeys(each for each in found if each.startswith(PERSON) and each != UNKNOWN))


def read_project(path: Path, *, codebook: Codebook, kind: Kind | None = None, coder: str = "") -> Project:
    """Read the `.qdpx` at `path`; its codes are looked for in `codebook` by name.

    `kind` is that of codes whose names do not tell it; without it their codings are not taken over. With
    `coder` only that user's codings are. Raises `InputError` for a file that is no project or is hostile, for
    a coder whom it does not know, and where it has no text at all.
    """
    with opened(path) as archive:
        qde = read_qde(parse(archive.read(archive.project(), most=MOST_XML), path, root="Project"))
        if coder and coder.casefold() not in {each.casefold() for each in qde.users.values()}:
            raise InputError(
                "в проекте нет такого пользователя",
                file=path,
                value=coder,
                expected=one_of(qde.users.values()),
            )
        return _Taking(path, qde, codebook, kind, coder).project(archive)


class _Taking:
    """The taking over of one project: what is found, guessed and lost on the way."""

    def __init__(self, path: Path, qde: Qde, codebook: Codebook, kind: Kind | None, coder: str) -> None:
        self.path, self.qde = path, qde
        self.coded = Coded(qde, codebook, kind=kind, coder=coder, named=qde.name or path.stem)
        self.notes, self.lost = self.coded.notes, self.coded.lost
        self.belonging = Belonging(qde)

    def project(self, archive: Archive) -> Project:
        codings: list[Coding] = []
        persons: list[Person] = []
        ids: set[str] = set()
        self.coded.noted = {key: self._note(each, archive) for key, each in self.qde.notes.items()}
        for source in self.qde.sources:
            made = self._source(source, archive, ids)
            if made is not None:
                codings.append(made[0])
                persons += made[1]
        unread = list(self.lost)
        self.lost += self.belonging.left()
        for name, number in self.qde.further.items():
            self.lost.append(f"{_FURTHER[name]}: {number}")
        self.lost += [f"{what}: {number}" for what, number in sorted(self.coded.counted.items())]
        if not codings:
            said = "; ".join(unread[:_TOLD]) + (f" и ещё {len(unread) - _TOLD}" if unread[_TOLD:] else "")
            raise InputError(
                f"в проекте нет ни одного текста{f': {said}' if said else ''}",
                file=self.path,
                expected="проект с текстовыми документами, сохранённый вместе с их файлами (папка sources)",
            )
        return Project(
            name=self.qde.name or self.path.stem,
            codebook=self.coded.codebook,
            codings=tuple(codings),
            persons=tuple(persons),
            notes=tuple(dict.fromkeys(self.notes)),
            lost=tuple(dict.fromkeys(self.lost)),
            memos=tuple(listed(self.qde.notes, self.coded.noted)),
        )

    def _note(self, note: QdeNote, archive: Archive) -> str:
        if note.inline is not None or not note.plain:
            return note.inline or ""
        try:
            return read_text(note.plain, archive)
        except InputError as error:
            self.lost.append(f"заметка «{note.name}»: {error.what} «{error.value}»")
            return ""

    def _source(
        self, source: QdeSource, archive: Archive, ids: set[str]
    ) -> tuple[Coding, tuple[Person, ...]] | None:
        shown = f"источник «{source.name}»"
        if source.unplaced:
            self.lost.append(f"{shown}: разметка не на отрезках текста: {source.unplaced}")
        try:
            found = read_contents(source, archive, self.coded.speakers)
        except InputError as error:
            said = f"{error.what} «{error.value}»" if error.value else error.what
            self.lost.append(f"{shown}: {said}")
            return None
        self.notes += found.notes
        if not found.turns:
            self.lost.append(f"{shown}: в нём нет текста")
            return None
        identifier = source.values.get("Документ: Интервью") or stem(source.name) or source.name
        identifier = _free(identifier, ids)
        ids.add(identifier)
        speakers = {each.turn.speaker for each in found.turns if not each.turn.interviewer}
        cases = self.belonging.of(source, speakers)
        persons = persons_of(cases, source, identifier, asking=self._asking(source))
        interview = self._interview(found.turns, identifier, persons, own=found.own)
        known = [renamed(each, turn) for each, turn in zip(found.turns, interview.turns, strict=True)]
        return Coding(interview, mentions=self.coded.mentions(source, found.text, known, shown)), persons

    def _asking(self, source: QdeSource) -> tuple[str, ...]:
        used = {coding.code for each in source.selections for coding in each.codings}
        return tuple(name for key, (name, asks) in self.coded.speakers.items() if asks and key in used)

    def _interview(
        self, placed: Iterable[Placed], identifier: str, persons: Iterable[Person], *, own: bool
    ) -> Interview:
        turns = tuple(each.turn for each in placed)
        file, people = f"{identifier}.txt", list(persons)
        if not own:
            cleaned = tuple(replace(turn, speaker=_spoken(turn.speaker)) for turn in turns)
            return interview_of(Transcript(cleaned), id=identifier, file=file, people=people or None)
        participants = {each.name: each.participant for each in people if not each.interviewer}
        waves = {each.wave for each in participants.values()}
        wave = waves.pop() if len(waves) == 1 else ""
        return Interview(id=identifier, file=file, turns=turns, participants=participants, wave=wave)


_TOLD = 5  # sources in one message
_FURTHER: Mapping[str, str] = {
    "Links": "связи (Links)",
    "Sets": "наборы (Sets)",
    "Graphs": "схемы (Graphs)",
}


def _spoken(speaker: str) -> str:
    return " ".join(re.sub(r"[:<>\n]", " ", speaker).split())


def _free(name: str, taken: Iterable[str]) -> str:
    names, number, fresh = {each.casefold() for each in taken}, 2, name
    while fresh.casefold() in names:
        fresh, number = f"{name} ({number})", number + 1
    return fresh
