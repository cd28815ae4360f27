"""The same talk given twice: two transcripts whose respondents say the same words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from otzvuk.model.interview import Interview

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_RUN: Final = 6  # words in a row that two people do not say alike by chance
_SHARE: Final = (
    0.7  # of the runs of the shorter one; an edited copy keeps more, two waves of one person far less
)
_LEAST: Final = 20  # runs: below it everything may be «да», «нет» and the interviewer's words
_SEEN: Final = 5  # runs that two share which nobody before them has: from there on they are compared
_NAMED: Final = 6  # files of one talk that are named
_WORD: Final = re.compile(r"[^\W_]+")


def twin_notes(interviews: Sequence[Interview]) -> list[str]:
    """Russian sentences on interviews that are one talk by their answers, in the order of the study.

    Nothing is left out: who put both files there may have meant it. The measure is the share of runs of six
    words of the shorter one's answers that the other has too (Broder 1997, containment of shingles).
    """
    groups: list[dict[int, list[float]]] = []
    of: dict[int, dict[int, list[float]]] = {}
    for (one, other), share in sorted(_alike(interviews).items()):
        found = [of[each] for each in (one, other) if each in of] or [{}]
        whole = found[0]
        for more in found[1:]:
            if more is not whole:
                whole |= more
        for each in (one, other):
            whole.setdefault(each, []).append(share)
        of |= dict.fromkeys(whole, whole)
        groups = [each for each in groups if not any(each is old for old in found)] + [whole]
    return [_note([interviews[at].file for at in sorted(own)], own) for own in sorted(groups, key=min)]


def _alike(interviews: Sequence[Interview]) -> dict[tuple[int, int], float]:
    """Pairs of interviews that are one talk, and how much of it they share.

    Looked at are those that share a run which no interview before them has: others have both a twin there.
    """
    if len(interviews) < 2:
        return {}
    import numpy as np

    numbers: dict[str, int] = {}
    runs = [_runs(interview, numbers) for interview in interviews]
    owners = np.repeat(np.arange(len(runs)), [len(own) for own in runs])
    every = np.concatenate(runs)
    order = np.argsort(every, kind="stable")
    every, owners = every[order], owners[order]
    begins = np.flatnonzero(np.r_[True, every[1:] != every[:-1]]) if len(every) else np.empty(0, int)
    firsts = np.repeat(owners[begins], np.diff(np.r_[begins, len(every)]))
    shared = firsts != owners
    pairs, counts = np.unique(firsts[shared] * len(runs) + owners[shared], return_counts=True)
    found = {}
    for pair in pairs[counts >= _SEEN].tolist():
        one, other = divmod(pair, len(runs))
        least = min(len(runs[one]), len(runs[other]))
        count = len(np.intersect1d(runs[one], runs[other], assume_unique=True))
        if least >= _LEAST and count >= _SHARE * least:
            found[one, other] = count / least
    return found


def _runs(interview: Interview, numbers: dict[str, int]) -> NDArray[np.uint64]:
    """The runs of an interview's answers, each as a number (a hash of 64 bits of its words')."""
    import numpy as np

    said = _words(turn.text for turn in interview.turns if not turn.interviewer)
    words = np.fromiter((numbers.setdefault(word, len(numbers)) for word in said), np.uint64, len(said))
    if len(words) < _RUN:
        return np.empty(0, np.uint64)
    whole = np.zeros(len(words) - _RUN + 1, np.uint64)
    for at in range(_RUN):
        whole = (whole ^ words[at : at + len(whole)]) * np.uint64(0x9E3779B97F4A7C15)
        whole ^= whole >> np.uint64(29)
    return np.unique(whole)


def _words(texts: Iterable[str]) -> list[str]:
    return [word.lower().replace("ё", "е") for text in texts for word in _WORD.findall(text)]


def _note(files: Sequence[str], shares: Mapping[int, Sequence[float]]) -> str:
    every = [round(share * 100) for own in shares.values() for share in own]
    size = f"{min(every)}" if min(every) == max(every) else f"{min(every)}–{max(every)}"
    if len(files) == 2:
        said, how = f"{files[0]} и {files[1]}", "дважды"
    else:
        named, more = files[:_NAMED], len(files) - _NAMED
        said = ", ".join(named) + f" и ещё {more}" if more > 0 else f"{', '.join(named[:-1])} и {named[-1]}"
        how = "несколько раз"
    return (
        f"ответы в {said} совпадают на {size} %"
        f": если это один разговор, уберите {'один из файлов' if len(files) == 2 else 'лишние файлы'}, "
        f"иначе сказанное сосчитано {how}"
    )
