"""From lines to turns: which labels are speakers, and where each contribution begins and ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from otzvuk.model.errors import InputError
from otzvuk.model.interview import Cue, Turn
from otzvuk.read import timecode
from otzvuk.read.dashes import DASHES, by_dashes
from otzvuk.read.inline import split_lines
from otzvuk.read.label import Grade, Label, Style, grade, is_metadata, read_label
from otzvuk.read.loops import without_loops
from otzvuk.read.names import key
from otzvuk.read.numbering import without_numbers
from otzvuk.read.signs import readable
from otzvuk.read.transcript import Line, Transcript

_PAUSE = 2.0  # seconds of silence that part two turns where nobody is named
_HEADER_LINES = 12


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
    `nobody_named` does not allow for it.
    """
    lines = [_readable(line) for line in lines]
    loops: tuple[str, ...] = ()
    if segments:
        lines, loops = without_loops(lines)
    found = _transcript(lines, known=known, segments=segments, nobody_named=nobody_named)
    return replace(found, notes=(*found.notes, *loops)) if loops else found


def _transcript(
    lines: Sequence[Line], *, known: Collection[str], segments: bool, nobody_named: bool
) -> Transcript:
    notes: tuple[str, ...] = ()
    if not segments:
        if (bare := without_numbers([line.text for line in lines])) is not None:
            lines = [replace(line, text=text) for line, text in zip(lines, bare, strict=True)]
            notes = ("номера реплик или строк опущены",)
        lines, parted = split_lines(lines, known)
        notes += parted
    head = 0 if segments else _header(lines)
    labels = [read_label(line) if line.text.strip() or line.speaker else None for line in lines]
    labels[:head] = [None] * head
    if segments:
        labels = [label if label and label.style in {Style.GIVEN, Style.COLON} else None for label in labels]
    speakers, styles = _speakers(lines[head:], labels[head:], known)
    if not speakers:
        dialogue = None if segments else by_dashes(lines)
        if dialogue is None:
            return _unnamed(lines, nobody_named=nobody_named)
        lines, labels, notes = *dialogue, (*notes, DASHES)
        speakers, styles = frozenset(key(each.name) for each in labels if each), frozenset({Style.GIVEN})
    labels = [
        label if label and label.style in styles and key(label.name) in speakers else None for label in labels
    ]
    found = _named(lines, labels, segments=segments)
    return replace(found, notes=(*notes, *found.notes)) if notes else found


def _readable(line: Line) -> Line:
    speaker = None if line.speaker is None else readable(line.speaker)
    return replace(line, text=readable(line.text), bold=readable(line.bold), speaker=speaker)


def _speakers(
    lines: Sequence[Line], labels: Sequence[Label | None], known: Collection[str]
) -> tuple[frozenset[str], frozenset[Style]]:
    """The keys of the labels that are speakers, and the styles in which they are.

    Names that nothing but bold type or a line of their own sets off are looked for only where there are
    no others, for any short line looks like one.
    """
    followed = _followed(lines, labels)
    strong = [each for each in followed if each.style in {Style.GIVEN, Style.COLON, Style.TIMED}]
    accepted = _believed(strong, known, filled=sum(1 for line in lines if line.text.strip()))
    if accepted:
        return accepted, frozenset(Style) - {Style.BARE, Style.CAPITALS}
    # capitals are surer than a line of its own, which may be any short answer
    for soft in ({Style.CAPITALS}, {Style.BOLD, Style.BARE}, {Style.CAPITALS, Style.BOLD, Style.BARE}):
        accepted = _believed([each for each in followed if each.style in soft], known, filled=0)
        if len(accepted) > 1:
            return accepted, frozenset(soft)
    return frozenset(), frozenset()


def _followed(lines: Sequence[Line], labels: Sequence[Label | None]) -> list[Label]:
    """The labels that words follow: on their line, or on the next one if that has no time of its own."""
    found, words_next = [], False
    for line, label in zip(reversed(lines), reversed(labels), strict=True):
        if label and (label.rest or words_next or label.style in {Style.GIVEN, Style.COLON}):
            found.append(label)
        if line.text.strip():
            only_a_name = label is not None and not label.rest and label.style is not Style.BARE
            words_next = not only_a_name and timecode.leading(line.text) is None
    return found[::-1]


def _believed(labels: Sequence[Label], known: Collection[str], *, filled: int) -> frozenset[str]:
    # each spelling once, for there may be a hundred thousand labels
    spelt = {(label.name, label.style is Style.GIVEN): None for label in labels}
    grades = {key(name): Grade.KNOWN if given else grade(name, known) for name, given in spelt}
    counts = Counter(key(label.name) for label in labels)
    least = {
        Grade.KNOWN: 1,
        Grade.NAME: 2,
        Grade.POSITION: 2,
        Grade.WORDS: max(5, 0.15 * len(labels)),
        Grade.NEVER: float("inf"),
    }
    accepted = {name for name, count in counts.items() if count >= least[grades[name]]}
    named = {name for name in counts if grades[name] >= Grade.NAME}
    # a name that occurs once is believed where every line has one, and where somebody talks to nobody else
    every = sum(counts[name] for name in named) == filled
    if filled and len(named) > 1 and (every or len(accepted) == 1):
        accepted |= named
    return frozenset(accepted)


