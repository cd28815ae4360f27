"""The pictures themselves: each takes `Findings` and draws what the report shows; nothing is counted here."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from otzvuk.model.errors import InputError
from otzvuk.model.extra import needed
from otzvuk.model.interview import Role
from otzvuk.model.wording import percent, short, signed
from otzvuk.numbers.count import records
from otzvuk.numbers.findings import Findings
from otzvuk.numbers.wave import Measure

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PRAISE, COMPLAINT, NEUTRAL, SOFT = "#2A7F6F", "#C4512D", "#4A6A85", "#C9C2B6"
"""The colours of the reports; told apart by colour-blind people and in grey."""

_WIDTH, _ROW = 8.0, 0.38  # inches of a picture, of one bar in it
_LABEL: Final = 34  # letters of a label before it goes on in the next line


def ranking(found: Findings, *, most: int = 8, ax: Axes | None = None) -> Axes:
    """The processes by damage, worst first, those named in the headline in colour, with who complains."""
    table = found.harm.ranking
    shown = table[table["damage"] > 0].head(most)
    labels = [found.study.codebook.label(name) for name in shown["process"]]
    axes = _axes(ax, rows=len(shown))
    colours = [COMPLAINT if named else SOFT for named in shown["named"]]
    bars = axes.barh(_lines(axes, labels), shown["damage"], color=colours)
    axes.bar_label(bars, [f"{percent(share)} опрошенных" for share in shown["reach"]], padding=4, fontsize=8)
    axes.set_xlim(0, float(shown["damage"].max() if len(shown) else 1) * 1.3)
    return _told(axes, "Что вредит клиентам больше всего", x="жалоб сверх похвал на одного опрошенного")


def certainty(found: Findings, *, most: int = 8, ax: Axes | None = None) -> Axes:
    """The place of each process with its 90 % interval, and the wider one that holds for all at once."""
    table, whole = found.harm.ranking, found.harm.rank_intervals.set_index("process")
    shown = table[table["damage"] > 0].head(most)
    axes = _axes(ax, rows=len(shown))
    at = _lines(axes, [found.study.codebook.label(name) for name in shown["process"]])
    ends = whole.loc[shown["process"]]
    axes.hlines(at, ends["all_low"], ends["all_high"], color=SOFT, linewidth=2, label="для всех сразу")
    axes.hlines(at, shown["rank_low"], shown["rank_high"], color=NEUTRAL, linewidth=6, label="90 %")
    axes.plot(shown["rank"].astype(float), at, "o", color=COMPLAINT, label="место")
    axes.axvline(3.5, color="black", linewidth=0.6, linestyle=":")
    _whole_numbers(axes)
    _legend_above(axes)
    return _told(axes, "Твёрдо ли место", x="место, 1 — хуже всех")


def priorities(found: Findings, *, ax: Axes | None = None) -> Axes:
    """What to do first: damage upwards, ease to the right; reach is the size, a ring: effort not known."""
    table = found.harm.priorities
    axes = _axes(ax, height=4.5)
    known = table["effort"].notna()
    across = table["ease"] if known.any() else table["reach"]
    size = 60 + 600 * table["reach"]
    face = [COMPLAINT if is_known or not known.any() else "none" for is_known in known]
    axes.scatter(across, table["impact"], s=size, c=face, edgecolors=COMPLAINT, alpha=0.6)
    for number, (x, y) in enumerate(zip(across, table["impact"], strict=True), 1):
        axes.annotate(str(number), (x, y), ha="center", va="center", fontsize=7)
    names = [found.study.codebook.label(name) for name in table["process"]]
    listed = "\n".join(f"{number}. {fill(name, _LABEL)}" for number, name in enumerate(names, 1))
    axes.text(1.02, 1, listed, transform=axes.transAxes, va="top", fontsize=8)
    axes.set_xlim(-0.05, 1.1)
    axes.set_ylim(0, float(table["impact"].max() if len(table) else 1) * 1.3)
    if known.any():
        axes.set_xticks([0.2, 0.4, 0.6, 0.8, 1.0], ["5", "4", "3", "2", "1"])
    return _told(
        axes,
        "Что сначала",
        x="трудоёмкость: справа легче" if known.any() else "доля опрошенных с жалобой",
        y="вред, доля наибольшего",
    )


def themes(found: Findings, *, ax: Axes | None = None) -> Axes:
    """Praise and complaints of each theme, to either side."""
    tree = found.views.themes
    return _both_sides(tree[tree["depth"] == 1], "О чём говорят", ax)


def journey(found: Findings, *, ax: Axes | None = None) -> Axes:
    """Praise and complaints at each stage of the customer's journey."""
    table = found.views.journey
    return _both_sides(table[table["depth"] == 1], "Путь клиента", ax)


