"""The card of a trained model: what it learnt from, how good it is and where it fails."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from otzvuk.agreement.measure import LEVELS, compare, match
from otzvuk.model.codebook import Codebook
from otzvuk.model.mention import Coding, Mention
from otzvuk.numbers.count import records

BINS = 10


def reliability(predicted: Sequence[Coding], gold: Sequence[Coding]) -> pd.DataFrame:
    """How often mentions of a confidence are right, one row a tenth of the confidence.

    Columns: low, high (the tenth), mentions, confidence (mean), right (share with kind and code right).
    """
    sure, right = _judged(predicted, gold)
    tenth = np.minimum((sure * BINS).astype(int), BINS - 1)
    rows = [
        (at / BINS, (at + 1) / BINS, int(here.sum()), float(sure[here].mean()), float(right[here].mean()))
        for at in range(BINS)
        if (here := tenth == at).any()
    ]
    return pd.DataFrame(rows, columns=["low", "high", "mentions", "confidence", "right"])


def calibration_error(table: pd.DataFrame) -> float:
    """Expected calibration error (Guo et al. 2017): the mean gap of a `reliability` table, weighted."""
    gaps = (table["confidence"] - table["right"]).abs()
    return float((gaps * table["mentions"]).sum() / max(int(table["mentions"].sum()), 1))


def scores_by(
    predicted: Iterable[Coding], gold: Iterable[Coding], key: Callable[[Coding], str]
) -> dict[str, pd.DataFrame]:
    """`otzvuk.evaluate` scores of each group of interviews that `key` makes (of the gold coding)."""
    groups: dict[str, tuple[list[Coding], list[Coding]]] = defaultdict(lambda: ([], []))
    for ours, theirs in zip(predicted, gold, strict=True):
        for part, coding in zip(groups[key(theirs)], (ours, theirs), strict=True):
            part.append(coding)
    return {name: compare(*groups[name])[0] for name in sorted(groups)}


def register_of(coding: Coding) -> str:
    """The register of an interview, as its study's participants table says."""
    return next(
        (
            person.attributes["register"]
            for person in coding.interview.participants.values()
            if "register" in person.attributes
        ),
        "",
    )


def write_card(
    title: str,
    facts: Mapping[str, str],
    codebook: Codebook,
    parts: Mapping[str, tuple[Sequence[Coding], Sequence[Coding]]],
    *,
    notes: str,
) -> str:
    """The card as Markdown. `parts` are predicted and gold codings by split."""
    text = [
        f"# {title}",
        "",
        *(f"- **{name}**: {value}" for name, value in facts.items()),
        "",
        notes.strip(),
        "",
    ]
    text += ["## Scores", "", "F1 (precision / recall), matching as in `otzvuk.evaluate`.", ""]
    text += _table(["split", *LEVELS], [[name, *_f1s(compare(*pair)[0])] for name, pair in parts.items()])
    text += ["", f"## By register ({' and '.join(parts)})", ""]
    everything = [coding for ours, _ in parts.values() for coding in ours]
    answers = [coding for _, theirs in parts.values() for coding in theirs]
    by_register = scores_by(everything, answers, register_of)
    text += _table(["register", *LEVELS], [[each, *_f1s(table)] for each, table in by_register.items()])
    for name, (predicted, gold) in parts.items():
        text += ["", f"## Calibration ({name})", ""]
        table = reliability(predicted, gold)
        text += [f"Expected calibration error {calibration_error(table):.3f}.", ""]
        text += _table(
            ["confidence", "mentions", "mean confidence", "right"],
            [
                [
                    f"{row.low:.1f}-{row.high:.1f}",
                    f"{row.mentions}",
                    f"{row.confidence:.2f}",
                    f"{row.right:.2f}",
                ]
                for row in table.itertuples()
            ],
        )
    text += ["", f"## By code ({' and '.join(parts)})", ""]
    text += _table(
        ["code", "gold", "predicted", "precision", "recall"], _by_code(everything, answers, codebook)
    )
    return "\n".join(text) + "\n"


def _judged(predicted: Sequence[Coding], gold: Sequence[Coding]) -> tuple[np.ndarray, np.ndarray]:
    answers: dict[tuple[str, int], list[Mention]] = defaultdict(list)
    for coding in gold:
        for mention in coding.mentions:
            answers[coding.interview.id, mention.turn].append(mention)
    sure: list[float] = []
    right: list[bool] = []
    for coding in predicted:
        by_turn: dict[int, list[Mention]] = defaultdict(list)
        for mention in coding.mentions:
            by_turn[mention.turn].append(mention)
        for turn, mentions in by_turn.items():
            hits = {ours for ours, _ in match(mentions, answers[coding.interview.id, turn], LEVELS["code"])}
            sure += [mention.confidence for mention in mentions]
            right += [at in hits for at in range(len(mentions))]
    return np.array(sure), np.array(right, dtype=bool)


def _f1s(scores: pd.DataFrame) -> list[str]:
    rows = {row["level"]: row for row in records(scores)}
    return [
        f"{row['f1']:.3f} ({row['precision']:.2f} / {row['recall']:.2f})"
        for row in map(rows.get, LEVELS)
        if row
    ]


def _by_code(predicted: Sequence[Coding], gold: Sequence[Coding], codebook: Codebook) -> list[list[str]]:
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in records(compare(predicted, gold)[1]):
        for at, column in enumerate(("gold", "predicted", "matched")):
            sums[row["code"]][at] += row[column]
    rows = []
    for code in codebook.codes:
        wanted, found, matched = sums[code]
        shares = (f"{matched / max(found, 1):.2f}", f"{matched / max(wanted, 1):.2f}")
        rows.append([code, str(wanted), str(found), *shares])
    return rows


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [header, ["---"] * len(header), *rows]
    return ["| " + " | ".join(line) + " |" for line in lines]
