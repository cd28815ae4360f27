"""What an analysis found: the headline, the most damaging processes, where the files are."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from otzvuk.analysis import Result
from otzvuk.model.wording import chance, number, signed
from otzvuk.numbers.wave import Measure
from otzvuk.report.checked import checked, corrected
from otzvuk.report.headline import headline, place_of
from otzvuk.show.since import show_since

SHOWN = 5  # processes in the short table


def show_result(result: Result) -> None:
    """The headline, the most damaging processes and where the files are."""
    console, study = Console(), result.study
    harm, shown = result.findings.harm, result.findings.survey
    said = headline(result.ranking, study.codebook, asked=len(shown.respondents), settings=study.settings)
    for sentence in filter(None, (*shown.scope.sentences, harm.caution, *said, harm.settling)):
        console.print(sentence, markup=False, soft_wrap=not console.is_terminal)
    seen = checked(shown)
    if seen:
        console.print(seen, markup=False)
    if told := corrected(harm):
        console.print(told, markup=False, soft_wrap=not console.is_terminal)
    table = Table(box=None, header_style="bold", pad_edge=False)
    before = result.findings.before
    moved = (f"К волне {before}",) if before else ()
    for name in ("Место", "Процесс", "Вред", *moved, "Жалуются", "Упоминаний", "В первой тройке"):
        table.add_column(name, justify="left" if name == "Процесс" else "right")
    for row in result.ranking.head(SHOWN).to_dict("records"):
        table.add_row(
            place_of({str(name): value for name, value in row.items()}),
            Text(study.codebook.label(row["process"]), style="bold" if row["named"] else ""),
            number(row["damage"]),
            *([_moved(result, row["process"])] if before else []),
            f"{row['respondents']} из {len(shown.respondents)}",
            str(row["mentions"]),
            chance(row["p_top3"]),
        )
    if table.row_count:
        console.print(table)
    if result.since is not None:
        show_since(result.since, study.codebook)
    for failure in study.failures:
        console.print(
            f"Не прочитано: {failure.message}",
            style="yellow",
            markup=False,
            soft_wrap=not console.is_terminal,
        )
    assumed = len(study.assumptions) + sum(len(each.assumptions) for each in study.interviews)
    if assumed:
        console.print(
            f"Предположений: {assumed} — посмотрите их в отчёте или командой otzvuk check", markup=False
        )
    console.print(f"Отчёт: {result.out / 'report.html'}", soft_wrap=True, markup=False)
    console.print(f"Таблицы: {result.out / 'frequencies.xlsx'}", soft_wrap=True, markup=False)
    for path in result.kept:
        console.print(f"Прежний отчёт с вашими правками сохранён: {path}", soft_wrap=True, markup=False)
    console.print(
        "Дословно, с именами: mentions, ratings и run.json — для своих расчётов, не для отправки.",
        soft_wrap=not console.is_terminal,
        markup=False,
    )
    if result.names is not None:
        kept = (result.study.path / "names_found.csv").is_file()
        where = "names_found.csv исследования" if kept else "команда otzvuk names"
        console.print(
            f"Имена в отчётах заменены метками (меток: {result.names}). Найдено не всё: прочитайте отчёт, "
            f"прежде чем отправлять. Что заменено — {where}; показать имена — --as-is.",
            soft_wrap=not console.is_terminal,
            markup=False,
        )


def _moved(result: Result, process: str) -> str:
    """What became of a process's damage since the wave before."""
    row = result.findings.changed("process", process, Measure.DAMAGE)
    return signed(row["difference"], 2) if row and row["asked_before"] else ""
