"""Sheets of marks: means, indices, reasons of low marks, process metrics, waves, maturity, each mark."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from otzvuk.numbers.count import records
from otzvuk.numbers.findings import Findings, Scores
from otzvuk.numbers.lens import lens_labels
from otzvuk.numbers.scores import Assessment, Reached
from otzvuk.numbers.wave.change import Change, Measure
from otzvuk.report import why
from otzvuk.report.csicube import add_cube_sheets
from otzvuk.report.named import Labels, add_frame
from otzvuk.report.npsbands import add_nps_sheet
from otzvuk.report.sheet import Book, Column, Placed, Row, missing

_MEANS: Mapping[str, Column] = {
    "source": Column("Откуда"),
    "by": Column("Признак"),
    "value": Column("Что оценено", "wrapped", 46),
    "mean_ten": Column("Средняя из 10", "mark"),
    "low_ten": Column("от (95 %)", "mark"),
    "high_ten": Column("до", "mark"),
    "marks": Column("Оценок", "count"),
    "respondents": Column("Респондентов", "count"),
    "companies": Column("Компаний", "count"),
    "scale": Column("Своя шкала", "plain"),
    "mean": Column("Средняя на своей шкале", "value"),
    "mean_person": Column("Средняя: один человек — один голос", "mark"),
    "zone": Column("Вывод"),
    "previous_mean_ten": Column("В прошлой волне", "mark"),
    "change": Column("Перемена", "signed"),
    "marked": Column("Заметная"),
    "note": Column("Замечание", "text", 30),
}

_BESIDE = ("previous_mean_ten", "change", "marked")


def add_scores(book: Book, findings: Findings, labels: Labels) -> Placed | None:
    """All of them; the place of the means, for their chart."""
    scores = findings.scores
    means = _add_means(book, findings, labels)
    before: dict[str, Column] = {}
    if scores.indices["previous"].ne("").any():
        before["previous_value"] = Column("В прошлой волне", "mark")
        before["change"] = Column("Перемена", "signed")
    columns = {
        "label": Column("Показатель", "text", 30), "criterion": Column("Вопрос", "wrapped", 40),
        "source": Column("Откуда"), "value": Column("Значение", "mark"), "unit": Column("Единица"),
        **before,
        "low": Column("от (95 %)", "mark"), "high": Column("до", "mark"), "marks": Column("Оценок", "count"),
        "respondents": Column("Респондентов", "count"), "count": Column("Оценок в группе", "count"),
        "scale": Column("Шкала", "plain"), "note": Column("Замечание", "text", 40),
    }  # fmt: skip
    add_frame(
        book, "Индексы", scores.indices, columns, labels, about="NPS, CSAT, CES по вопросам из study.yaml"
    )
    why.add_sheets(book, findings, labels)
    _add_comments(book, scores, labels)
    add_nps_sheet(book, findings)
    add_cube_sheets(book, findings)
    return means


def _add_means(book: Book, findings: Findings, labels: Labels) -> Placed | None:
    known = lens_labels(findings.study.codebook)
    names = known | {"criterion": "Критерий", "role": "Роль", "company": "Компания"}
    parts = []
    for by, table in findings.scores.means.items():
        table = table[table["marks"] > 0]
        changes = findings.scores.changes[by]
        table = table.merge(changes[["source", by, *_BESIDE]], how="left", on=["source", by])
        value = [labels[by](str(name)) if by in labels else str(name) for name in table[by]]
        parts.append(table.assign(by=names.get(by, by), value=[name or "не указано" for name in value]))
    parts = [part for part in parts if len(part)]
    if not parts:
        return None
    table = pd.concat(parts, ignore_index=True)
    columns = _MEANS
    if table["previous_mean_ten"].isna().all():
        columns = {name: column for name, column in _MEANS.items() if name not in _BESIDE}
    rules = findings.study.settings.scores
    said = (
        f"Сильная сторона — средняя от {rules.strength:g} из 10, зона развития — ниже "
        f"{rules.development:g}; перемена к прошлой волне заметна от {rules.change:g}. "
        "Оценки из речи и из анкет не смешиваются."
    ).replace(".5", ",5")
    return add_frame(
        book,
        "Средние оценки",
        table,
        columns,
        {"source": labels["source"], "zone": labels["zone"]},
        above=[said],
        frozen=3,
        about="Средние с интервалами по критериям, этапам, уровням, ролям, клиентам; перемены",
    )


def _add_comments(book: Book, scores: Scores, labels: Labels) -> None:
    columns = {
        "source": Column("Откуда"), "criterion": Column("Что оценено", "wrapped", 36),
        "mark_ten": Column("Оценка из 10", "mark"), "own": Column("Ставил оценку сам"),
        "kind": Column("Вид"), "text": Column("Слова", "wrapped", 64), "speaker": Column("Кто", "text", 26),
        "company": Column("Компания", "text", 26), "role": Column("Роль", "text", 24),
        "code": Column("Код", "wrapped", 34), "interview": Column("Интервью"),
    }  # fmt: skip
    about = "Слова, которые объясняют оценки"
    add_frame(book, "Слова к оценкам", scores.comments, columns, labels, frozen=2, about=about)


def add_waves(book: Book, findings: Findings, labels: Labels) -> None:
    """What changed between waves, and the maturity of the work with feedback."""
    parts, said = [], list[str]()
    for each in findings.waves:
        own = each.changes[(each.changes["people_before"] + each.changes["people_after"]) > 0]
        parts.append(own)
        said += [f"{each.before} → {each.after}. {' '.join(each.sentences)}"]
    levels = {"code": "Код", "process": "Процесс", "criterion": "Критерий", "theme": "Тема", "stage": "Этап"}
    columns = {
        "before_wave": Column("Было: волна"), "after_wave": Column("Стало: волна"),
        "by": Column("Признак"), "label": Column("Что", "wrapped", 44),
        "measure": Column("Мера", "wrapped", 30), "unit": Column("Единица"),
        "before": Column("Было", "value"), "after": Column("Стало", "value"),
        "difference": Column("Разница (долей — п. п.)", "moved"),
        "low": Column("Разница от (95 %)", "value"), "high": Column("Разница до", "value"),
        "change": Column("Вывод", "wrapped", 26), "clear": Column("Ясно"),
        "jointly": Column("Ясно, если судить обо всех сразу"),
        "people_before": Column("Сказали: было", "count"), "asked_before": Column("Из: было", "count"),
        "people_after": Column("Сказали: стало", "count"), "asked_after": Column("Из: стало", "count"),
        "said_worse": Column("Сами говорят «хуже»", "count"),
        "said_better": Column("Сами говорят «лучше»", "count"), "note": Column("Замечание", "wrapped", 40),
    }  # fmt: skip
    if parts:
        table = pd.concat(parts, ignore_index=True)
        shares = [Measure(name).is_share for name in table["measure"]]
        figures = ["before", "after", "difference", "low", "high"]
        table.loc[shares, figures] *= 100
        table["unit"] = ["%" if share else "" for share in shares]
        table["label"] = [
            labels[str(row["by"])](str(row["item"])) if row["by"] in labels else row["item"]
            for row in records(table)
        ]
        words: Labels = {
            "by": lambda name: levels.get(name, name),
            "measure": lambda name: Measure(name).label,
            "change": lambda name: Change(name).label,
        }
        about = "Что изменилось между волнами: доли и оценки с интервалами"
        add_frame(book, "Волны", table, columns, words, above=said, frozen=5, about=about)
    if findings.scores.maturity is not None:
        _add_maturity(book, findings.scores.maturity)


def _add_maturity(book: Book, found: Assessment) -> None:
    """The five steps by the four levels, with the cells coloured where the company is and has been."""
    columns = [
        Column("Шаг", "text", 20),
        *(Column(f"{level} «{name}»", "wrapped", 36) for level, name in enumerate(found.levels)),
    ]
    rows = [[step, *(text for text, _ in cells)] for step, cells in found.rows]
    said = [
        found.sentence,
        "Тёмные клетки — где компания сейчас, бледные — что пройдено, правее — что дальше.",
    ]
    about = "Самооценка зрелости работы с обратной связью: шаги и уровни"
    placed = book.add_table("Зрелость", columns, rows, above=said, about=about)
    for line, (_, cells) in enumerate(found.rows):
        for at, (text, reached) in enumerate(cells, 1):
            if reached is not Reached.AHEAD:
                placed.sheet.write_string(placed.first + line, at, text, book.format(reached.value))


def add_marks(book: Book, findings: Findings, labels: Labels) -> None:
    """Every mark with its place."""
    columns = [
        Column("Интервью"), Column("Респондент", "text", 24), Column("Компания", "text", 28), Column("Роль"),
        Column("Волна"), Column("Критерий", "wrapped", 60), Column("Оценка", "mark"),
        Column("Шкала", "plain"), Column("Из 10", "mark"), Column("Откуда"), Column("Место в файле"),
        Column("Реплика", "plain"),
    ]  # fmt: skip
    interviews = {interview.id: interview for interview in findings.study.interviews}
    rows: list[Row] = []
    for row in records(findings.survey.ratings):
        spoken = not missing(row["turn"])
        place = interviews[str(row["interview"])].turns[int(str(row["turn"]))].place if spoken else ""
        value, scale = float(str(row["value"])), float(str(row["scale"]))
        rows.append(
            [
                row["interview"], row["speaker"], row["company"], labels["role"](str(row["role"])),
                row["wave"], labels["criterion"](str(row["criterion"])), value, scale,
                10 * value / scale if scale > 0 else None, "речь" if spoken else "анкета", place, row["turn"],
            ]
        )  # fmt: skip
    book.add_table("Оценки", columns, rows, about="Все оценки: из речи и из анкет, с местом")
