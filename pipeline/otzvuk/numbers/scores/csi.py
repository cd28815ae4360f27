"""The integral customer satisfaction index from process metrics.

Each metric has a value X (the share of cases in which the process failed the client) and a weight W. The
index of a block is the mean of 1 − X·W over its metrics, that of a client the mean over the blocks. Without
failures it is 1; weights above 1 can take it below 0.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from otzvuk.model.choice import choice
from otzvuk.model.errors import InputError
from otzvuk.model.wording import wave_name
from otzvuk.numbers.count import company_key, framed, natural, types_of
from otzvuk.numbers.where import WRONG, conditions_of
from otzvuk.read.guarded import read_table
from otzvuk.read.table import Row, require_columns

METRICS: Mapping[str, str] = {
    "client": "string",
    "block": "string",
    "metric": "string",
    "value": "float64",
    "weight": "float64",
    "wave": "string",
    "about": "string",
}
"""Columns and types of the table of process metrics, one row a metric and wave; `about` is the code or
process that the metric is about, "" where the file does not say it."""

CSI: Mapping[str, str] = {
    "wave": "string",
    "client": "string",
    "block": "string",
    "metrics": "int64",
    "csi": "float64",
    "normalised": "float64",
    "worst": "string",
    "worst_block": "string",
    "impact": "float64",
    "previous": "string",
    "previous_csi": "float64",
    "change": "float64",
    "note": "string",
}
"""Columns and types of the index table: a row for each client (empty block) and for each of its blocks,
wave by wave; `previous` is the wave before where the client and block had an index, with that and the
difference."""

PULLS: Mapping[str, str] = dict(METRICS) | {"term": "float64", "impact": "float64", "worst": "bool"}
"""Columns and types of the table of what each metric takes from the index."""

ABSOLUTE = (0.0, 1.0)
"""The indices at the ends of the absolute scale: 1 is without failures."""

_BELOW = "индекс ниже нуля: на шкале это её начало"

COLUMNS = {
    "клиент": "client", "компания": "client", "company": "client", "блок": "block", "метрика": "metric",
    "показатель": "metric", "значение": "value", "доля": "value", "x": "value", "х": "value",
    "вес": "weight", "w": "weight", "волна": "wave", "код": "about", "процесс": "about", "code": "about",
    "process": "about", "о чём": "about", "о чем": "about",
}  # fmt: skip
_REQUIRED = ("metric", "block", "value", "weight")


def read_metrics(path: Path) -> pd.DataFrame:
    """The process metrics of a .csv or .xlsx file, with the columns of `METRICS`, in the file's order.

    Needed columns: metric, block, value (a share from 0 to 1, or «20 %»), weight (a number not below 0);
    client, wave and about (a code or process) are optional. Russian names (метрика, блок, значение, вес,
    клиент, волна, код) are understood. Raises `InputError` with row and value for what is no share, no
    weight, unnamed, or named twice in a block and wave.
    """
    table = read_table(path, aliases=COLUMNS)
    require_columns(
        table,
        path,
        _REQUIRED,
        expected="столбцы metric, block, value, weight и, если клиентов несколько, client, а волн — wave",
    )
    if not table.rows:
        raise InputError("в таблице нет ни одной метрики", file=path, expected="строки с метриками")
    named, waves = (any(row[column] for row in table.rows) for column in ("client", "wave"))
    rows: list[dict[str, Any]] = []
    seen: dict[tuple[str, str, str, str], str] = {}
    spelling: dict[str, str] = {}
    for row in table.rows:
        for column in ("metric", "block", *(["client"] if named else []), *(["wave"] if waves else [])):
            if not row[column]:
                raise InputError(
                    f"не заполнен столбец {column}", file=path, place=row.place, expected="название"
                )
        client = spelling.setdefault(company_key(row["client"]), row["client"])
        wave = wave_name(row["wave"])
        key = (wave, client, row["block"], row["metric"])
        if key in seen:
            raise InputError(
                f"метрика повторяется (впервые — {seen[key]})",
                file=path,
                place=row.place,
                value=row["metric"],
                expected="в блоке и волне каждая метрика один раз; другую волну называет столбец wave",
            )
        seen[key] = row.place
        value, weight = _share(row, path), _weight(row, path)
        names = {name: row[name] for name in ("block", "metric", "about")} | {"client": client, "wave": wave}
        rows.append(names | {"value": value, "weight": weight})
    return framed(rows, METRICS)


def metrics_where(metrics: pd.DataFrame, line: str) -> pd.DataFrame:
    """The metrics of some clients, blocks or of some names only: «клиент=Альфа|Бета, блок!=product».

    Raises `InputError` that tells the columns, or the values of a column, and where nothing is left.
    """
    labels = {"client": "клиент", "block": "блок", "metric": "метрика", "wave": "волна"}
    for name, value, wanted in conditions_of(line, labels):
        column = choice(name, labels, f"{WRONG}: у метрик нет такого столбца")
        values = {str(each): "" for each in metrics[column].unique() if each}
        what = f"{WRONG}: в столбце «{labels[column]}» нет такого значения"
        named = [choice(each.strip(), values, what) for each in value.split("|")]
        metrics = metrics[metrics[column].isin(named) == wanted]
    if metrics.empty:
        raise InputError(
            "таких метрик нет", value=line, expected="условия, которым отвечает какая-то метрика"
        )
    return metrics


def csi(
    metrics: pd.DataFrame,
    *,
    scale: tuple[float, float] = (0.0, 10.0),
    bounds: tuple[float, float] | Literal["clients"] | None = None,
) -> pd.DataFrame:
    """The index of each client and of its blocks, wave by wave, with the columns of `CSI`.

    `csi` of a block is mean(1 − X·W), of a client the mean over its blocks (the row with an empty block, that
    comes first). `normalised` puts the clients' indices onto `scale` by `normalise`; of blocks it is missing.
    By default the scale is absolute: its ends are the indices `ABSOLUTE`, and an index below 0 (weights above
    1) is at its beginning, which `note` says. Other `bounds` are two indices, or "clients": the least and the
    greatest among these clients, which makes the scale relative (with one client, or all equal, it is missing
    and `note` says so). `worst` is the metric (of `worst_block`) that pulls the
    client's index down most and `impact` by how much; empty where nothing pulls.
    """
    pulled = pulls(metrics)
    rows: list[dict[str, Any]] = []
    for wave in waves_of(metrics):
        before = {(row["client"], row["block"]): row for row in rows if row["wave"]}  # the last one wins
        for row in _of_wave(pulled[pulled["wave"] == wave], scale, bounds):
            earlier = before.get((row["client"], row["block"]))
            moved: dict[str, Any] = {"wave": wave, "previous": "" if earlier is None else earlier["wave"]}
            if earlier is not None:
                change = round(row["csi"] - earlier["csi"], 9)
                moved |= {"previous_csi": earlier["csi"], "change": change}
            rows.append(row | moved)
    return framed(rows, CSI)


def waves_of(metrics: pd.DataFrame) -> list[str]:
    """The waves of process metrics in natural order; "" (first) for those that name none."""
    return sorted({str(wave) for wave in _waved(metrics)["wave"]}, key=natural)


def of_wave(metrics: pd.DataFrame, wave: str = "") -> pd.DataFrame:
    """The rows of `METRICS`, `PULLS` or `CSI` of that `wave` where it has any, else of the last."""
    waves = waves_of(metrics)
    wanted = wave if wave in waves else waves[-1] if waves else ""
    return metrics[metrics["wave"] == wanted].reset_index(drop=True)


def _waved(metrics: pd.DataFrame) -> pd.DataFrame:
    """The metrics with all columns of `METRICS`: those of an older file have no wave and say no code."""
    extra = {
        name: metrics[name].fillna("").astype("string") if name in metrics else ""
        for name in ("wave", "about")
    }
    return metrics.assign(**extra).astype({"wave": "string", "about": "string"})


def _of_wave(
    pulled: pd.DataFrame,
    scale: tuple[float, float],
    bounds: tuple[float, float] | Literal["clients"] | None,
) -> list[dict[str, Any]]:
    """The rows of one wave, without what compares it."""
    blocks = pulled.groupby(["client", "block"], sort=False)["term"].mean()
    clients = blocks.groupby(level="client", sort=False).mean()
    if bounds is None:
        onto = normalise(clients.clip(lower=ABSOLUTE[0]), scale=scale, bounds=ABSOLUTE)
    else:
        onto = normalise(clients, scale=scale, bounds=None if bounds == "clients" else bounds)
    rows: list[dict[str, Any]] = []
    for client in clients.index:
        own = pulled[pulled["client"] == client]
        nowhere = bool(pd.isna(onto[client]))
        whole = {"csi": round(float(clients[client]), 9), "normalised": onto[client]}
        below = bounds is None and clients[client] < ABSOLUTE[0]
        note = "нормировать не к чему: у всех клиентов один индекс" if nowhere else _BELOW if below else ""
        rows.append({"client": client, "block": "", "note": note} | whole | _heaviest(own))
        for block in own["block"].unique():
            index = round(float(blocks[(client, block)]), 9)
            about = {"client": client, "block": block, "note": "", "csi": index}
            rows.append(about | _heaviest(own[own["block"] == block]))
    return rows


def scale_words(scale: tuple[float, float], bounds: tuple[float, float] | Literal["clients"] | None) -> str:
    """What the ends of the scale are, as a Russian sentence; `scale` and `bounds` as for `csi`.

    >>> scale_words((0, 10), None)
    'Шкала абсолютная: 0 — индекс 0, 10 — индекс 1.'
    """
    low, high = (f"{end:g}".replace(".", ",") for end in scale)
    if bounds == "clients":
        return (
            f"Шкала относительная: {low} — худший из этих клиентов, {high} — лучший, как бы мало они ни "
            "отличались."
        )
    ends = tuple(f"{end:g}".replace(".", ",") for end in bounds or ABSOLUTE)
    return f"Шкала абсолютная: {low} — индекс {ends[0]}, {high} — индекс {ends[1]}."


def _heaviest(own: pd.DataFrame) -> dict[str, Any]:
    """How many metrics these are, and which of them pulls the index down most; of equals the first."""
    first = own.sort_values("impact", ascending=False, kind="stable").iloc[0]
    impact = float(first["impact"])
    named = {"worst": first["metric"], "worst_block": first["block"]} if impact > 0 else {}
    return {"metrics": len(own), "worst": "", "worst_block": "", "impact": impact} | named


def pulls(metrics: pd.DataFrame) -> pd.DataFrame:
    """What each metric takes from its client's index, with the columns of `PULLS`, in the given order.

    `term` is 1 − X·W. `impact` is by how much the index would rise if the metric were 0:
    X·W / (metrics of the block · blocks of the client). `worst` marks the greatest of each client in its
    wave, of equals all.
    """
    metrics = _waved(metrics)
    loss = metrics["value"] * metrics["weight"]
    size = metrics.groupby(["wave", "client", "block"])["metric"].transform("size")
    blocks = metrics.groupby(["wave", "client"])["block"].transform("nunique")
    impact = (loss / (size * blocks)).round(9)
    most = impact.groupby([metrics["wave"], metrics["client"]]).transform("max")
    worst = (impact == most) & (impact > 0)
    return metrics.assign(term=(1 - loss).round(12), impact=impact, worst=worst).astype(types_of(PULLS))


def normalise(
    values: pd.Series[float], *, scale: tuple[float, float], bounds: tuple[float, float] | None = None
) -> pd.Series[float]:
    """Min–max: y = (x − min) / (max − min), then onto `scale` (the ends that 0 and 1 become).

    `bounds` are min and max, by default those of `values`. Where both are equal there is no answer: NaN.
    Raises `InputError` for a scale or bounds that do not rise, and for a value outside the bounds.

    >>> list(normalise(pd.Series([0.2, 0.4, 0.6]), scale=(1, 5)))
    [1.0, 3.0, 5.0]
    """
    bottom, top = scale
    if not (math.isfinite(bottom) and math.isfinite(top) and bottom < top):
        raise InputError("неверная шкала", value=f"{bottom:g}…{top:g}", expected="начало меньше конца")
    if values.empty:
        return values
    low, high = bounds or (float(values.min()), float(values.max()))
    if bounds:
        if not low < high:
            raise InputError("неверные границы", value=f"{low:g}…{high:g}", expected="min меньше max")
        for value in values:
            if not low - 1e-9 <= value <= high + 1e-9:
                raise InputError("индекс вне границ", value=f"{value:g}", expected=f"от {low:g} до {high:g}")
    if math.isclose(low, high, abs_tol=1e-12):
        return values * float("nan")
    return (bottom + (values - low) / (high - low) * (top - bottom)).round(9)


def possible_bounds(metrics: pd.DataFrame) -> tuple[float, float]:
    """The least and greatest index that these weights allow: every X of a client 1, and every X 0."""
    worst = pulls(metrics.assign(value=1.0)).groupby(["wave", "client", "block"])["term"].mean()
    return float(worst.groupby(["wave", "client"]).mean().min()), 1.0


def _share(row: Row, path: Path) -> float:
    text = row["value"].replace("\u00a0", " ").strip()
    number = _number(text.removesuffix("%"))
    value = number / 100 if text.endswith("%") else number
    if not 0 <= value <= 1:
        raise InputError(
            "неверное значение столбца value",
            file=path,
            place=row.place,
            value=row["value"],
            expected="доля от 0 до 1 или проценты от 0 % до 100 %",
        )
    return value


def _weight(row: Row, path: Path) -> float:
    value = _number(row["weight"])
    if not (math.isfinite(value) and value >= 0):
        raise InputError(
            "неверное значение столбца weight",
            file=path,
            place=row.place,
            value=row["weight"],
            expected="вес — число не меньше нуля",
        )
    return value


def _number(text: str) -> float:
    try:
        return float(text.replace(",", ".").replace("\u00a0", "").strip())
    except ValueError:
        return float("nan")
