"""How far two codings agree, in the terminal."""

from __future__ import annotations

from otzvuk.agreement import Agreement
from otzvuk.model.codebook import Codebook
from otzvuk.show.grid import Grid, say, show_grid, terminal

_HOW = (
    "1 — полное согласие. κ и α поправлены на совпадения по случаю и считаются по словам респондентов, "
    "α_u — по границам отрезков, F1 — по упоминаниям. В скобках — 95 %-й интервал по интервью; "
    "когда их мало, он узок."
)


def show_agreement(found: Agreement, codebook: Codebook) -> None:
    """Who is compared, figures by level and code, agreement on uncoded words apart, what to talk about."""
    console = terminal()
    say(console, [f"A: {found.one}", f"B: {found.other}"])
    for title, rows in found.sections(codebook):
        if not rows:
            continue
        header, *cells = rows
        worded = "Расхождение" in header  # the list of disagreements holds words throughout
        words = frozenset(range(len(header))) if worded else frozenset()
        show_grid(console, Grid(title, header, cells, names=3 if worded else 1, words=words))
    say(console, [_HOW])
    if found.disagreements.empty:
        say(console, ["Расхождений нет."])
    say(console, [f"Замечание: {note}" for note in found.notes], style="yellow")