def _header(lines: Sequence[Line]) -> int:
    """How many lines belong to the block above the talk («Дата: …», «Респондент: Иванов, директор»)."""
    end = start = 0
    while start < len(lines):
        stop = next((at for at in range(start, len(lines)) if not lines[at].text.strip()), len(lines))
        block = [read_label(line) for line in lines[start:stop]]
        if any(map(is_metadata, block)):
            if stop == len(lines) or len(block) > _HEADER_LINES:
                return max(end, start + _leading_metadata(block))
            end = stop
        elif any(label and label.style is Style.COLON for label in block) or len(block) > 3:
            return end
        start = stop + 1
    return end


def _leading_metadata(block: Sequence[Label | None]) -> int:
    last = 0
    for index, label in enumerate(block):
        if is_metadata(label):
            last = index + 1
        elif label and label.style is Style.COLON:
            break
    return last


class _Running:
    """A turn that is being put together."""

    def __init__(self, speaker: str, place: str, separator: str) -> None:
        self.speaker, self.place, self.separator = speaker, place, separator
        self._pieces: list[str] = []
        self._length = 0
        self.cues: list[Cue] = []

    def add(self, text: str, seconds: float | None) -> None:
        text = text.strip()
        start = self._length + len(self.separator) if self._length else 0
        if text:
            self._pieces.append(text)
            self._length = start + len(text)
        if seconds is not None:
            self._cue(start, seconds)
        for offset, moment in timecode.inline(text):
            self._cue(start + offset, moment)

    def _cue(self, offset: int, seconds: float) -> None:
        if self.cues and self.cues[-1].offset >= offset:  # a label's time, then that of its first line
            self.cues.pop()
        self.cues.append(Cue(offset, seconds))

    @property
    def end(self) -> str:
        """The last words."""
        return self._pieces[-1][-20:] if self._pieces else ""

    def turn(self) -> list[Turn]:
        cues = tuple(cue for cue in self.cues if cue.offset < self._length)
        text = self.separator.join(self._pieces)
        return [Turn(self.speaker, text, self.place, cues)] if text else []


def _named(lines: Sequence[Line], labels: Sequence[Label | None], *, segments: bool) -> Transcript:
    spelling: dict[str, str] = {}
    turns: list[Turn] = []
    running: _Running | None = None
    skipped: list[Line] = []
    headings: list[Line] = []
    open_segments = 0
    for line, label in zip(lines, labels, strict=True):
        if label:
            name = spelling.setdefault(key(label.name), label.name)
            if not (segments and running and running.speaker == name):
                turns += running.turn() if running else []
                running = _Running(name, line.place, " " if segments else "\n")
            running.add(*_timed(label.rest, label.seconds if label.seconds is not None else line.seconds))
        elif not line.text.strip():
            continue
        elif running is None and not segments:
            skipped.append(line)
        elif line.heading:
            headings.append(line)
        else:
            running = running or _Running("", line.place, " ")
            open_segments += segments
            running.add(*_timed(line.text, line.seconds))
    turns += running.turn() if running else []
    notes = [*_said("пропущено начало до первой реплики", skipped), *_said("пропущены заголовки", headings)]
    if open_segments:
        notes.append(
            f"фрагментов без имени говорящего: {open_segments}; они отнесены к тому, кто говорил перед ними"
        )
    return Transcript(tuple(turns), tuple(notes))


def _unnamed(lines: Sequence[Line], *, nobody_named: bool) -> Transcript:
    """Turns of a recording in which nobody is named: a sentence's end or a pause closes a turn."""
    timed = [_apart(line) for line in lines if line.text.strip()]
    known_times = sum(1 for line in timed if line.seconds is not None and line.text)
    if not nobody_named and known_times * 2 < max(len(timed), 2):
        raise InputError(
            "в стенограмме не найдено ни одного говорящего",
            expected="в начале реплик имя с двоеточием, например «Интервьюер: …» и «Иван Петрович: …»",
        )
    timed, loops = without_loops(timed)
    turns: list[Turn] = []
    running: _Running | None = None
    last: float | None = None
    for line in timed:
        silent = line.seconds is not None and last is not None and line.seconds - last > _PAUSE
        if running and (silent or line.opens or re.search(r"[.?!…][\"»)]*$", running.end)):
            turns += running.turn()
            running = None
        running = running or _Running("", line.place, " ")
        running.add(line.text, line.seconds)
        last = line.stop
    turns += running.turn() if running else []
    return Transcript(tuple(turns), loops)


def _apart(line: Line) -> Line:
    """`line` with the times that its text begins with taken out of it."""
    text, seconds = _timed(line.text, line.seconds)
    stop = line.stop if line.stop is not None else timecode.end(line.text.strip())
    return replace(line, text=text, seconds=seconds, stop=stop)


def _timed(text: str, seconds: float | None) -> tuple[str, float | None]:
    """`text` without a timecode at its beginning, and the time."""
    found = timecode.leading(text.strip())
    if found and found[2]:
        return found[1], found[0]
    return text, seconds


def _said(what: str, lines: Sequence[Line]) -> list[str]:
    if not lines:
        return []
    shown = " ".join(" / ".join(line.text.strip() for line in lines).split())
    shown = shown if len(shown) <= 100 else shown[:99] + "…"
    where = lines[0].place if len(lines) == 1 else f"{lines[0].place} – {lines[-1].place}"
    return [f"{what} ({where}): «{shown}»"]
