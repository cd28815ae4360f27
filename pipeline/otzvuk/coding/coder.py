"""The coding of a whole study: which coder, over how many processes."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Protocol

from otzvuk.codebook import Codebook
from otzvuk.coding.rules import RuleCoder
from otzvuk.interview import Interview
from otzvuk.mention import Coding
from otzvuk.progress import track
from otzvuk.study import Guide, Study

# Below this many words in a study, starting a second process costs more than it saves.
WORTH_A_PROCESS = 150_000


class Coder(Protocol):
    """Anything that codes an interview: rules, a trained model, or a person's decisions."""

    def code(self, interview: Interview) -> Coding:
        """The mentions and ratings of an interview, in the order of the text."""
        ...


def coder_for(codebook: Codebook, guide: Guide, *, rules_only: bool = False) -> Coder:
    """The coder of a codebook: its rules."""
    return RuleCoder(codebook, guide)


def code_interview(
    interview: Interview, codebook: Codebook, guide: Guide, *, rules_only: bool = False
) -> Coding:
    """Code one interview."""
    return coder_for(codebook, guide, rules_only=rules_only).code(interview)


def code_study(study: Study, *, jobs: int = 1, rules_only: bool = False) -> tuple[Coding, ...]:
    """Code every interview of a study, in the study's order, in up to `jobs` processes.

    The result does not depend on `jobs`. `rules_only` leaves the trained model out.
    """
    interviews = study.interviews
    words = sum(len(turn.text) for each in interviews for turn in each.turns) // 6
    jobs = min(jobs, len(interviews), 1 + words // WORTH_A_PROCESS)
    if jobs > 1:
        coded = _parallel(study, jobs, rules_only=rules_only)
    else:
        coded = map(coder_for(study.codebook, study.guide, rules_only=rules_only).code, interviews)
    return tuple(track(coded, "Разметка", total=len(interviews)))


def _parallel(study: Study, jobs: int, *, rules_only: bool) -> Iterator[Coding]:
    # spawn, not fork: the parent may hold threads (Arrow's), and Windows has nothing else
    context, given = get_context("spawn"), (study.codebook, study.guide, rules_only)
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_start, initargs=given) as pool:
        chunk = max(1, len(study.interviews) // (jobs * 4))
        yield from pool.map(_code, study.interviews, chunksize=chunk)


_coder: Coder


def _start(codebook: Codebook, guide: Guide, rules_only: bool) -> None:
    global _coder  # one coder a process, made once
    _coder = coder_for(codebook, guide, rules_only=rules_only)


def _code(interview: Interview) -> Coding:
    return _coder.code(interview)


def model_names(study: Study) -> list[str]:
    """The trained models that code a study, as `name@version sha256`; empty where rules alone do."""
    return list(getattr(coder_for(study.codebook, study.guide), "models", ()))
