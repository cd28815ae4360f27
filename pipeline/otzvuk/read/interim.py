"""Guesses that a recogniser gave while somebody was still speaking, beside what it settled on.

Services that answer while they listen keep both in what is saved: Deepgram and Google `is_final`, AWS
`IsPartial`, SaluteSpeech `eou`. Each guess holds the words of those before it, so that one answer would stand
there five times.
"""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Sequence
from typing import TypeAlias

from otzvuk.read.timed import Timed

_JOIN = 1.0  # seconds between words of one stretch
_NEAR = 200  # later guesses that one is compared with: a guess replaces those just before it

_Voice: TypeAlias = tuple[str | None, str | None]  # channel and speaker
_Span: TypeAlias = tuple[float, float]


def settled(timed: Sequence[Timed]) -> list[Timed]:
    """`timed` without the guesses that others replace; what nothing replaces stays, so that no word is lost.

    A guess is replaced by what was settled on over its time, or by a later guess, of the same voice and
    channel; one without a speaker, by anybody's. Without times it is replaced by anything settled on later in
    the channel.
    """
    if not any(each.piece.interim for each in timed):
        return list(timed)
    stretches = _stretches([each for each in timed if not each.piece.interim])
    last = {each.piece.channel: at for at, each in enumerate(timed) if not each.piece.interim}
    later: dict[_Voice, list[_Span]] = defaultdict(list)
    kept: list[Timed] = []
    for at, each in reversed(list(enumerate(timed))):
        if not each.piece.interim:
            kept.append(each)
        elif each.start is None:
            if last.get(each.piece.channel, -1) < at:
                kept.append(each)
        else:
            voice = each.piece.channel, each.speaker
            start, stop = _span(each)
            middle = (start + stop) / 2
            if not _within(middle, stretches.get(voice, [])) and not any(
                begin <= middle <= end for begin, end in later[voice][-_NEAR:]
            ):
                kept.append(each)
            later[voice].append((start, stop))
    return kept[::-1]


def _span(each: Timed) -> _Span:
    start = each.start or 0.0
    return start, max(start, start if each.stop is None else each.stop)


def _stretches(timed: Sequence[Timed]) -> dict[_Voice, list[_Span]]:
    """When each voice of each channel speaks, and under the speaker None anybody, short pauses left out."""
    found: dict[_Voice, list[_Span]] = defaultdict(list)
    for each in sorted((each for each in timed if each.start is not None), key=_span):
        start, stop = _span(each)
        for voice in {(each.piece.channel, each.speaker), (each.piece.channel, None)}:
            spans = found[voice]
            if spans and start - spans[-1][1] <= _JOIN:
                spans[-1] = spans[-1][0], max(stop, spans[-1][1])
            else:
                spans.append((start, stop))
    return found


def _within(moment: float, spans: Sequence[_Span]) -> bool:
    at = bisect(spans, moment, key=lambda span: span[0])
    return at > 0 and moment <= spans[at - 1][1]
