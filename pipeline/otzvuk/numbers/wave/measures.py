"""People × items: what each respondent of a wave says of each item, by measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from otzvuk.model.codebook import Codebook, one_of
from otzvuk.model.errors import InputError
from otzvuk.model.mention import Kind, Trend
from otzvuk.numbers.count import PERSON
from otzvuk.numbers.damage.net import Floats
from otzvuk.numbers.wave.change import Measure
from otzvuk.numbers.wave.side import Side


def items_of(by: str, codebook: Codebook, sides: Sequence[Side]) -> list[str]:
    """What a column of the mentions can be, in the order of the codebook, with what nobody mentions.

    Of a column that is no part of the codebook: the values there are, in order. Raises `InputError` for a
    column that mentions lack.
    """
    known: Mapping[str, Sequence[str]] = {
        "code": list(codebook.codes),
        "theme": list(codebook.themes),
        "process": list(codebook.processes),
        "stage": list(codebook.stages),
    }
    if by in known:
        return list(known[by])
    for side in sides:
        if by not in side.mentions.columns:
            raise InputError(
                "нет такого столбца упоминаний", value=by, expected=one_of(side.mentions.columns)
            )
    return sorted({str(value) for side in sides for value in side.mentions[by]} - {""})


def said(side: Side, by: str, items: Sequence[str], *, cap: int) -> dict[Measure, Floats]:
    """Of each person and item whether there is a complaint, a praise, and the capped net complaints.

    Rows are `side.people`; missing for those who were not asked.
    """
    praise, complaints = (_counts(side, by, items, kind) for kind in (Kind.PRAISE, Kind.COMPLAINT))
    missing = np.where(side.people["asked"].to_numpy(dtype=bool), 0.0, np.nan)[:, np.newaxis]
    return {
        Measure.COMPLAINT: np.minimum(complaints, 1) + missing,
        Measure.PRAISE: np.minimum(praise, 1) + missing,
        Measure.DAMAGE: np.clip(complaints - praise, 0, cap) + missing,
    }


def marked(side: Side, criteria: Sequence[str]) -> dict[Measure, Floats]:
    """Each person's mean mark out of ten by criterion; missing for who gave none."""
    ratings = side.ratings
    empty = np.full((len(side.people), len(criteria)), np.nan)
    if ratings is None or not len(ratings):
        return {Measure.SPEECH: empty, Measure.QUESTIONNAIRE: empty}
    ratings = ratings[ratings["scale"] > 0]
    ratings = ratings.assign(of_ten=10 * ratings["value"] / ratings["scale"])
    found = {}
    for measure, own in (
        (Measure.SPEECH, ratings[ratings["turn"].notna()]),
        (Measure.QUESTIONNAIRE, ratings[ratings["turn"].isna()]),
    ):
        means = own.groupby([*PERSON, "criterion"])["of_ten"].mean().unstack("criterion")
        table = means.reindex(index=side.people.index, columns=list(criteria))
        found[measure] = table.to_numpy(dtype=np.float64)
    return found


def criteria_of(codebook: Codebook, sides: Sequence[Side]) -> list[str]:
    """The criteria with marks on either side: codes and processes as in the codebook, then the others."""
    given = {str(each) for side in sides if side.ratings is not None for each in side.ratings["criterion"]}
    known = [name for name in (*codebook.codes, *codebook.processes, *codebook.themes) if name in given]
    return known + sorted(given - set(known))


def trends(side: Side, by: str, items: Sequence[str]) -> tuple[list[int], list[int]]:
    """How many mentions of each item say that it got worse, and that it got better."""
    counts = []
    for trend in (Trend.WORSE, Trend.BETTER):
        own = side.mentions.loc[side.mentions["trend"] == trend.value, by].value_counts()
        counts.append([int(own.get(item, 0)) for item in items])
    return counts[0], counts[1]


def _counts(side: Side, by: str, items: Sequence[str], kind: Kind) -> Floats:
    own = side.mentions[side.mentions["kind"] == kind.value]
    counts = own.groupby([*PERSON, by]).size().unstack(by, fill_value=0)
    counts = counts.reindex(index=side.people.index, columns=list(items), fill_value=0)
    return counts.to_numpy(dtype=np.float64)
