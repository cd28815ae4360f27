"""Which key of recognised speech holds what, whoever wrote it: text, speaker, channel, times."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any, TypeAlias

from otzvuk.read.tempo import FRAME


def _listed(text: str) -> tuple[str, ...]:
    return tuple(entry.strip() for entry in text.replace("\n", " ").split(","))


# The better spelling first: with capitals and full stops rather than as it was heard.
_TEXT = _listed(
    """punctuated word, normalized text, display text, display, text, transcript, transcription, sentence,
    utterance, phrase, body, content, spoken text, word, value, raw text, lexical, utf8, caption, message,
    текст, реплика, фраза, слово"""
)
# A name rather than a number.
_SPEAKER = _listed(
    """speaker name, speaker display name, participant name, speaker label, speaker, spk, speaker id,
    speaker tag, spk id, spkid, speaker info, participant, participant id, author, диктор, спикер, говорящий,
    имя, name, role"""
)
_SPEAKING = re.compile(r"speak|\bspk|voice|diari|cluster|говор|спикер|диктор")
_ABOUT = re.compile(r"confid|score|count|chang|turn|prob|embed|number of|gender|emotion")
_NAMED = ("name", "display name", "label", "title", "id", *_SPEAKER)
_CHANNEL = _listed(
    "channel, channel tag, channel id, channel index, channel label, channel number, track, канал"
)
_START = _listed(
    """start, start time, begin, begin time, start offset, offset, start date time, start timestamp, ts,
    start ts, t start, data start, time start, time from, onset, from, in, начало, timestamp, time,
    time in call, время"""
)
_STOP = _listed(
    """end, stop, end time, stop time, finish, end offset, end date time, end timestamp, end ts, t end,
    data end, time end, time to, offset end, to, out, конец"""
)
_LENGTH = _listed("duration, length, dur, d duration, длительность")
_PAIRS = _listed("timestamps, timestamp, boundaries, interval, time range, times, time, offsets, instances")
UNITS = {
    "ms": 1e-3, "msec": 1e-3, "millis": 1e-3, "millisec": 1e-3, "milliseconds": 1e-3, "мс": 1e-3,
    "s": 1.0, "sec": 1.0, "secs": 1.0, "seconds": 1.0, "сек": 1.0, "ticks": 1e-7, "us": 1e-6, "micros": 1e-6,
    "ns": 1e-9, "nanos": 1e-9, "frame": FRAME.seconds, "frames": FRAME.seconds,
}  # fmt: skip

_KEYS = 64  # of a fragment; what has more is a list by another name

# Other versions of the speech beside it, and what was made of it.
ASIDE = frozenset(
    _listed(
        """translation, translations, summary, summaries, chapters, entities, topics, keywords, highlights,
        sentiment analysis results, auto highlights result, iab categories result, sentiments"""
    )
)
_FINAL = ("is final", "final", "eou", "end of utterance", "end of turn")  # false: a later one replaces it
_PARTIAL = ("is partial", "partial")
BEST_FIRST = ("alternatives", "nbest", "n best", "hypotheses")  # lists of guesses at one and the same


@lru_cache(maxsize=4096)
def folded(key: str) -> str:
    """A key as words: `speakerLabel`, `speaker_label` and `Speaker-Label` are one."""
    parted = re.sub(r"(?<=[a-zа-я0-9])(?=[A-ZА-Я])", " ", key[:80])
    return " ".join(re.split(r"[\s_.\-]+", parted.casefold())).strip()


_Timed: TypeAlias = tuple[str, str, float | None]


@dataclass(frozen=True, slots=True)
class _Shape:
    """Which keys of a fragment hold what, the likeliest first; times with their units and plain names."""

    text: tuple[str, ...]
    speaker: tuple[str, ...]
    channel: tuple[str, ...]
    state: tuple[str, ...]
    start: tuple[_Timed, ...]
    stop: tuple[_Timed, ...]
    length: tuple[_Timed, ...]
    pairs: tuple[_Timed, ...]


def _shape(tree: dict[str, Any]) -> _Shape:
    return _shape_of(tuple(islice(tree, _KEYS)))


@lru_cache(maxsize=4096)
def _shape_of(keys: tuple[str, ...]) -> _Shape:
    # a file has thousands of fragments and two or three shapes of them
    names = {folded(key): key for key in reversed(keys)}
    timed = [(key, *_unit(folded(key))) for key in keys]

    def holding(known: Sequence[str]) -> tuple[str, ...]:
        return tuple(names[name] for name in known if name in names)

    def at(known: Sequence[str]) -> tuple[_Timed, ...]:
        return tuple(each for name in known for each in timed if each[1] == name)

    speaker = holding(_SPEAKER)
    others = (key for name, key in names.items() if _SPEAKING.search(name) and not _ABOUT.search(name))
    return _Shape(
        text=holding(_TEXT),
        speaker=(*speaker, *(key for key in others if key not in speaker)),
        channel=holding(_CHANNEL),
        state=holding((*_FINAL, *_PARTIAL)),
        start=at(_START),
        stop=at(_STOP),
        length=at(_LENGTH),
        pairs=at(_PAIRS),
    )


def text_in(tree: dict[str, Any]) -> str | None:
    """The words that the fragment `tree` holds, as written; None where it holds none."""
    texts = [text for key in _shape(tree).text if (text := _joined(tree[key])) is not None]
    return next((text for text in texts if text.strip()), texts[0] if texts else None)


def _joined(value: Any) -> str | None:
    """A text, or one that is written as a list of its lines."""
    if isinstance(value, list) and value and all(isinstance(each, str) for each in value):
        return " ".join(value)
    return value if isinstance(value, str) else None


def speaker_in(tree: dict[str, Any]) -> str | None:
    """Who speaks the fragment `tree`, as the file names them; None where it does not say."""
    return next((who for key in _shape(tree).speaker if (who := _name(tree[key])) is not None), None)


def interim_in(tree: dict[str, Any]) -> bool | None:
    """Does `tree` call itself a guess that a later one replaces? None where it does not say.

    >>> interim_in({"isFinal": False}), interim_in({"IsPartial": False}), interim_in({"text": "да"})
    (True, False, None)
    """
    for key in _shape(tree).state:
        if isinstance(value := tree[key], bool):
            return value if folded(key) in _PARTIAL else not value
    return None


def channel_in(tree: dict[str, Any]) -> str | None:
    """The channel of the recording that the fragment `tree` is from."""
    return next((str(tree[key]) for key in _shape(tree).channel if _is_label(tree[key])), None)


def times_in(tree: dict[str, Any]) -> tuple[Given | None, Given | None, Given | None]:
    """When the fragment `tree` begins and ends and how long it is, each as the file gives it."""
    shape = _shape(tree)
    start, stop = _plain(tree, shape.start), _plain(tree, shape.stop)
    if start is None:
        for key, name, unit in shape.pairs:
            if pair := _pair(Given(tree[key], unit, name)):
                return pair
    return start, stop, _plain(tree, shape.length)


def _plain(tree: dict[str, Any], keys: Sequence[_Timed]) -> Given | None:
    for key, name, unit in keys:
        value = tree[key]
        if value is not None and value != "" and (given := Given(value, unit, name)).is_plain:
            return given
    return None


@dataclass(frozen=True, slots=True)
class Given:
    """A time as a file gives it: the value, the seconds of its unit where the key names one, the key."""

    value: Any
    unit: float | None
    key: str

    @property
    def is_plain(self) -> bool:
        """Is it one moment, not a pair of them? (`{"seconds": 1, "nanos": 0}` is one.)"""
        if isinstance(self.value, dict):
            return bool({"seconds", "nanos"} & set(self.value))
        return isinstance(self.value, str | int | float) and not isinstance(self.value, bool)

    @property
    def is_sure(self) -> bool:
        """Does the key mean nothing but a time? («from» may name a person.)"""
        return self.key.startswith(("start", "end", "stop", "begin"))


def _unit(name: str) -> tuple[str, float | None]:
    """`offset in ticks` → `offset` and the seconds of a tick."""
    head, _, last = name.rpartition(" ")
    return (head.removesuffix(" in"), UNITS[last]) if head and last in UNITS else (name, None)


def _pair(given: Given) -> tuple[Given | None, Given | None, Given | None] | None:
    value = given.value
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict):
        value = value[0]
    if isinstance(value, dict):
        found = times_in(value)
        return found if found[0] else None
    if isinstance(value, list) and len(value) == 2:
        start, stop = (Given(each, given.unit, given.key) for each in value)
        return (start, stop if stop.is_plain else None, None) if start.is_plain else None
    return None


def _name(value: Any) -> str | None:
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, dict):
        inner = {folded(key): each for key, each in value.items()}
        return next((str(inner[name]).strip() for name in _NAMED if _is_label(inner.get(name))), None)
    return str(value).strip() if _is_label(value) else None


def _is_label(value: Any) -> bool:
    if isinstance(value, str):
        return bool(value.strip()) and len(value) <= 200
    return isinstance(value, int) and not isinstance(value, bool)
