"""The whole way, from a folder to its reports: read, code, count, rank, find, write."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd

from otzvuk import __version__, quote
from otzvuk import damage as damage_
from otzvuk.coding import code_study, model_names
from otzvuk.count import company_key
from otzvuk.errors import InputError
from otzvuk.findings import Findings, Tables, count, find
from otzvuk.mention import Coding
from otzvuk.read import read_study
from otzvuk.report.document import write_document
from otzvuk.report.page import render_page
from otzvuk.report.slides import write_slides
from otzvuk.report.story import Story
from otzvuk.report.tables import write_run, write_tables
from otzvuk.report.whole import whole_file, whole_files
from otzvuk.report.wordfile import check_template
from otzvuk.report.workbook import write_workbook
from otzvuk.study import Study

__all__ = ["Result", "Tables", "analyse", "count", "pick_quotes", "rank", "write_reports"]


@dataclass(frozen=True)
class Result:
    """What an analysis found and where its files are."""

    findings: Findings
    out: Path

    @property
    def study(self) -> Study:
        """The study as read, with its failures."""
        return self.findings.study

    @property
    def codings(self) -> tuple[Coding, ...]:
        """The coding of each interview."""
        return self.findings.codings

    @property
    def tables(self) -> Tables:
        """Mentions, ratings and respondents as frames."""
        return self.findings.tables

    @property
    def ranking(self) -> pd.DataFrame:
        """The processes, worst first (`otzvuk.damage.DAMAGE`)."""
        return self.findings.harm.ranking


def analyse(
    path: str | Path, *, out: str | Path | None = None, jobs: int = 1, template: Path | None = None
) -> Result:
    """Read the study in folder `path`, code it in up to `jobs` processes and write its reports.

    `out` is the folder for the reports, `out/` in the study by default; `template` a Word file whose look
    report.docx takes. Raises `InputError` for a bad
    study; a single bad transcript is in `result.study.failures`.
    """
    clock = _Clock()
    if template is not None:
        check_template(template)
    study = clock.time("read", read_study, path)
    folder = _reports_folder(study, out)
    codings = clock.time("code", code_study, study, jobs=jobs)
    tables = clock.time("count", count, study, codings)
    ranking = clock.time("rank", rank, study, tables)
    findings = clock.time("find", find, study, codings, tables=tables, ranking=ranking)
    write_reports(study, codings, folder, findings=findings, seconds=clock.seconds, template=template)
    return Result(findings, folder)


def _reports_folder(study: Study, out: str | Path | None) -> Path:
    """The folder for the reports, refused before the long work where it would spoil the study.

    Reports in the study's own folder would replace its ratings.csv; among the transcripts they would be
    taken for transcripts the next time.
    """
    folder = Path(out) if out is not None else study.path / "out"
    if folder.exists() and not folder.is_dir():
        raise InputError("это файл, а не папка", file=folder, expected="папка для отчётов")
    home, there = study.path.resolve(), folder.resolve()
    if there == home or there.is_relative_to(home / "transcripts"):
        raise InputError(
            "здесь лежат файлы исследования, отчёты их испортят",
            file=folder,
            expected="другая папка, например out в исследовании",
        )
    return folder


def rank(study: Study, tables: Tables) -> pd.DataFrame:
    """The processes, worst first, with the columns of `otzvuk.damage.DAMAGE`."""
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
    seconds: Mapping[str, float] | None = None,
    template: Path | None = None,
) -> None:
    """Write every table and report of a study into folder `out`: all of them whole, or none.

    `findings` are those of `study` and `codings`, where they are there already; `template` is a Word file
    whose look report.docx takes. `run.json` comes last: where
    it stands, the rest is complete.
    """
    folder = Path(out)
    started, created = time.perf_counter(), datetime.now().replace(microsecond=0)
    findings = findings or find(study, codings)
    tables, harm = findings.tables, findings.harm
    run = _run(study, tables, created)
    page = render_page(findings, run=run)
    write_tables(folder, {"mentions": tables.mentions, "ratings": tables.ratings, "damage": harm.ranking})
    write_workbook(folder / "frequencies.xlsx", findings, created=created, version=__version__)
    with whole_file(folder / "report.html") as temporary:
        temporary.write_text(page, "utf-8", newline="\n")
    story = Story(findings, run)
    write_document(folder / "report.docx", story, template=template)
    write_slides(folder / "report.pptx", story)
    timings = {**(seconds or {}), "write": time.perf_counter() - started}
    run["seconds"] = {step: round(spent, 3) for step, spent in timings.items()}
    write_run(run, folder / "run.json")


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
