"""Everything that is wrong with a study or assumed about it, at once."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from otzvuk.model.errors import InputError
from otzvuk.model.interview import Interview
from otzvuk.model.study import Study
from otzvuk.read.folder import gather

_MOST = 12  # speakers of a transcript that are told one by one


@dataclass(frozen=True, slots=True)
class Findings:
    """What a look over a study found, in Russian sentences.

    `faults` stop the analysis, `failures` are transcripts that cannot be read, `assumptions` are guesses
    that someone should look at. `readings` say of every transcript whose words were read, what the rest is,
    and how it begins. `study` is what was read, where no fault stops the analysis.
    """

    faults: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    study: Study | None = None

    @property
    def lines(self) -> list[str]:
        """All that is wrong or assumed, the worst first, each saying what it is."""
        return [
            *(f"Ошибка: {each}" for each in self.faults),
            *(f"Не прочитано: {each}" for each in self.failures),
            *(f"Предположение: {each}" for each in self.assumptions),
        ]


def inspect_study(path: str | Path) -> Findings:
    """Look over the study in the folder `path`, not stopping at the first fault."""
    faults: list[InputError] = []
    failures: list[str] = []
    assumptions: list[str] = []
    readings: list[str] = []
    study: Study | None = None
    try:
        read = gather(Path(path), report=faults.append)
    except InputError as error:
        faults.append(error)
    else:
        failures += [each.message for each in read.failures]
        assumptions += read.assumptions
        for interview in read.interviews:
            readings.append(reading_of(interview))
            assumptions += [f"{interview.file}: {each}" for each in interview.assumptions]
        if read.codebook is not None and not faults:
            study = Study(
                path=Path(path),
                settings=read.settings,
                codebook=read.codebook,
                interviews=read.interviews,
                guide=read.guide,
            )
    said = [str(each) for fault in faults for each in (fault, *fault.others)]
    return Findings(tuple(dict.fromkeys(said)), tuple(failures), tuple(assumptions), tuple(readings), study)


def reading_of(interview: Interview) -> str:
    """How many words of a transcript are whose, what the others are, and its first two turns."""
    counts: Counter[str] = Counter()
    asking = {turn.speaker for turn in interview.turns if turn.interviewer}
    for turn in interview.turns:
        counts[turn.speaker] += len(re.findall(r"\w+", turn.text))
    speakers = "; ".join(
        f"{name or 'без имени'}{' (интервьюер)' if name in asking else ''} {count}"
        for name, count in counts.most_common(_MOST)
    )
    more = f"; ещё говорящих {len(counts) - _MOST}" if len(counts) > _MOST else ""
    rest = ", ".join(f"{kind} {count}" for kind, count in interview.outside) or "нет"
    begin = " / ".join(f"{turn.speaker or 'без имени'}: {_short(turn.text)}" for turn in interview.turns[:2])
    return (
        f"{interview.file}: слов в репликах {counts.total()} ({speakers}{more}); вне реплик: {rest}; "
        f"начало: «{begin}»"
    )


def _short(text: str) -> str:
    bare = " ".join(text.split())
    return bare if len(bare) <= 60 else bare[:59] + "…"


def check_study(path: str | Path) -> list[str]:
    """Everything that is wrong or assumed, the worst first.

    Each line begins with «Ошибка:», «Не прочитано:» or «Предположение:».
    """
    return inspect_study(path).lines
