"""The sections of the page in their order, for the bar at the top and the list of contents."""

from __future__ import annotations

from dataclasses import dataclass

from otzvuk.numbers.findings import Findings
from otzvuk.numbers.quote import CHOSEN, quotes_apart
from otzvuk.report.layered import layers


@dataclass(frozen=True, slots=True)
class Section:
    """A section: where it is, its name in the bar, its title, and what it answers."""

    anchor: str
    short: str
    title: str
    about: str


def contents(findings: Findings, *, marked: bool) -> tuple[Section, ...]:
    """The sections that this study has; `marked`: whether there are scores of any kind."""
    found = [
        Section("main", "Главное", "Главное", "какие процессы вредят и насколько это верно"),
        Section(
            "first", "Что делать", "Что делать первым", "порядок работ и показатели, за которыми следить"
        ),
        Section("ranking", "Процессы", "Все процессы", "от самого вредного, с интервалами мест"),
    ]
    if findings.study.plan:
        found.insert(2, Section("plan", "План", "План действий", "что решено сделать, кто и когда"))
    if quotes_apart(findings.survey):
        about = "слова вне размеченных высказываний"
        found.insert(1, Section("chosen", CHOSEN, CHOSEN, about))
    if findings.harm.sensitivity_note:
        about = "другие настройки расчёта, вклад каждого процесса"
        found.append(Section("certainty", "Устойчивость", "Насколько устойчив порядок", about))
    about = "этапы и процессы, похвалы и жалобы, цитаты"
    found.append(Section("journey", "Путь клиента", "Путь клиента", about))
    if findings.wishes:
        about = "чего хотят клиенты, по процессам"
        found.append(Section("wishes", "Пожелания", "Идеи и пожелания", about))
    found += [Section(each.anchor, each.short, each.title, each.about) for each in layers(findings)]
    found += [
        Section("map", "Этапы и роли", "Этапы и роли", "кто на каком этапе жалуется"),
        Section("crosstabs", "Сравнения", "Кто о чём говорит", "таблицы и проверка различий"),
        Section("typical", "Характерное", "Что для кого характерно", "слова и коды групп"),
        Section("frequencies", "Частоты", "О чём говорят", "темы и коды, от частых к редким"),
        Section("lenses", "Ценности", "С других сторон", "уровни, элементы ценности, блоки лояльности"),
        Section("clients", "Клиенты", "Клиенты", "карта людей и профиль каждого клиента"),
    ]
    if marked:
        about = "сильные стороны, зоны развития, индексы"
        found.append(Section("marks", "Оценки", "Оценки", about))
    if findings.waves:
        found.append(
            Section("waves", "Волны", "Что изменилось между волнами", "появилось, исчезло, хуже, лучше")
        )
    return (
        *found,
        Section("enough", "Полнота", "Хватит ли интервью", "насыщение, новые темы, что говорят вместе"),
        Section("asked", "Кого спросили", "Кого спросили", "респонденты, роли, компании"),
        Section("quotes", "Цитаты", "Все цитаты", "с отбором по роли, этапу, теме, виду и другим признакам"),
        Section("transcripts", "Расшифровки", "Расшифровки", "все разговоры с разметкой"),
        Section("assumed", "Предположения", "Что программа предположила", "и что не прочитано"),
        Section("method", "Метод", "Как посчитано", "и чему можно верить"),
    )
