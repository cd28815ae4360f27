"""The sections that reports are made of, by stable names: what report.yaml chooses from.

A section is added by a row here and by what writes it, under the same name: in `report.document` (`WRITERS`),
in `report.slides` (`DRAWERS`) and as a template `_NAME.html.j2`; tests hold these together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

Offer = Literal["core", "asked", ""]
"""How a report has a section: by itself, where report.yaml asks for it, or not at all."""


class Report(StrEnum):
    """The reports whose sections can be chosen, as report.yaml calls them."""

    HTML = "html"
    WORD = "word"
    SLIDES = "slides"

    @property
    def file(self) -> str:
        """The name of its file."""
        return {"html": "report.html", "word": "report.docx", "slides": "report.pptx"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section: its title, its name in the page's bar, what it answers, and which reports have it.

    Without `short` it is not in the bar. Titles are those of the page; a document or slide may begin with a
    fuller one.
    """

    title: str
    short: str = ""
    about: str = ""
    html: Offer = "core"
    word: Offer = "core"
    slides: Offer = "core"

    def offer(self, report: Report) -> Offer:
        """How that report has it."""
        return {Report.HTML: self.html, Report.WORD: self.word, Report.SLIDES: self.slides}[report]


def _row(title: str, short: str = "", about: str = "", **offers: Offer) -> Section:
    return Section(title=title, short=short, about=about, **offers)


SECTIONS: Final[Mapping[str, Section]] = {
    "main": _row("Главное", "Главное", "какие процессы вредят и насколько это верно"),
    "hurting": _row("Что вредит клиентам", about="по процессу: кто и на что жалуется, своими словами"),
    "chosen": _row("Выбрано человеком", "Выбрано человеком", "слова вне размеченных высказываний"),
    "first": _row(
        "Что делать первым", "Что делать", "порядок работ и показатели, за которыми следить", slides=""
    ),
    "plan": _row("План действий", "План", "что решено сделать, кто и когда"),
    "ranking": _row(
        "Все процессы", "Процессы", "от самого вредного, с интервалами мест", word="asked", slides=""
    ),
    "certainty": _row(
        "Насколько устойчив порядок",
        "Устойчивость",
        "другие настройки расчёта, вклад каждого процесса",
        word="",
        slides="",
    ),
    "metrics": _row(
        "Дерево метрик", "Метрики", "вычисляемые и триггерные, с кодами, которые о них просят", word="asked"
    ),
    "levels": _row(
        "Уровни и сильные стороны",
        "Уровни",
        "люди, процессы, организация; за что хвалят, по подразделениям и ролям",
    ),
    "journey": _row("Путь клиента", "Путь клиента", "этапы и процессы, похвалы и жалобы, цитаты", slides=""),
    "journeymap": _row(
        "Карта пути клиента",
        "Карта пути",
        "цели, вопросы, контакты, боли, похвалы, идеи по этапам",
        word="asked",
    ),
    "wishes": _row("Идеи и пожелания", "Пожелания", "чего хотят клиенты, по процессам"),
    "losses": _row(
        "Цена вреда: что называли сами клиенты", "Цена вреда", "время, деньги и доли, с их словами"
    ),
    "leaving": _row("Кто может уйти и почему", "Уход", "признаки ухода и зависимости, с причиной"),
    "matters": _row("Что для клиентов важнее всего", "Что важно", "их словами, рядом с оценками"),
    "importance": _row(
        "Важность и оценка", "Важность", "что важнее всего — рядом с тем, как это оценивают", word="asked"
    ),
    "rivals": _row(
        "Мы против конкурентов", "Конкуренты", "с кем сравнивают, в чём мы лучше и хуже", word="asked"
    ),
    "map": _row("Этапы и роли", "Этапы и роли", "кто на каком этапе жалуется", word="", slides=""),
    "crosstabs": _row("Кто о чём говорит", "Сравнения", "таблицы и проверка различий", word="", slides=""),
    "typical": _row("Что для кого характерно", "Характерное", "слова и коды групп", word="", slides=""),
    "frequencies": _row(
        "Дерево частот: о чём говорят", "Частоты", "похвалы, жалобы, пожелания, ухудшения: темы и коды"
    ),
    "lenses": _row(
        "Те же высказывания с других сторон",
        "Ценности",
        "элементы ценности, блоки лояльности, подразделения",
        word="asked",
        slides="",
    ),
    "accounts": _row(
        "Карта клиентов", about="кто решает, что держит и что отталкивает", html="", word="asked"
    ),
    "clientcards": _row(
        "Карточки клиентов",
        "Карточки",
        "что держит и отталкивает, кто решает, что имеет против нас",
        word="asked",
        slides="asked",
    ),
    "clients": _row("Клиенты", "Клиенты", "карта людей и профиль каждого клиента", word="", slides=""),
    "zones": _row(
        "Сильные стороны и зоны развития", about="за что хвалят, на что жалуются, по отделам", html=""
    ),
    "marks": _row("Оценки", "Оценки", "сильные стороны, зоны развития, индексы", word="", slides=""),
    "csi": _row(
        "CSI: блок × роль × клиент", "CSI", "индекс удовлетворённости и что тянет его вниз", word="asked"
    ),
    "nps": _row(
        "NPS: сторонники, нейтральные, критики", "NPS", "кто в какой группе и что говорит", word="asked"
    ),
    "why": _row(
        "Почему такие оценки",
        "Почему",
        "оценки и слова, которые их объясняют",
        word="asked",
    ),
    "waves": _row(
        "Что изменилось между волнами",
        "Волны",
        "появилось, исчезло, хуже, лучше",
        word="",
        slides="",
    ),
    "maturity": _row("Зрелость работы с обратной связью", about="пять шагов по четырём уровням", html=""),
    "enough": _row(
        "Хватит ли интервью и чего нет в списке",
        "Полнота",
        "насыщение, новые темы, что говорят вместе",
        word="",
        slides="",
    ),
    "asked": _row("Кого спросили", "Кого спросили", "респонденты, роли, компании", slides=""),
    "quotes": _row(
        "Все цитаты",
        "Цитаты",
        "с отбором по роли, этапу, теме, виду и другим признакам",
        word="",
        slides="",
    ),
    "transcripts": _row("Расшифровки", "Расшифровки", "все разговоры с разметкой", word="", slides=""),
    "assumed": _row("Что программа предположила", "Предположения", "и что не прочитано", slides=""),
    "method": _row("Как посчитано", "Метод", "и чему можно верить"),
}
"""All sections by name, in the order of the page."""


def offered(report: Report) -> tuple[str, ...]:
    """The names of the sections that a report can have."""
    return tuple(name for name, each in SECTIONS.items() if each.offer(report))
