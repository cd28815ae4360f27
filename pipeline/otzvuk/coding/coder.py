"""The coding of a whole study: which coder, over how many processes."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Protocol

from otzvuk.coding.rules import RuleCoder
from otzvuk.interview import Interview
from otzvuk.mention import Coding
from otzvuk.progress import track
from otzvuk.study import Study

# Below this many words in a study, starting a second process costs more than it saves.
WORTH_A_PROCESS = 150_000


class Coder(Protocol):
    """Anything that codes an interview: rules, a trained model, or a person's decisions."""

    def code(self, interview: Interview) -> Coding:
        """The mentions and ratings of an interview, in the order of the text."""
        ...


def coder_for(study: Study) -> Coder:
    """The coder of a study: the rules of its codebook."""
    return RuleCoder(study.codebook, study.guide)


def code_study(study: Study, *, jobs: int = 1) -> tuple[Coding, ...]:
    """Code every interview of a study, in the study's order, in up to `jobs` processes.

    The result does not depend on `jobs`.
    """
    interviews = study.interviews
    words = sum(len(turn.text) for each in interviews for turn in each.turns) // 6
    jobs = min(jobs, len(interviews), 1 + words // WORTH_A_PROCESS)
    coded = _parallel(study, jobs) if jobs > 1 else map(coder_for(study).code, interviews)
    return tuple(track(coded, "Разметка", total=len(interviews)))


def _parallel(study: Study, jobs: int) -> Iterator[Coding]:
    # spawn, not fork: the parent may hold threads (Arrow's), and Windows has nothing else
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_start, initargs=(study,)) as pool:
        chunk = max(1, len(study.interviews) // (jobs * 4))
        yield from pool.map(_code, study.interviews, chunksize=chunk)


_coder: Coder


def _start(study: Study) -> None:
    global _coder  # one coder a process, made once
    _coder = coder_for(study)


def _code(interview: Interview) -> Coding:
    return _coder.code(interview)
