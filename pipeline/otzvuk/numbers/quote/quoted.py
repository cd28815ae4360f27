"""Picked quotes as they are shown: words checked against the transcript, who, where, why, and around."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd

from otzvuk.folder.cache import digest_of, ledger
from otzvuk.model.codebook import Codebook
from otzvuk.model.errors import InputError
from otzvuk.model.interview import Interview, Role, Turn
from otzvuk.model.mention import Kind, Picked, Trend
from otzvuk.numbers.count import records
from otzvuk.numbers.quote.candidate import names_topic
from otzvuk.numbers.quote.shown import GAP, Wording, visible, wording
from otzvuk.numbers.quote.stretch import ends
from otzvuk.numbers.quote.topic import topic_of_question
from otzvuk.numbers.quote.typical import Stands
from otzvuk.numbers.survey import Survey

AROUND: Final = 12
"""Words of the respondent kept before and after a quote."""
_QUESTION: Final = 400  # characters of a question


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote ready to show. People read `text`; `original` are the source's words at [start, stop).

    `group` are the values of the columns it was picked by, `labels` their Russian names. `cut` and
    `restored` say that words were cut or marks restored, `topic` what was added from the question.
    `before`, `after` are some words around it, `question` the interviewer's turn that led to it. `mention`
    is its row label in the mentions table. `picked` says that a person chose it, `remark` is what that person
    wrote of it. The texts have no invisible signs, but may begin with «=» or
    hold «<»: whoever writes them into a format escapes them (`otzvuk.numbers.quote.written` does).
    """

    group: tuple[str, ...]
    labels: tuple[str, ...]
    place: int
    mention: int
    text: str
    original: str
    cut: bool
    restored: bool
    topic: str
    before: str
    after: str
    question: str
    why: str
    stands: Stands
    points: float
    confidence: float
    kind: Kind
    code: str
    code_label: str
    process: str
    process_label: str
    stage: str
    trend: Trend
    interview: str
    turn: int
    start: int
    stop: int
    speaker: str
    position: str
    company: str
    role: Role
    where: str
    picked: bool = False
    remark: str = ""

    @property
    def who(self) -> str:
        """Name, position and company: what stands under a quote."""
        return ", ".join(part for part in (self.speaker or "Без имени", self.position, self.company) if part)

    @property
    def note(self) -> str:
        """What was done to the words, in Russian; empty where nothing was."""
        done = {
            "знаки и заглавные буквы восстановлены": self.restored,
            "сокращено": self.cut,
            "тема в скобках — из вопроса": bool(self.topic),
        }
        return "; ".join(what for what, is_so in done.items() if is_so)

    def hidden(self, hide: Callable[[str], str]) -> Quote:
        """The same with `hide` applied to every text that a person said or is named by: to anonymise."""
        return replace(
            self,
            text=hide(self.text),
            original=hide(self.original),
            before=hide(self.before),
            after=hide(self.after),
            question=hide(self.question),
            topic=hide(self.topic),
            speaker=hide(self.speaker),
            position=hide(self.position),
            company=hide(self.company),
            remark=hide(self.remark),
        )


def quotes_of(
    survey: Survey, picked: pd.DataFrame, *, by: Sequence[str] = ("process", "kind")
) -> list[Quote]:
    """The rows of a table of picked quotes (`pick_quotes`, with the same `by`) as quotes, in its order.

    Raises `InputError` where the table's words do not stand at their place in the study's transcript.
    """
    interviews = {interview.id: interview for interview in survey.study.interviews}
    own = {each.place: each for coding in survey.codings for each in coding.picked}
    known = _wordings(survey)
    return [
        _quote(row, interviews.get(row["interview"]), survey, by, own.get(row.get("picked", 0)), known)
        for row in records(picked)
    ]


_Worded = Callable[[str, str, int, int, str, str], Wording]


def _wordings(survey: Survey) -> _Worded:
    """How the words of a turn at [start, stop) are shown, by its question, code and process; kept."""

    def made(question: str, text: str, start: int, stop: int, code: str, process: str) -> Wording:
        said, topic, topics = text[start:stop], "", survey.topics
        if question and not names_topic(said[:2000], code, process, topics):
            topic = topic_of_question(question, code, topics)
        opened, closed = ends(text, start, stop)
        return wording(said, opened=opened, closed=closed, topic=topic)

    kept = ledger("wordings")
    if kept is None:
        return made
    about = digest_of(survey.codebook.model_dump_json(), survey.guide.model_dump_json())

    def known(question: str, text: str, start: int, stop: int, code: str, process: str) -> Wording:
        key = digest_of(about, question, text, repr((start, stop, code, process)))
        if key not in kept:
            kept[key] = made(question, text, start, stop, code, process)
        found: Wording = kept[key]
        return found

    return known