def stages(found: Findings, *, ax: Axes | None = None) -> Axes:
    """The map stage × role: complaints a respondent of the role, the darker the worse."""
    table, labels = found.overview.stages, found.study.codebook.stages
    cells = table.pivot(index="stage", columns="role", values="heat").reindex(index=list(labels))
    counts = table.pivot(index="stage", columns="role", values="complaint").reindex(index=list(labels))
    asked = table.groupby("role")["asked"].first()
    roles = [role for role in Role if role.value in cells.columns]
    shown = cells[[role.value for role in roles]].to_numpy(dtype=float)
    axes = _axes(ax, rows=2 * len(labels))
    axes.imshow(shown, cmap="Oranges", vmin=0, vmax=1, aspect="auto")
    axes.set_xticks(range(len(roles)), [fill(role.label, 16) for role in roles])
    axes.set_yticks(range(len(labels)), list(labels.values()))
    for across, role in enumerate(roles):
        for down, stage in enumerate(labels):
            dark = shown[down, across] > 0.6
            words = str(counts.loc[stage, role.value]) if asked[role.value] else "не спрошены"
            axes.text(
                across, down, words, ha="center", va="center", color="white" if dark else "black", fontsize=9
            )
    return _told(axes, "Жалобы: этап × роль")


def network(found: Findings, *, ax: Axes | None = None) -> Axes:
    """The codes that are said in one breath: the thicker the line, the more often together."""
    drawn = found.talk.network
    axes = _axes(ax, height=5)
    for line in records(drawn.lines):
        xs, ys = [line["x"], line["other_x"]], [line["y"], line["other_y"]]
        axes.plot(xs, ys, color=SOFT, linewidth=1 + 8 * line["jaccard"], zorder=1)
    nodes = drawn.nodes
    colours = {theme: f"C{at}" for at, theme in enumerate(found.study.codebook.themes)}
    axes.scatter(
        nodes["x"],
        nodes["y"],
        s=60 + 20 * nodes["units"],
        c=[colours[each] for each in nodes["theme"]],
        zorder=2,
    )
    lower = {line["code" if line["y"] < line["other_y"] else "other"] for line in records(drawn.lines)}
    for node in records(nodes):
        below = node["code"] in lower
        axes.annotate(
            fill(node["label"], 22),
            (node["x"], node["y"]),
            xytext=(0, -10 if below else 10),
            textcoords="offset points",
            ha="center",
            va="top" if below else "bottom",
            fontsize=8,
        )
    axes.set_axis_off()
    axes.margins(0.2)
    return _told(axes, "Что называют вместе, в одной реплике")


def saturation(found: Findings, *, ax: Axes | None = None) -> Axes:
    """How many codes so many interviews bring, on average over their orders and between which ends."""
    known = found.talk.saturation
    table = known.table
    axes = _axes(ax, height=3.5)
    axes.fill_between(table["interviews"], table["codes_low"], table["codes_high"], color=NEUTRAL, alpha=0.2)
    axes.plot(table["interviews"], table["codes_mean"], color=NEUTRAL, label="в среднем по порядкам")
    axes.plot(
        table["interviews"], table["codes_as_read"], "o", color=COMPLAINT, markersize=4, label="как читались"
    )
    _whole_numbers(axes)
    axes.set_ylim(bottom=0)
    axes.legend(fontsize=8, loc="lower right")
    return _told(
        axes, fill(known.verdict[:1].upper() + known.verdict[1:], 90), x="интервью", y="разных кодов"
    )


def scores(found: Findings, *, ax: Axes | None = None) -> Axes:
    """The mean marks of the questionnaire out of ten with 95 % intervals, of three people or more."""
    means = found.scores.means["criterion"]
    shown = means[(means["source"] == "questionnaire") & (means["respondents"] >= 3)]
    rules, criteria = found.survey.settings.scores, found.survey.criteria
    axes = _axes(ax, rows=len(shown))
    names = [criteria[name].label for name in shown["criterion"]]
    _intervals(axes, shown["mean_ten"], names, shown["low_ten"], shown["high_ten"])
    axes.axvline(rules.strength, color=PRAISE, linestyle=":", label="сильная сторона — правее")
    axes.axvline(rules.development, color=COMPLAINT, linestyle=":", label="зона развития — левее")
    axes.set_xlim(0, 10.2)
    _legend_above(axes)
    return _told(axes, "Оценки из анкеты", x="средняя из 10, интервал 95 %")


