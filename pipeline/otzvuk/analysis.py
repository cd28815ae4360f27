"""The whole way, from a folder to its reports: read, code, count, rank, find, write."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from otzvuk import __version__
from otzvuk.codings.known import Known, content, known_of
from otzvuk.codings.runs import as_written, keep, keep_written, request
from otzvuk.codings.surveyed import read_identified, surveyed
from otzvuk.folder.cache import cache_of, keeping
from otzvuk.folder.edited import digest, drop_unwritten, keep_edited
from otzvuk.folder.layout import OUT, PLAN, refuse_reports, reports_folder
from otzvuk.folder.whole import waiting_files, whole_files
from otzvuk.model.errors import InputError
from otzvuk.model.identity import identified, identify
from otzvuk.model.mention import Coding
from otzvuk.model.progress import Watcher, heard, phase, tell
from otzvuk.model.span import Span
from otzvuk.model.spread import processes
from otzvuk.model.study import CODERS, Study
from otzvuk.numbers.count import MENTIONS, RATINGS
from otzvuk.numbers.damage import rank
from otzvuk.numbers.scores import check_rules
from otzvuk.numbers.survey import Survey
from otzvuk.numbers.where import EVERY_WAVE, asked_for, hidden_alike, latest, read_where
from otzvuk.read import require_interviews

# What makes things anew is imported where it is needed: what is kept does not wait for it.

if TYPE_CHECKING:
    from otzvuk.anonymise import Names
    from otzvuk.codings.outcome import Outcome
    from otzvuk.codings.shown import Shown
    from otzvuk.codings.since import Since
    from otzvuk.numbers.findings import Findings

__all__ = ["Result", "analyse", "count", "rank", "read_identified", "write_reports"]


PLAIN = ("mentions", "ratings", "damage")
"""The tables that say whether two analyses found the same."""


@dataclass(frozen=True)
class Result:
    """What an analysis found and where its files are.

    `findings` are what the reports show: with names hidden, unless they were wanted as they are; `names` is
    how many were found, None where nobody looked; `kept` are copies of earlier reports that somebody had
    changed. `survey` has the study's own words. `since` is what has changed since the last report in `out`.
    """

    findings: Findings
    out: Path
    survey: Survey
    names: int | None = None
    kept: tuple[Path, ...] = ()
    since: Since | None = None

    @property
    def outcome(self) -> Outcome:
        """The same as the terminal tells it."""
        from otzvuk.codings.outcome import outcome_of

        return outcome_of(
            self.findings, self.survey, out=self.out, names=self.names, kept=self.kept, since=self.since
        )

    @property
    def study(self) -> Study:
        """The study that was analysed."""
        return self.survey.study

    @property
    def ranking(self) -> pd.DataFrame:
        """The processes, worst first (`otzvuk.numbers.damage.DAMAGE`)."""
        return self.findings.harm.ranking

    def _repr_html_(self) -> str:
        from otzvuk.display import quotes, ranking

        told = ranking(self.findings).html, quotes(self.findings, kind="complaint", most=6).html
        return "".join(told) + f"<p>Отчёты: {escape(str(self.out))}</p>"


def analyse(
    path: str | Path,
    *,
    out: str | Path | None = None,
    jobs: int = 1,
    template: Path | Sequence[Path] | None = None,
    as_is: bool | None = None,
    overwrite: bool = False,
    coding: Path | None = None,
    like: Path | None = None,
    where: str = "",
    progress: Watcher | None = None,
    cluster: str = "",
) -> Result:
    """Read the study in folder `path`, code it in up to `jobs` processes and write its reports.

    `out` is the folder for the reports: by itself `out/` in the study, with `where` one of their own in it;
    `template` a Word file whose look report.docx takes, a presentation whose look report.pptx takes, or both.
    Reports have placeholders for names, explained in names_found.csv of the study, unless `as_is` or its
    study.yaml (`hide_names: false`) want them as they are. `overwrite` allows them to replace files in `out`
    that no analysis has written. `coding` is a coding made before, which is counted instead of
    a new one (`otzvuk.codings.chosen`). `like` is the run.json of an earlier report: its numbers are made
    again, with its settings, guide, codebook and decisions, into a folder of their own in `out/`; where they
    cannot be, `InputError` says what is missing. `where` narrows all numbers to some respondents
    («волна=2025», `otzvuk.numbers.where`); of several waves the last is shown. `progress` is told how far it
    is: what is being done (in Russian), how many pieces are done, of how many (0: unknown). `cluster` is the
    address of a Dask cluster that reads, finds names and codes (`otzvuk.scale.cluster`): transcripts then go
    to its machines. Raises `InputError` for a bad study and for one of which nothing can be read (earlier
    reports then stay); a single bad transcript is in `result.study.failures`.
    """
    with heard(progress), keeping(cache_of(Path(path))), ExitStack() as workers:
        if cluster:
            from otzvuk.scale import cluster as joined

            workers.enter_context(joined(cluster))
        workers.enter_context(processes(jobs))
        clock = _Clock()
        if template is not None:
            from otzvuk.report.template import check_templates

            check_templates(template)
        if like is not None:
            from otzvuk.codings.pinned import earlier_run, pinned_coding, pinned_study
        run = None if like is None else earlier_run(like)
        usual = Path(path) / OUT / _day(run) if run else reports_folder(Path(path), where)
        folder = usual if out is None else Path(out)
        refuse_reports(folder, Path(path), *_listed_templates(template), coding, overwrite=overwrite)
        read = study = require_interviews(clock.time("read", read_identified, path))
        _check_plugged(study, folder, overwrite=overwrite)
        known = known_of(study)
        if run is not None and like is not None:
            study = pinned_study(study, run, like)
            coding = coding or pinned_coding(study, run, like)
        names = None
        if _hides(study, as_is):
            names = clock.time("names", names_of, study)  # before the long work: names.csv may be wrong
        where = where or _where_of(run)
        asked = narrowed(count(study, ()), where)  # what nobody meets is said before the long work
        check_rules(asked)
        until = None if run is None else study.decisions
        coded = clock.time("code", surveyed, study, coding, jobs=jobs, until=until)
        workers.close()
        from otzvuk.coding.model import release_model

        release_model()  # tables and reports of a large study need the memory, and no model
        state = known[0] if known and coding is None and like is None else None
        made = (str(names is not None), where)
        found = state.get("findings", *made) if state else None
        if found is None:
            survey = narrowed(replace(coded.survey, study=_with_coder_told(coded.survey.study)), where)
            with phase("Числа"):
                found = survey, clock.time("find", _find, survey, names)
            if state:
                state.put("findings", found, *made)
        survey, findings = found
        if run is not None and like is not None:
            _refuse_other_numbers(run, survey, findings, like)
        written = _offer_plan(survey.study)
        from otzvuk.codings.since import since_last

        since = since_last(folder, survey, findings.harm.ranking, version=__version__)
        with phase("Отчёты"):
            kept = write_reports(
                survey,
                folder,
                findings=findings,
                seconds=clock.seconds,
                template=template,
                overwrite=overwrite,
                since=since,
                standing=as_written(state, made, folder, template) if state else {},
            )
        count_of = len(names.found) if names else None
        result = Result(findings, out=folder, survey=survey, names=count_of, kept=kept, since=since)
        if state:
            wanted = request(
                Path(path), out=None if out is None else folder, template=template, as_is=as_is, where=where
            )
            keep(state, wanted, result.outcome)
            keep_written(state, made, folder, template)
            state.settle(written | _listed(read, state, names))
        return result


def _listed_templates(template: Path | Sequence[Path] | None) -> list[Path]:
    return [Path(template)] if isinstance(template, str | Path) else list(template or ())


def _check_plugged(study: Study, folder: Path, *, overwrite: bool) -> None:
    """Raise `InputError` where a report of a plug-in cannot be written: before the long work."""
    if reports := study.settings.reports:
        from otzvuk.report.plugged import plugged_reports

        plugged_reports(reports)
        refuse_reports(folder, study.path, overwrite=overwrite, more=reports)


def narrowed(survey: Survey, where: str) -> Survey:
    """Of a survey those who meet the conditions of `--where` (`otzvuk.numbers.where.asked_for`)."""
    return asked_for(survey, read_where(where, survey)) if where else survey


def _where_of(run: Mapping[str, Any] | None) -> str:
    """Whom an earlier run was of; one of before waves were told apart put them together."""
    if run is None:
        return ""
    return str(run["where"]) if "where" in run else EVERY_WAVE


def _day(run: Mapping[str, Any]) -> str:
    """The folder for the numbers of an earlier run: its date and time."""
    return re.sub(r"[^\d-]+", "", str(run.get("date", "")).replace("T", "-")) or "earlier"


def _refuse_other_numbers(run: Mapping[str, Any], survey: Survey, findings: Findings, file: Path) -> None:
    """Raise `InputError`, with what is missing, unless the tables are those of the earlier run."""
    from otzvuk.codings.pinned import differences
    from otzvuk.report.tables import csv_digest

    told = run.get("files")
    known = {name: told.get(f"{name}.csv") for name in PLAIN} if isinstance(told, dict) else {}
    tables = plain_tables(survey, findings)
    if known and all(known[name] == csv_digest(table) for name, table in tables.items()):
        return
    missing = [each.said for each in differences(run, survey.study, version=__version__)]
    if "pins" not in run:
        missing.append("настроек, гайда и текстов прежняя версия не записала")
    raise InputError(
        "прежних чисел не получить",
        file=file,
        value="; ".join(missing) or "таблицы другие",
        expected="то, с чем считали тогда",
    )


def plain_tables(survey: Survey, findings: Findings) -> dict[str, pd.DataFrame]:
    """The tables for other programs by name (`PLAIN`)."""
    return {
        "mentions": survey.mentions[list(MENTIONS)],
        "ratings": survey.ratings[list(RATINGS)],
        "damage": findings.harm.ranking,
    }


def _with_coder_told(study: Study) -> Study:
    """The study with a remark where no trained model has coded it, or in haste: no figure shows that."""
    from otzvuk.coding import haste, model_names
    from otzvuk.model.codebook import Patterns

    if study.coding:
        return study
    if remark := haste(study):
        return replace(study, assumptions=(*study.assumptions, remark))
    if study.settings.coder == "rules":
        said = "Размечено одними правилами, без обученной модели: так просит study.yaml (coder: rules)"
        return replace(study, assumptions=(*study.assumptions, said))
    models = model_names(study)
    if study.settings.coder == "llm":
        from otzvuk.llm.coder import llm_told

        by = f"Размечено не самой программой, а языковой моделью «{study.settings.llm.model}»"
        remarks = filter(None, (by, llm_told(study)))
        return replace(study, assumptions=(*study.assumptions, *remarks))
    if study.settings.coder not in CODERS:
        said = f"Размечено не самой программой, а плагином: {', '.join(models)} (study.yaml, ключ coder)"
        return replace(study, assumptions=(*study.assumptions, said))
    if models:
        return study
    book = study.codebook
    mute = [code.label for code in book.codes.values() if code.patterns == Patterns()]
    remark = f"Обученной модели для кодовой книги «{book.name}» нет, размечено по шаблонам слов (patterns)"
    if mute:
        shown = ", ".join(f"«{label}»" for label in mute[:5]) + (" и другие" if len(mute) > 5 else "")
        remark += f"; у {len(mute)} из {len(book.codes)} кодов шаблонов нет, их почти не найти: {shown}"
    remark += ". Впишите шаблоны в книгу или обучите модель: otzvuk train"
    return replace(study, assumptions=(*study.assumptions, remark))


def _offer_plan(study: Study) -> dict[str, str]:
    """Put the empty form of a plan into the study's folder where it has none; one that is there stays.

    The answer is its digest by its name, where it was written: to read it says no more than to have none.
    """
    path = study.path / PLAN
    if not path.exists():
        from otzvuk.report.planform import write_plan_form

        with suppress(InputError, OSError):  # a folder that cannot be written to has no plan
            write_plan_form(path)
            return {path.name: content(path.read_bytes())}
    return {}


def names_of(study: Study) -> Names:
    """The names of a study, called as the last time; what they are called now is kept in its folder.

    A folder that cannot be written to (an archive, a disc) is no reason to show names.
    """
    state = known_of(study)
    kept: Names | None = state[0].get("names", state[1]) if state else None
    if kept is not None:  # of this very state: the file says just that already
        return kept
    from otzvuk.anonymise import FOUND_LIST, find_names, read_found, write_found
    from otzvuk.anonymise.tagger import release_tagger

    names = find_names(study, earlier=read_found(study.path / FOUND_LIST))
    release_tagger()
    with suppress(InputError):
        write_found(names.found, study.path / FOUND_LIST, ids=identified(study))
    if state:
        state[0].put("names", names, state[1])
    return names


def _listed(study: Study, state: Known, names: Names | None) -> dict[str, str]:
    """The list of names that this run has changed: its digest by its name.

    To be told where a run that reads the new list instead of the old one finds all the same, which is seen
    here by doing so; else there is nothing to tell, and what was found is not kept for that run.
    """
    from otzvuk.anonymise.mapping import FOUND_LIST, found_table, read_found, read_ids

    path = study.path / FOUND_LIST
    if names is None or state.raw is None or not path.is_file():
        return {}
    table = found_table(names.found, ids=identified(study))
    if state.had(FOUND_LIST) == content(table):
        return {}
    from otzvuk.anonymise import find_names

    again = find_names(study, earlier=read_found(path))
    same = (
        identify(state.raw, earlier=read_ids(path)) == study
        and found_table(again.found, ids=identified(study)) == table
        and all(getattr(again, each) == getattr(names, each) for each in _OF_NAMES)
    )
    if same:
        state.put("studies", study)
    return {FOUND_LIST: content(table)} if same else {}


_OF_NAMES = ("found", "turns", "speakers", "companies", "small", "forms")


def _find(survey: Survey, names: Names | None) -> Findings:
    """What the reports show, with `names` hidden; the numbers go by ids, so that hiding changes none."""
    from otzvuk.numbers.findings import find

    if names is None:
        return find(survey)
    from otzvuk.anonymise import Companies

    return find(_hidden(survey, names), company=Companies(survey.study, names))


def _hidden(survey: Survey, names: Names) -> Survey:
    from otzvuk.anonymise import hide_study

    hidden = Survey.of(*hide_study(survey.study, survey.codings, names))
    # what lies beside the mentions was looked for in the words as they were said
    pairs = zip(survey.study.interviews, hidden.study.interviews, strict=True)
    layers = {
        other.id: survey.layers[one.id].moved(partial(_place, names, one.id))
        for one, other in pairs
        if one.id in survey.layers
    }
    return hidden_alike(replace(hidden, known_layers=layers), survey)


def _place(names: Names, interview: str, turn: int, span: Span) -> tuple[Span, str]:
    """Where a stretch lies when names are hidden, and what it says then."""
    hidden = names.hide_turn(interview, turn)
    start, stop = hidden.span(span.start, span.stop)
    return Span(start, stop), hidden.text[start:stop]


def shown_to_others(survey: Survey, *, as_is: bool | None = None) -> Shown:
    """A survey as it is written for others: names hidden, unless `as_is` or study.yaml want them shown."""
    from otzvuk.codings.shown import Shown

    if not _hides(survey.study, as_is):
        return Shown(survey, survey)
    names = names_of(survey.study)
    return Shown(_hidden(survey, names), survey, names)


def for_others(survey: Survey, *, as_is: bool | None = None) -> Survey:
    """What is written for others to read: with names hidden, unless `as_is` or study.yaml want them shown."""
    return shown_to_others(survey, as_is=as_is).survey


def _hides(study: Study, as_is: bool | None) -> bool:
    """Whether names are hidden: as was asked for, else as the study's settings say."""
    return study.settings.hide_names if as_is is None else not as_is


