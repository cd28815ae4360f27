"""Everything that is wrong with a study or assumed about it, at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from otzvuk.model.errors import InputError
from otzvuk.read.folder import gather


@dataclass(frozen=True, slots=True)
class Findings:
    """What a look over a study found, in Russian sentences.

    `faults` stop the analysis, `failures` are transcripts that cannot be read, `assumptions` are guesses
    that someone should look at.
    """

    faults: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()

    @property
    def lines(self) -> list[str]:
        """All of them, the worst first, each saying what it is."""
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
    try:
        read = gather(Path(path), report=faults.append)
    except InputError as error:
        faults.append(error)
    else:
        failures += [each.message for each in read.failures]
        assumptions += read.assumptions
        for interview in read.interviews:
            assumptions += [f"{interview.file}: {each}" for each in interview.assumptions]
    said = [str(each) for fault in faults for each in (fault, *fault.others)]
    return Findings(tuple(dict.fromkeys(said)), tuple(failures), tuple(assumptions))


def check_study(path: str | Path) -> list[str]:
    """Everything that is wrong or assumed, the worst first.

    Each line begins with «Ошибка:», «Не прочитано:» or «Предположение:».
    """
    return inspect_study(path).lines
