"""Sheets about damage: the ranking, how far it holds, what to do first, what to watch, a plan to fill in."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from otzvuk.model.mention import Kind
from otzvuk.numbers.count import records
from otzvuk.numbers.findings import Findings, Harm
from otzvuk.numbers.quote import Quote
from otzvuk.numbers.wave import Measure
from otzvuk.report.checked import corrected
from otzvuk.report.drafted import DRAFT, drafted
from otzvuk.report.headline import headline, place_of
from otzvuk.report.named import Labels, add_frame
from otzvuk.report.planform import SHEET, offer_states
from otzvuk.report.sheet import Book, Column, Placed, Row
from otzvuk.report.shown import quoted
from otzvuk.report.story import Story

_PLAN_NOTE = (
    "План пишите в plan.xlsx в папке исследования: программа его не меняет, и он войдёт во все отчёты. "
    "Этот лист делается заново при каждом разборе; строки с пометкой «черновик программы» — её предложения."
)

_MOVED = {
    "damage_before": Column("Вред в прошлой волне", "value"),
    "damage_moved": Column("Перемена вреда", "moved"),
    "damage_clear": Column("Перемена ясна"),
}


def add_processes(book: Book, story: Story, labels: Labels) -> Placed:
    """The ranking of processes under the headline, with what became of their damage since the wave before."""
    findings = story.findings
    study, harm = findings.study, findings.harm
    said = headline(
        harm.ranking, study.codebook, asked=len(findings.survey.respondents), settings=study.settings
    )
    shown = {
        "rank": Column("Место", "plain"),
        "process": Column("Процесс", "wrapped", 34),
        "stage": Column("Этап", "wrapped", 20),
        "named": Column("Назван главным"),
        "damage": Column(f"Вред (от 0 до {study.settings.damage_cap})", "value"),
        **(_MOVED if story.before else {}),
        "mentions": Column("Жалоб", "count"),
        "respondents": Column("Респондентов с жалобой", "count"),
        "reach": Column("Доля опрошенных", "share"),
        "companies": Column("Компаний с жалобой", "count"),
        "company_reach": Column("Доля компаний", "share"),
        "worse_share": Column("Доля «стало хуже»", "share"),
        "p_top3": Column("Вероятность первой тройки", "chance"),
        "rank_low": Column("Место от", "plain"),
        "rank_high": Column("Место до (90 %)", "plain"),
        "mean_score": Column("Средняя оценка из 10", "mark"),
        "scores": Column("Оценок", "count"),
        "drop_one_impact": Column("Вклад в среднюю оценку", "value"),
        "damage_low": Column("Вред без одной компании: от", "value"),
        "damage_high": Column("до", "value"),
        "weighty_company": Column("Самая весомая компания", "text", 30),
    }
    table = _placed(harm.ranking).merge(harm.details, how="left", on="process")
    if story.before:
        moved = [findings.changed("process", str(name), Measure.DAMAGE) or {} for name in table["process"]]
        table["damage_before"] = [each.get("before") for each in moved]
        table["damage_moved"] = [each.get("difference") for each in moved]
        table["damage_clear"] = [each.get("clear") for each in moved]
    rows = [
        [labels[name](str(row[name])) if name in labels else row[name] for name in shown]
        for row in records(table)
    ]
    placed = book.add_table(
        "Процессы",
        list(shown.values()),
        rows,
        above=said,
        frozen=2,
        printed=14,
        about="Процессы от самого вредного: вред, охват, насколько место надёжно",
    )
    if rows:
        at = list(shown).index("damage")
        bar = {
            "type": "data_bar",
            "bar_color": "#E8A598",
            "bar_solid": True,
            "min_type": "num",
            "min_value": 0,
        }
        placed.sheet.conditional_format(placed.first, at, placed.last, at, bar)
    return placed


def add_checked(book: Book, findings: Findings, labels: Labels) -> None:
    """Complaints and praises a respondent as the checked sample corrects them."""
    columns = {
        "process": Column("Процесс", "wrapped", 34),
        "kind": Column("Вид"),
        "found": Column("Упоминаний", "count"),
        "confirmed": Column("Из них видел человек", "count"),
        "counted": Column("Посчитано на респондента", "value"),
        "corrected": Column("С поправкой", "value"),
        "low": Column("От (95 %)", "value"),
        "high": Column("До", "value"),
    }
    named = {**labels, "process": lambda name: labels["process"](name) if name else "Все процессы"}
    note = (
        "Проверенное наугад говорит о непроверенном: найденное плюс то, насколько разметка ошиблась в "
        "проверенных местах, в пересчёте на все. Интервал учитывает и тех, кого не спросили."
    )
    add_frame(
        book,
        "С поправкой",
        findings.harm.checked,
        columns,
        named,
        above=[corrected(findings.harm), note],
        frozen=1,
        about="Жалобы и похвалы с поправкой по местам, которые человек проверил наугад",
    )


def add_sensitivity(book: Book, harm: Harm, labels: Labels) -> None:
    """Whether places hold under other settings, for all processes at once, and without each process."""
    columns = {
        "rank": Column("Место", "plain"),
        "process": Column("Процесс", "wrapped", 34),
        "damage": Column("Вред", "value"),
        "settings": Column("Настроек проверено", "plain"),
        "same_place": Column("Настроек с тем же местом", "plain"),
        "top3": Column("Настроек, где в первой тройке", "plain"),
        "best_place": Column("Лучшее место", "plain"),
        "worst_place": Column("Худшее место", "plain"),
        "damage_low": Column("Вред от", "value"),
        "damage_high": Column("Вред до", "value"),
        "rank_low": Column("Место от (90 %)", "plain"),
        "rank_high": Column("Место до (90 %)", "plain"),
        "all_low": Column("Место от: верно для всех сразу", "plain"),
        "all_high": Column("Место до: верно для всех сразу", "plain"),
        "balance_impact": Column("Вклад в баланс похвал и жалоб", "value"),
        "balance_low": Column("Вклад от (90 %)", "value"),
        "balance_high": Column("Вклад до", "value"),
        "score_impact": Column("Вклад в среднюю оценку", "value"),
    }
    places = _placed(harm.ranking).set_index("process")["rank"]
    told = harm.sensitivity.assign(rank=[places[each] for each in harm.sensitivity["process"]])
    table = told.merge(harm.rank_intervals, how="left", on="process").merge(
        harm.impacts, how="left", on="process"
    )
    add_frame(
        book,
        "Устойчивость",
        table,
        columns,
        labels,
        above=[harm.sensitivity_note] if harm.sensitivity_note else [],
        frozen=2,
        about="Держатся ли места при других весах ролей, порогах и упоминаниях; что даёт каждый процесс",
    )


def add_priorities(book: Book, harm: Harm, labels: Labels) -> Placed | None:
    """What to do first."""
    columns = {
        "priority_rank": Column("Очередь", "plain"),
        "process": Column("Процесс", "wrapped", 34),
        "stage": Column("Этап", "wrapped", 20),
        "impact": Column("Вред, доля наибольшего", "share"),
        "reach": Column("Охват", "share"),
        "effort": Column("Трудоёмкость, от 1 до 5", "mark"),
        "ease": Column("Лёгкость, от 0 до 1", "value"),
        "priority": Column("Важность", "value"),
        "damage_rank": Column("Место по вреду", "plain"),
        "named": Column("Назван главным"),
    }
    return add_frame(
        book,
        "Что сначала",
        harm.priorities,
        columns,
        labels,
        above=[harm.priorities_note] if harm.priorities_note else [],
        frozen=2,
        about="Вред × охват × лёгкость: за какие процессы браться первыми",
    )


def add_metrics(book: Book, harm: Harm, labels: Labels) -> None:
    """The metrics that would have warned."""
    places = _placed(harm.ranking).set_index("process")["rank"]
    columns = {
        "rank": Column("Место", "plain"),
        "process_label": Column("Процесс", "wrapped", 30),
        "named": Column("Назван главным"),
        "complaints": Column("Жалоб", "count"),
        "metric_label": Column("Показатель", "wrapped", 36),
        "sort_label": Column("Вид", "wrapped", 18),
        "how": Column("Как считать", "wrapped", 44),
        "warned_of": Column("Предупредил бы о жалобах", "count"),
        "share": Column("Доля жалоб", "share"),
        "touch_point": Column("Где спросить клиента", "wrapped", 30),
        "form": Column("Как спросить", "wrapped", 24),
        "note": Column("Замечание", "wrapped", 24),
    }
    add_frame(
        book,
        "Что отслеживать",
        harm.metric_tree.assign(rank=[places[each] for each in harm.metric_tree["process"]]),
        columns,
        labels,
        frozen=2,
        about="Показатели процессов, которые предупредили бы о жалобах, и где спрашивать клиента",
    )


def add_plan(book: Book, findings: Findings, labels: Labels, quotes: Sequence[Quote]) -> None:
    """The plan of action: what its author wrote (plan.xlsx), then the program's drafts.

    `quotes` are the picked ones as they are shown.
    """
    plan = findings.study.plan
    own = list(dict.fromkeys(name for action in plan for name in action.more))
    columns = [
        Column("№", "plain"), Column("Процесс", "wrapped", 28), Column("Проблема", "wrapped", 34),
        Column("Цитата", "wrapped", 56), Column("Показатель", "wrapped", 34), Column("Что сделать", "blank"),
        Column("Ответственный", "blank"), Column("Срок", "date"), Column("Состояние", "blank"),
        *(Column(name, "wrapped", 34) for name in own),
    ]  # fmt: skip
    best: dict[str, str] = {}
    for quote in quotes:
        if quote.kind is Kind.COMPLAINT:
            best.setdefault(quote.process, quoted(quote))
    ids = {labels["process"](name).casefold(): name for name in findings.study.codebook.processes}
    rows: list[Row] = [
        [
            number, action.process or None, action.problem or None,
            best.get(ids.get(action.process.casefold(), action.process)), action.metric or None,
            action.action or None, action.owner or None, action.due or None, action.state or None,
            *(action.more.get(name) for name in own),
        ]
        for number, action in enumerate(plan, 1)
    ]  # fmt: skip
    for each in drafted(findings):
        rows.append(
            [
                len(rows) + 1, each.process, each.problem, quoted(each.quotes[0]), each.metric, each.action,
                None, None, DRAFT, *[None] * len(own),
            ]
        )  # fmt: skip
    placed = book.add_table(
        SHEET,
        columns,
        rows,
        above=[_PLAN_NOTE],
        frozen=2,
        about="План из plan.xlsx в папке исследования и черновики программы",
    )
    sheet = placed.sheet
    for at, width in zip(range(5, 9), (34, 20, 13, 14), strict=True):
        sheet.set_column(at, at, width)
    offer_states(sheet, placed.first, placed.last, due=7, state=8)


def _placed(ranking: pd.DataFrame) -> pd.DataFrame:
    """The damage table with places as they are said: numbers, «4–8» for equals, nothing without damage."""
    said = [place_of(row) for row in records(ranking)]
    cells = [int(each) if each.isdigit() else each.replace("—", "") for each in said]
    return ranking.assign(rank=pd.Series(cells, index=ranking.index, dtype="object"))
