"""Recognised speech as JSON, whichever program or service wrote it.

Read by what is there: fragments or words with a text, a speaker and times under whatever keys. Only Yandex
SpeechKit's third version needs a reader of its own: it corrects what it said before.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from otzvuk.model.errors import InputError
from otzvuk.read import speechkit, telegram
from otzvuk.read.channels import mix
from otzvuk.read.dialogue import transcript
from otzvuk.read.heard import Heard, Word, phrases
from otzvuk.read.interim import settled
from otzvuk.read.jsonfile import load_json
from otzvuk.read.layers import are_words, parted, the_talk
from otzvuk.read.markers import marked_lines
from otzvuk.read.pieces import Piece, Speech, speech_in
from otzvuk.read.tempo import tempo_note
from otzvuk.read.timed import Timed, timed_pieces
from otzvuk.read.transcript import Line, Transcript

EXPECTED = (
    "список фрагментов, в каждом текст (text), время (start, end) и говорящий (speaker); если этот сервис "
    "пишет иначе, выгрузите из него субтитры .srt или .vtt либо текст .docx или .txt с именами говорящих"
)


def read_recognised(path: Path, *, known: Collection[str] = ()) -> Transcript:
    """Read a `.json` file of recognised speech; its fragments' speakers are used where given."""
    values = load_json(path)
    if telegram.is_chat(values):
        return telegram.read_chat(values, known=known)
    found = speechkit.heard(values) or heard(values)
    lines = [line for line in found.lines if line.text]
    if not lines:
        raise InputError("в файле нет распознанной речи", file=path, value=_keys(values), expected=EXPECTED)
    if any(line.speaker for line in lines):
        lines = [replace(line, speaker=line.speaker or "") for line in lines]
    lines = marked_lines(lines, known)
    one = len(lines) == 1 and lines[0].seconds is None
    if one:  # the whole talk as one text, perhaps with names in it
        (line,) = lines
        lines = [replace(line, text=text) for text in line.text.split("\n")]
    named = one and sum(":" in line.text[:60] for line in lines) > 1
    result = transcript(lines, known=known, segments=not named, nobody_named=True)
    said = [*found.notes, *result.notes, tempo_note(lines)]
    return replace(result, notes=tuple(note for note in said if note))


def heard(values: Sequence[Any]) -> Heard:
    """The speech of a recogniser's answer, or of several one after another; no lines where there is none.

    Raises `InputError` for times that are none.
    """
    speech = speech_in(values[0] if len(values) == 1 else list(values))
    pieces = the_talk(speech)
    if not pieces:
        return Heard([])
    _check_stray(speech, pieces)
    words = are_words(pieces)
    if not words:
        pieces = [part for piece in pieces for part in parted(piece)]
    timed, notes = timed_pieces(pieces, speech)
    final = settled(timed)
    if len(final) < len(timed):
        notes = (*notes, "предварительные варианты распознавания заменены окончательными")
    channels: dict[str, list[Timed]] = {}
    for each in final:
        channels.setdefault(each.piece.channel or "", []).append(each)
    found = mix(_by_channel(channels, words=words))
    return Heard(found.lines, (*notes, *found.notes))


def _by_channel(channels: dict[str, list[Timed]], *, words: bool) -> dict[str, list[Line]]:
    """The lines of each channel; voices that bear one number in several channels are kept apart."""
    from_zero = "0" in channels and all(name.isdigit() for name in channels)
    voices = Counter(
        name for each in channels.values() for name in {one.speaker for one in each if one.speaker}
    )
    found: dict[str, list[Line]] = {}
    for name, timed in channels.items():
        shown = str(int(name) + 1) if from_zero else name or "1"
        alone = len({each.speaker for each in timed}) == 1
        for each in timed:
            if each.speaker and voices[each.speaker] > 1:
                each.speaker = None if alone else f"{each.speaker}, канал {shown}"
        if words:
            found[shown] = phrases(_words(timed))
            continue
        lines = [
            Line(
                text=each.piece.text.strip(),
                place=each.place,
                speaker=each.speaker,
                seconds=each.start,
                stop=each.stop,
                opens=opens,
            )
            for each, opens in zip(timed, [False, *(each.piece.turns for each in timed)], strict=False)
        ]
        found[shown] = [line for line in lines if line.text]
    return found


def _words(timed: Sequence[Timed]) -> list[Word]:
    """The words of a layer, joined to those before them where the file says so by blanks or signs."""
    spaced = [each.piece.text != each.piece.text.strip() for each in timed]
    blank = any(not each.piece.text.strip() for each in timed)
    # blanks stand in the words themselves, or are words of their own: then nothing else parts them
    parted_by_blanks = blank or statistics.mean(spaced) > 0.5
    words: list[Word] = []
    after_blank = True
    for each in timed:
        text = each.piece.text.strip()
        if text:
            sign = not any(map(str.isalnum, text)) and each.piece.text == text
            joined = (
                not after_blank and not each.piece.text[:1].isspace()
                if parted_by_blanks
                else (sign and text[0] in ".,:;!?…)»%")
            )
            words.append(Word(text, each.start, each.stop, each.speaker, joined=joined))
        after_blank = each.piece.text[-1:].isspace()
    return words


def _check_stray(speech: Speech, pieces: Sequence[Piece]) -> None:
    """Raise `InputError` where bare texts stand among the fragments: words would be lost."""
    path = next(path for path, layer in speech.layers.items() if pieces[0] in layer)
    if path in speech.stray:
        raise InputError("у фрагмента нет текста", place=f"фрагмент {speech.stray[path]}", expected=EXPECTED)


def _keys(values: Sequence[Any]) -> str | None:
    """What stands in the file instead, for the message."""
    flat = [each for value in values for each in (value if isinstance(value, list) else [value])]
    first = next((each for each in flat if isinstance(each, dict)), None)
    keys = [re.sub(r"\s+", " ", key)[:20] for key in first or {}]
    return ", ".join(keys[:6]) or None
