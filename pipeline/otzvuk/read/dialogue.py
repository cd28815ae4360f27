"""From lines to turns: the way of a transcript through the steps of reading, and what it leaves out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from otzvuk.read import timecode
from otzvuk.read.asides import with_asides
from otzvuk.read.convention import Readings, choose
from otzvuk.read.dashes import DASHES, by_dashes
from otzvuk.read.inline import split_lines
from otzvuk.read.label import Label, Style, is_metadata, read_labels
from otzvuk.read.loops import without_loops
from otzvuk.read.losses import check_labels, check_losses
from otzvuk.read.names import key
from otzvuk.read.numbering import without_numbers
from otzvuk.read.outside import Kind, before_talk, count_words, kinds, with_headings
from otzvuk.read.pace import at_pace
from otzvuk.read.signs import readable
from otzvuk.read.transcript import Line, Transcript
from otzvuk.read.turns import named_turns, with_time_lines
from otzvuk.read.typed import ANSWERS, BY_TYPE, by_type, with_answers
from otzvuk.read.unnamed import unnamed

_HEAD = 120  # letters of a line in which its time stands
_HEADER_LINES = 12
_SENTENCE = re.compile(r"\w{3,}[.!…]+\s*\Z")  # «Громов В. И.» is none
_HEADING_WORDS = 25  # more are said, whatever their style is called


def transcript(
    lines: Sequence[Line],
    *,
    known: Collection[str] = (),
    segments: bool = False,
    nobody_named: bool = False,
) -> Transcript:
    """The turns of `lines`, in their order.

    `known` are names that the study expects: they are believed at first sight, others only where they
    recur, so that «Скажу так: …» stays in its utterance. With `segments` (subtitles, recognised speech)
    consecutive lines of one speaker are one turn, else each label opens a turn and the lines without a
    label continue it. Lines repeated without end (recognisers loop in silence) are said once and marked.
    Raises `InputError` (without a file name) where nobody is named, there are no timecodes either and
    `nobody_named` does not allow for it, and where much is left over that nothing names.
    """
    lines = [_readable(line) for line in lines]
    if segments:
        lines, loops = without_loops(lines)
        found = _of_segments(lines, known, nobody_named=nobody_named)
        return replace(found, notes=(*found.notes, *loops)) if loops else found
    found = _of_text(lines, known, nobody_named=nobody_named)
    turns, said = at_pace(found.turns)
    return replace(found, turns=turns, notes=(*found.notes, *said)) if said else found


def _readable(line: Line) -> Line:
    speaker = None if line.speaker is None else readable(line.speaker)
    return replace(line, text=readable(line.text), bold=readable(line.bold), speaker=speaker)


def _of_segments(lines: Sequence[Line], known: Collection[str], *, nobody_named: bool) -> Transcript:
    sure = {Style.GIVEN, Style.COLON, Style.BRACKETS}
    labels = choose(
        lines, [[each for each in read_labels(line) if each.style in sure] for line in lines], known
    )
    if not any(labels):
        return unnamed(lines, nobody_named=nobody_named)
    turns, nameless = named_turns(lines, labels, segments=True)
    notes = f"фрагментов без имени говорящего: {nameless}; они отнесены к тому, кто говорил перед ними"
    return Transcript(tuple(with_asides(turns)), (notes,) if nameless else ())


def _of_text(lines: Sequence[Line], known: Collection[str], *, nobody_named: bool) -> Transcript:
    notes: tuple[str, ...] = ()
    numbered: set[str] = set()
    lines = with_headings(lines)
    if (bare := without_numbers([line.text for line in lines])) is not None:
        numbered = {line.place for line, text in zip(lines, bare, strict=True) if line.text != text}
        lines = [replace(line, text=text) for line, text in zip(lines, bare, strict=True)]
        notes = ("номера реплик или строк опущены",)
    lines, parted = split_lines(with_time_lines(lines), known)
    notes += parted
    readings: list[Sequence[Label]] = [
        read_labels(line) if line.text.strip() or line.speaker else () for line in lines
    ]
    what = kinds(lines, readings)
    readings = [() if kind else each for kind, each in zip(what, readings, strict=True)]
    head = _header(lines, readings, what)
    readings[:head] = [()] * head
    said = [replace(line, text="") if kind else line for line, kind in zip(lines, what, strict=True)]
    labels = choose(said, readings, known)
    if not any(labels):
        dialogue = by_type(said, {at for at, line in enumerate(said) if line.place in numbered})
        if dialogue:
            notes = (*notes, BY_TYPE)
        elif dialogue := by_dashes(said):
            notes = (*notes, DASHES)
        if dialogue is None:
            check_labels(said, labels, readings)
            return _nameless(lines, said, what, head, notes, nobody_named=nobody_named)
        said, labels = dialogue
    elif answered := with_answers(said, labels):
        labels, notes = answered, (*notes, ANSWERS)
    return _put_together(lines, said, what, labels, readings, notes)


def _nameless(
    lines: Sequence[Line],
    said: Sequence[Line],
    what: Sequence[Kind | None],
    head: int,
    notes: tuple[str, ...],
    *,
    nobody_named: bool,
) -> Transcript:
    """A recording of one voice: what stands above its first time is its title, as far as it looks so."""
    timed = [line.seconds is not None or timecode.leading(line.text[:_HEAD]) is not None for line in said]
    start = max(head, timed.index(True)) if any(timed) else head
    beginning = dict(before_talk(said[:start]))
    left: list[tuple[Line, Kind]] = []
    spoken: list[Line] = []
    for at, line in enumerate(said):
        kind = what[at] or beginning.get(line)
        if kind is None and (line.heading or line.text.lstrip().startswith("# ")):
            kind = Kind.HEADING if line.text.strip() else None
        if kind and kind is not Kind.UNKNOWN:
            left.append((lines[at], kind))
        elif line.text.strip():
            spoken.append(line)
    found = unnamed(spoken, nobody_named=nobody_named)
    first = spoken[0].place if spoken else ""
    said_too = _notes(left, first, lines) if spoken else []
    return replace(found, notes=(*notes, *said_too, *found.notes), outside=_counts(left))


def _put_together(
    lines: Sequence[Line],
    said: Sequence[Line],
    what: list[Kind | None],
    labels: Sequence[Label | None],
    readings: Readings,
    notes: tuple[str, ...],
) -> Transcript:
    first = next(at for at, label in enumerate(labels) if label)
    left: list[tuple[Line, Kind]] = []
    live: list[Line] = []
    beginning = dict(before_talk(said[:first]))
    for at, line in enumerate(said):
        kind = what[at]
        if kind is None and labels[at] is None and line.text.strip():
            if at < first:
                kind = beginning.get(line)
            elif line.heading and count_words(line.text) <= _HEADING_WORDS:
                kind = Kind.HEADING
        if kind:
            left.append((lines[at], kind))
        live.append(replace(line, text="") if kind else line)
    turns, _ = named_turns(live, labels)
    parted = with_asides(turns)
    check_losses(parted, left)
    check_labels(live, labels, readings)
    return Transcript(tuple(parted), (*notes, *_notes(left, said[first].place, lines)), outside=_counts(left))


def _counts(left: Sequence[tuple[Line, Kind]]) -> tuple[tuple[str, int], ...]:
    counts: Counter[str] = Counter()
    for line, kind in left:
        counts[kind.value] += count_words(line.text)
    return tuple((kind, count) for kind, count in counts.items() if count)


def _header(lines: Sequence[Line], readings: Readings, what: Sequence[Kind | None]) -> int:
    """How many lines belong to the block above the talk («Дата: …», «Респондент: Иванов, директор»)."""
    first = [_plain(each) for each in readings]
    counts = Counter(key(label.name) for label in first if label)
    keys = [is_metadata(label) and label is not None and counts[key(label.name)] < 3 for label in first]
    end = start = 0
    while start < len(lines):
        stop = next((at for at in range(start, len(lines)) if not lines[at].text.strip()), len(lines))
        block = range(start, stop)
        if any(keys[at] for at in block):
            if stop == len(lines) or len(block) > _HEADER_LINES:
                return max(end, start + _leading_metadata(keys[start:stop], first[start:stop]))
            if (talk := _talk_in(lines[start:stop], first[start:stop], keys[start:stop])) is not None:
                return max(end, start + talk)
            end = stop
        elif (
            any(label and label.style is Style.COLON for label in first[start:stop])
            or sum(what[at] is None for at in block) > 3
        ):
            return end
        start = stop + 1
    return end


def _talk_in(lines: Sequence[Line], labels: Sequence[Label | None], keys: Sequence[bool]) -> int | None:
    """Where the talk begins that follows the block above it without an empty line: with what is asked.

    «Интервьюер: Мария» still says who took part; «Интервьюер: Добрый день.» before a question is said.
    """
    said = [
        label is not None and label.style is Style.COLON and not is_key and bool(label.rest)
        for label, is_key in zip(labels, keys, strict=True)
    ]
    at = next((at for at, line in enumerate(lines) if said[at] and "?" in line.text), None)
    while at and said[at - 1] and _SENTENCE.search(lines[at - 1].text):
        at -= 1
    return at


def _plain(readings: Sequence[Label]) -> Label | None:
    return next((each for each in readings if each.style in {Style.COLON, Style.TIMED}), None)


def _leading_metadata(keys: Sequence[bool], labels: Sequence[Label | None]) -> int:
    last = 0
    for index, is_key in enumerate(keys):
        label = labels[index]
        if is_key:
            last = index + 1
        elif label and label.style is Style.COLON:
            break
    return last


_NOTES = {
    Kind.HEADING: "пропущены заголовки",
    Kind.SUMMARY: "пропущена сводка вокруг разговора",
    Kind.CHAT: "пропущен чат",
    Kind.FOOTNOTES: "пропущены сноски",
    Kind.MENU: "пропущено меню страницы",
    Kind.SERVICE: "пропущены служебные строки",
    Kind.EDITOR: "пропущены примечания редактора",
}


def _notes(left: Sequence[tuple[Line, Kind]], start: str, lines: Sequence[Line]) -> list[str]:
    places = [line.place for line in lines]
    at = places.index(start)
    begun = [
        line
        for line, kind in left
        if kind in {Kind.HEADER, Kind.HEADING, Kind.UNKNOWN} and places.index(line.place) < at
    ]
    notes = _said("пропущено начало до первой реплики", begun)
    for kind, what in _NOTES.items():
        own = [line for line, other in left if other is kind and not any(line is each for each in begun)]
        notes += _said(what, [line for line in own if count_words(line.text)])
    return notes


def _said(what: str, lines: Sequence[Line]) -> list[str]:
    if not lines:
        return []
    shown = " ".join(" / ".join(line.text.strip() for line in lines).split())
    shown = shown if len(shown) <= 100 else shown[:99] + "…"
    where = lines[0].place if len(lines) == 1 else f"{lines[0].place} – {lines[-1].place}"
    return [f"{what} ({where}): «{shown}»"]
