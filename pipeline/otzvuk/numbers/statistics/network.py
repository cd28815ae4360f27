"""A small picture of what goes together: where each code stands and which lines join them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from otzvuk.numbers.count import framed, records
from otzvuk.numbers.survey import Survey

NODES: Mapping[str, str] = {
    "code": "string",
    "label": "string",
    "theme": "string",
    "theme_label": "string",
    "units": "int64",
    "lines": "int64",
    "x": "float64",
    "y": "float64",
}
"""Columns and types of the codes in the picture; `x`, `y` lie in 0…1, `units` is for the size."""

LINES: Mapping[str, str] = {
    "code": "string",
    "other": "string",
    "together": "int64",
    "jaccard": "float64",
    "x": "float64",
    "y": "float64",
    "other_x": "float64",
    "other_y": "float64",
}
"""Columns and types of the lines, with both ends; `jaccard` is for the width."""

_STEPS = 200

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Network:
    """The picture: `nodes` (`NODES`) and `lines` (`LINES`, the strongest first)."""

    nodes: pd.DataFrame
    lines: pd.DataFrame


def network(
    survey: Survey, *, pairs: pd.DataFrame, least: int = 2, respondents: int = 2, most: int = 40
) -> Network:
    """Draw `pairs`, a table of `cooccurrence`: up to `most` pairs, those with the greatest Jaccard index.

    Only pairs that are together in `least` units or more and with `respondents` or more, so that no single
    person's talk is drawn as a finding. A code without a line is left out. The layout is the same each time.
    """
    codebook = survey.codebook
    shown = pairs[(pairs["together"] >= least) & (pairs["respondents"] >= respondents)]
    shown = shown.sort_values(["jaccard", "together"], ascending=False, kind="stable").head(most)
    units = dict(zip(shown["code"], shown["code_units"], strict=True))
    units |= dict(zip(shown["other"], shown["other_units"], strict=True))
    codes = [code for code in codebook.codes if code in units]
    place = {code: at for at, code in enumerate(codes)}
    ties = np.zeros((len(codes), len(codes)))
    rows = records(shown)
    for row in rows:
        one, other = place[row["code"]], place[row["other"]]
        ties[one, other] = ties[other, one] = row["jaccard"]
    points = spring_layout(ties)
    nodes = [
        {
            "code": code,
            "label": codebook.label(code),
            "theme": codebook.theme_of(code),
            "theme_label": codebook.label(codebook.theme_of(code)),
            "units": units[code],
            "lines": int((ties[at] > 0).sum()),
            "x": points[at, 0],
            "y": points[at, 1],
        }
        for code, at in place.items()
    ]
    for row in rows:
        row["x"], row["y"] = points[place[row["code"]]]
        row["other_x"], row["other_y"] = points[place[row["other"]]]
    return Network(framed(nodes, NODES), framed(rows, LINES))


def spring_layout(ties: Floats) -> Floats:
    """Points (n × 2, in 0…1) for n things with these ties: tied ones near, all others apart.

    Fruchterman & Reingold, Graph drawing by force-directed placement, Software 21 (1991) 1129–1164, from a
    circle in the given order instead of a random start, so that the same ties give the same picture.
    """
    n = len(ties)
    if n < 2:
        return np.full((n, 2), 0.5)
    angle = 2 * np.pi * np.arange(n) / n
    points = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    spacing = np.sqrt(4.0 / n)
    pull = ties / max(float(ties.max()), 1e-12)
    for step in range(_STEPS):
        between = points[:, np.newaxis] - points[np.newaxis]
        distance = np.maximum(np.sqrt((between**2).sum(axis=2)), 1e-3)
        force = spacing**2 / distance**2 - pull * distance / spacing
        # a light pull to the middle keeps unconnected groups in one picture
        move = (between * force[:, :, np.newaxis]).sum(axis=1) - 0.3 * points
        length = np.maximum(np.sqrt((move**2).sum(axis=1, keepdims=True)), 1e-9)
        heat = 0.1 * (1 - step / _STEPS)
        points = points + move / length * np.minimum(length, heat)
    low, high = points.min(axis=0), points.max(axis=0)
    placed: Floats = np.round((points - low) / np.maximum(high - low, 1e-9), 6)
    return placed
