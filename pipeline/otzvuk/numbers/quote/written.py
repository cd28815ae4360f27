"""Quotes as text, Markdown and CSV: to copy from the terminal or into a file.

What a respondent says never becomes markup, a link or a formula: Markdown's signs get a backslash, and a
CSV cell that a spreadsheet would calculate begins with an apostrophe.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby

from otzvuk.folder.csvfile import Dialect, csv_text
from otzvuk.model.wording import in_quotes
from otzvuk.numbers.quote.apart import CHOSEN, Apart
from otzvuk.numbers.quote.quoted import Quote
from otzvuk.numbers.quote.wishes import Wish

NOTHING = "Подходящих цитат нет."

COLUMNS: Mapping[str, Callable[[Quote], str]] = {
    "группа": lambda quote: " · ".join(quote.labels),
    "место": lambda quote: str(quote.place),
    "цитата": lambda quote: quote.text,
    "кто": lambda quote: quote.who,
    "роль": lambda quote: quote.role.label,
    "вид": lambda quote: quote.kind.label,
    "процесс": lambda quote: quote.process_label,
    "код": lambda quote: quote.code_label,
    "почему выбрана": lambda quote: quote.why,
    "заметка": lambda quote: quote.remark,
    "что изменено": lambda quote: quote.note,
    "как сказано": lambda quote: quote.original,
    "до": lambda quote: quote.before,
    "после": lambda quote: quote.after,
    "вопрос": lambda quote: quote.question,
    "интервью": lambda quote: quote.interview,
    "реплика": lambda quote: str(quote.turn + 1),
    "где": lambda quote: quote.where,
}
"""Columns of the CSV."""


def as_text(quotes: Sequence[Quote], *, context: bool = False, width: int = 88) -> str:
    """Quotes under the headings of their groups, wrapped; with `context` the question and words around."""
    if not quotes:
        return f"{NOTHING}\n"
    lines: list[str] = []
    for labels, group in _groups(quotes):
        lines += [*([""] if lines else []), labels, "─" * min(len(labels), width)]
        for quote in group:
            lines += _wrapped(f"{quote.place}. {in_quotes(quote.text)}", width, "   ")
            lines += _wrapped(f"   — {_signed(quote)}", width, "     ")
            lines += [
                line for part in _below(quote, context) for line in _wrapped(f"   {part}", width, "     ")
            ]
            lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def apart_as_text(quotes: Sequence[Apart], *, width: int = 88) -> str:
    """The quotes that a person chose outside of mentions, wrapped; empty where there are none."""
    lines = [CHOSEN, "─" * min(len(CHOSEN), width)] if quotes else []
    for at, quote in enumerate(quotes, 1):
        place = " · ".join(part for part in (quote.who, quote.interview, quote.where) if part)
        lines += _wrapped(f"{at}. {in_quotes(quote.text)}", width, "   ")
        lines += _wrapped(f"   — {place}", width, "     ")
        lines += _wrapped(f"   Заметка: {quote.remark}", width, "     ") if quote.remark else []
        lines.append("")
    return "\n".join(lines) + "\n" if lines else ""


def as_markdown(quotes: Sequence[Quote], *, context: bool = False) -> str:
    """Quotes as Markdown: a heading for each group, each quote a block quotation."""
    if not quotes:
        return f"{NOTHING}\n"
    lines: list[str] = []
    for labels, group in _groups(quotes):
        lines += [f"## {_plain(labels)}", ""]
        for quote in group:
            lines += [f"> {_plain(in_quotes(quote.text))}", ">", f"> — {_plain(_signed(quote))}", ""]
            lines += [line for part in _below(quote, context) for line in (f"*{_plain(part)}*", "")]
    return "\n".join(lines).rstrip() + "\n"


def as_csv(quotes: Iterable[Quote], *, dialect: Dialect = Dialect.EXCEL) -> str:
    """A row for each quote with the columns `COLUMNS`, as `otzvuk.folder.csvfile` writes it."""
    return csv_text(
        [tuple(COLUMNS), *([read(quote) for read in COLUMNS.values()] for quote in quotes)], dialect
    )


def wishes_as_text(wishes: Iterable[Wish], *, width: int = 88) -> str:
    """The list of wishes: process, what of it with how many wish it, and their words."""
    lines: list[str] = []
    for process, group in groupby(wishes, key=lambda wish: wish.process_label):
        lines += [*([""] if lines else []), process, "─" * min(len(process), width)]
        for wish in group:
            lines.append(
                f"{wish.code_label} (респондентов: {wish.respondents}, высказываний: {wish.mentions})"
            )
            for quote in wish.quotes:
                lines += _wrapped(f"  • {in_quotes(quote.text)} — {quote.who}", width, "    ")
    return "\n".join(lines) + "\n" if lines else "Пожеланий нет.\n"


def _groups(quotes: Sequence[Quote]) -> Iterable[tuple[str, list[Quote]]]:
    for labels, group in groupby(quotes, key=lambda quote: quote.labels):
        yield " · ".join(labels) or "Все цитаты", list(group)


def _signed(quote: Quote) -> str:
    return " · ".join(part for part in (quote.who, quote.interview, quote.where) if part)


def _below(quote: Quote, context: bool) -> list[str]:
    parts = [f"Почему: {quote.why}."]
    if quote.remark:
        parts.append(f"Заметка: {quote.remark}")
    if quote.note:
        parts.append(f"Изменено: {quote.note}.")
    if quote.restored or (context and quote.note):
        parts.append(f"Как сказано: {quote.original}")
    if context:
        parts += [f"Вопрос: {quote.question}"] if quote.question else []
        parts += [f"До: … {quote.before}"] if quote.before else []
        parts += [f"После: {quote.after} …"] if quote.after else []
    return parts


def _wrapped(text: str, width: int, indent: str) -> list[str]:
    return textwrap.wrap(text, max(width, 20), subsequent_indent=indent, break_long_words=True) or [""]


def _plain(text: str) -> str:
    escaped = re.sub(r"([\\`*_{}\[\]<>#|~$])", r"\\\1", text.replace("&", "&amp;"))
    escaped = re.sub(r"(?i)\b(https?|ftp|mailto):", r"\1&#58;", escaped)
    return re.sub(r"(?i)\bwww\.", "www&#46;", escaped)
