"""The command about what is to be done: drafts of a plan, and what became of the plan."""

from __future__ import annotations

import typer

from otzvuk.cli.app import AsIs, Jobs, Ready, StudyFolder, Where, app
from otzvuk.cli.counting import coded, opened
from otzvuk.cli.usage import RussianCommand


@app.command(
    cls=RussianCommand,
    help="Черновики плана по правилам: кто страдает, о чём просит, что покажет успех; и что стало с мерами "
    "из plan.xlsx.",
)
def plan(
    study: StudyFolder, jobs: Jobs = 1, coding: Ready = None, where: Where = "", as_is: AsIs = None
) -> None:
    """Write out/plan-draft.xlsx and print the drafts and what became of the plan's actions."""
    from datetime import datetime

    from otzvuk.analysis import for_others
    from otzvuk.folder.layout import refuse, reports_folder
    from otzvuk.numbers.findings import find
    from otzvuk.report.drafted import drafted, outcomes
    from otzvuk.report.draftfile import write_drafts
    from otzvuk.show.planning import show_plan

    target = reports_folder(study, where) / "plan-draft.xlsx"  # those of some leave everybody's as they are
    read = opened(study)
    refuse(target, study)
    shown = for_others(coded(read, jobs=jobs, coding=coding, where=where, every_wave=True), as_is=as_is)
    findings = find(shown)
    found = drafted(findings)
    wave = findings.survey.scope.wave or "".join(findings.survey.waves[-1:])
    kept = write_drafts(target, found, wave=wave, created=datetime(2025, 1, 1))
    show_plan(found, outcomes(findings), planned=bool(findings.study.plan))
    if kept:
        typer.echo(f"Черновики, которые вы исправили, лежат рядом: {kept}")
    typer.echo(f"Черновики: {target}; нужные строки перенесите в {study / 'plan.xlsx'}")
