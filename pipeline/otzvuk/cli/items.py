"""The client's own questionnaire: which of its criteria are not known yet."""

from __future__ import annotations

import typer

from otzvuk.cli.app import StudyFolder, app
from otzvuk.cli.usage import RussianCommand


@app.command(cls=RussianCommand, help="Начать criteria.yaml: критерии анкеты, которых нет в кодовой книге.")
def criteria(study: StudyFolder) -> None:
    """Write criteria.yaml with all criteria that are marked and unknown; print them where it is there."""
    from otzvuk.folder.layout import refuse
    from otzvuk.folder.whole import whole_file
    from otzvuk.read import read_study
    from otzvuk.read.items import items_file, items_text, strange_items

    read = read_study(study)
    strange, there = strange_items(read), items_file(read.path)
    if not strange:
        known = "Все критерии, за которые поставлены оценки, программе известны."
        typer.echo(
            known if read.scores else "Оценок в исследовании нет: положите в него ratings.csv или анкету."
        )
    elif there:
        typer.echo(f"Допишите в {there}:\n{items_text(read, strange, head=False)}", nl=False)
    else:
        file = read.path / "criteria.yaml"
        refuse(file, makes="criteria.yaml")
        with whole_file(file) as temporary:
            temporary.write_text(items_text(read, strange), "utf-8", newline="\n")
        typer.echo(
            f"Создан {file}: критериев — {len(strange)}. Впишите, к чему они относятся, если относятся."
        )
