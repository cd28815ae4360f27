"""The command about the sections of the reports: report.yaml begun, or what there is to choose from."""

from __future__ import annotations

import typer

from otzvuk.cli.app import StudyFolder, app
from otzvuk.cli.usage import RussianCommand


@app.command(
    cls=RussianCommand,
    help="Начать report.yaml: разделы отчётов в обычном порядке; если он есть, показать, из чего выбирать.",
)
def sections(study: StudyFolder) -> None:
    """Write report.yaml with all sections as usual; print them where it is there."""
    from otzvuk.folder.layout import is_study, refuse, refuse_study
    from otzvuk.folder.whole import whole_file
    from otzvuk.model.arrangement import Arrangement
    from otzvuk.model.errors import InputError
    from otzvuk.model.sections import Report
    from otzvuk.model.yamlfile import read_yaml
    from otzvuk.report.arranged import listed, started
    from otzvuk.show.grid import Grid, show_grid, terminal

    if not study.is_dir():
        what = "это файл, а не папка" if study.exists() else "нет такой папки"
        raise InputError(what, file=study, expected="папка исследования")
    refuse_study(study)
    file = study / "report.yaml"
    if file.exists():
        said = read_yaml(file, Arrangement)
        rows = listed({report: said.names(report) for report in Report})
        heads = ("Имя", "Раздел", "В каких отчётах; в скобках — может быть")
        show_grid(terminal(), Grid("Разделы отчётов", heads, rows, names=3))
        typer.echo(f"Что показано, решает {file}; программа его не меняет.")
        return
    if not is_study(study) and not any(study.iterdir()):
        raise InputError("в папке нет исследования", file=study, expected="папка со стенограммами")
    refuse(file, study, makes="report.yaml")
    with whole_file(file) as temporary:
        temporary.write_text(started(), "utf-8", newline="\n")
    typer.echo(f"Создан {file}: все разделы в обычном порядке. Уберите, переставьте, назовите по-своему.")