def count(study: Study, codings: Iterable[Coding]) -> Survey:
    """The codings of a study as frames: what every number is computed from."""
    return Survey.of(study, codings).sound


def write_reports(
    survey: Survey,
    out: str | Path,
    *,
    findings: Findings | None = None,
    seconds: Mapping[str, float] | None = None,
    template: Path | Sequence[Path] | None = None,
    as_is: bool | None = None,
    overwrite: bool = False,
    since: Since | None = None,
    progress: Watcher | None = None,
    standing: Mapping[str, tuple[str, str]] | None = None,
) -> tuple[Path, ...]:
    """Write every table and report of a survey into folder `out`: all of them whole, or none.

    The tables (mentions, ratings) have the transcripts' own words and offsets; everything else shows
    `findings`, by default those of `survey` with names hidden (`as_is`, `hide_names` of study.yaml: not
    hidden). `template` is a Word file whose look report.docx takes, a presentation whose look report.pptx
    takes, or both. `run.json` comes last: where it stands,
    the rest is complete.

    Earlier reports are replaced; those that somebody has changed since are kept beside, and the copies are
    the answer. `overwrite` allows to replace files that no analysis has written. `since` is what run.json
    says of the last report, `progress` is told how far it is. `standing` are the reports that lie in `out` as
    they would be written (`otzvuk.codings.runs.as_written`): they stay, with the date they were made at.
    Raises `InputError`.
    """
    with heard(progress):
        return _written(
            survey.sound,
            Path(out),
            findings=findings,
            seconds=seconds,
            template=template,
            as_is=as_is,
            overwrite=overwrite,
            since=since,
            standing=standing or {},
        )


