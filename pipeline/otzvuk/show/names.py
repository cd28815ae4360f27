"""The names of a study and their placeholders, for review before a report is sent."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from otzvuk.anonymise import USER_LIST, Found
from otzvuk.anonymise.names import doubtful_first
from otzvuk.show.grid import Grid, say, show_grid, terminal

_HEADERS = ("Метка", "Что это", "Как написано", "Раз", "Пример", "Проверьте")


def show_names(found: Sequence[Found], written: Path | None = None) -> None:
    """Every placeholder with the forms it stands for; `written` is the file that has the same, if any."""
    console = terminal()
    rows = [
        (
            each.placeholder,
            each.kind.label,
            ", ".join(" ".join(form.split()) for form in each.forms),
            str(each.count),
            each.context,
            each.doubt,
        )
        for each in doubtful_first(found)
    ]
    show_grid(console, Grid("", _HEADERS, rows, names=3, words=frozenset({4, 5})))
    say(
        console,
        [
            "" if found else "Имён не найдено.",
            f"Записано: {written}. Этот файл раскрывает метки: не отправляйте его вместе с отчётом."
            if written
            else "",
            f"Лишнее и пропущенное впишите в {USER_LIST} исследования, столбцы text и placeholder: "
            "имя и его метка; «-» вместо метки — не заменять.",
        ],
    )
