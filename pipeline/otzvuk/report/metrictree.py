"""The metric tree drawn: process → computed and triggered metrics → the codes that ask for each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.util import Cm, Pt

from otzvuk.model import wording
from otzvuk.model.sections import SECTIONS
from otzvuk.numbers.count import records
from otzvuk.numbers.findings import Findings
from otzvuk.numbers.scores import MetricSort
from otzvuk.report.sheet import Book, Column
from otzvuk.report.wellformed import plain

if TYPE_CHECKING:
    from otzvuk.report.slides import Deck
    from otzvuk.report.story import Story
    from otzvuk.report.wordfile import WordFile

Row = Mapping[str, Any]

TITLE: Final = SECTIONS["metrics"].title
NO_METRIC: Final = "Нет показателя"
"""What stands over codes whose complaints no metric of the process would have shown."""

LEGEND: Final = (
    "Вычисляемые показатели считает сам поставщик по своим данным, о триггерных спрашивают клиента после "
    "события. Рядом — код, жалобы с которым показатель увидел бы заранее, и сколько таких жалоб."
)

_CODES: Final = 2  # codes of a metric on a slide
_LEAVES: Final = 13  # codes on a slide
_FACES: Final[Mapping[str, tuple[str, str]]] = {
    "computed": ("E1EAF2", "243B53"),
    "triggered": ("E6F2EF", "1D6558"),
    "": ("F9DDD2", "A83F1D"),
}
"""The colour of a metric's box and of its letters, by its sort."""


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric of a process (`scores.TREE`; without one where nothing shows the codes) and its codes."""

    label: str
    sort: str
    sort_label: str
    how: str
    warned_of: int
    labels: str
    codes: tuple[Row, ...]  # TREE_CODES


@dataclass(frozen=True, slots=True)
class Root:
    """A process with its complaints and metrics, those computed before those asked of the client."""

    row: Row  # TREE
    label: str
    metrics: tuple[Metric, ...]

    @property
    def branches(self) -> tuple[tuple[str, tuple[Metric, ...]], ...]:
        """The metrics under what they are: computed, triggered, missing."""
        named = {**{each.value: each.plural for each in MetricSort}, "": NO_METRIC}
        found = ((named[sort], tuple(each for each in self.metrics if each.sort == sort)) for sort in named)
        return tuple(branch for branch in found if branch[1])


def roots(findings: Findings) -> tuple[Root, ...]:
    """The tree of every process with damage, the worst first."""
    codes: dict[tuple[str, str], list[Row]] = {}
    for row in records(findings.harm.metric_codes):
        codes.setdefault((row["process"], row["metric"]), []).append(row)
    found: dict[str, list[Row]] = {}
    for row in records(findings.harm.metric_tree):
        found.setdefault(row["process"], []).append(row)
    trees = []
    for process, rows in found.items():
        metrics = [
            Metric(
                label=plain(row["metric_label"]),
                sort=row["sort"],
                sort_label=row["sort_label"],
                how=plain(row["how"]),
                warned_of=row["warned_of"],
                labels=row["labels"],
                codes=tuple(codes.get((process, row["metric"]), ())),
            )
            for row in rows
            if row["metric"]
        ]
        metrics.sort(key=lambda each: [sort.value for sort in MetricSort].index(each.sort))
        missing = codes.get((process, ""), [])
        if missing:
            said = sum(row["complaints"] for row in missing)
            labels = " ".join(row["labels"] for row in missing)
            metrics.append(Metric(NO_METRIC, "", "", "", said, labels, tuple(missing)))
        if metrics:
            trees.append(Root(rows[0], plain(rows[0]["process_label"]), tuple(metrics)))
    return tuple(trees)


def _leaf(row: Row) -> str:
    said = wording.counted(row["complaints"], "complaint") if row["complaints"] else "жалоб нет"
    return f"{plain(row['code_label'])}: {said}"


def write_metrics(file: WordFile, story: Story) -> None:
    """The tree of the processes that are told one by one as an outline; nothing without metrics."""
    told = [row["process"] for row in story.told]
    shown = [root for root in roots(story.findings) if root.row["process"] in told]
    if not shown:
        return
    file.heading(TITLE)
    file.note(LEGEND)
    for root in shown:
        rows, bold = list[list[object]](), list[bool]()
        for branch, metrics in root.branches:
            rows.append([branch, "", ""])
            bold.append(True)
            for metric in metrics:
                for at, code in enumerate(metric.codes):
                    name = "" if at or not metric.sort else f"{metric.label}. {metric.how}"
                    rows.append([name, plain(code["code_label"]), code["complaints"] or "—"])
                    bold.append(False)
        columns = ("Показатель", "Код, который о нём просит", "Жалоб")
        said = wording.counted(root.row["complaints"], "complaint")
        file.table(f"{root.label} ({said})", columns, rows, shares=(50, 38, 12), bold=bold, small=True)


def metrics_slide(deck: Deck) -> None:
    """The tree of the worst processes as shapes joined by connectors; nothing without metrics."""
    told = [row["process"] for row in deck.story.told]
    trees = [root for root in roots(deck.story.findings) if root.row["process"] in told]
    shown: list[tuple[Root, list[tuple[Metric, tuple[Row, ...]]]]] = []
    left = _LEAVES
    for root in trees:
        own = [(metric, _shown(metric)) for metric in root.metrics]
        need = sum(max(1, len(codes)) for _, codes in own)
        if shown and need > left:
            break
        shown.append((root, own))
        left -= need
    if not shown:
        return
    slide = deck.slide(TITLE)
    deck.text(slide, [LEGEND], top=2.75, height=1.2, size=12)
    leaves = sum(max(1, len(codes)) for _, own in shown for _, codes in own)
    step = min(1.25, 13.0 / (leaves + 0.35 * (len(shown) - 1)))
    top = 4.2
    for root, own in shown:
        first, boxes = top, []
        for metric, codes in own:
            begin, ends = top, []
            for code in codes:
                ends.append(_box(slide, _leaf(code), left=21.7, top=top, width=10.6, height=step - 0.14))
                top += step
            high = max(step - 0.14, top - begin - 0.14)
            top = max(top, begin + step)
            at = begin + (high - min(high, 1.1)) / 2
            box = _box(
                slide, metric.label, left=10.6, top=at, width=9.4, height=min(high, 1.1),
                face=_FACES[metric.sort], bold=True,
            )  # fmt: skip
            for end in ends:
                _line(slide, box, end)
            boxes.append(box)
        middle = (first + top - step) / 2
        said = wording.counted(root.row["complaints"], "complaint")
        process = _box(
            slide, f"{root.row['rank']}. {root.label}: {said}", left=1.6, top=max(middle - 0.6, 4.0),
            width=7.4, height=1.8, face=("243B53", "FFFFFF"), bold=True, size=13,
        )  # fmt: skip
        for box in boxes:
            _line(slide, process, box)
        top += 0.35 * step
    _key(slide)
    if len(shown) < len(trees):
        rest = "; ".join(root.label for root in trees[len(shown) :])
        deck.text(slide, [f"Ещё процессы: {rest}; они в report.html."], top=17.6, height=0.8, size=11,
                  width=16)  # fmt: skip


def _shown(metric: Metric) -> tuple[Row, ...]:
    """The codes of a metric on a slide: those with complaints, where there are none the first."""
    said = tuple(code for code in metric.codes if code["complaints"])
    return (said or metric.codes[:1])[:_CODES]


def _box(
    slide: Any,
    text: str,
    *,
    left: float,
    top: float,
    width: float,
    height: float,
    face: tuple[str, str] = ("FFFFFF", "243B53"),
    bold: bool = False,
    size: float = 11,
) -> Any:
    shape = slide.shapes.add_shape(
        MSO_SHAPE.ROUNDED_RECTANGLE, Cm(left), Cm(top), Cm(width), Cm(height)
    )  # fmt: skip
    shape.adjustments[0] = 0.12
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(face[0])
    shape.line.color.rgb = RGBColor.from_string("BFC7D0")
    shape.line.width = Pt(0.75)
    shape.shadow.inherit = False
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_top = frame.margin_bottom = Cm(0.05)
    frame.margin_left = frame.margin_right = Cm(0.2)
    run = frame.paragraphs[0].add_run()
    across = (width - 0.4) * 28.35
    fits = [each for each in (size, size - 1, size - 2, size - 3) if _lines(text, each, across) * each * 1.2
            <= (height - 0.1) * 28.35]  # fmt: skip
    run.text = plain(text)
    run.font.size, run.font.bold, run.font.name = Pt(fits[0] if fits else size - 3), bold, "Calibri"
    run.font.color.rgb = RGBColor.from_string(face[1])
    return shape


def _lines(text: str, size: float, across: float) -> int:
    return -(-len(text) // max(1, int(across / (size * 0.54))))


def _line(slide: Any, one: Any, other: Any) -> None:
    """A connector that stays with both boxes when they are moved: from the right of one to the left."""
    line = slide.shapes.add_connector(MSO_CONNECTOR.ELBOW, 0, 0, 0, 0)
    line.begin_connect(one, 3)
    line.end_connect(other, 1)
    line.line.color.rgb = RGBColor.from_string("8A97A5")
    line.line.width = Pt(1)
    line.line.dash_style = MSO_LINE.SOLID


def _key(slide: Any) -> None:
    """What the colours of the boxes mean."""
    said = (("computed", "вычисляемый"), ("triggered", "триггерный"), ("", "нет показателя"))
    for at, (sort, label) in enumerate(said):
        _box(slide, label, left=18.6 + at * 3.9, top=17.55, width=3.7, height=0.7, face=_FACES[sort], size=10)


def add_tree_sheet(book: Book, findings: Findings) -> None:
    """The tree as an outline that folds: process, sort, metric, code; left out without metrics."""
    columns = [
        Column("Процесс", "wrapped", 30), Column("Вид", "wrapped", 26), Column("Показатель", "wrapped", 34),
        Column("Код, который о нём просит", "wrapped", 44), Column("Жалоб", "count"),
        Column("Жалуются, человек", "count"), Column("Как считать или спросить", "wrapped", 60),
        Column("Где спросить клиента", "wrapped", 36),
    ]  # fmt: skip
    rows: list[Sequence[object]] = []
    depths: list[int] = []
    for root in roots(findings):
        ask = "; ".join(filter(None, (root.row["touch_point"], root.row["form"])))
        rows.append([root.label, "Итого", "", "", root.row["complaints"], None, "", plain(ask)])
        depths.append(1)
        for branch, metrics in root.branches:
            for metric in metrics:
                rows.append(
                    [root.label, branch, metric.label, "Итого", metric.warned_of, None, metric.how, ""]
                )
                depths.append(3)
                for code in metric.codes:
                    leaf = [plain(code["code_label"]), code["complaints"], code["respondents"], "", ""]
                    rows.append([root.label, branch, metric.label, *leaf])
                    depths.append(4)
    if rows:
        about = "Процесс → вычисляемые и триггерные показатели → коды, жалобы с которыми они показали бы"
        book.add_table(TITLE, columns, rows, depths=depths, frozen=3, above=[LEGEND], about=about)
