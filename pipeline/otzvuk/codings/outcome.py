"""What an analysis has to say: its findings in a few sentences and a short table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from otzvuk.folder.layout import FOUND_LIST

if TYPE_CHECKING:
    from otzvuk.codings.since import Since
    from otzvuk.model.codebook import Codebook
    from otzvuk.numbers.findings import Findings
    from otzvuk.numbers.survey import Survey

SHOWN: Final = 5  # processes in the short table


@dataclass(frozen=True)
class Outcome:
    """What an analysis has to say in the terminal, in Russian; nothing in it needs a library of numbers.

    `seen` says what a person has checked, `corrected` what that says of the counts. `rows` are the most
    damaging processes, cells by `columns`; those that the headline names are `named`. `out` is where the
    reports are, `kept` are copies of reports that somebody had changed. `names` is how many were hidden, None
    where nobody looked; `listed` says that they stand in names_found.csv. `same` is the date of the report
    that still stands, ISO 8601; "" for one written now.
    """

    sentences: tuple[str, ...]
    seen: str
    corrected: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    named: frozenset[str]
    failures: tuple[str, ...]
    assumed: int
    out: Path
    kept: tuple[Path, ...]
    names: int | None
    listed: bool
    since: Since | None = None
    codebook: Codebook | None = None
    same: str = ""


def outcome_of(
    findings: Findings,
    survey: Survey,
    *,
    out: Path,
    names: int | None,
    kept: tuple[Path, ...],
    since: Since | None,
) -> Outcome:
    """What the terminal tells of `findings` of a `survey`; the rest as in `Outcome`."""
    from otzvuk.model.wording import chance, number, signed
    from otzvuk.numbers.count import records
    from otzvuk.numbers.wave import Measure
    from otzvuk.report.checked import checked, corrected
    from otzvuk.report.headline import headline, place_of

    study, shown, harm = survey.study, findings.survey, findings.harm
    asked, before = len(shown.respondents), findings.before

    def moved(process: str) -> str:
        """What became of a process's damage since the wave before."""
        row = findings.changed("process", process, Measure.DAMAGE)
        return signed(row["difference"], 2) if row and row["asked_before"] else ""

    said = headline(harm.ranking, study.codebook, asked=asked, settings=study.settings)
    top = records(harm.ranking.head(SHOWN))
    label = study.codebook.label
    return Outcome(
        sentences=tuple(
            filter(None, (*shown.scope.sentences, findings.incomparable, harm.caution, *said, harm.settling))
        ),
        seen=checked(shown),
        corrected=corrected(harm),
        columns=(
            "Место",
            "Процесс",
            "Вред",
            *([f"К волне {before}"] if before else []),
            "Жалуются",
            "Упоминаний",
            "В первой тройке",
        ),
        rows=tuple(
            (
                place_of(row),
                label(row["process"]),
                number(row["damage"]),
                *([moved(row["process"])] if before else []),
                f"{row['respondents']} из {asked}",
                str(row["mentions"]),
                chance(row["p_top3"]),
            )
            for row in top
        ),
        named=frozenset(label(row["process"]) for row in top if row["named"]),
        failures=tuple(failure.message for failure in study.failures),
        assumed=len(study.assumptions) + sum(len(each.assumptions) for each in study.interviews),
        out=out,
        kept=kept,
        names=names,
        listed=(study.path / FOUND_LIST).is_file(),
        since=since,
        codebook=study.codebook,
    )
