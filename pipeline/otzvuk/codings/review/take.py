"""What people answered in review tables: each row taken, or told why it could not be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from otzvuk.anonymise import Hidden
from otzvuk.codings.review.form import COLUMNS, NO, YES, Judgement, Key, Labels, id_digest, words_digest
from otzvuk.codings.review.place import Finder, Spot
from otzvuk.codings.review.table import Line, Review
from otzvuk.model.choice import choice
from otzvuk.model.codebook import Codebook
from otzvuk.model.errors import InputError
from otzvuk.model.mention import Coding, Kind, Trend
from otzvuk.model.study import Study

_YES: Final = frozenset({YES, "д", "+", "верно", "yes", "y", "true", "истина", "1", "ok", "ок"})
_SAID_AS: Final = {
    ("trend", said): trend.value
    for trend, words in ((Trend.WORSE, "хуже ухудшение"), (Trend.BETTER, "лучше улучшение"))
    for word in words.split()
    for said in (word, f"стало {word}")
}
"""What people write for a value: in the program's own words («динамика — хуже или лучше») or in theirs."""
_NO: Final = frozenset({NO, "н", "-", "−", "–", "неверно", "no", "n", "false", "ложь", "0"})


class Did(StrEnum):
    """What a row says about its words."""

    CONFIRM = "confirm"
    CHANGE = "change"
    REJECT = "reject"
    ADD = "add"
    NOTE = "note"