@whole_files()
def _written(
    survey: Survey,
    folder: Path,
    *,
    findings: Findings | None,
    seconds: Mapping[str, float] | None,
    template: Path | Sequence[Path] | None,
    as_is: bool | None,
    overwrite: bool,
    since: Since | None,
    standing: Mapping[str, tuple[str, str]],
) -> tuple[Path, ...]:
    from otzvuk.codings.pinned import pins
    from otzvuk.codings.since import told_since
    from otzvuk.report.cells import cells_digest
    from otzvuk.report.rendered import RENDERED
    from otzvuk.report.story import Story
    from otzvuk.report.tables import write_run, write_tables
    from otzvuk.report.template import templates

    study = survey.study
    reports = study.settings.reports
    refuse_reports(folder, study.path, *_listed_templates(template), overwrite=overwrite, more=reports)
    looks = templates(template)
    started, created = time.perf_counter(), datetime.now().replace(microsecond=0)
    if findings is None:
        findings = _find(survey, names_of(study) if _hides(study, as_is) else None)
    hidden = findings.whole is not survey
    run, own = _run(survey, created), _run(findings.survey, created)
    run |= {name: own[name] for name in ("seen", "counts", "wave")}  # the figures are of one wave
    run["coding"] = {"from": study.coding, "by": _decided(latest(survey))}  # with the names of who coded
    story = Story(findings, own)
    steps = len(RENDERED) + 1  # and the tables
    tell("Отчёты", 0, steps)
    write_tables(folder, plain_tables(survey, findings))
    for at, (name, write) in enumerate(RENDERED.items(), 1):
        tell("Отчёты", at, steps)
        if name not in standing:
            write(folder / name, story, looks.get(name))
    if reports:
        from otzvuk.report.plugged import write_plugged

        write_plugged(findings, folder, reports)
    run |= {"pins": pins(study), "since": told_since(since)}
    timings = {**(seconds or {}), "write": time.perf_counter() - started}
    run["names_hidden"] = hidden
    run["seconds"] = {step: round(spent, 3) for step, spent in timings.items()}
    files = {place.name: digest(file) for place, file in waiting_files().items()}
    run["files"] = files | {name: told for name, (_, told) in standing.items()}
    lying = {folder / name: folder / name for name in standing} | waiting_files()
    said = {place.name: cells_digest(file, ending=place.suffix) for place, file in lying.items()}
    run["contents"] = {name: each for name, each in said.items() if each}
    write_run(run, folder / "run.json")
    kept = keep_edited(folder, cells_digest)
    drop_unwritten(folder, lying | waiting_files())
    return kept


