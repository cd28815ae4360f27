"""report.pptx: the headline, a slide a damaging process, strengths, wishes; charts are PowerPoint's own."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any, Final

from pptx import Presentation
from pptx.chart.chart import Chart
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Cm, Pt

from otzvuk.folder.whole import whole_file
from otzvuk.model import wording
from otzvuk.model.arrangement import OwnText
from otzvuk.model.mention import Kind
from otzvuk.model.sections import SECTIONS, Report
from otzvuk.numbers.quote import CHOSEN, Quote
from otzvuk.numbers.scores import Reached, Zone
from otzvuk.report import csicube, importancemap, metrictree, npsbands, why
from otzvuk.report.clientpages import accounts_slide, cards_slides
from otzvuk.report.document import damage_bars
from otzvuk.report.house import House, Room
from otzvuk.report.journeymap import map_slide
from otzvuk.report.layered import Table as Layered
from otzvuk.report.levelslide import levels_slide
from otzvuk.report.nativechart import COMPLAINT, PRAISE, Bars, dress, workbook
from otzvuk.report.nativescatter import Points, dress_points, points_workbook
from otzvuk.report.outlineslide import tree_slide
from otzvuk.report.planned import plan_slides
from otzvuk.report.story import HURTING_DRAWN, Hurting, Marked, Story, harm_moved, numbers, shortened
from otzvuk.report.tabletext import STRONG
from otzvuk.report.wellformed import plain, settled

WIDTH, HEIGHT, MARGIN = 33.867, 19.05, 1.6
"""Of a slide, in centimetres (16:9)."""

_EDGE = 1.0  # centimetres beside what needs all the width
_TITLE_ONLY = 5  # of the layouts of python-pptx's own template
_CANVAS = Room(Cm(MARGIN), Cm(2.6), Cm(WIDTH - 2 * MARGIN), Cm(15.8))  # where is drawn, under the title
_QUOTE, _CAUSES, _WISHES, _CHOSEN = 230, 6, 5, 4  # characters of a quote, bars of a process, wishes, quotes
_CELL = 160  # characters of a cell
_LAYER, _CELL_OF_LAYER = 6, 110  # rows of a layer on a slide, characters of a cell
_INK, _GREY, _WHITE = RGBColor(0x24, 0x3B, 0x53), RGBColor(0x5B, 0x67, 0x73), RGBColor(0xFF, 0xFF, 0xFF)
_REACHED = {Reached.HERE: "9FD3C7", Reached.PASSED: "DCEFEA", Reached.AHEAD: "FFFFFF"}
_FACES = {"complaint": COMPLAINT, "praise": PRAISE, "wish": "#5560B8"}


def write_slides(path: Path, story: Story, *, template: Path | None = None) -> None:
    """Write the slides; the same story gives the same bytes.

    `template` is a .pptx or .potx whose layouts, theme and slide size they take; its own slides go. Raises
    `InputError` where the template is no presentation or the slides cannot be written.
    """
    content = render_slides(story, template=template)
    with whole_file(path) as temporary:
        temporary.write_bytes(content)


def render_slides(story: Story, *, template: Path | None = None) -> bytes:
    """The slides as bytes."""
    deck = Deck(story, template)
    deck.cover()
    own = story.arrangement.own
    for text in own(Report.SLIDES):
        deck.own(text)
    for name in sections(story):
        for text in own(Report.SLIDES, before=name):
            deck.own(text, name)
        deck.begin(plain(story.arrangement.title_of(name)))
        DRAWERS[name](deck)
        deck.begin()
        for text in own(Report.SLIDES, after=name):
            deck.own(text, name)
    return deck.save()


def sections(story: Story) -> tuple[str, ...]:
    """The names of the sections of the slides in their order: those of report.yaml, else the usual ones."""
    usual = tuple(name for name in DRAWERS if SECTIONS[name].slides == "core")
    return story.arrangement.names(Report.SLIDES) or usual


def _moved(mark: Marked) -> str:
    """The change of a mean since the wave before, to stand in brackets."""
    row = mark.change
    return f"; {wording.signed(row['change'])} к волне {row['previous']}" if row else ""


class Deck:
    """The slides in the making."""

    def __init__(self, story: Story, template: Path | None = None) -> None:
        self.story = story
        self.begin()
        self.house = House(template) if template else None
        if self.house:
            self.file: Any = self.house.file
            return
        self.file = Presentation()
        wider = Cm(WIDTH) / self.file.slide_width
        higher = Cm(HEIGHT) / self.file.slide_height
        self.file.slide_width, self.file.slide_height = Cm(WIDTH), Cm(HEIGHT)
        for page in (self.file.slide_master, *self.file.slide_layouts):
            for shape in page.placeholders:  # the template is 4:3
                if shape.element.spPr.xfrm is not None:
                    shape.left, shape.width = int(shape.left * wider), int(shape.width * wider)
                    shape.top, shape.height = int(shape.top * higher), int(shape.height * higher)

    ink = _INK

    def begin(self, titled: str = "") -> None:
        """Begin a section: `titled` is what its slides are called instead of their own title."""
        self._titled, self._usual = titled, ""

    def cover(self) -> None:
        """What, whose, of whom, when."""
        story = self.story
        told = [story.subtitle, story.whom, story.findings.study.settings.description]
        lines = [shortened(line, 300) for line in told if line]
        if self.house:
            self.house.cover(plain(story.title), lines, story.made)
            return
        slide = self.slide(story.title, size=40)
        slide.shapes.title.top, slide.shapes.title.height = Cm(5.5), Cm(3)
        self.text(slide, lines, top=9, height=5, size=18)
        self.text(slide, [story.made], top=HEIGHT - 3.2, height=1, size=11, colour=_GREY)

    def own(self, text: OwnText, name: str = "") -> None:
        """A text of the user's own as a slide; without a title it is called as its section is."""
        usual = plain(self.story.arrangement.title_of(name)) or SECTIONS[name].title if name else ""
        slide = self.slide(" ".join(text.title.split()) or usual or self.story.title)
        lines = [f"• {words}" if item else words for words, item in text.paragraphs]
        self.text(slide, lines, top=3.3, height=13.2, size=18)

    def hurting(self) -> None:
        """A slide a process that is told of; each is called as its process is."""
        self.begin()
        for each in self.story.hurting:
            self.process(each)

    def main(self) -> None:
        """The headline and the chart of damage."""
        story = self.story
        first, *rest = story.sentences
        slide = self.slide("Главное")
        self.text(slide, [first], top=3.2, height=3.6, size=18, bold=True)
        drawn = story.harmful[:HURTING_DRAWN]
        if len(drawn) > 1:
            bars = damage_bars(drawn)
            self.chart(slide, bars, left=MARGIN, top=7, width=WIDTH * 0.55, height=9.3)
            self.text(
                slide,
                ["Вред на одного опрошенного: жалобы за вычетом похвалы. Серым — нельзя уверенно назвать."],
                top=16.4, height=1, size=11, colour=_GREY, width=WIDTH * 0.55,
            )  # fmt: skip
        aside = [
            shortened(sentence, 330)
            for sentence in (story.caution, *rest, story.moved, story.whom)
            if sentence
        ]
        left = WIDTH * 0.6 if len(drawn) > 1 else MARGIN
        self.text(slide, aside, top=7.2, height=9, size=14, left=left, width=WIDTH - left - MARGIN)

    def process(self, each: Hurting) -> None:
        """A damaging process: numbers, what people complain of, two quotes."""
        row, story = each.row, self.story
        slide = self.slide(f"{row['place']}. {each.label}")
        facts = [
            (str(row["mentions"]), wording.counted(row["mentions"], "complaint").split("\u00a0")[1]),
            (
                f"{row['respondents']} {wording.out_of(story.asked, 'respondent').rsplit(chr(160), 1)[0]}",
                "респондентов жалуются",
            ),
            (wording.chance(row["p_top3"], brief=True), "вероятность первой тройки"),
        ]
        if row["companies"]:  # else nobody knows which
            firms = wording.counted(row["companies"], "company").split("\u00a0")[1]
            facts.insert(2, (str(row["companies"]), firms))
        if moved := harm_moved(row):
            was = wording.number(row["before"]["before"])
            facts.append((moved, f"вред к волне {story.before}: было {was}"))
        if row["scores"]:
            facts.append((wording.number(row["mean_score"], 1), f"средняя из 10, оценок: {row['scores']}"))
        self.facts(slide, facts)
        half = WIDTH * 0.47
        if len(each.causes) > 1:
            shown = each.causes[:_CAUSES]
            listed = "; ".join(f"{name} — {count}" for name, count in shown)
            rest = f" (первые {_CAUSES} из {len(each.causes)})" if len(each.causes) > _CAUSES else ""
            title = [f"На что жалуются, число жалоб{rest}"]
            self.text(slide, title, top=6.8, height=0.9, size=13, bold=True, width=half)
            bars = Bars(
                [name for name, _ in shown],
                [("Жалоб", COMPLAINT, [count for _, count in shown])],
                f"Столбики числа жалоб на процесс «{each.label}»: {listed}.",
            )
            high = min(1.4 + 1.5 * len(shown), 9.2)
            self.chart(slide, bars, left=MARGIN, top=7.8, width=half, height=high)
        elif each.causes:
            lines = [f"Все жалобы — «{each.causes[0][0]}»."]
            self.text(slide, lines, top=7.2, height=3, size=16, width=half)
        self.quotes(slide, each.quotes[:2], left=WIDTH * 0.53, top=6.8)
        doubt = "" if row["named"] else " Уверенно назвать главным нельзя."
        place = wording.standing(row["p_top3"], row["rank_high"])
        self.text(
            slide,
            [f"Этап «{each.stage}». {numbers(row, story.asked)} Место: {place}.{doubt}"],
            top=17, height=0.9, size=11, colour=_GREY,
        )  # fmt: skip

    def strengths(self) -> None:
        """What clients praise."""
        story = self.story
        slide = self.slide("Сильные стороны")
        shown = story.praised[:_CAUSES]
        half, below = WIDTH * 0.47, 3.2
        marked = story.marked(Zone.STRENGTH.value)
        if marked:
            line = "; ".join(
                f"{each.label} — {wording.number(each.row['mean_ten'], 1)} (n = {each.row['marks']}, "
                f"{each.source.lower()}{_moved(each)})"
                for each in marked[:4]
            )
            self.text(slide, [f"Высокие оценки, из 10: {line}."], top=3.2, height=2, size=14)
            below = 5.6
        if len(shown) > 1:
            bars = Bars(
                [row["label"] for row in shown],
                [
                    ("Похвал", PRAISE, [row["praise"] for row in shown]),
                    ("Жалоб", COMPLAINT, [row["complaint"] for row in shown]),
                ],
                "Столбики похвал и жалоб: "
                + "; ".join(f"{row['label']} — {row['praise']} и {row['complaint']}" for row in shown)
                + ".",
            )
            self.chart(slide, bars, left=MARGIN, top=below, width=half, height=17 - below)
        elif shown:
            line = f"Чаще хвалят: «{shown[0]['label']}» — {wording.counted(shown[0]['praise'], 'praise')}."
            self.text(slide, [line], top=below, height=3, size=16, width=half)
        quotes = story.quotes(Kind.PRAISE, most=12)
        codes = [row["code"] for row in shown]
        liked = sorted(quotes, key=lambda each: codes.index(each.code) if each.code in codes else len(codes))
        self.quotes(slide, liked[:3], left=WIDTH * 0.53, top=below)
        if not (marked or shown or quotes):
            self.text(slide, ["Похвалы в этих интервью нет."], top=4, height=2, size=18)
        elif not shown:
            self.text(slide, ["Ни один код не хвалят чаще, чем ругают."], top=below, height=2, size=16,
                       width=half)  # fmt: skip

    def chosen(self) -> None:
        """What a person chose outside of any mention."""
        quotes = self.story.apart[:_CHOSEN]
        if not quotes:
            return
        slide = self.slide(CHOSEN)
        for at, quote in enumerate(quotes):
            top = 3.3 + at * 13.4 / _CHOSEN
            said = wording.in_quotes(shortened(quote.text, _QUOTE))
            self.text(slide, [said], top=top, height=2, size=15)
            remark = f". {quote.remark}" if quote.remark else ""
            signature = shortened(f"{quote.who} ({quote.interview}, {quote.where}){remark}", 140)
            self.text(slide, [signature], top=top + 2, height=0.8, size=11, colour=_GREY)

    def wishes(self) -> None:
        """What clients ask for."""
        story = self.story
        if not story.wishes:
            return
        slide = self.slide("Чего хотят клиенты")
        ordered = sorted(story.wishes, key=lambda wish: (-wish.respondents, -wish.mentions))
        shown = ordered[:_WISHES]
        each_high = 13.4 / len(shown) if len(shown) > 3 else 4.4
        for at, wish in enumerate(shown):
            top = 3.3 + at * each_high
            said = wording.counted(wish.mentions, "wish")
            asked = f"{wish.respondents} {wording.out_of(story.asked, 'respondent')}"
            lines = [shortened(wish.code_label, 70), f"{said}, {asked}"]
            self.text(slide, lines, top=top, height=2, size=13, width=WIDTH * 0.32, bold=True)
            longest = _QUOTE if len(shown) <= 3 else 170
            self.quotes(slide, wish.quotes[:1], left=WIDTH * 0.38, top=top, longest=longest, size=13)
        rest = len(story.wishes) - len(shown)
        if rest:
            self.text(slide, [f"Ещё тем с пожеланиями: {rest}; они в report.docx и report.html."],
                       top=17, height=0.9, size=11, colour=_GREY)  # fmt: skip

    def layer(self, name: str) -> None:
        """What is said beside the mentions, a layer of that name: the first rows of its table."""
        for layer in self.story.layers:
            if layer.anchor != name:
                continue
            slide = self.slide(layer.title)
            self.text(slide, [layer.sentences[0]], top=3.1, height=1.6, size=13)
            shown = layer.main.rows[:_LAYER]
            bottom = self._rows_of(slide, layer.main, _LAYER, top=5.0)
            words = next((each for each in layer.tables if each.words >= 0), layer.main)
            if words is not layer.main:
                fitting = self._fitting_rows(words, 16.6 - bottom)
                self._rows_of(slide, words, fitting, top=bottom + 0.6)
                rest = len(words.rows) - fitting
            else:
                rest = len(words.rows) - len(shown)
            if rest > 0:
                told = f"Ещё строк: {rest}; они в report.html и frequencies.xlsx."
                self.text(slide, [told], top=17.4, height=0.9, size=11, colour=_GREY)

    def _rows_of(self, slide: Any, table: Layered, most: int, *, top: float) -> float:
        """The first rows of a table of words; where it ends, in centimetres from above."""
        rows = [_cells(table, row) for row in table.rows[:most]]
        if rows:
            self.table(slide, table.columns, rows, shares=table.shares, top=top, size=11)
        return top + sum(_tall(cells, table.shares) for cells in ([table.columns, *rows] if rows else ()))

    def _fitting_rows(self, table: Layered, height: float) -> int:
        """How many rows of a table of words `height` centimetres hold, its head counted."""
        left = height - _tall(table.columns, table.shares)
        for at, row in enumerate(table.rows):
            left -= _tall(_cells(table, row), table.shares)
            if left < 0:
                return at
        return len(table.rows)

    def maturity(self) -> None:
        """The five steps of work with feedback by the four levels, with where the company stands."""
        found = self.story.findings.scores.maturity
        if found is None:
            return
        slide = self.slide("Зрелость работы с обратной связью")
        legend = "Тёмное — где компания сейчас, бледное — что пройдено."
        self.text(slide, [found.sentence, legend], top=2.6, height=1.4, size=12)
        columns = ("Шаг", *(f"{level} «{name}»" for level, name in enumerate(found.levels)))
        rows = [[step, *(text for text, _ in cells)] for step, cells in found.rows]
        fills = [["", *(_REACHED[reached] for _, reached in cells)] for _, cells in found.rows]
        self.table(slide, columns, rows, shares=(11, 20, 21, 23, 25), top=4.3, size=9, fills=fills)

    def method(self) -> None:
        """How it was counted, and how far to trust it; what was assumed is in the appendix of the report."""
        story = self.story
        slide = self.slide("Как посчитано")
        settings = story.findings.study.settings
        lines = [
            story.whom,
            "Вред процесса: для каждого респондента жалобы за вычетом похвалы, не меньше 0 и не больше "
            f"{settings.damage_cap}; среднее по всем опрошенным.",
            f"Уверенность: выборка пересобрана {settings.replicates} раз вместе с ошибками разметки. Названы "
            f"главными те, кто с вероятностью не меньше {settings.headline.p_top3 * 100:g} % все в "
            f"первой тройке; жалуются не меньше "
            f"{settings.headline.reach * 100:g} % опрошенных.",
            story.findings.harm.sensitivity_note,
            "Числа описывают опрошенных людей, а не всех клиентов.",
            "Что программа предположила о файлах — в приложении к report.docx." if story.assumed else "",
            story.made + ".",
        ]
        self.text(slide, [line for line in lines if line], top=3.2, height=14, size=13)

    def save(self) -> bytes:
        """The file's bytes."""
        if self.house:
            for slide in list(self.file.slides)[1:]:
                self.house.settle(slide, _CANVAS)
        story, about = self.story, self.file.core_properties
        author = f"Отзвук {story.run.get('version', '')}".strip()
        about.title, about.author, about.last_modified_by = story.title[:255], author, author
        about.created = about.modified = story.created
        about.language, about.revision, about.keywords = "ru-RU", 1, ""
        made = io.BytesIO()
        self.file.save(made)
        return settled(made.getvalue())

    # --- parts of a slide -----------------------------------------------------------------------------

    def slide(self, title: str, *, size: float = 28) -> Any:
        """A new slide with its title and number."""
        if self._titled:  # the first slide of a section, and those that go on with it
            self._usual = self._usual or title
            if title.startswith(self._usual):
                title = self._titled + title.removeprefix(self._usual)
        if self.house:
            return self.house.slide(shortened(title, 110))
        slide = self.file.slides.add_slide(self.file.slide_layouts[_TITLE_ONLY])
        shape = slide.shapes.title
        shape.left, shape.top, shape.width, shape.height = (
            Cm(MARGIN), Cm(0.9), Cm(WIDTH - 2 * MARGIN), Cm(2),
        )  # fmt: skip
        frame = shape.text_frame
        frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
        paragraph = frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = shortened(title, 110)
        _font(run, size=size if len(title) < 60 else size * 0.8, bold=True, colour=_INK)
        if len(self.file.slides) > 1:
            self._number(slide)
        return slide

    def _number(self, slide: Any) -> None:
        box = slide.shapes.add_textbox(Cm(WIDTH - MARGIN - 2), Cm(HEIGHT - 1.2), Cm(2), Cm(0.8))
        box.name = "Номер слайда"
        paragraph = box.text_frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.RIGHT
        paragraph._p.append(
            parse_xml(
                f'<a:fld {nsdecls("a")} id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum">'
                f'<a:rPr lang="ru-RU" sz="1000"/><a:t>{len(self.file.slides)}</a:t></a:fld>'
            )
        )

    def text(
        self,
        slide: Any,
        lines: Sequence[str],
        *,
        top: float,
        height: float,
        size: float,
        left: float = MARGIN,
        width: float = WIDTH - 2 * MARGIN,
        bold: bool = False,
        colour: RGBColor = _INK,
    ) -> None:
        """A box of paragraphs; the letters are smaller where the text would not fit."""
        size = _fitting(lines, size, width, height)
        box = slide.shapes.add_textbox(Cm(left), Cm(top), Cm(width), Cm(height))
        frame = box.text_frame
        frame.word_wrap = True
        for at, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            paragraph.space_after = Pt(size * 0.45)
            run = paragraph.add_run()
            run.text = plain(line)
            _font(run, size=size, bold=bold and at == 0, colour=colour)

    def facts(self, slide: Any, facts: Sequence[tuple[str, str]]) -> None:
        """Numbers in a row, each over what it counts."""
        width = (WIDTH - 2 * MARGIN) / len(facts)
        for at, (value, label) in enumerate(facts):
            box = slide.shapes.add_textbox(Cm(MARGIN + at * width), Cm(3.1), Cm(width - 0.3), Cm(3))
            frame = box.text_frame
            frame.word_wrap = True
            run = frame.paragraphs[0].add_run()
            run.text = value
            _font(run, size=30, bold=True, colour=RGBColor.from_string(COMPLAINT.lstrip("#")))
            run = frame.add_paragraph().add_run()
            run.text = label
            _font(run, size=12, colour=_GREY)

    def quotes(
        self,
        slide: Any,
        quotes: Sequence[Quote],
        *,
        left: float,
        top: float,
        longest: int = _QUOTE,
        size: float = 15,
        width: float = 0,
    ) -> None:
        """Quotes one under another, each with its line and who said it; as wide as there is room for."""
        width = width or WIDTH - left - MARGIN
        for quote in quotes:
            said = wording.in_quotes(shortened(quote.text, longest))
            remark = f". {quote.remark}" if quote.remark else ""
            signature = shortened(f"{quote.who} ({quote.interview}, {quote.where}){remark}", 140)
            lines = _lines(said, size, width - 0.6) * size * 1.22 + _lines(signature, 11, width - 0.6) * 14
            height = lines / 28.35 + 0.5
            line = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Cm(left), Cm(top + 0.15), Cm(0.12), Cm(height))
            line.fill.solid()
            line.fill.fore_color.rgb = RGBColor.from_string(_FACES[quote.kind.value].lstrip("#"))
            line.line.fill.background()
            line.name = "Черта у цитаты"
            box = slide.shapes.add_textbox(Cm(left + 0.3), Cm(top), Cm(width - 0.3), Cm(height))
            box.name = "Цитата"
            frame = box.text_frame
            frame.word_wrap = True
            run = frame.paragraphs[0].add_run()
            run.text = said
            _font(run, size=size, colour=_INK, italic=True)
            run = frame.add_paragraph().add_run()
            run.text = signature
            _font(run, size=11, colour=_GREY)
            top += height + 0.6

    def table(
        self,
        slide: Any,
        columns: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        shares: Sequence[float],
        top: float = 3.3,
        size: float = 12,
        fills: Sequence[Sequence[str]] = (),
        left: float = MARGIN,
        width: float = WIDTH - 2 * MARGIN,
    ) -> None:
        """A table; `fills` are colours of the cells of its rows, where not the table's own."""
        place = Cm(left), Cm(top), Cm(width), Cm(1.2 * (1 + len(rows)))
        table = slide.shapes.add_table(1 + len(rows), len(columns), *place).table
        for at, share in enumerate(shares):
            table.columns[at].width = Cm(width * share / sum(shares))
        for line, cells in enumerate([columns, *rows]):
            for at, words in enumerate(cells):
                run = table.cell(line, at).text_frame.paragraphs[0].add_run()
                run.text = shortened(words, _CELL if size > 9 else 2 * _CELL)
                if line and fills and (colour := fills[line - 1][at]):
                    table.cell(line, at).fill.solid()
                    table.cell(line, at).fill.fore_color.rgb = RGBColor.from_string(colour)
                _font(run, size=size, bold=line == 0, colour=_WHITE if line == 0 else _INK)

    def room(self, top: float) -> tuple[float, float]:
        """The width and height that a slide has from `top` on, in centimetres; the number stays free."""
        return WIDTH - 2 * _EDGE, HEIGHT - top - 1.0

    def matrix(
        self,
        slide: Any,
        columns: Sequence[str],
        rows: Sequence[Sequence[Sequence[str]]],
        *,
        widths: Sequence[float],
        heights: Sequence[float],
        fills: Sequence[str],
        top: float,
        size: float,
    ) -> None:
        """A table of much text from edge to edge: cells of paragraphs, the first column their names.

        `widths` of the columns and `heights` of the rows in centimetres, `fills` colours of the rows. What
        stands before `STRONG` in a paragraph is bold.
        """
        place = Cm(_EDGE), Cm(top), Cm(sum(widths)), Cm(0.8 + sum(heights))
        table = slide.shapes.add_table(1 + len(rows), len(columns), *place).table
        for at, width in enumerate(widths):
            table.columns[at].width = Cm(width)
        for line, (cells, height) in enumerate(
            zip([[[each] for each in columns], *rows], [0.8, *heights], strict=True)
        ):
            table.rows[line].height = Cm(height)
            for at, paragraphs in enumerate(cells):
                cell, head = table.cell(line, at), line == 0
                cell.margin_left = cell.margin_right = Cm(0.12)
                cell.margin_top = cell.margin_bottom = Cm(0.05)
                fill = "243B53" if head else "EEF2F6" if at == 0 else fills[line - 1]
                cell.fill.solid()
                cell.fill.fore_color.rgb = RGBColor.from_string(fill)
                frame = cell.text_frame
                frame.word_wrap = True
                for number, words in enumerate(paragraphs):
                    paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
                    named, colour = head or at == 0, _WHITE if head else _INK
                    strong, _, rest = words.rpartition(STRONG)
                    for part, bold in ((strong, True), (rest, named)):
                        if part:
                            run = paragraph.add_run()
                            run.text = plain(part) + (" " if part is strong else "")
                            _font(run, size=10 if at == 0 else size, bold=bold, colour=colour)

    def chart(
        self, slide: Any, bars: Bars | Points, *, left: float, top: float, width: float, height: float
    ) -> None:
        """A native chart with its alternative text."""
        kind = XL_CHART_TYPE.XY_SCATTER if isinstance(bars, Points) else XL_CHART_TYPE.BAR_CLUSTERED
        frame = slide.shapes.add_chart(kind, Cm(left), Cm(top), Cm(width), Cm(height), bars.data)
        chart: Chart = frame.chart
        if isinstance(bars, Points):
            dress_points(chart, bars, size=12)
            sheet = points_workbook(bars, self.story.created)
        else:
            dress(chart, bars, size=12)
            sheet = workbook(bars, self.story.created)
        chart.part.chart_workbook.update_from_xlsx_blob(sheet)
        properties = frame._element.nvGraphicFramePr.cNvPr
        properties.set("descr", plain(bars.described))


