"""The pace of speech: times in another unit than the clock shows give it away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from otzvuk.model.interview import Cue, Turn

_USUAL = (0.4, 6.0)  # words a second over a whole talk, pauses and all
_IMPOSSIBLE = 8.0
_SLOW = 0.12
_MORNING = 6 * 60  # «06:00» as minutes and seconds
_LEAST_CUES, _LEAST_WORDS = 6, 40


def at_pace(turns: Sequence[Turn]) -> tuple[tuple[Turn, ...], tuple[str, ...]]:
    """`turns` with their times in seconds, and a note where the unit was guessed or the pace is impossible.

    «00:05:12» may mean minutes, seconds and frames, «10:05» hours and minutes: where only that reading
    gives a pace at which people speak, it is taken.
    """
    pace = words_a_second(turns)
    if pace is None or _SLOW <= pace <= _IMPOSSIBLE:
        return tuple(turns), ()
    moments = [cue.seconds for turn in turns for cue in turn.cues]
    frames = [moment % 60 for moment in moments]
    if pace < _SLOW and max(frames) < 30 and max(moments) >= 60 and all(each == int(each) for each in frames):
        rate = 25 if max(frames) < 25 else 30
        moved = [_moved(turn, lambda each: each // 60 + each % 60 / rate) for turn in turns]
        if _is_usual(moved):
            return tuple(moved), (
                "времена прочитаны как минуты, секунды и кадры: иначе речь была бы в 60 раз медленнее",
            )
    if pace > _IMPOSSIBLE:
        of_day = all(_MORNING <= each < 24 * 60 for each in moments)
        moved = [_moved(turn, lambda each: each * 60) for turn in turns]
        if of_day and _is_usual(moved):
            return tuple(moved), ("времена прочитаны как часы и минуты: иначе речь была бы в 60 раз быстрее",)
        return tuple(turns), (
            f"времена неправдоподобны: по ним говорят {pace:.0f} слов в секунду; проверьте единицы",
        )
    return tuple(turns), ()


def words_a_second(turns: Sequence[Turn]) -> float | None:
    """The pace between the first and the last time; None where there is too little to tell."""
    cues = [(cue.seconds, turn, cue.offset) for turn in turns for cue in turn.cues]
    if len(cues) < _LEAST_CUES:
        return None
    said = sum(len(turn.text.split()) for turn in turns)
    last = cues[-1]
    said -= len(last[1].text[last[2] :].split())
    length = max(each[0] for each in cues) - min(each[0] for each in cues)
    return said / length if said >= _LEAST_WORDS and length > 0 else None


def _is_usual(turns: Sequence[Turn]) -> bool:
    pace = words_a_second(turns)
    return pace is not None and _USUAL[0] <= pace <= _USUAL[1]


def _moved(turn: Turn, change: object) -> Turn:
    assert callable(change)
    return replace(
        turn, cues=tuple(Cue(cue.offset, round(float(change(cue.seconds)), 3)) for cue in turn.cues)
    )
