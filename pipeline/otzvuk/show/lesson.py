"""How good a coding or a model is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from otzvuk.agreement.measure import LEVEL_LABELS
from otzvuk.model.codebook import Codebook
from otzvuk.numbers.count import records

if TYPE_CHECKING:
    from otzvuk.agreement.measure import Evaluation
    from otzvuk.train.learn import Lesson


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
        if lesson.beside is not None:
            say(_lesson_beside(lesson))
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


def _lesson_beside(lesson: Lesson) -> str:
    """Which of the two coders is kept, and by how much it is the better."""
    own, other = lesson.scores.set_index("level")["f1"], lesson.beside
    levels = ", ".join(
        f"{LEVEL_LABELS[level].lower()} {_share(own[level])} и {_share(other[level])}"
        for level in ("span", "kind", "code")
        if other is not None
    )
    if lesson.careful:
        return f"Оставлен тщательный кодировщик, он точнее быстрого; F1 его и быстрого: {levels}."
    return f"Оставлен быстрый кодировщик, тщательный не точнее; F1 быстрого и тщательного: {levels}."


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