def _font(run: Any, *, size: float, colour: RGBColor, bold: bool = False, italic: bool = False) -> None:
    run._r.insert(0, deepcopy(_letters(size, str(colour), bold, italic)))


@cache
def _letters(size: float, colour: str, bold: bool, italic: bool) -> Any:
    """The look of a run, read once: python-pptx takes long over each of its parts."""
    looks = f'sz="{Pt(size).centipoints}" b="{int(bold)}"' + (' i="1"' if italic else "")
    return parse_xml(
        f'<a:rPr {nsdecls("a")} lang="ru-RU" {looks}><a:solidFill>'
        f'<a:srgbClr val="{colour}"/></a:solidFill><a:latin typeface="Calibri"/></a:rPr>'
    )


def _lines(text: str, size: float, width: float) -> int:
    """Lines that a text takes in letters of `size` points, `width` in centimetres; rather more."""
    across = max(int((width - 0.5) * 28.35 / (size * 0.56)), 10)
    return -(-len(text) // across)


def _cells(table: Layered, row: Sequence[str]) -> list[str]:
    """A row as a slide shows it."""
    return [
        shortened(wording.in_quotes(plain(cell)) if at == table.words else plain(cell), _CELL_OF_LAYER)
        for at, cell in enumerate(row)
    ]


def _tall(cells: Sequence[str], shares: Sequence[float], size: float = 11) -> float:
    """The height of a row, in centimetres; rather more."""
    width = WIDTH - 2 * MARGIN
    lines = max(
        _lines(cell, size, width * share / sum(shares)) for cell, share in zip(cells, shares, strict=True)
    )
    return max(1.2, lines * size * 1.22 / 28.35 + 0.3)


def _fitting(lines: Sequence[str], size: float, width: float, height: float) -> float:
    """The greatest size up to `size` in which the lines fit the box, in steps of a point; at least 9."""
    while size > 9:
        needed = sum(_lines(line, size, width) * size * 1.22 + size * 0.45 for line in lines)
        if needed / 28.35 <= height:
            break
        size -= 1
    return size


DRAWERS: Final[Mapping[str, Callable[[Deck], None]]] = {
    "main": Deck.main,
    "hurting": Deck.hurting,
    "levels": levels_slide,
    "zones": Deck.strengths,
    "csi": csicube.csi_slide,
    "nps": npsbands.nps_slide,
    "why": why.why_slide,
    "chosen": Deck.chosen,
    "wishes": Deck.wishes,
    "journeymap": map_slide,
    "losses": lambda deck: deck.layer("losses"),
    "leaving": lambda deck: deck.layer("leaving"),
    "matters": lambda deck: deck.layer("matters"),
    "importance": importancemap.importance_slide,
    "rivals": lambda deck: deck.layer("rivals"),
    "accounts": accounts_slide,
    "clientcards": cards_slides,
    "frequencies": tree_slide,
    "metrics": metrictree.metrics_slide,
    "plan": plan_slides,
    "maturity": Deck.maturity,
    "method": Deck.method,
}
"""What draws the slides of each section, in the usual order; nothing comes of one without data."""
