"""The ranking, the quotes, an interview as a notebook shows them: short, in Russian, as the report has them.

    from otzvuk import display

    found = otzvuk.find(survey)
    display.ranking(found)                 # the conclusion and the processes, worst first
    display.quotes(found, kind="complaint")
    display.interview(found, "i01")

Interviews and codings show themselves, with ids for labels; so does what `otzvuk.analyse` answers. Nothing is
loaded from anywhere: plain HTML with its styles in it, readable on dark pages, too; `print` shows it as text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from otzvuk.model.choice import choice
from otzvuk.model.mention import Kind, Mention
from otzvuk.model.stretch import Stretch, stretches
from otzvuk.model.wording import chance, number, percent, ranks
from otzvuk.numbers.count import records
from otzvuk.numbers.findings import Findings
from otzvuk.numbers.quote import Quote, quotes_of
from otzvuk.report.headline import headline, place_of

_COLOURS = {Kind.PRAISE: "#2A7F6F", Kind.COMPLAINT: "#C4512D", Kind.WISH: "#4A6A85"}
_PALE = {Kind.PRAISE: "#d7f0dc", Kind.COMPLAINT: "#fbdcd8", Kind.WISH: "#dbe7fb"}


@dataclass(frozen=True, slots=True)
class Shown:
    """Something to be read: `html` in a notebook, `text` anywhere else."""

    html: str
    text: str

    def _repr_html_(self) -> str:
        return self.html

    def __str__(self) -> str:
        return self.text

    __repr__ = __str__


def ranking(found: Findings, *, most: int = 8) -> Shown:
    """The conclusion in its sentences and the `most` worst processes: place, damage, reach, how sure."""
    survey, book = found.survey, found.study.codebook
    table = found.harm.ranking
    said = headline(table, book, asked=len(survey.respondents), settings=survey.settings)
    heads = ("Место", "Процесс", "Вред", "С жалобой", "В первой тройке", "Место, 90 %")
    rows = [
        (
            place_of(row),
            book.label(row["process"]),
            number(row["damage"]),
            percent(row["reach"]),
            chance(row["p_top3"]),
            ranks(row["rank_low"], row["rank_high"]),
            row["named"],
        )
        for row in records(table[table["damage"] > 0].head(most))
    ]
    text = "\n".join([*said, *(" · ".join(cells) for *cells, _named in rows)])
    return Shown(f"<div>{_paragraphs(said)}{_table(heads, rows)}</div>", text)


def quotes(found: Findings, *, process: str = "", kind: str = "", most: int = 12) -> Shown:
    """The best quotes, process by process in the order of the ranking, who said each, and why it stands.

    `process` (id or label) and `kind` narrow them. Raises `InputError` for one that there is not.
    """
    book, table = found.study.codebook, found.quotes
    if process:
        labels = {name: each.label for name, each in book.processes.items()}
        table = table[table["process"] == choice(process, labels, "нет такого процесса")]
    if kind:
        labels = {each.value: each.label for each in Kind}
        table = table[table["kind"] == choice(kind, labels, "нет такого вида")]
    shown = quotes_of(found.survey, table.head(most))
    parts = [f"<div>{''.join(map(_quote, shown)) or '<p>Цитат нет.</p>'}</div>"]
    lines = [f"{_about(each)}: «{each.text}» — {each.who}. {each.why}" for each in shown]
    return Shown("".join(parts), "\n".join(lines) or "Цитат нет.")


def interview(found: Findings, identifier: str) -> Shown:
    """An interview of the survey with its mentions marked and named in Russian, and why, when pointed at.

    Raises `InputError` for an id that there is not.
    """
    codings = {each.interview.id: each for each in found.survey.codings}
    coding = codings[choice(identifier, {name: name for name in codings}, "нет такого интервью")]
    said: dict[int, list[Mention]] = {}
    for each in sorted(coding.mentions, key=lambda mention: (mention.start, mention.stop)):
        said.setdefault(each.turn, []).append(each)
    html, lines = "", []
    for at, turn in enumerate(coding.interview.turns):
        own = said.get(at, [])
        words = "".join(_stretch(each, found) for each in stretches(turn.text, own))
        faded = ' style="opacity:.6"' if turn.interviewer else ""
        html += f"<p{faded}><b>{escape(turn.speaker or '—')}:</b> {words}</p>"
        lines.append(f"{turn.speaker or '—'}: {turn.text}")
        lines += [f"    {_named(each, found)}: «{each.text}»" for each in own]
    title = f"{coding.interview.id} · {coding.interview.file}"
    return Shown(f"<div><h4>{escape(title)}</h4>{html}</div>", "\n".join([title, *lines]))


def _stretch(stretch: Stretch[Mention], found: Findings) -> str:
    labels = "".join(f"<sub>{escape(_named(each, found))}</sub> " for each in stretch.begins)
    if not stretch.over:
        return escape(stretch.text)
    why = escape("; ".join(filter(None, (each.why for each in stretch.over))))
    style = f"background:{_PALE[stretch.over[0].kind]};color:#1a1a1a"
    return f'{labels}<mark style="{style}" title="{why}">{escape(stretch.text)}</mark>'


def _named(mention: Mention, found: Findings) -> str:
    trend = f", {mention.trend.label.lower()}" if mention.trend else ""
    return f"{mention.kind.label}: {found.study.codebook.label(mention.code)}{trend}"


def _quote(quote: Quote) -> str:
    colour = _COLOURS[quote.kind]
    why = "; ".join(filter(None, (quote.why, quote.note)))
    return (
        f'<blockquote style="border-left:3px solid {colour};margin:.6em 0;padding:.1em .8em">'
        f'<div style="opacity:.7;font-size:85%">{escape(_about(quote))}</div>'
        f"«{escape(quote.text)}»"
        f'<div style="opacity:.7;font-size:85%" title="{escape(why)}">{escape(quote.who)} · '
        f"{escape(quote.interview)} · {escape(why)}</div></blockquote>"
    )


def _about(quote: Quote) -> str:
    return f"{quote.kind.label}: {quote.process_label} · {quote.code_label}"


def _paragraphs(sentences: tuple[str, ...]) -> str:
    return "".join(f"<p>{escape(each)}</p>" for each in sentences)


def _table(heads: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> str:
    head = "".join(f'<th style="text-align:left">{escape(each)}</th>' for each in heads)
    body = ""
    for *cells, named in rows:
        style = ' style="font-weight:600"' if named else ""
        body += f"<tr{style}>{''.join(f'<td>{escape(str(each))}</td>' for each in cells)}</tr>"
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
