"""Results in the terminal: the short table of an analysis, a coloured interview, an evaluation."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from otzvuk.analyse import Result
from otzvuk.codebook import Codebook, read_codebook
from otzvuk.coding import coder_for, study_coder
from otzvuk.count import records
from otzvuk.evaluate import LEVEL_LABELS
from otzvuk.mention import Coding, Kind, Mention
from otzvuk.read import read_interview, read_study
from otzvuk.report.headline import headline
from otzvuk.study import Guide

if TYPE_CHECKING:
    from otzvuk.evaluate import Evaluation
    from otzvuk.train.learn import Lesson

COLOURS = {Kind.PRAISE: "green", Kind.COMPLAINT: "red", Kind.WISH: "blue"}
SHOWN = 5  # processes in the short table


def show_result(result: Result) -> None:
    """The headline, the most damaging processes and where the files are."""
    console, study = Console(), result.study
    for sentence in headline(
        result.ranking, study.codebook, asked=len(result.tables.respondents), settings=study.settings
    ):
        console.print(sentence, markup=False, soft_wrap=not console.is_terminal)
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("Место", "Процесс", "Вред", "Жалуются", "Упоминаний", "В первой тройке"):
        table.add_column(name, justify="left" if name == "Процесс" else "right")
    for row in result.ranking.head(SHOWN).to_dict("records"):
        table.add_row(
            str(row["rank"]),
            Text(study.codebook.label(row["process"]), style="bold" if row["named"] else ""),
            f"{row['damage']:.2f}".replace(".", ","),
            f"{row['respondents']} из {len(result.tables.respondents)}",
            str(row["mentions"]),
            f"{row['p_top3']:.0%}",
        )
    if table.row_count:
        console.print(table)
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


def show_file(file: Path, *, why: bool = False, rules_only: bool = False) -> None:
    """One transcript with its mentions coloured; `why` adds what led to each.

    A transcript that lies in a study is read as part of it: with its participants, guide and codebook.
    """
    coding, codebook = _code_file(file, rules_only=rules_only)
    console = Console()
    by_turn = {turn: list(group) for turn, group in groupby(coding.mentions, key=lambda m: m.turn)}
    for index, turn in enumerate(coding.interview.turns):
        mentions = by_turn.get(index, [])
        line = Text(f"{turn.speaker or '—'}: ", style="dim" if turn.interviewer else "bold")
        line.append_text(_coloured(turn.text, mentions, dim=turn.interviewer))
        console.print(line, soft_wrap=not console.is_terminal)
        for mention in mentions:
            console.print(_explained(mention, codebook, why=why), soft_wrap=not console.is_terminal)
        for rating in (each for each in coding.ratings if each.turn == index):
            console.print(
                f"    [yellow]Оценка {rating.value:g} из {rating.scale:g}[/] · "
                f"{escape(codebook.label(rating.criterion))} · «{escape(rating.text)}»"
            )


def show_evaluation(evaluation: Evaluation, codebook: Codebook) -> None:
    """Precision, recall and F1 by level, the codes whose counts are furthest off, the top processes."""
    console = Console()
    for title, rows in evaluation.sections(codebook):
        if not rows:
            continue
        table = _plain_table(title, *rows[0])
        for row in rows[1:]:
            table.add_row(*(escape(cell) for cell in row))
        console.print(table)


def show_lesson(lesson: Lesson, codebook: Codebook, *, left_out: Sequence[str] = ()) -> None:
    """What a training gave: scores, the learning curve, codes with too few examples, where the model is.

    `left_out` are interviews without a single mention, which were not learnt from.
    """
    console = Console()
    say = partial(console.print, markup=False, soft_wrap=True)
    say(f"Обучено на размеченных интервью: {lesson.interviews}, упоминаний в них: {lesson.mentions}.")
    if left_out:
        say(f"Не учтены, в них ничего не размечено: {', '.join(left_out)}.")
    if lesson.scores.empty:
        say("Интервью одно: проверить модель не на чем. Разметьте ещё хотя бы одно.")
    else:
        console.print(_lesson_scores(lesson))
        say("Каждое интервью размечала модель, которая его не видела.")
    if len(lesson.curve) > 1:
        console.print(_lesson_curve(lesson))
        say(_lesson_gain(lesson))
    for title, numbers in (
        ("Нет ни одного примера", {code: "" for code, number in lesson.few.items() if not number}),
        ("Мало примеров", {code: f" ({number})" for code, number in lesson.few.items() if number}),
    ):
        if numbers:
            listed = "; ".join(f"{codebook.label(code)}{number}" for code, number in numbers.items())
            say(f"{title}: {listed}.")
    folder = json.dumps(str(lesson.folder.resolve()), ensure_ascii=False)  # a string of YAML, too
    say("Модель записана. Чтобы размечать ею, впишите в study.yaml (и назовите там же codebook):")
    say(f"  model: {folder}")


def _lesson_scores(lesson: Lesson) -> Table:
    table = _plain_table(
        "Насколько модель совпадает с вашей разметкой", "Уровень", "Точность", "Полнота", "F1"
    )
    known = lesson.scores["before"].notna().all()
    if known:
        table.add_column("F1 до обучения", justify="right")
    for row in records(lesson.scores):
        shown = ("precision", "recall", "f1", *(("before",) if known else ()))
        table.add_row(LEVEL_LABELS[row["level"]], *(_share(row[each]) for each in shown))
    return table


def _lesson_curve(lesson: Lesson) -> Table:
    table = _plain_table("Чем больше размечено, тем лучше?", "Интервью", "Страниц", "Упоминаний", "F1 кода")
    for row in records(lesson.curve):
        counts = (f"{row[each]:.0f}" for each in ("interviews", "pages", "mentions"))
        table.add_row(*counts, _share(row["f1"]))
    return table


def _lesson_gain(lesson: Lesson) -> str:
    if lesson.gain is None:
        return "Интервью мало, чтобы судить, что дадут ещё страницы."
    if lesson.gain < 0.005:
        return "По этой кривой не видно, чтобы ещё 50 размеченных страниц заметно помогли."
    return f"Ещё 50 размеченных страниц поднимут F1 кода примерно на {_share(lesson.gain)}."


def _plain_table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", box=None, header_style="bold", pad_edge=False)
    for number, name in enumerate(columns):
        table.add_column(name, justify="right" if number else "left")
    return table


def _share(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")


def _code_file(file: Path, *, rules_only: bool) -> tuple[Coding, Codebook]:
    home = _study_of(file)
    if home is not None and file.is_file():
        study = read_study(home)
        resolved = file.resolve()
        for interview in study.interviews:
            if (home / interview.file).resolve() == resolved:
                return study_coder(study, rules_only=rules_only).code(interview), study.codebook
    codebook = read_codebook()
    return coder_for(codebook, Guide(), rules_only=rules_only).code(read_interview(file)), codebook


def _study_of(file: Path) -> Path | None:
    """The folder of the study that `file` lies in, None where it lies in none."""
    folder = file.absolute().parent
    for parent in (folder, *folder.parents):
        if parent.name == "transcripts":
            return parent.parent
    # without a folder of their own, transcripts lie beside the study's other files
    own = ("study.yaml", "participants.csv", "participants.xlsx", "guide.yaml")
    return folder if any((folder / name).is_file() for name in own) else None


def _coloured(text: str, mentions: list[Mention], *, dim: bool) -> Text:
    shown = Text(text, style="dim" if dim else "")
    for mention in mentions:
        shown.stylize(COLOURS[mention.kind], mention.start, mention.stop)
    return shown


def _explained(mention: Mention, codebook: Codebook, *, why: bool) -> Text:
    line = Text("    ")
    line.append(mention.kind.label, style=COLOURS[mention.kind])
    line.append(f" · {codebook.label(mention.code)}")
    if mention.trend.value:
        line.append(f" · {mention.trend.label}")
    if why:
        line.append(f" · «{mention.text}»\n        процесс: {codebook.label(mention.process)}", style="dim")
        line.append(
            f" · {mention.decided_by} · уверенность {mention.confidence:.2f}".replace(".", ","), style="dim"
        )
        if mention.why:
            line.append(f" · {mention.why}", style="dim")
    return line
