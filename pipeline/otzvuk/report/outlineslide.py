"""The slide of the frequency tree: native boxes and lines, a column a branch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_LINE_DASH_STYLE
from pptx.enum.shapes import MSO_CONNECTOR_TYPE, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Cm, Pt

from otzvuk.model import wording
from otzvuk.report.nativechart import COMPLAINT, NEUTRAL, PRAISE, WISH
from otzvuk.report.outline import TITLE, WORSE, Branch, room

if TYPE_CHECKING:
    from otzvuk.report.slides import Deck

_FACES: Final = {"praise": PRAISE, "complaint": COMPLAINT, "wish": WISH, WORSE: "#7A3B2A"}
_LEFT, _WIDTH, _GAP = 1.6, 30.6, 0.5  # centimetres
_ROOT, _BOX, _LIST = 3.0, 4.9, 6.6  # tops of the root, of the boxes, of the lists
_LINES, _LETTERS, _SIZE = 18, 34, 11
_GREY = RGBColor(0x5B, 0x67, 0x73)


def tree_slide(deck: Deck) -> None:
    """The total on top, the four branches under it, in each its themes and most frequent codes."""
    tree = deck.story.outline
    if not tree.total["mentions"]:
        return
    slide = deck.slide(TITLE)
    told = f"Всего {wording.counted(tree.total['mentions'], 'mention')}"
    root = _box(slide, told, left=_LEFT + _WIDTH / 2 - 4.5, top=_ROOT, width=9, colour=NEUTRAL)
    wide = (_WIDTH - _GAP * (len(tree.branches) - 1)) / len(tree.branches)
    for at, branch in enumerate(tree.branches):
        left = _LEFT + at * (wide + _GAP)
        row = branch.row
        words = f"{branch.label}: {row['mentions']}"
        aside = branch.name == WORSE
        box = _box(slide, words, left=left, top=_BOX, width=wide, colour=_FACES[branch.name], dashed=aside)
        _join(slide, root, box, dashed=aside)
        _list(deck, slide, branch, left=left, width=wide)
    deck.text(slide, tree.sentences[1:], top=17.3, height=1.3, size=11, colour=_GREY, width=28.5)


def _box(
    slide: Any, words: str, *, left: float, top: float, width: float, colour: str, dashed: bool = False
) -> Any:
    shape = slide.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, Cm(left), Cm(top), Cm(width), Cm(1.3))
    own = RGBColor.from_string(colour.lstrip("#"))
    shape.shadow.inherit = False
    shape.line.color.rgb = own
    if dashed:  # the same mentions once more: no part of the sum
        shape.fill.solid()
        shape.fill.fore_color.rgb = RGBColor(0xFF, 0xFF, 0xFF)
        shape.line.dash_style = MSO_LINE_DASH_STYLE.DASH
        shape.line.width = Pt(1.5)
    else:
        shape.fill.solid()
        shape.fill.fore_color.rgb = own
    frame = shape.text_frame
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraph = frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.CENTER
    run = paragraph.add_run()
    run.text = words
    run.font.size, run.font.bold, run.font.name = Pt(15), True, "Calibri"
    run.font.color.rgb = own if dashed else RGBColor(0xFF, 0xFF, 0xFF)
    return shape


def _join(slide: Any, root: Any, box: Any, *, dashed: bool) -> None:
    line = slide.shapes.add_connector(MSO_CONNECTOR_TYPE.STRAIGHT, 0, 0, 0, 0)
    line.begin_connect(root, 2)  # its bottom
    line.end_connect(box, 0)
    line.line.color.rgb, line.line.width = RGBColor(0xA9, 0xB4, 0xC0), Pt(1.25)
    if dashed:
        line.line.dash_style = MSO_LINE_DASH_STYLE.DASH


def _list(deck: Deck, slide: Any, branch: Branch, *, left: float, width: float) -> None:
    """Themes in bold, the most frequent codes under them; how many are left out."""
    leaves, rest = room(branch, _LINES)
    box = slide.shapes.add_textbox(Cm(left), Cm(_LIST), Cm(width), Cm(10.4))
    box.name = f"{branch.label}: темы и коды"
    frame = box.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = Cm(0.1)
    told = [(leaf.row["depth"] == 2, f"{leaf.row['mentions']}\u2002{leaf.label}") for leaf in leaves]
    told += [(False, f"ещё кодов: {rest}")] if rest else []
    told = told or [(False, "никто не сказал")]
    for at, (heavy, words) in enumerate(told):
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        paragraph.space_before = Pt(3 if heavy and at else 0)
        run = paragraph.add_run()
        run.text = ("" if heavy else "\u2003") + _brief(words, _LETTERS - (0 if heavy else 3))
        run.font.size, run.font.bold, run.font.name = Pt(_SIZE), heavy, "Calibri"
        run.font.color.rgb = deck.ink


def _brief(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1].rstrip(' ,:(')}…"
