"""A REFI-QDA project (`.qdpx`) → interviews and what people (or this program) coded in them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from otzvuk.exchange.archive import MOST_XML, Archive, opened
from otzvuk.exchange.contents import read_contents, speakers
from otzvuk.exchange.export import PROGRAM
from otzvuk.exchange.meaning import Meaning, meanings
from otzvuk.exchange.memo import read_memo
from otzvuk.exchange.persons import persons_of
from otzvuk.exchange.positions import Text
from otzvuk.exchange.qde import Qde, QdeCoding, QdeSelection, QdeSource, parse, read_qde
from otzvuk.exchange.turns import Placed, renamed
from otzvuk.model.codebook import Codebook, one_of
from otzvuk.model.errors import InputError
from otzvuk.model.interview import Interview
from otzvuk.model.mention import Coding, Kind, Mention
from otzvuk.read.interviews import interview_of
from otzvuk.read.people import Person
from otzvuk.read.transcript import Transcript

_UNKNOWN = "person:import"
_UNSPOKEN = "отрезки вне слов респондентов (вопросы интервьюера, имена говорящих)"


@dataclass(frozen=True)
class Project:
    """A project as taken over.

    `codebook` is the one given with the codes that it lacked. `notes` say in Russian what was guessed and
    which codes are new, `lost` what could not be taken over. `persons` are the people of the project, for the
    participants table.
    """

    name: str
    codebook: Codebook
    codings: tuple[Coding, ...]
    persons: tuple[Person, ...] = ()
    notes: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


def read_project(path: Path, *, codebook: Codebook, kind: Kind | None = None, coder: str = "") -> Project:
    """Read the `.qdpx` at `path`; its codes are looked for in `codebook` by name.

    `kind` is that of codes whose names do not tell it; without it their codings are not taken over. With
    `coder` only that user's codings are. Raises `InputError` for a file that is no project or is hostile, for
    a coder whom it does not know, and where it has no text at all.
    """
    with opened(path) as archive:
        name = archive.find("project.qde")
        if name is None:
            raise InputError("в архиве нет project.qde", file=path, expected="проект REFI-QDA (.qdpx)")
        qde = read_qde(parse(archive.read(name, most=MOST_XML), path, root="Project"))
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
        self.path, self.qde, self.kind, self.coder = path, qde, kind, coder.casefold()
        self.speakers = speakers(qde.codes)
        used = {
            coding.code for source in qde.sources for each in source.selections for coding in each.codings
        }
        # a code that only holds others is a category, whatever it says of itself
        subject = {
            key: each
            for key, each in qde.codes.items()
            if key not in self.speakers and (each.leaf or key in used)
        }
        name = qde.name or path.stem
        self.meaning, self.codebook, new = meanings(subject, codebook, project=name)
        self.notes = [f"новый код: {each}" for each in new]
        self.lost: list[str] = []
        self.counted: Counter[str] = Counter()

    def project(self, archive: Archive) -> Project:
        codings: list[Coding] = []
        persons: list[Person] = []
        ids: set[str] = set()
        for source in self.qde.sources:
            made = self._source(source, archive, ids)
            if made is not None:
                codings.append(made[0])
                persons += made[1]
        for name, number in self.qde.further.items():
            self.lost.append(f"{_FURTHER[name]}: {number}")
        self.lost += [f"{what}: {number}" for what, number in sorted(self.counted.items())]
        if not codings:
            raise InputError(
                "в проекте нет ни одного текста", file=self.path, expected="проект с текстовыми документами"
            )
        return Project(
            self.qde.name or self.path.stem,
            self.codebook,
            tuple(codings),
            tuple(persons),
            tuple(dict.fromkeys(self.notes)),
            tuple(dict.fromkeys(self.lost)),
        )

    def _source(
        self, source: QdeSource, archive: Archive, ids: set[str]
    ) -> tuple[Coding, tuple[Person, ...]] | None:
        shown = f"источник «{source.name or source.guid}»"
        if source.unplaced:
            self.lost.append(f"{shown}: разметка не на отрезках текста: {source.unplaced}")
        try:
            found = read_contents(source, archive, self.speakers)
        except InputError as error:
            said = f"{error.what} «{error.value}»" if error.value else error.what
            self.lost.append(f"{shown} ({source.kind}): {said}")
            return None
        self.notes += found.notes
        if not found.turns:
            self.lost.append(f"{shown}: в нём нет текста")
            return None
        identifier = source.values.get("Документ: Интервью") or _stem(source.name) or source.guid
        identifier = _free(identifier, ids)
        ids.add(identifier)
        persons = persons_of(self.qde, source, identifier, asking=self._asking(source))
        interview = self._interview(found.turns, identifier, persons, own=found.own)
        known = [renamed(each, turn) for each, turn in zip(found.turns, interview.turns, strict=True)]
        return Coding(interview, self._mentions(source, found.text, known, shown)), persons

    def _asking(self, source: QdeSource) -> tuple[str, ...]:
        used = {coding.code for each in source.selections for coding in each.codings}
        return tuple(name for key, (name, asks) in self.speakers.items() if asks and key in used)

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
        return Interview(identifier, file, turns, participants, wave)

    def _mentions(
        self, source: QdeSource, text: Text | None, placed: list[Placed], shown: str
    ) -> tuple[Mention, ...]:
        stretches: dict[tuple[int, int], list[tuple[QdeSelection, QdeCoding]]] = defaultdict(list)
        for each in source.selections:
            codings = [one for one in each.codings if one.code not in self.speakers and self._counts(one)]
            place = self._place(each, text, placed) if codings else None
            if codings and place is None:
                where = f"«{each.name[:60]}» ({each.start}–{each.stop})"
                self.lost.append(f"{shown}: отрезок {where} не найден в тексте")
            elif place:
                stretches[place] += [(each, one) for one in codings]
        found: dict[tuple[object, ...], Mention] = {}
        known = [at for at, each in enumerate(placed) if each.pieces]
        starts = [placed[at].pieces[0].text_at for at in known]
        ends = [placed[at].pieces[-1].text_at + placed[at].pieces[-1].length for at in known]
        for (start, stop), coded in stretches.items():
            near = range(bisect_right(ends, start), bisect_left(starts, stop))
            parts = [
                (at, part) for at in (known[one] for one in near) if (part := placed[at].within(start, stop))
            ]
            spoken = [(at, part) for at, part in parts if not placed[at].turn.interviewer]
            if not spoken:
                self.counted[_UNSPOKEN] += len(coded)
                continue
            if len(spoken) > 1:
                self.notes.append(
                    f"{shown}: отрезок {start}–{stop} охватывает несколько реплик; упоминание стоит в каждой"
                )
            for meaning, coding in self._meant(coded):
                for at, (first, last) in spoken:
                    words = placed[at].turn.text[first:last]
                    mention = self._mention(at, first, last, words, meaning, coding)
                    same = (at, first, last, mention.kind, mention.code, mention.process, mention.trend)
                    found.setdefault((*same, mention.decided_by), mention)
        return tuple(sorted(found.values(), key=lambda each: (each.turn, each.start, each.stop)))

    def _counts(self, coding: QdeCoding) -> bool:
        return not self.coder or self.qde.users.get(coding.user, "").casefold() == self.coder

    def _place(
        self, selection: QdeSelection, text: Text | None, placed: list[Placed]
    ) -> tuple[int, int] | None:
        if text is not None:
            start, stop = text.at(selection.start), text.at(selection.stop)
            return (start, stop) if 0 <= start < stop <= len(text.text) else None
        words = " ".join(selection.name.rstrip("…").removesuffix("...").split())
        hits = [
            (piece.text_at + piece_at, piece.text_at + piece_at + len(words))
            for each in placed
            for piece in each.pieces
            if len(words) > 3
            for piece_at in _all(each.turn.text[piece.turn_at : piece.turn_at + piece.length], words)
        ]
        return hits[0] if len(hits) == 1 else None

    def _meant(self, coded: list[tuple[QdeSelection, QdeCoding]]) -> list[tuple[tuple[Kind, str], QdeCoding]]:
        """The kinds and codes of a stretch; a code without a kind takes that of a kind's own code there."""
        known: list[tuple[Meaning, QdeCoding]] = []
        for _, coding in coded:
            meaning = self.meaning.get(coding.code)
            if meaning is None:
                code = self.qde.codes.get(coding.code)
                name = " / ".join(code.path) if code else ""
                self.counted[f"разметка категорией «{name}»" if code else "разметка без кода в проекте"] += 1
            else:
                known.append((meaning, coding))
        kinds = {meaning.kind for meaning, _ in known if meaning.kind and not meaning.code}
        found = []
        for meaning, coding in known:
            if not meaning.code:
                if not any(each.code for each, _ in known):
                    self.counted[f"отрезки, где сказан только вид («{self._name(coding.code)}»)"] += 1
                continue
            kind = meaning.kind or (next(iter(kinds)) if len(kinds) == 1 else None) or self.kind
            if kind is None:
                name = self._name(coding.code)
                self.counted[f"код «{name}»: не видно, жалоба это, похвала или пожелание; отрезков"] += 1
                continue
            found.append(((kind, meaning.code), coding))
        return found

    def _name(self, code: str) -> str:
        return " / ".join(self.qde.codes[code].path)

    def _mention(
        self, turn: int, start: int, stop: int, text: str, meaning: tuple[Kind, str], coding: QdeCoding
    ) -> Mention:
        kind, code = meaning
        memo, user = read_memo(coding.memo, self.codebook), self.qde.users.get(coding.user, "")
        person = f"person:{user}" if user else memo.decided_by or _UNKNOWN
        return Mention(
            turn,
            start,
            stop,
            text,
            kind,
            code,
            memo.process or self.codebook.process_of(code),
            memo.trend,
            1.0 if memo.confidence is None else memo.confidence,
            memo.decided_by if user == PROGRAM else person,
            memo.why,
        )


_FURTHER: Mapping[str, str] = {
    "Notes": "заметки проекта (Notes)",
    "Links": "связи (Links)",
    "Sets": "наборы (Sets)",
    "Graphs": "схемы (Graphs)",
}


def _stem(name: str) -> str:
    return re.sub(r"\.(?:txt|docx?|pdf|rtf|odt|md)$", "", name.strip(), flags=re.IGNORECASE)


def _spoken(speaker: str) -> str:
    return " ".join(re.sub(r"[:<>\n]", " ", speaker).split())


def _free(name: str, taken: Iterable[str]) -> str:
    names, number, fresh = {each.casefold() for each in taken}, 2, name
    while fresh.casefold() in names:
        fresh, number = f"{name} ({number})", number + 1
    return fresh


def _all(text: str, words: str) -> Iterable[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)
