"""The user's own list, names.csv in the study's folder: what to hide as what, and what never to hide."""

from __future__ import annotations

from pathlib import Path

from otzvuk.anonymise.kind import NameKind
from otzvuk.anonymise.known import FORBIDDEN, Known
from otzvuk.anonymise.lexicon import stem
from otzvuk.language.tokens import is_word, spans
from otzvuk.model.errors import InputError
from otzvuk.read.guarded import read_table

USER_LIST = "names.csv"
_COLUMNS = {
    "текст": "text",
    "имя": "text",
    "название": "text",
    "замена": "placeholder",
    "на что": "placeholder",
    "метка": "placeholder",
}


def read_user_list(path: Path) -> tuple[Known, ...]:
    """Read names.csv: columns `text` and `placeholder` (`-`: never replace), in the order of the file.

    A placeholder without brackets gets them. Raises `InputError` for a missing column, an empty text or
    placeholder, and for a text that the list has twice with different placeholders.
    """
    table = read_table(path, aliases=_COLUMNS)
    for column in ("text", "placeholder"):
        if column not in table.columns:
            raise InputError(
                "нет столбца", file=path, value=column, expected="столбцы text и placeholder (текст; замена)"
            )
    seen: dict[tuple[str, ...], str] = {}
    found = []
    for row in table.rows:
        text, placeholder = row["text"], row["placeholder"]
        stems = tuple(stem(word) for _, _, word in spans(text) if is_word(word))
        if not stems:
            raise InputError(
                "нет текста", file=path, place=row.place, value=text, expected="имя или название"
            )
        if not placeholder:
            raise InputError(
                "нет замены", file=path, place=row.place, value=text,
                expected="замена, например [сотрудник 3], или «-», чтобы не заменять",
            )  # fmt: skip
        if placeholder in ("-", "–", "—"):
            placeholder = FORBIDDEN
        elif not placeholder.startswith("["):
            placeholder = f"[{placeholder}]"
        if seen.setdefault(stems, placeholder) != placeholder:
            raise InputError(
                "имя уже есть с другой заменой", file=path, place=row.place, value=text, expected=seen[stems]
            )
        found.append(Known(stems, NameKind.USER, placeholder, capital=False))
    return tuple(found)
