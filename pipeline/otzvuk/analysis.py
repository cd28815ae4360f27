"""The whole way, from a folder to its reports: read, code, count, rank, find, write."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from otzvuk import __version__
from otzvuk.coding import code_study, model_names
from otzvuk.folder.edited import digest, keep_edited
from otzvuk.folder.layout import OUT, refuse_reports
from otzvuk.folder.whole import waiting_files, whole_file, whole_files
from otzvuk.model.errors import InputError
from otzvuk.model.mention import Coding
from otzvuk.model.study import Study
from otzvuk.numbers import damage as damage_
from otzvuk.numbers import quote
from otzvuk.numbers.count import company_key
from otzvuk.numbers.findings import Findings, Tables, Unhidden, count, find
from otzvuk.read import read_study, require_interviews
from otzvuk.report.document import write_document
from otzvuk.report.page import render_page
from otzvuk.report.planform import write_plan_form
from otzvuk.report.slides import write_slides
from otzvuk.report.story import Story
from otzvuk.report.tables import write_run, write_tables
from otzvuk.report.wordfile import check_template
from otzvuk.report.workbook import write_workbook

if TYPE_CHECKING:
    from otzvuk.anonymise import Names

__all__ = ["Result", "Tables", "analyse", "count", "pick_quotes", "rank", "write_reports"]


@dataclass(frozen=True)
class Result:
    """What an analysis found and where its files are.

    `findings` are what the reports show: with names hidden, unless they were wanted as they are; `names` is
    how many were found, None where nobody looked; `kept` are copies of earlier reports that somebody had
    changed. `study`, `codings` and `tables` have their own words.
    """

    findings: Findings
    out: Path
    study: Study
    codings: tuple[Coding, ...]
    tables: Tables
    names: int | None = None
    kept: tuple[Path, ...] = ()

    @property
    def ranking(self) -> pd.DataFrame:
        """The processes, worst first (`otzvuk.numbers.damage.DAMAGE`)."""
        return self.findings.harm.ranking


def analyse(
    path: str | Path,
    *,
    out: str | Path | None = None,
    jobs: int = 1,
    template: Path | None = None,
    as_is: bool | None = None,
    overwrite: bool = False,
) -> Result:
    """Read the study in folder `path`, code it in up to `jobs` processes and write its reports.

    `out` is the folder for the reports, `out/` in the study by default; `template` a Word file whose look
    report.docx takes. Reports have placeholders for names, explained in names_found.csv of the study, unless
    `as_is` or its study.yaml (`hide_names: false`) want them as they are. `overwrite` allows them to replace
    files in `out` that no analysis has written. Raises `InputError` for a bad study and for one of which
    nothing can be read (earlier reports then stay); a single bad transcript is in `result.study.failures`.
    """
    clock = _Clock()
    if template is not None:
        check_template(template)
    folder = Path(out) if out is not None else Path(path) / OUT
    refuse_reports(folder, Path(path), template, overwrite=overwrite)
    study = require_interviews(clock.time("read", read_study, path))
    names = None
    if _hides(study, as_is):
        names = clock.time("names", _names_of, study)  # before the long work: names.csv may be wrong
    codings = clock.time("code", code_study, study, jobs=jobs)
    tables = clock.time("count", count, study, codings)
    findings = clock.time("find", _find, study, codings, tables, names)
    _offer_plan(study)
    kept = write_reports(
        study,
        codings,
        folder,
        findings=findings,
        tables=tables,
        seconds=clock.seconds,
        template=template,
        overwrite=overwrite,
    )
    return Result(
        findings=findings,
        out=folder,
        study=study,
        codings=tuple(codings),
        tables=tables,
        names=len(names.found) if names else None,
        kept=kept,
    )


def _offer_plan(study: Study) -> None:
    """Put the empty form of a plan into the study's folder where it has none; one that is there stays."""
    path = study.path / "plan.xlsx"
    if not path.exists():
        with suppress(InputError):  # a folder that cannot be written to has no plan
            write_plan_form(path)


def _names_of(study: Study) -> Names:
    """The names of a study, called as the last time; what they are called now is kept in its folder.

    A folder that cannot be written to (an archive, a disc) is no reason to show names.
    """
    from otzvuk.anonymise import FOUND_LIST, find_names, read_found, write_found

    names = find_names(study, earlier=read_found(study.path / FOUND_LIST))
    with suppress(InputError):
        write_found(names.found, study.path / FOUND_LIST)
    return names


