"""report.yaml begun: every section of every report in its usual order, to be moved, taken away or renamed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from otzvuk.model.sections import SECTIONS, Report

_HEAD: Final = """\
# Отчёты: какие разделы в них есть и в каком порядке. Уберите строку — раздела не будет, переставьте — встанет
# иначе. Строки, которые начинаются с «# -», — разделы, которых обычно нет: уберите «# », и они появятся.
# Можно и один список на все три отчёта: sections: [main, hurting, wishes].

# title: Название отчёта
sections:
"""
_TAIL: Final = """\

# titles:                      # свои названия разделов
#   wishes: Чего от нас ждут

# texts:                       # свои тексты
#   - place: beginning         # до всех разделов
#     title: От заказчика      # с названием — отдельный раздел (в слайдах — слайд)
#     text: |
#       Первый абзац.
#
#       - строка списка
#   - before: main             # без названия — под заголовком раздела
#     text: Сначала прочитайте цитаты.
#   - after: wishes            # или в его конце
#     text: Обсудим на совещании.
#     reports: [word, html]    # не во всех отчётах
"""


def usual() -> dict[Report, tuple[str, ...]]:
    """The names of all sections that each report can have, in their usual order."""
    from otzvuk.report.contents import in_order
    from otzvuk.report.document import WRITERS
    from otzvuk.report.slides import DRAWERS

    return {Report.HTML: in_order(), Report.WORD: tuple(WRITERS), Report.SLIDES: tuple(DRAWERS)}


def started() -> str:
    """The text of a report.yaml that changes nothing yet."""
    lines = [_HEAD]
    for report, names in usual().items():
        lines.append(f"  {report.value}:  # {report.file}\n")
        lines += [_line(name, report) for name in names]
    return "".join([*lines, _TAIL])


def _line(name: str, report: Report) -> str:
    section = SECTIONS[name]
    mark = "" if section.offer(report) == "core" else "# "
    return f"    {mark}- {name:<14} # {section.title}\n"


def listed(asked: Mapping[Report, Iterable[str] | None]) -> list[tuple[str, str, str]]:
    """All sections: name, title, and in which reports it is, by report.yaml (`asked`) or as usual."""
    rows = []
    for name, section in SECTIONS.items():
        there = []
        for report in Report:
            chosen = asked.get(report)
            if name in chosen if chosen is not None else section.offer(report) == "core":
                there.append(report.value)
            elif section.offer(report):
                there.append(f"({report.value})")
        rows.append((name, section.title, ", ".join(there)))
    return rows