class _RefusedError(Exception):
    """Why a row could not be taken, in Russian."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a person said of a stretch: `was` is what the program takes it for, `now` what it is.

    `was` is None where the program takes it for nothing, `now` where there is nothing. `sampled` is the
    probability with which chance had drawn the stretch, 0 where it had not.
    """

    file: str
    row: int
    by: str
    did: Did
    spot: Spot
    text: str
    was: Judgement | None
    now: Judgement | None
    note: str = ""
    sampled: float = 0.0

    @property
    def about(self) -> tuple[object, ...]:
        """What it is about: two answers about the same are one, or contradict each other."""
        return (self.spot, self.was, self.now if self.did is Did.ADD else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What became of a row: `outcome` in Russian, `why` where it was not taken."""

    file: str
    row: int
    by: str
    text: str
    outcome: str
    why: str = ""


UNSEEN: Final = "без ответа"
TAKEN: Final = "принято"
REFUSED: Final = "не принято"
TWICE: Final = "то же, что в другой строке"


@dataclass(frozen=True)
class Taken:
    """What tables say: the answers that can be recorded, what became of the other rows, and disagreements.

    `missing` is how many of the rows that were given are no longer in their files. A disagreement is the
    answers of several people about the same words; each of them is an answer of its own, too.
    """

    answers: tuple[Answer, ...]
    told: tuple[Told, ...]
    disagreements: tuple[tuple[Answer, ...], ...]
    missing: int = 0

    @property
    def refused(self) -> tuple[Told, ...]:
        """The rows that could not be taken."""
        return tuple(each for each in self.told if each.outcome == REFUSED)


def take(
    reviews: Sequence[tuple[Review, str]],
    study: Study,
    codings: Sequence[Coding],
    hidden: Callable[[], Mapping[tuple[str, int], Hidden]],
) -> Taken:
    """What the tables (each with the name of who checked) say about a study and its codings.

    `hidden` gives the turns with their names hidden; it is asked only where a table shows them so. Raises
    `InputError` for a table of another study.
    """
    turns = dict(hidden()) if any(review.hidden for review, _ in reviews) else {}
    finder = Finder(study.interviews, turns)
    answers, told, missing = list[Answer](), list[Told](), 0
    for review, by in reviews:
        rows = _Rows(review, by, study, codings, finder)
        answers += rows.answers
        told += rows.told
        missing += rows.missing
    kept, further = _once(answers)
    return Taken(tuple(kept), (*told, *further), tuple(_disagreements(kept)), missing)


class _Rows:
    """The rows of one table, read against the study."""

    def __init__(
        self, review: Review, by: str, study: Study, codings: Sequence[Coding], finder: Finder
    ) -> None:
        self._review, self._by, self._study, self._finder = review, by, study, finder
        self._labels = Labels.of(study.codebook)
        self._ids = {id_digest(each.id): each for each in study.interviews}
        self._mentions = {
            (coding.interview.id, each.turn, each.start, each.stop, each.kind, each.code)
            for coding in codings
            for each in coding.mentions
        }
        self.answers: list[Answer] = []
        self.told: list[Told] = []
        keyed = {line.key for line in review.lines if line.key is not None}
        self.missing = max((review.given or 0) - len(keyed), 0) if keyed or review.given else 0
        self._refuse_other_study(keyed)
        for line in review.lines:
            self._take(line)

    def _refuse_other_study(self, keys: Iterable[Key]) -> None:
        keys = list(keys)
        known = [each for each in keys if each.interview in self._ids]
        same = [each for each in known if words_digest(self._ids[each.interview]) == each.words]
        found = [
            line
            for line in self._review.lines
            if line.key in known and line.key is not None and self._stands(line.key, line["text"])
        ]
        if keys and not same and len(found) * 2 < len(keys):
            raise InputError(
                "это таблица проверки другого исследования",
                file=self._review.path,
                expected=f"таблица, записанная из {self._study.path}",
            )

    def _stands(self, key: Key, words: str) -> bool:
        return self._finder.stands(self._spot(key), words)

    def _spot(self, key: Key) -> Spot:
        return Spot(self._ids[key.interview].id, key.turn, key.start, key.stop)

    def _take(self, line: Line) -> None:
        if line.key is None and not any(line[name] for name in (*_OWN, "right")):
            return  # an empty row, or one that a person keeps apart
        try:
            answer = self._answer(line)
        except _RefusedError as reason:
            self._tell(line, REFUSED, str(reason))
            return
        if answer is None:
            self._tell(line, UNSEEN)
        else:
            self.answers.append(answer)

    def _tell(self, line: Line, outcome: str, why: str = "") -> None:
        self.told.append(
            Told(
                file=self._review.path.name,
                row=line.number,
                by=self._by,
                text=line["text"],
                outcome=outcome,
                why=why,
            )
        )

    def _answer(self, line: Line) -> Answer | None:
        key = line.key
        was = key.proposed if key is not None and key.found else None
        proposed = key.proposed if key is not None else None
        right = _right(line["right"])
        said = self._said(line)
        changed = said != self._cells(proposed) and not (right is False and not any(said))
        if key is not None and right is None and not changed:
            if not line["note"]:
                return None
            did, now = Did.NOTE, was
        elif right is False:
            if changed:
                raise _RefusedError(
                    "в «Верно?» — «нет», а вид, код или процесс исправлены: что из этого верно?"
                )
            if key is None:
                raise _RefusedError("своя строка с «нет» ничего не добавляет")
            did, now = Did.REJECT, None
        else:
            now = self._judgement(said, proposed)
            did = Did.CONFIRM if now == was else Did.ADD if was is None else Did.CHANGE
        spot = self._place(line)
        if did is Did.ADD and now is not None:
            place = (spot.interview, spot.turn, spot.start, spot.stop, now.kind, now.code)
            if place in self._mentions:  # the program has it already
                did, was = Did.CONFIRM, now
        text = (
            next(each for each in self._study.interviews if each.id == spot.interview).turns[spot.turn].text
        )
        return Answer(
            file=self._review.path.name,
            row=line.number,
            by=self._by,
            did=did,
            spot=spot,
            text=text[spot.start : spot.stop],
            was=was,
            now=now,
            note=line["note"],
            sampled=key.sampled if key is not None else 0.0,
        )

    def _said(self, line: Line) -> tuple[str, str, str, str]:
        """Kind, code, process and trend as the row says them: ids, "" for what is empty."""
        labels = self._labels
        known = {
            "kind": labels.kinds,
            "code": labels.codes,
            "process": labels.processes,
            "trend": labels.trends,
        }
        found = []
        for name, values in known.items():
            try:
                told = _SAID_AS.get((name, line[name].strip().casefold()), line[name])
                found.append(choice(told, values, f"{COLUMNS[name]}:") if told else "")
            except InputError as error:
                raise _RefusedError(f"нет в списке: {error}") from error
        kind, code, process, trend = found
        return kind, code, process, trend

    def _cells(self, said: Judgement | None) -> tuple[str, str, str, str]:
        return (
            ("", "", "", "") if said is None else (said.kind.value, said.code, said.process, said.trend.value)
        )

    def _judgement(self, said: tuple[str, str, str, str], proposed: Judgement | None) -> Judgement:
        kind, code, process, trend = said
        if not kind or not code:
            raise _RefusedError(f"не выбран {'вид' if not kind else 'код'}")
        if proposed is not None and code != proposed.code and process == proposed.process:
            process = _process_for(code, process, self._study.codebook)  # it was left from the other code
        return Judgement(Kind(kind), code, process or self._study.codebook.process_of(code), Trend(trend))

    def _place(self, line: Line) -> Spot:
        words, key = line["text"], line.key
        if key is not None and key.interview in self._ids:
            spot = self._spot(key)
            if self._finder.stands(spot, words):
                return spot
            if words_digest(self._ids[key.interview]) == key.words:
                raise _RefusedError(
                    "слова не те, о которых спрашивала строка: её части переставлены порознь?"
                )
            within = [spot.interview]  # the transcript was edited since
        elif key is not None:
            raise _RefusedError("такого интервью в исследовании нет")
        else:
            within = self._named(line["interview"])
        if not words:
            raise _RefusedError("не указано, какие слова")
        found = self._finder.find(words, within=within, before=line["before"], after=line["after"])
        if not found:
            raise _RefusedError("этих слов в интервью нет")
        if len(found) > 1:
            raise _RefusedError(f"слова стоят в {len(found)} местах, какое имелось в виду — не понять")
        return found[0]

    def _named(self, interview: str) -> list[str]:
        """The interviews that a cell may mean: by its id or its name in reports; all for an empty one."""
        if not interview:
            return [each.id for each in self._study.interviews]
        shown = self._shown_names()
        found = [each for each, label in shown.items() if interview.casefold() in (each.casefold(), label)]
        if not found:
            raise _RefusedError(f"нет интервью «{interview}»")
        return found

    def _shown_names(self) -> dict[str, str]:
        from otzvuk.anonymise.label import interview_labels

        return {name: label.casefold() for name, label in interview_labels(self._study).items()}


_OWN: Final = ("interview", "text", "kind", "code", "process", "trend", "note")


def _right(cell: str) -> bool | None:
    said = cell.casefold().strip(" .!")
    if not said:
        return None
    if said in _YES:
        return True
    if said in _NO:
        return False
    raise _RefusedError(f"в «Верно?» стоит «{cell}», а ожидается «{YES}» или «{NO}»")


def _process_for(code: str, process: str, codebook: Codebook) -> str:
    own = codebook.codes[code]
    return process if process in (own.process, *own.other_processes) else own.process


def _once(answers: Sequence[Answer]) -> tuple[list[Answer], list[Told]]:
    """The answers of each person about the same words once; those that contradict each other not at all."""
    groups: dict[tuple[object, ...], list[Answer]] = {}
    for each in answers:
        groups.setdefault((each.by, *each.about), []).append(each)
    kept, told = list[Answer](), list[Told]()
    for same in groups.values():
        decided = [each for each in same if each.did is not Did.NOTE] or same
        if len({(each.did, each.now) for each in decided}) > 1:
            for each in same:
                others = ", ".join(str(other.row) for other in decided if other is not each)
                told.append(_told(each, REFUSED, f"противоречит строкам того же человека: {others}"))
            continue
        notes = "; ".join(dict.fromkeys(each.note for each in same if each.note))
        first = replace(decided[0], note=notes)
        kept.append(first)
        told.append(_told(first, TAKEN))
        told += [_told(each, TWICE, f"строка {first.row}") for each in same if each is not decided[0]]
    return kept, told


def _told(answer: Answer, outcome: str, why: str = "") -> Told:
    return Told(file=answer.file, row=answer.row, by=answer.by, text=answer.text, outcome=outcome, why=why)


def _disagreements(answers: Sequence[Answer]) -> Iterable[tuple[Answer, ...]]:
    """The answers of several people about the same words that differ."""
    groups: dict[tuple[object, ...], list[Answer]] = {}
    for each in answers:
        if each.did is not Did.NOTE:
            groups.setdefault((each.spot, each.was), []).append(each)
    for same in groups.values():
        said: dict[str, set[Judgement | None]] = {}
        for each in same:
            said.setdefault(each.by, set()).add(each.now)
        if len(said) > 1 and len({frozenset(each) for each in said.values()}) > 1:
            yield tuple(same)