def _find(study: Study, codings: Sequence[Coding], tables: Tables, names: Names | None) -> Findings:
    """What the reports show: with `names` hidden, but the numbers of the study itself."""
    if names is None:
        return find(study, codings, tables=tables, ranking=rank(study, tables))
    from otzvuk.anonymise import Companies, hide_study

    shown, shown_codings = hide_study(study, codings, names)
    return find(
        shown,
        shown_codings,
        ranking=rank(study, tables),
        unhidden=Unhidden(study, tables, Companies(study, names)),
    )


def _hides(study: Study, as_is: bool | None) -> bool:
    """Whether names are hidden: as was asked for, else as the study's settings say."""
    return study.settings.hide_names if as_is is None else not as_is


def rank(study: Study, tables: Tables) -> pd.DataFrame:
    """The processes, worst first, with the columns of `otzvuk.numbers.damage.DAMAGE`."""
    return damage_.rank(tables.mentions, tables.respondents, study.codebook, settings=study.settings)


def pick_quotes(
    study: Study, tables: Tables, *, best: int = 5, ranking: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Up to `best` quotes of each process and kind, with the reason for each in column `why`."""
    return quote.pick_quotes(
        tables.mentions, ranking=ranking, codebook=study.codebook, best=best, study=study
    )


@whole_files()
def write_reports(
    study: Study,
    codings: Sequence[Coding],
    out: str | Path,
    *,
    findings: Findings | None = None,
    tables: Tables | None = None,
    seconds: Mapping[str, float] | None = None,
    template: Path | None = None,
    as_is: bool | None = None,
    overwrite: bool = False,
) -> tuple[Path, ...]:
    """Write every table and report of a study into folder `out`: all of them whole, or none.

    The tables (mentions, ratings) have the transcripts' own words and offsets; everything else shows
    `findings`, by default those of `study` and `codings` with names hidden (`as_is`, `hide_names` of
    study.yaml: not hidden). `tables` are those of `codings`, where they are there already; `template` is a
    Word file whose look report.docx takes. `run.json` comes last: where it stands, the rest is complete.

    Earlier reports are replaced; those that somebody has changed since are kept beside, and the copies are
    the answer. `overwrite` allows to replace files that no analysis has written. Raises `InputError`.
    """
    folder = Path(out)
    refuse_reports(folder, study.path, template, overwrite=overwrite)
    started, created = time.perf_counter(), datetime.now().replace(microsecond=0)
    tables = tables or count(study, codings)
    if findings is None:
        hiding = _hides(study, as_is)
        findings = _find(study, codings, tables, _names_of(study) if hiding else None)
    run = _run(study, tables, created)
    hidden = findings.study is not study
    shown = _run(findings.study, findings.tables, created) if hidden else run
    page = render_page(findings, run=shown)
    ranking = findings.harm.ranking
    write_tables(folder, {"mentions": tables.mentions, "ratings": tables.ratings, "damage": ranking})
    write_workbook(folder / "frequencies.xlsx", findings, created=created, version=__version__)
    with whole_file(folder / "report.html") as temporary:
        temporary.write_text(page, "utf-8", newline="\n")
    story = Story(findings, shown)
    write_document(folder / "report.docx", story, template=template)
    write_slides(folder / "report.pptx", story)
    timings = {**(seconds or {}), "write": time.perf_counter() - started}
    run["names_hidden"] = hidden
    run["seconds"] = {step: round(spent, 3) for step, spent in timings.items()}
    run["files"] = {place.name: digest(file) for place, file in waiting_files().items()}
    write_run(run, folder / "run.json")
    return keep_edited(folder)


def _run(study: Study, tables: Tables, created: datetime) -> dict[str, Any]:
    book = study.codebook
    digest = sha256(book.model_dump_json().encode()).hexdigest()
    return {
        "version": __version__,
        "date": created.isoformat(),
        "codebook": {"name": book.name, "version": book.version, "sha256": digest},
        "models": model_names(study),
        "seed": study.settings.seed,
        "counts": {
            "interviews": len(study.interviews),
            "turns": sum(len(interview.turns) for interview in study.interviews),
            "respondents": len(tables.respondents),
            "companies": len({company_key(each) for each in tables.respondents["company"]} - {""}),
            "mentions": len(tables.mentions),
            "ratings": len(tables.ratings),
        },
        "failures": [{"file": each.file, "message": each.message} for each in study.failures],
        "warnings": [
            *study.assumptions,
            *(f"{interview.id}: {each}" for interview in study.interviews for each in interview.assumptions),
        ],
    }


class _Clock:
    """How long each step took, in seconds."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def time(self, step: str, do: Any, *args: Any, **options: Any) -> Any:
        started = time.perf_counter()
        result = do(*args, **options)
        self.seconds[step] = time.perf_counter() - started
        return result