def _run(survey: Survey, created: datetime) -> dict[str, Any]:
    from otzvuk.coding import model_names
    from otzvuk.coding.ways import ways
    from otzvuk.codings.pinned import codebook_digest, plugins_of

    study, book = survey.study, survey.codebook
    return {
        "version": __version__,
        "date": created.isoformat(),
        "codebook": {"name": book.name, "version": book.version, "sha256": codebook_digest(book)},
        "models": {} if study.coding else model_names(study),
        "plugins": plugins_of(study),
        "codes": {} if study.coding else {each.code: each.how for each in ways(study)},
        "coding": {"from": study.coding, "by": _decided(survey)},
        "seen": dict(zip(("mentions", "of"), survey.seen, strict=True)),
        "seed": study.settings.seed,
        "where": survey.scope.line,
        "wave": survey.scope.wave,
        "counts": {
            "interviews": len(study.interviews),
            "turns": sum(len(interview.turns) for interview in study.interviews),
            "respondents": len(survey.respondents),
            "companies": survey.companies,
            "mentions": len(survey.mentions),
            "ratings": len(survey.ratings),
        },
        "failures": [{"file": each.file, "message": each.message} for each in study.failures],
        "warnings": [
            *study.assumptions,
            *(f"{interview.id}: {each}" for interview in study.interviews for each in interview.assumptions),
        ],
    }


def _decided(survey: Survey) -> dict[str, int]:
    """Mentions by who decided about them: a person, a model, the rules."""
    by = Counter(str(each).rpartition("@")[0] or str(each) for each in survey.mentions["decided_by"])
    named = Counter[str]()
    for name, count in by.items():
        named["rule" if name.startswith("rule:") else name] += count
    return dict(sorted(named.items()))


class _Clock:
    """How long each step took, in seconds."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def time(self, step: str, do: Any, *args: Any, **options: Any) -> Any:
        started = time.perf_counter()
        result = do(*args, **options)
        self.seconds[step] = time.perf_counter() - started
        return result
