"""frequencies.xlsx: every table of a study, its charts, all quotes, a plan to fill in, how it was counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from otzvuk.folder.whole import whole_file
from otzvuk.model.mention import Kind
from otzvuk.numbers.count import records
from otzvuk.numbers.findings import Findings
from otzvuk.numbers.scores import Source
from otzvuk.report.about import about
from otzvuk.report.charts import share_before
from otzvuk.report.drawings import COMPLAINT, NEUTRAL, PRAISE, Drawings
from otzvuk.report.harmsheets import (
    add_checked,
    add_metrics,
    add_plan,
    add_priorities,
    add_processes,
    add_sensitivity,
)
from otzvuk.report.importancemap import add_importance_sheet
from otzvuk.report.layersheets import add_layers
from otzvuk.report.levelsheets import SAID, add_levels
from otzvuk.report.metrictree import add_tree_sheet
from otzvuk.report.named import Labels, labels_of
from otzvuk.report.outlinesheet import begin_tree, fill_tree
from otzvuk.report.quotesheets import add_quotes
from otzvuk.report.scoresheets import add_marks, add_scores, add_waves
from otzvuk.report.sheet import Book, Column, Placed
from otzvuk.report.shown import shown_quotes
from otzvuk.report.story import Story
from otzvuk.report.talksheets import add_talk
from otzvuk.report.viewsheets import add_views

CONTENTS = "Содержание"

_LARGE = 20_000  # mentions: beyond, sheets are not held in memory while they are written

_COUNTS = (
    Column("Упоминаний", "count"),
    Column("Доля в группе", "share"),
    Column("Респондентов", "count"),
    Column("Опрошено", "count"),
    Column("Доля опрошенных", "share"),
    Column("Компаний", "count"),
)
_BEFORE = (
    Column("Доля опрошенных в прошлой волне", "share"),
    Column("Перемена, п. п.", "points"),
    Column("Перемена ясна"),
)
_COUNTED = ("mentions", "share", "respondents", "asked", "reach", "companies")
_KEYS = {
    "kind": Column("Вид"),
    "theme": Column("Тема"),
    "code": Column("Код", "wrapped", 60),
    "role": Column("Роль"),
    "stage": Column("Этап"),
}
_OUTLINES: Mapping[str, tuple[tuple[str, ...], str]] = {
    "Сводка": (("kind", "theme", "code"), "Похвалы, жалобы и пожелания по темам и кодам"),
    "По ролям": (("role", "kind", "theme", "code"), "То же для каждой роли"),
    "По этапам": (("stage", "kind", "theme", "code"), "То же для каждого этапа пути клиента"),
    "Этап × роль × тема": (("stage", "role", "theme"), "На каком этапе какая роль о чём говорит"),
}

DETAILS = frozenset(
    {
        "По этапам", "Этап × роль × тема", "Устойчивость", "Пересечения подробно", "Проверки", "Что типично",
        "Что связано", "Насыщение", "Темы вне книги", SAID, "Клиенты по блокам", "Слова к оценкам",
        "Показатели CSI", "Оценки",
    }
)  # fmt: skip
"""Sheets that few people look into: the parts of what others sum up. They are hidden, not left out."""


def write_workbook(path: Path, story: Story) -> None:
    """Write the workbook; the same story gives the same bytes.

    When it was made stands in the file's properties and on the sheet «О расчёте», the program's version in
    the contents. A sheet that would be empty is left out, but for those of frequencies, processes and
    quotes; so is one of roles where there is one role. `DETAILS` are hidden.
    Raises `InputError` where the file cannot be written.
    """
    findings, created = story.findings, story.created
    study, known = findings.study, findings.survey.criteria
    labels = labels_of(study.codebook, {name: each.label for name, each in known.items()})
    title = " · ".join(part for part in ("Частоты упоминаний", study.settings.supplier) if part)
    about_file, large = {"title": title, "created": created}, len(findings.survey.mentions) > _LARGE
    with whole_file(path) as temporary, Book(str(temporary), about_file, large=large) as book:
        contents = book.add_sheet(CONTENTS)
        drawings = Drawings(book)
        tree = begin_tree(book, story)
        _add_frequencies(book, story, labels)
        processes = add_processes(book, story, labels)
        add_checked(book, findings, labels)
        add_sensitivity(book, findings.harm, labels)
        priorities = add_priorities(book, findings.harm, labels)
        add_metrics(book, findings.harm, labels)
        add_tree_sheet(book, findings)
        quotes = shown_quotes(story)
        add_plan(book, findings, labels, quotes)
        saturation = add_talk(book, findings.talk)
        add_views(book, findings, labels, quotes)
        add_levels(book, story, labels)
        add_layers(book, findings)
        add_importance_sheet(book, findings)
        means = add_scores(book, findings, labels)
        add_waves(book, findings, labels)
        mentions = add_quotes(book, findings, labels, quotes, story.apart)
        fill_tree(book, tree, story, mentions, labels)
        if len(findings.survey.ratings):
            add_marks(book, findings, labels)
        columns = [Column("Что", "text"), Column("Значение", "wrapped", 110)]
        rows = about(findings, created=created)
        book.add_table("О расчёте", columns, rows, about="Настройки, версии, предположения")
        book.hide(DETAILS)
        _draw(drawings, findings, labels, processes, priorities, means, saturation)
        drawings.finish()
        program = f"Отзвук {story.run.get('version', '')}".strip()
        made = f"{program}, {created:%d.%m.%Y}. Кодовая книга {study.codebook.name}."
        above = [
            *filter(None, [story.scope, story.caution]),
            *story.sentences,
            *filter(None, [story.moved]),
            made,
        ]
        book.write_contents(contents, title, above)
        contents.activate()


def _draw(
    drawings: Drawings,
    findings: Findings,
    labels: Labels,
    processes: Placed,
    priorities: Placed | None,
    means: Placed | None,
    saturation: Placed | None,
) -> None:
    harm = findings.harm
    hurting = int((harm.ranking["damage"] > 0).sum())
    damage = next(label for label in processes.columns if label.startswith("Вред (от"))
    if hurting:
        title = "Какие процессы вредят клиентам больше всего"
        most, unit = min(hurting, 10), "вред на одного опрошенного"
        drawings.bars(title, processes, "Процесс", [(damage, COMPLAINT)], most=most, unit=unit)
    if priorities is not None and harm.priorities["ease"].nunique() > 1:  # else a column of points
        names = [labels["process"](str(name)) for name in harm.priorities["process"]]
        axes = ("лёгкость (где трудоёмкость не указана — 0,6)", "вред")
        drawings.scatter(
            "С чего начать", priorities, "Лёгкость, от 0 до 1", "Вред, доля наибольшего", names, axes=axes
        )
    stages = findings.views.journey
    stages = stages[(stages["depth"] == 1) & (stages["mentions"] > 0)]
    if len(stages):
        rows = [[row["stage_label"], row["praise"], row["complaint"]] for row in records(stages)]
        series = [("Похвал", PRAISE), ("Жалоб", COMPLAINT)]
        own = drawings.data(("Этап", "Похвал", "Жалоб"), rows)
        drawings.bars(
            "Похвалы и жалобы на пути клиента", own, "Этап", series, most=len(rows), unit="упоминаний"
        )
    given = findings.scores.means.get("criterion")
    if means is not None and given is not None:
        sources = given[given["marks"] > 0]["source"].astype(str).tolist()  # as on the sheet
        for source in Source:
            if (most := sources.count(source.value)) > 1:
                title, series = f"Средние оценки, из 10. {source.label}", [("Средняя из 10", NEUTRAL)]
                first = sources.index(source.value)
                drawings.bars(
                    title, means, "Что оценено", series, most=most, unit="из 10", first=first, top=10
                )
    if saturation is not None and len(findings.talk.saturation.table) > 1:
        columns = [("Кодов всего", NEUTRAL), ("Новых кодов", COMPLAINT)]
        drawings.line("Сколько нового даёт каждое интервью", saturation, "Интервью по счёту", columns)


def _add_frequencies(book: Book, story: Story, labels: Labels) -> None:
    findings = story.findings
    roles = findings.survey.respondents["role"].nunique()
    for name, (by, explained) in _OUTLINES.items():
        if "role" in by and roles < 2:
            continue  # it would repeat the others
        table = findings.overview.outlines[by]
        kinds = [kind for kind in Kind if kind.value in table and "kind" not in by]
        counted = [*(kind.value for kind in kinds), *_COUNTED]
        told = records(table)
        rows = [[*_named(row, by, labels), *(row[column] for column in counted)] for row in told]
        kind_columns = [Column(kind.label, "count") for kind in kinds]
        columns = [*(_KEYS[column] for column in by), *kind_columns, *_COUNTS]
        if story.before and by == ("kind", "theme", "code"):
            columns += _BEFORE
            rows = [[*cells, *_moved(findings, row)] for cells, row in zip(rows, told, strict=True)]
        depths = table["depth"].tolist()
        book.add_table(name, columns, rows, depths=depths, frozen=len(by), about=explained)


def _moved(findings: Findings, row: Mapping[str, Any]) -> list[object]:
    """What the share of respondents was in the wave before and how it changed; nothing where not known."""
    before = share_before(findings, row)
    if before is None or not before["asked_before"]:
        return [None] * len(_BEFORE)
    return [before["before"], 100 * before["difference"], before["clear"]]


def _named(row: Mapping[str, object], by: Sequence[str], labels: Labels) -> list[str]:
    """The labels of an outline's row: a total says «Всего», each subtotal «Итого» in the column after it."""
    depth = int(str(row["depth"]))
    names = [labels[column](str(row[column])) for column in by[:depth]]
    rest = ["Всего" if depth == 0 else "Итого"] + [""] * len(by)
    return (names + rest)[: len(by)]