def waves(found: Findings, *, most: int = 12, ax: Axes | None = None) -> Axes:
    """How the share of respondents with a complaint changed, process by process, since the wave before.

    Raises `InputError` where there are fewer than two waves.
    """
    if not found.waves:
        raise InputError("сравнивать нечего", value="одна волна", expected="две волны или больше")
    last = found.waves[-1]
    table = last.changes
    own = table[(table["by"] == "process") & (table["measure"] == Measure.COMPLAINT.value)]
    own = own[(own["people_before"] + own["people_after"] > 0) & own["difference"].notna()]
    shown = own.reindex(own["difference"].abs().sort_values(ascending=False).index).head(most)
    axes = _axes(ax, rows=len(shown))
    names = [found.study.codebook.label(name) for name in shown["item"]]
    colours = [
        (PRAISE if up < 0 else COMPLAINT) if clear else SOFT
        for up, clear in shown[["difference", "clear"]].to_numpy()
    ]
    _intervals(axes, shown["difference"], names, shown["low"], shown["high"], colours)
    axes.axvline(0, color="black", linewidth=0.8)
    axes.xaxis.set_major_formatter(lambda value, _: signed(100 * value, 0))
    return _told(
        axes,
        f"Жалоб стало больше или меньше: {last.before} → {last.after}",
        x="на сколько процентных пунктов изменилась доля\nреспондентов с жалобой; цветом — ясно",
    )


def _both_sides(table: pd.DataFrame, title: str, ax: Axes | None) -> Axes:
    axes = _axes(ax, rows=len(table))
    at = _lines(axes, [str(each) for each in table["label"]])
    axes.barh(at, table["praise"], color=PRAISE, label="похвалы")
    axes.barh(at, -table["complaint"], color=COMPLAINT, label="жалобы")
    axes.axvline(0, color="black", linewidth=0.8)
    axes.xaxis.set_major_formatter(lambda value, _: f"{abs(value):.0f}")
    _legend_above(axes)
    return _told(axes, title, x="упоминаний")


def _intervals(
    axes: Axes,
    middle: pd.Series[Any],
    names: Sequence[str],
    low: pd.Series[Any],
    high: pd.Series[Any],
    colours: Sequence[str] | None = None,
) -> None:
    """Points with their intervals, one a line, the first on top; without an interval a point alone."""
    at = _lines(axes, names)
    shades = list(colours or [NEUTRAL] * len(names))
    axes.hlines(at, low.fillna(middle), high.fillna(middle), colors=shades, linewidth=2)
    axes.scatter(middle, at, c=shades, s=30, zorder=3)


def _axes(ax: Axes | None, *, rows: int = 0, height: float = 0) -> Axes:
    if ax is not None:
        return ax
    with needed("для картинок", extra="plot"):
        from otzvuk.plot.axes import own_axes
    return own_axes(_WIDTH, height or 1.4 + _ROW * max(rows, 1))


def _told(axes: Axes, title: str, *, x: str = "", y: str = "") -> Axes:
    axes.set_title(title, fontsize=10, loc="left")
    axes.set_xlabel(x, fontsize=9)
    axes.set_ylabel(y, fontsize=9)
    axes.tick_params(labelsize=8)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    _russian_numbers(axes)
    return axes


def _lines(axes: Axes, labels: Sequence[str]) -> range:
    """One line a label, the first on top: where they lie."""
    at = range(len(labels))
    axes.set_yticks(at, [fill(each, _LABEL) for each in labels])
    axes.set_ylim(max(len(labels), 1) - 0.4, -0.6)
    return at


def _russian_numbers(axes: Axes) -> None:
    """Decimal commas on the axes that hold numbers of their own."""
    from matplotlib.ticker import FuncFormatter, ScalarFormatter

    for axis in (axes.xaxis, axes.yaxis):
        if isinstance(axis.get_major_formatter(), ScalarFormatter):
            axis.set_major_formatter(FuncFormatter(lambda value, _: short(value).replace("-", "−")))


def _legend_above(axes: Axes) -> None:
    axes.legend(fontsize=8, loc="lower right", bbox_to_anchor=(1, 1), ncols=3, frameon=False)


def _whole_numbers(axes: Axes) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
