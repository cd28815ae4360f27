"""The slides of the user's own template: its layouts, theme and slide size, without its slides.

Everything is drawn first on a canvas of our own (`slides.WIDTH` × `HEIGHT` centimetres) and then put into the
place that the template leaves for content, letters and all: so a template of another size, or with a broad
head, needs no other drawing. Titles, fonts and colours of plain text are the template's; charts and tables
take the colours of its theme where they have none of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Any, Final

from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Cm, Emu, Pt

from otzvuk.model.errors import InputError
from otzvuk.report.template import as_document

_TEMPLATE, _SLIDES = "presentationml.template.main+xml", "presentationml.presentation.main+xml"
_HEADS: Final = ("title", "ctrTitle")
_ASIDE: Final = ("dt", "ftr", "sldNum")  # what stands at the edge of a slide and is not content
_OWN: Final = {"243B53", "333F4B"}  # colours of our own for text: the template's text is theirs
_GREY: Final = "5B6773"
_FAINT: Final = '<a:schemeClr {} val="tx1"><a:lumMod val="65000"/><a:lumOff val="35000"/></a:schemeClr>'
_LEAST, _MOST = 0.6, 3.0  # letters are not made smaller or larger than that
_NAMED, _NUMBERED = "Название", "Номер слайда"
_LETTERS: Final = 0.56  # of a letter's size is its width, rather more


@dataclass(frozen=True)
class Room:
    """A rectangle on a slide, in EMU."""

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> int:
        """Its lower edge."""
        return self.top + self.height


class House:
    """A template opened: `file` is the presentation, empty of slides."""

    def __init__(self, template: Path) -> None:
        """Raises `InputError` where the file is no presentation, or one without any layout."""
        self.file: Any = opened(template)
        _strip(self.file)
        layouts = [layout for master in self.file.slide_masters for layout in master.slide_layouts]
        if not layouts:
            raise InputError(
                "в шаблоне слайдов нет ни одного макета",
                file=template,
                expected="файл .pptx или .potx, в котором есть хотя бы один макет слайда",
            )
        self.layout: Any = min(layouts, key=_unlike_title_only)
        self.first: Any = min(layouts, key=_unlike_cover)

    # --- slides ---------------------------------------------------------------------------------------

    def slide(self, title: str) -> Any:
        """A new slide with a title where the template has it, and with its number where it shows one."""
        slide = self.file.slides.add_slide(self.layout)
        _clear(slide, keep=_HEADS)
        self._entitle(slide, title)
        self._number(slide)
        return slide

    def cover(self, title: str, lines: Sequence[str], small: str) -> Any:
        """The first slide: the title, and the lines in the template's subtitle, else under the title."""
        slide = self.file.slides.add_slide(self.first)
        body = next((each for each in slide.placeholders if _sort(each) in ("subTitle", "body")), None)
        _clear(slide, keep=(*_HEADS, *([_sort(body)] if body is not None else [])), but=body)
        head = self._entitle(slide, title)
        if body is not None and body.width and body.height:
            frame = body.text_frame
            for at, line in enumerate([*lines, small]):
                paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
                paragraph.text = line
            frame.auto_size = MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE
            room = Room(body.left, body.top, body.width, body.height)
            _fit_text(frame, room, _inherited(body, self.first, 20))
            return slide
        top = head.top + head.height
        below = self.file.slide_height - top
        if below < self.file.slide_height / 4:  # the title is at the foot
            top, below = Emu(self.file.slide_height // 20), head.top
        box = slide.shapes.add_textbox(head.left, top, head.width, int(below * 0.8))
        box.text_frame.word_wrap = True
        for at, line in enumerate([*lines, small]):
            paragraph = box.text_frame.paragraphs[0] if at == 0 else box.text_frame.add_paragraph()
            paragraph.text = line
        _fit_text(box.text_frame, Room(box.left, box.top, box.width, box.height), 18)
        return slide

    def _entitle(self, slide: Any, title: str) -> Any:
        shape = slide.shapes.title
        wide, high = self.file.slide_width, self.file.slide_height
        if shape is None or not shape.width or shape.width < wide * 0.3 or shape.height > high * 0.6:
            if shape is not None:  # set upright at an edge, or over the whole slide
                shape.element.getparent().remove(shape.element)
            shape = slide.shapes.add_textbox(wide // 20, high // 20, int(wide * 0.9), high // 9)
            shape.name = _NAMED
            shape.text_frame.word_wrap, shape.text_frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
            shape.text_frame.text = title
            shape.text_frame.paragraphs[0].runs[0].font.bold = True
            size = 28.0 * sqrt(wide * high / (Cm(33.867) * Cm(19.05)))
        else:
            shape.text_frame.text = title
            size = _inherited(shape, slide.slide_layout, 40)
        _fit_text(shape.text_frame, Room(shape.left, shape.top, shape.width, shape.height), size)
        return shape

    def _number(self, slide: Any) -> None:
        """The slide's number where the layout shows it; in a corner where it does not."""
        own = next((each for each in slide.slide_layout.placeholders if _sort(each) == "sldNum"), None)
        number = len(self.file.slides)
        if own is not None:
            index = own.element.ph.get("idx", "12")
            slide.shapes._spTree.append(
                parse_xml(
                    f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{900 + number}" name="Номер слайда"/>'
                    f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldNum" sz="quarter" '
                    f'idx="{index}"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>'
                    f"{_field(number)}</p:txBody></p:sp>"
                )
            )
            return
        wide, high = self.file.slide_width, self.file.slide_height
        box = slide.shapes.add_textbox(int(wide * 0.9), int(high * 0.94), int(wide * 0.08), int(high * 0.05))
        box.name = _NUMBERED
        old = box.text_frame.paragraphs[0]._p
        old.getparent().replace(old, parse_xml(_field(number, ' sz="1000"')))

    # --- putting what was drawn into its place --------------------------------------------------------

    def settle(self, slide: Any, canvas: Room) -> None:
        """Put what was drawn on `canvas` into the room of the slide, with its letters and in its colours."""
        room = self._room(slide)
        across, down = room.width / canvas.width, room.height / canvas.height
        letters = min(max(min(sqrt(across * down), 1.05 * across), _LEAST), _MOST)  # words stay whole
        for element in _drawn(slide):
            for place in element.iter(qn("a:xfrm"), qn("p:xfrm")):
                if place.getparent().getparent() is not element and place.getparent() is not element:
                    continue  # within a group
                start, size = place.find(qn("a:off")), place.find(qn("a:ext"))
                if start is None or size is None:
                    continue
                start.set("x", str(room.left + round((int(start.get("x")) - canvas.left) * across)))
                start.set("y", str(room.top + round((int(start.get("y")) - canvas.top) * down)))
                size.set("cx", str(round(int(size.get("cx")) * across)))
                size.set("cy", str(round(int(size.get("cy")) * down)))
            for column in element.iter(qn("a:gridCol")):
                column.set("w", str(round(int(column.get("w")) * across)))
            for row in element.iter(qn("a:tr")):
                row.set("h", str(round(int(row.get("h")) * down)))
            _dress(element, letters)
        for shape in slide.shapes:
            if shape.has_chart:
                _dress(shape.chart._chartSpace, letters, chart=True)

    def _room(self, slide: Any) -> Room:
        """Where the content of a slide goes: the room of the template's own content, below the title."""
        wide, high = self.file.slide_width, self.file.slide_height
        master = slide.slide_layout.slide_master
        edges = [
            each
            for page in (slide.slide_layout, master)
            for each in page.placeholders
            if _sort(each) in _ASIDE and each.top is not None and each.top > high * 0.75
        ]
        foot = min((each.top for each in edges), default=int(high * 0.95))
        head: Any = slide.shapes.title
        if head is None:
            head = next((each for each in slide.shapes if each.name == _NAMED), None)
        gap = high // 60
        top = head.top + head.height + gap if head is not None else high // 20
        if head is not None and top > high * 0.5:  # the title is at the foot
            top, foot = high // 20, min(foot, head.top)
        body = next((each for each in master.placeholders if _sort(each) == "body"), None)
        left, right = wide // 20, wide - wide // 20
        if body is not None and body.width and body.width > wide * 0.5 and body.height > high * 0.3:
            left, right = body.left, body.left + body.width
            if head is None or body.top >= head.top:
                top = max(top, body.top)
        elif head is not None and head.width > wide * 0.5:
            left, right = head.left, head.left + head.width
        if foot - gap - top < high * 0.4:  # odd templates: better over their ornaments than unreadable
            foot = int(high * 0.97)
        return Room(left, top, right - left, foot - gap - top)


def _field(number: int, size: str = "") -> str:
    """A paragraph with the slide's number, which PowerPoint keeps up to date."""
    return (
        f'<a:p {nsdecls("a")}><a:fld id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum">'
        f'<a:rPr lang="ru-RU"{size}/><a:t>{number}</a:t></a:fld></a:p>'
    )


def opened(template: Path) -> Any:
    """A .pptx or .potx as a presentation. Raises `InputError` where it is none."""
    try:
        return Presentation(as_document(template.read_bytes(), _TEMPLATE, _SLIDES))
    except Exception as error:  # whatever python-pptx, lxml or zipfile make of a file that is none
        raise InputError(
            "шаблон слайдов не читается как презентация PowerPoint",
            file=template,
            expected="файл .pptx или .potx без макросов, который открывается в PowerPoint",
        ) from error


def _strip(file: Any) -> None:
    """Take the template's own slides out, and all that names them."""
    listed = file.slides._sldIdLst
    for each in list(listed):
        file.part.drop_rel(each.rId)
        listed.remove(each)
    root = file.part._element
    for name in ("p:custShowLst",):
        for old in root.findall(qn(name)):
            root.remove(old)
    for extension in root.iter("{*}ext"):
        if any(str(child.tag).endswith("}sectionLst") for child in extension):
            extension.getparent().remove(extension)
            break


def _sort(shape: Any) -> str:
    """What a placeholder is for, as the file says it; "" is "any content"."""
    found: str = shape.element.ph.get("type", "obj") if shape.element.ph is not None else ""
    return found


def _content(layout: Any) -> list[Any]:
    return [each for each in layout.placeholders if _sort(each) not in (*_HEADS, *_ASIDE)]


def _unlike_title_only(layout: Any) -> tuple[int, int, int]:
    """How far a layout is from a title and nothing else."""
    sorts = [_sort(each) for each in layout.placeholders]
    told = layout.element.get("type", "")
    return (
        0 if told == "titleOnly" else 1,
        0 if "title" in sorts else 1 if "ctrTitle" in sorts else 2,
        len(_content(layout)),
    )


def _unlike_cover(layout: Any) -> tuple[int, int, int]:
    sorts = [_sort(each) for each in layout.placeholders]
    told = layout.element.get("type", "")
    return (
        0 if told == "title" else 1,
        0 if "ctrTitle" in sorts else 1 if "title" in sorts else 2,
        abs(len(_content(layout)) - 1),
    )


def _clear(slide: Any, *, keep: Sequence[str], but: Any = None) -> None:
    """Take out the placeholders that are not filled: they would ask for text."""
    for shape in list(slide.placeholders):
        sort = _sort(shape)
        kept = shape.element is but.element if but is not None and sort not in _HEADS else sort in keep
        if not kept:
            shape.element.getparent().remove(shape.element)


def _inherited(shape: Any, layout: Any, otherwise: float) -> float:
    """The size in points that a placeholder's text has by its layout and master."""
    sort, index = _sort(shape), shape.element.ph.get("idx")
    master = layout.slide_master
    same = [each for each in layout.placeholders if each.element.ph.get("idx") == index]
    alike = [
        each for each in master.placeholders if _sort(each) in (sort, "title" if sort in _HEADS else "body")
    ]
    for each in (*same, *alike):
        for level in each.element.iter(qn("a:lvl1pPr")):
            for run in level.iter(qn("a:defRPr")):
                if run.get("sz"):
                    return int(run.get("sz")) / 100
    styles = master.element.find(qn("p:txStyles"))
    name = "p:titleStyle" if sort in _HEADS else "p:bodyStyle"
    own = styles.find(qn(name)) if styles is not None else None
    for level in own.iter(qn("a:lvl1pPr")) if own is not None else ():
        for run in level.iter(qn("a:defRPr")):
            if run.get("sz"):
                return int(run.get("sz")) / 100
    return otherwise


def _fit_text(frame: Any, room: Room, size: float) -> None:
    """Give the text the greatest size up to `size` in which it fits; an inherited one stays where it does."""
    lines = [paragraph.text for paragraph in frame.paragraphs]
    wide, high = (room.width - Cm(0.5)) / 12700, (room.height - Cm(0.2)) / 12700
    fitting = size
    while fitting > 9 and sum(_rows(line, fitting, wide) for line in lines) * fitting * 1.2 > high:
        fitting -= 1
    loose = next(frame._txBody.getparent().iter(qn("p:ph")), None) is None
    if fitting < size or loose:
        for paragraph in frame.paragraphs:
            for run in paragraph.runs:
                run.font.size = Pt(round(fitting))


def _rows(text: str, size: float, wide: float) -> int:
    return max(1, -(-len(text) // max(int(wide / (size * _LETTERS)), 5)))


def _drawn(slide: Any) -> Iterator[Any]:
    """The shapes of our own: neither placeholders nor what `House` itself has put in its place."""
    for shape in slide.shapes:
        if not shape.is_placeholder and shape.name not in (_NAMED, _NUMBERED):
            yield shape.element


def _dress(element: Any, letters: float, *, chart: bool = False) -> None:
    """Letters of another size, in the template's font, and in its colours where they stand on its ground."""
    for look in _looks(element):
        if look.get("sz"):
            look.set("sz", str(max(round(int(look.get("sz")) * letters / 50) * 50, 700)))
        for font in look.findall(qn("a:latin")):
            look.remove(font)
        if chart or not _filled(look):
            _recolour(look)


def _looks(element: Any) -> Iterable[Any]:
    return [*element.iter(qn("a:rPr"), qn("a:defRPr"), qn("a:endParaRPr"))]


def _filled(look: Any) -> bool:
    """Whether the text stands on a ground of our own: a filled shape, or a table."""
    for parent in look.iterancestors():
        if parent.tag == qn("a:tc"):
            return True
        if parent.tag == qn("p:sp"):
            return parent.find(qn("p:spPr")).find(qn("a:solidFill")) is not None
    return False


def _recolour(look: Any) -> None:
    fill = look.find(qn("a:solidFill"))
    colour = fill.find(qn("a:srgbClr")) if fill is not None else None
    if colour is None:
        return
    value = str(colour.get("val")).upper()
    if value in _OWN:
        fill.replace(colour, parse_xml(f'<a:schemeClr {nsdecls("a")} val="tx1"/>'))
    elif value == _GREY:
        fill.replace(colour, parse_xml(_FAINT.format(nsdecls("a"))))
