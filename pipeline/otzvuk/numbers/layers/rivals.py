"""Whom the supplier is compared with, on what, for better or for worse; what is said of rivals alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from otzvuk.coding.firm import is_named, stem
from otzvuk.model.rival import Verdict
from otzvuk.numbers.count import framed
from otzvuk.numbers.layers.rows import frame, rows_of
from otzvuk.numbers.survey import Survey

RIVALS: Final[Mapping[str, str]] = {
    "rival": "string",
    "verdict": "string",
    "compared": "string",
    "code": "string",
    "process": "string",
}
"""Further columns of `rivals`: the rival as study.yaml calls it, else in the speaker's words without quotes;
the verdict on us (`alone`: nothing is said of us), the words that compare, and the code and process of the
mention that they make; "" where they make none."""

AGAINST: Final[Mapping[str, str]] = {
    "code": "string",
    "better": "int64",
    "worse": "int64",
    "same": "int64",
    "rivals": "string",
}
"""Columns of `against`: people who say that we are better, worse or no different, and whom they
name."""

_OPEN, _CLOSE = '«"„“ ', '»"”“ '


def rivals(survey: Survey) -> pd.DataFrame:
    """Every comparison and what is said of a rival alone, one row each (`WHERE`, `RIVALS`, ids)."""
    known = {each.id: each for each in survey.study.interviews}
    named = {stem(name.split()[0]): name for name in reversed(survey.settings.rivals) if _is_name(name)}
    rows = []
    for each, cells in rows_of(survey, "rivals"):
        said = known[cells["interview"]].turns[each.turn].text
        rows.append(
            cells
            | {
                "rival": _called(each.text.lstrip(_OPEN).rstrip(_CLOSE), named),
                "verdict": each.verdict.value,
                "compared": " ".join(said[each.aspect.start : each.aspect.stop].split()),
                "code": each.code,
                "process": each.process,
            }
        )
    return frame(rows, RIVALS)


def _is_name(rival: str) -> bool:
    """Whether it is a name rather than nothing or a label, which no other word is a form of."""
    return bool(rival.strip()) and not rival.startswith("[")


def _called(said: str, named: Mapping[str, str]) -> str:
    """The rival as the study calls it: «у Регула», «регулом» are «Регул»; else as it was said."""
    first = said.split()[0] if said.split() else ""
    return next((name for each, name in named.items() if is_named(first, [each])), said)


def against(table: pd.DataFrame) -> pd.DataFrame:
    """«We against them» by code (`AGAINST`), where most people compare first; code "" has what names none."""
    rows: list[dict[str, Any]] = []
    compared = table[table["verdict"] != Verdict.ALONE.value]
    for code, own in compared.groupby("code", sort=False) if len(compared) else ():
        people = {
            each.value: int(own.loc[own["verdict"] == each.value, "person_id"].nunique())
            for each in (Verdict.BETTER, Verdict.WORSE, Verdict.SAME)
        }
        named = Counter(str(each) for each in own["rival"])
        rows.append(
            {"code": str(code), **people, "rivals": "; ".join(name for name, _ in named.most_common())}
        )
    rows.sort(key=lambda row: (row["code"] == "", -(row["better"] + row["worse"] + row["same"]), row["code"]))
    return framed(rows, AGAINST)
