"""Where things stand in the drawings of the page: scatter, network, curve, in units of their view boxes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from otzvuk.model.codebook import Codebook
from otzvuk.numbers.count import records
from otzvuk.numbers.findings import Findings
from otzvuk.report.remark import Remark

WIDTH, HEIGHT = 480, 300
"""The view box of the scatter and of the curve."""

LEFT, RIGHT, TOP, BOTTOM = 44, 14, 14, 40
"""What is kept free around the field for axes and their labels."""

APART = 20
"""How far the centres of two spots of the scatter are from each other at least."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of an axis: where, and what it says."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A process in the scatter; `hollow` where its effort is not known."""

    number: int
    process: str
    label: str
    x: float
    y: float
    radius: float
    hollow: bool


@dataclass(frozen=True, slots=True)
class Scatter:
    """What to do first: harm upwards, ease to the right (reach, where no effort is known)."""

    by_effort: bool
    spots: tuple[Spot, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A code in the network; `hue` numbers its theme from 0."""

    number: int
    code: str
    label: str
    theme: str
    hue: int
    units: int
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Tie:
    """Two codes said in one turn; `said` are the numbers of these mentions."""

    one: Node
    other: Node
    together: int
    jaccard: float
    width: float
    said: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """The network of codes that go together, in a view box of `width` × `height`."""

    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    width: int = WIDTH
    height: int = 340


@dataclass(frozen=True, slots=True)
class Curve:
    """How many codes are known after each interview: as read, on average, and between which ends."""

    read: str
    mean: str
    band: str
    dots: tuple[tuple[float, float, str], ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]


def _x(share: float) -> float:
    return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)


def _y(share: float) -> float:
    return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)


def scatter(rows: Sequence[Mapping[str, Any]], codebook: Codebook) -> Scatter | None:
    """The table of priorities drawn; None where no process has damage."""
    if not rows:
        return None
    by_effort = not all(math.isnan(row["effort"]) for row in rows)
    highest = max(0.1, math.ceil(max(row["impact"] for row in rows) * 10) / 10)
    spots = []
    for row in rows:
        across = row["ease"] if by_effort else row["reach"]
        spots.append(
            Spot(
                number=row["priority_rank"],
                process=row["process"],
                label=codebook.label(row["process"]),
                x=_x(0.04 + 0.92 * across),
                y=_y(0.04 + 0.92 * row["impact"] / highest),
                radius=round(8 + 7 * math.sqrt(row["reach"]), 1),
                hollow=by_effort and math.isnan(row["effort"]),
            )
        )
    if by_effort:
        steps = [((6 - effort) / 5, str(effort)) for effort in (5, 4, 3, 2, 1)]
    else:
        steps = [(share / 100, f"{share} %") for share in (0, 25, 50, 75, 100)]
    up = [(at / 4, f"{highest * at * 25:.0f} %") for at in range(5)]
    return Scatter(
        by_effort,
        tuple(sorted(_apart(spots), key=lambda spot: -spot.radius)),  # small ones on top
        tuple(Tick(_x(0.04 + 0.92 * share), label) for share, label in steps),
        tuple(Tick(_y(0.04 + 0.92 * share), label) for share, label in up),
    )


def _apart(spots: Sequence[Spot]) -> list[Spot]:
    """The spots, moved just so far that no number hides another."""
    places = [[spot.x, spot.y] for spot in spots]
    for _ in range(60):
        for at, one in enumerate(places):
            for further, other in enumerate(places[at + 1 :], at + 1):
                across, up = other[0] - one[0], other[1] - one[1]
                far = math.hypot(across, up)
                if far >= APART:
                    continue
                if far < 0.1:  # in the same place: part them in a direction of their own
                    across, up, far = 0.1 * math.cos(further), 0.1 * math.sin(further), 0.1
                push = (APART - far) / 2 / far
                for place, sign in ((one, -1), (other, 1)):
                    place[0] += sign * push * across
                    place[1] += sign * push * up
    return [replace(spot, x=round(x, 1), y=round(y, 1)) for spot, (x, y) in zip(spots, places, strict=True)]


def graph(findings: Findings, said: Sequence[Remark]) -> Graph:
    """The network of codes said within one turn."""
    found, themes = findings.talk.network, list(findings.study.codebook.themes)
    most = max((row["units"] for row in records(found.nodes)), default=1)
    nodes = {}
    for number, row in enumerate(records(found.nodes), 1):
        nodes[row["code"]] = Node(
            number=number,
            code=row["code"],
            label=row["label"],
            theme=row["theme_label"],
            hue=themes.index(row["theme"]) if row["theme"] in themes else len(themes),
            units=row["units"],
            x=round(30 + row["x"] * (WIDTH - 60), 1),
            y=round(30 + row["y"] * (340 - 60), 1),
            radius=round(11 + 11 * math.sqrt(row["units"] / most), 1),
        )
    turns: dict[tuple[str, int], list[Remark]] = {}
    for remark in said:
        turns.setdefault((remark.interview, remark.turn), []).append(remark)
    ties = []
    for row in records(found.lines):
        pair = {row["code"], row["other"]}
        together = tuple(
            remark.number
            for own in turns.values()
            if pair <= {remark.code for remark in own}
            for remark in own
            if remark.code in pair
        )
        width = round(1.5 + 7 * row["jaccard"], 1)
        one, other = nodes[row["code"]], nodes[row["other"]]
        ties.append(
            Tie(
                one=one,
                other=other,
                together=row["together"],
                jaccard=row["jaccard"],
                width=width,
                said=together,
            )
        )
    return Graph(tuple(nodes.values()), tuple(ties))


def curve(rows: Sequence[Mapping[str, Any]]) -> Curve | None:
    """The table of saturation drawn; None for fewer than two interviews."""
    if len(rows) < 2:
        return None
    last = len(rows)
    top = max(1.0, *(max(row["codes_high"], row["codes_as_read"]) for row in rows))
    step = next(size for size in (1, 2, 5, 10, 20, 50, 100, 200, 500) if top / size <= 5)
    highest = step * math.ceil(top / step)

    def point(row: Mapping[str, Any], column: str) -> tuple[float, float]:
        return _x((row["interviews"] - 1) / (last - 1)), _y(row[column] / highest)

    def line(points: Sequence[tuple[float, float]]) -> str:
        return " ".join(f"{x},{y}" for x, y in points)

    low, high = ([point(row, f"codes_{end}") for row in rows] for end in ("low", "high"))
    every = max(1, math.ceil(last / 10))
    return Curve(
        read=line([point(row, "codes_as_read") for row in rows]),
        mean=line([point(row, "codes_mean") for row in rows]),
        band=line([*high, *reversed(low)]),
        dots=tuple((*point(row, "codes_as_read"), row["interview"]) for row in rows),
        across=tuple(Tick(_x(at / (last - 1)), str(at + 1)) for at in range(0, last, every)),
        up=tuple(Tick(_y(at / highest), str(at)) for at in range(0, highest + 1, step)),
    )
