"""What people have checked, in words: how many mentions, and what a sample of it says of the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from otzvuk.model.mention import Kind
from otzvuk.model.wording import number
from otzvuk.numbers.count import records
from otzvuk.numbers.findings import Harm
from otzvuk.numbers.survey import Survey

_OF: Mapping[str, str] = {Kind.COMPLAINT.value: "жалоб", Kind.PRAISE.value: "похвал"}


def checked(survey: Survey) -> str:
    """A Russian sentence; empty where nobody has looked at any."""
    seen, whole = survey.seen
    return f"Проверено человеком: {seen} из {whole}." if seen else ""


def corrected(harm: Harm) -> str:
    """What the checked sample says of all complaints and praises, as Russian sentences; "" without one."""
    drawn, of = harm.drawn
    whole = [row for row in records(harm.checked) if not row["process"]]
    if not drawn or not whole:
        return ""
    told = "; ".join(
        f"{_OF[row['kind']]} {interval(row)}, а посчитано {number(row['counted'], 1)}" for row in whole
    )
    return f"Наугад проверено мест: {drawn} из {of}. С поправкой по ним на одного респондента {told}."


def interval(row: Mapping[str, Any], *, digits: int = 1) -> str:
    """A corrected count with its interval: «6,1 (от 4,9 до 7,3)»."""
    low, high = (number(row[name], digits) for name in ("low", "high"))
    return f"{number(row['corrected'], digits)} (от\u00a0{low} до\u00a0{high})"


def by_process(harm: Harm, kind: Kind) -> dict[str, str]:
    """The corrected count of each process with its interval: «0,8 → 1,1 (от 0,4 до 1,8)»."""
    return {
        row["process"]: f"{number(row['counted'], 1)} → {interval(row)}"
        for row in records(harm.checked)
        if row["process"] and row["kind"] == kind.value
    }
