"""The same talk given twice: two transcripts whose respondents say the same words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Final

from otzvuk.model.interview import Interview

_RUN: Final = 6  # words in a row that two people do not say alike by chance
_SHARE: Final = (
    0.7  # of the runs of the shorter one; an edited copy keeps more, two waves of one person far less
)
_LEAST: Final = 20  # runs: below it everything may be «да», «нет» and the interviewer's words
_WORD: Final = re.compile(r"[^\W_]+")


def twin_notes(interviews: Sequence[Interview]) -> list[str]:
    """Russian sentences on pairs of interviews that are one talk by their answers, in the order of the study.

    Nothing is left out: who put both files there may have meant it. The measure is the share of runs of six
    words of the shorter one's answers that the other has too (Broder 1997, containment of shingles).
    """
    runs = [_runs(interview) for interview in interviews]
    owners: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, own in enumerate(runs):
        for run in own:
            owners[run].append(at)
    shared = Counter(pair for found in owners.values() for pair in combinations(found, 2))
    return [
        _note(interviews[one], interviews[other], count / least)
        for (one, other), count in sorted(shared.items())
        if (least := min(len(runs[one]), len(runs[other]))) >= _LEAST and count >= _SHARE * least
    ]


def _runs(interview: Interview) -> set[tuple[str, ...]]:
    words = _words(turn.text for turn in interview.turns if not turn.interviewer)
    return set(zip(*(words[at:] for at in range(_RUN)), strict=False))


def _words(texts: Iterable[str]) -> list[str]:
    return [word.lower().replace("ё", "е") for text in texts for word in _WORD.findall(text)]


def _note(one: Interview, other: Interview, share: float) -> str:
    return (
        f"ответы в {one.file} и {other.file} совпадают на {share * 100:.0f} %"
        ": если это один разговор, уберите один из файлов, иначе сказанное сосчитано дважды"
    )