def check_quotes(survey: Survey, quotes: Iterable[Quote]) -> None:
    """Raise `InputError` unless every quote's `original` stands at its place in the transcripts.

    For quotes as `quotes_of` made them; not after `hidden`, which changes the words.
    """
    interviews = {interview.id: interview for interview in survey.study.interviews}
    for quote in quotes:
        turn = _turn(interviews.get(quote.interview), quote.turn)
        if turn is None or visible(turn.text[quote.start : quote.stop]) != quote.original:
            raise _displaced(quote.interview, quote.original)


def _quote(
    row: dict[str, Any],
    interview: Interview | None,
    survey: Survey,
    by: Sequence[str],
    picked: Picked | None,
    known: _Worded,
) -> Quote:
    turn = _turn(interview, row["turn"])
    if interview is None or turn is None or turn.text[row["start"] : row["end"]] != row["text"]:
        raise _displaced(row["interview"], row["text"])
    start, stop = row["shown_start"], row["shown_end"]
    if not 0 <= start < stop <= len(turn.text):
        raise _displaced(row["interview"], row["text"])
    said, asked = turn.text[start:stop], interview.question_before(row["turn"])
    question = visible(asked.text) if asked else ""
    if picked is not None and picked.kept:
        shown = Wording(left(turn.text, picked), cut=True)
    else:
        shown = known(question, turn.text, start, stop, row["code"], row["process"])
    person, book = interview.participant(turn), survey.codebook
    group = tuple(str(row[column]) for column in by)
    return Quote(
        group=group,
        labels=tuple(_label(book, column, value) for column, value in zip(by, group, strict=True)),
        place=row["place"],
        mention=row["mention"],
        text=shown.text,
        original=visible(said),
        cut=shown.cut,
        restored=shown.restored,
        topic=shown.topic,
        before=visible(" ".join(turn.text[max(0, start - 300) : start].split()[-AROUND:])),
        after=visible(" ".join(turn.text[stop : stop + 300].split()[:AROUND])),
        question=question if len(question) <= _QUESTION else f"… {question[-_QUESTION:]}",
        why=row["why"],
        stands=Stands(row["stands"]),
        points=row["points"],
        confidence=row["confidence"],
        kind=Kind(row["kind"]),
        code=row["code"],
        code_label=book.label(row["code"]),
        process=row["process"],
        process_label=book.label(row["process"]),
        stage=row["stage"],
        trend=Trend(row["trend"]),
        interview=row["interview"],
        turn=row["turn"],
        start=start,
        stop=stop,
        speaker=visible(person.speaker),
        position=visible(person.position),
        company=visible(person.company),
        role=person.role,
        where=where_said(turn, start),
        picked=picked is not None,
        remark="" if picked is None else visible(picked.note),
    )


def left(text: str, picked: Picked) -> str:
    """What a person left of a chosen quote, with `GAP` for what was left out."""
    parts = [visible(text[each.start : each.stop]) for each in picked.kept]
    if text[picked.start : picked.kept[0].start].strip():
        parts.insert(0, "")
    if text[picked.kept[-1].stop : picked.stop].strip(" .,;:!?…"):
        parts.append("")
    return f" {GAP} ".join(parts).strip()


def _turn(interview: Interview | None, index: int) -> Turn | None:
    known = interview is not None and 0 <= index < len(interview.turns)
    return interview.turns[index] if interview is not None and known else None


def _displaced(interview: str, text: str) -> InputError:
    return InputError(
        "слов цитаты нет на её месте в стенограмме",
        file=interview,
        value=visible(text)[:80],
        expected="таблица высказываний этого же исследования",
    )


def _label(book: Codebook, column: str, value: str) -> str:
    if column == "kind":
        return Kind(value).label
    if column == "role":
        return Role(value).label
    if column == "trend":
        return Trend(value).label or "Без изменений"
    if column in ("process", "code", "theme", "stage"):
        return book.label(value)
    return visible(value) or "не указано"


def where_said(turn: Turn, offset: int) -> str:
    """The place in the file and the time at which a turn's words from `offset` on were said."""
    seconds = turn.seconds_at(offset)
    if seconds is None:
        return turn.place
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    time = f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
    return " · ".join(part for part in (turn.place, time) if part)
