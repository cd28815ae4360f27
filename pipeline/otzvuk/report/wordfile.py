"""A Word file in the making: headings, text, tables, native charts, captions, a table of contents.

Real styles everywhere, those of the user's template where it has them, so that the look is changed in one
place. Every text goes through `plain`: nothing said in an interview can spoil the file.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from otzvuk.model.errors import InputError
from otzvuk.model.wording import in_quotes
from otzvuk.report.nativechart import Bars, drawn, workbook
from otzvuk.report.nativescatter import Points, drawn_points, points_workbook
from otzvuk.report.template import as_document
from otzvuk.report.wellformed import plain, settled

TABLE, QUOTE, SIGNATURE, LEAD, KIND_OF_NOTE = (
    "Отзвук: таблица", "Отзвук: цитата", "Отзвук: подпись цитаты", "Отзвук: главное", "Отзвук: примечание",
)  # fmt: skip
"""Names of our own styles; a template that has them gives its own look."""

_TEMPLATE, _DOCUMENT = "wordprocessingml.template.main+xml", "wordprocessingml.document.main+xml"
_INK, _ACCENT, _GREY = RGBColor(0x24, 0x3B, 0x53), "4A6A85", RGBColor(0x5B, 0x67, 0x73)
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_LIST = "List Bullet"
_LETTER = 116  # twentieths of a point that a letter of a table takes at most
_LISTED = 34  # headings of two levels that the contents list on their page
_WORD = 16  # letters of a word that is not broken


Paragraphs = Sequence[tuple[str, bool]]
"""Paragraphs, and whether each is an item of a list."""


_NARROW: Final = 1.5  # centimetres of margins of a turned page
_SECTION: Final = (
    '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    '<w:sectPr w:rsidSect="{turned}"/></w:pPr></w:p>'
)
"""Where a section of pages ends: upright or turned. What it is like is known once the file is saved."""


class WordFile:
    """The file; call `save` at the end."""

    def __init__(self, template: Path | None = None) -> None:
        """Begin a file in the look of `template` (.docx or .dotx), whose own text goes.

        Raises `InputError` where the template is no Word file.
        """
        self.file: Any = _opened(template) if template else docx.Document()
        self._own = template is not None
        body = self.file.element.body
        for element in list(body):
            if element.tag != qn("w:sectPr"):
                body.remove(element)
        self._prepare_styles()
        # looked up once: python-docx searches the whole list of styles for every paragraph
        self._styles = {str(style.name): style.style_id for style in self.file.styles}
        section: Any = self.file.sections[-1]
        if not self._own:
            section.page_width, section.page_height = Cm(21), Cm(29.7)
            section.left_margin = section.right_margin = Cm(2.2)
            section.top_margin = section.bottom_margin = Cm(2)
        width = section.page_width - section.left_margin - section.right_margin
        self.width = int(width) // 635  # in twentieths of a point
        turned = section.page_height - 2 * min(section.left_margin, section.right_margin, Cm(_NARROW))
        self._turned_width = int(turned) // 635
        self._headings: list[tuple[int, str, str]] = []
        self._titled = ""  # what the next heading of the first level says instead of its own words
        self._led: Sequence[Paragraphs] = ()  # what comes under it
        self._contents: int | None = None
        self._body: list[str] = []  # paragraphs and tables
        self._counted = {"Таблица": 0, "Рисунок": 0}
        self._room = self._made("Normal", _run(""), '<w:spacing w:after="80"/>')  # below a table

    # --- text -----------------------------------------------------------------------------------------

    def heading(self, text: str, level: int = 1, *, page: str = "") -> None:
        """A heading that the contents list; `page` "new" puts it on a new one."""
        if level == 1:
            text, self._titled = self._titled or text, ""
        number = len(self._headings) + 1
        name = f"_Toc{number:08}"
        begin, end = (
            f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>',
            f'<w:bookmarkEnd w:id="{number}"/>',
        )
        marked = begin + _run(plain(text)) + end
        self._paragraph(f"Heading {level}", marked, "<w:pageBreakBefore/>" if page else "")
        self._headings.append((level, plain(text), name))
        led, self._led = self._led, ()
        for each in led:
            self.paragraphs(each)

    @contextmanager
    def section(self, titled: str, led: Sequence[Paragraphs]) -> Iterator[None]:
        """What is written here is a section: its first heading is `titled` so (unless that is empty).

        Under it stand the paragraphs `led`. A section without data has no heading, and none of this.
        """
        self._titled, self._led = titled, led
        try:
            yield
        finally:
            self._titled, self._led = "", ()

    def paragraphs(self, given: Paragraphs) -> None:
        """Paragraphs and items of lists."""
        for words, item in given:
            (self.item if item else self.text)(words)

    def text(self, text: str, style: str = "Normal", *, bold: str = "") -> None:
        """A paragraph; `bold` words come before it."""
        self._paragraph(style, (_run(plain(bold) + " ", "<w:b/>") if bold else "") + _run(plain(text)))

    def note(self, text: str) -> None:
        """A remark in small print."""
        self.text(text, KIND_OF_NOTE)

    def item(self, text: str, *, bold: str = "") -> None:
        """A line of a bulleted list."""
        self.text(text, _LIST, bold=bold)

    def quote(self, text: str, signature: str) -> None:
        """A quote and who said it, kept on one page."""
        self._paragraph(QUOTE, _run(in_quotes(plain(text))), "<w:keepNext/>")
        self.text(signature, SIGNATURE)

    @contextmanager
    def across(self) -> Iterator[None]:
        """What is written here stands on pages of its own, turned on their side, for wide tables."""
        if self._body and not self._body[-1].endswith(_SECTION.format(turned="1")):
            self._body.append(_SECTION.format(turned="0"))
        upright = self.width
        self.width = self._turned_width
        try:
            yield
        finally:
            self.width = upright
            if self._body[-1] == self._room:  # the end of the pages is room enough
                self._body.pop()
            self._body.append(_SECTION.format(turned="1"))

    # --- tables and charts ----------------------------------------------------------------------------

    def table(
        self,
        caption: str,
        columns: Sequence[str],
        rows: Sequence[Sequence[object]],
        *,
        shares: Sequence[float],
        bold: Sequence[bool] = (),
        fills: Sequence[Sequence[str]] = (),
        small: bool = False,
    ) -> None:
        """A table with its caption above; `shares` of the width, columns but the first of few words right.

        A tuple is a cell of several paragraphs. Numbers (int) stand to the right; rows of `bold` are heavier;
        `fills` are colours of the cells (hexadecimal RGB, empty: the table's own), `small` letters for tables
        of much text. Without rows there is no table.
        """
        if not rows:
            return
        self._caption("Таблица", caption, before=True)
        widths = _widths(columns, rows, shares, self.width)
        right = [all(isinstance(row[at], int) for row in rows) for at in range(len(columns))]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        head = self._row(columns, widths, right, header=True)
        lines = [
            self._row(
                row,
                widths,
                right,
                bold=bool(bold) and bold[at],
                fills=fills[at] if fills else (),
                small=small,
            )
            for at, row in enumerate(rows)
        ]  # fmt: skip
        style = self._styles[TABLE]
        xml = (
            f"<w:tbl><w:tblPr><w:tblStyle w:val={quoteattr(style)}/>"
            f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            f'<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0"'
            f' w:noHBand="0" w:noVBand="1"/><w:tblCaption w:val={quoteattr(plain(caption))}/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{head}{''.join(lines)}</w:tbl>"
        )
        self._body.append(xml)
        self._body.append(self._room)

    def chart(self, caption: str, bars: Bars | Points, *, created: datetime) -> None:
        """A native chart with its caption below; its description is its alternative text."""
        package, number = self.file.part.package, self._counted["Рисунок"] + 1
        sheet = Part(
            package.next_partname("/word/embeddings/Microsoft_Excel_Sheet%d.xlsx"),
            CONTENT_TYPE.SML_SHEET,
            points_workbook(bars, created) if isinstance(bars, Points) else workbook(bars, created),
            package,
        )
        name = package.next_partname("/word/charts/chart%d.xml")
        part = Part(PackURI(str(name)), CONTENT_TYPE.DML_CHART, b"", package)
        relation = part.relate_to(sheet, RELATIONSHIP_TYPE.PACKAGE)
        draw = partial(drawn_points, bars) if isinstance(bars, Points) else partial(drawn, bars)
        part._blob = draw(workbook_relation=relation)
        own = self.file.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
        each = 0.62 if len(bars.series) == 1 else 0.95
        high = Cm(min(1.1 + each * len(bars.names) + (0.8 if len(bars.series) > 1 else 0), 18))
        high = Cm(9.5) if isinstance(bars, Points) else high
        described = quoteattr(plain(bars.described))
        drawing = (
            f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent cx="{self.width * 635}" cy="{int(high)}"/>'
            f'<wp:docPr id="{1000 + number}" name="Рисунок {number}" descr={described}/>'
            f"<wp:cNvGraphicFramePr/><a:graphic>"
            f'<a:graphicData uri="{_CHART}"><c:chart xmlns:c="{_CHART}" r:id="{own}"/>'
            f"</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )
        self._paragraph("Normal", drawing, "<w:keepNext/>")
        self._caption("Рисунок", caption, before=False)

    def _caption(self, sort: str, text: str, *, before: bool) -> None:
        self._counted[sort] += 1
        number = _field(f" SEQ {sort} \\* ARABIC ", str(self._counted[sort]))
        kept = "<w:keepNext/>" if before else '<w:keepNext w:val="0"/>'
        self._paragraph("Caption", f"{_run(f'{sort} ')}{number}{_run(f'. {plain(text)}')}", kept)

    def _row(
        self,
        cells: Sequence[object],
        widths: Sequence[int],
        right: Sequence[bool],
        *,
        header: bool = False,
        bold: bool = False,
        fills: Sequence[str] = (),
        small: bool = False,
    ) -> str:
        found = []
        for at, (cell, width, aside) in enumerate(zip(cells, widths, right, strict=True)):
            look = '<w:jc w:val="right"/>' if aside else '<w:jc w:val="left"/>'
            looks = ("<w:b/>" if bold else "") + ('<w:sz w:val="16"/>' if header or small else "")
            heavy = f"<w:rPr>{looks}</w:rPr>" if looks else ""
            colour = fills[at] if fills else ""
            fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{colour}"/>' if colour else ""
            said = (
                [plain(each) for each in cell]
                if isinstance(cell, tuple)
                else [plain(cell) if not isinstance(cell, int) else f"{cell}"]
            )
            paragraphs = "".join(
                f'<w:p><w:pPr><w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>{look}'
                f'</w:pPr><w:r>{heavy}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
                for text in said
            )
            found.append(
                f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{fill}</w:tcPr>{paragraphs}</w:tc>'
            )
        repeat = "<w:tblHeader/>" if header else ""
        return f"<w:tr><w:trPr><w:cantSplit/>{repeat}</w:trPr>{''.join(found)}</w:tr>"

    # --- contents, page numbers, end ------------------------------------------------------------------

    def contents(self, title: str) -> None:
        """A place for the table of contents; its lines come when the file is saved."""
        self.text(title, "TOC Heading")
        self._contents = len(self._body)

    def _listed(self) -> str:
        # prefilled with links, so that it reads well before Word is told to update it, and no question
        # about updating fields meets who opens the file; page numbers come with the first update
        levels = 2 if sum(each[0] <= 2 for each in self._headings) <= _LISTED else 1  # one page at most
        listed = [each for each in self._headings if each[0] <= levels]
        lines = []
        for at, (level, text, name) in enumerate(listed):
            link = f'<w:hyperlink w:anchor="{name}" w:history="1">{_run(text)}</w:hyperlink>'
            begin = _field_begin(f' TOC \\o "1-{levels}" \\h \\z \\u ') if at == 0 else ""
            end = _mark("end") if at == len(listed) - 1 else ""
            lines.append(self._made(f"TOC {level}", begin + link + end))
        return "".join(lines)

    def _number_pages(self, line: str) -> None:
        footer = self.file.sections[-1].footer
        instructions = footer._element.xpath(".//w:instrText | .//w:fldSimple/@w:instr")
        texts = [each if isinstance(each, str) else each.text or "" for each in instructions]
        if self._own and (any("PAGE" in text for text in texts) or _written(footer)):
            return  # the template's own footer
        paragraph = footer.paragraphs[0] if footer.paragraphs else footer.add_paragraph()
        paragraph.text = ""
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        small = '<w:sz w:val="17"/>'
        pages = _field(" PAGE ", "1", small), _run(" из ", small), _field(" NUMPAGES ", "1", small)
        for run in _parsed(_run(f"{plain(line)} · стр. ", small) + "".join(pages)):
            paragraph._p.append(run)

    def save(self, *, title: str, author: str, created: datetime, footer: str) -> bytes:
        """The file's bytes, the same for the same content."""
        if self._contents is not None:
            self._body.insert(self._contents, self._listed())
        body = self.file.element.body
        last = body.find(qn("w:sectPr"))
        self._number_pages(footer)  # while there is one section: a later one shows the footer of the first
        for element in _parsed("".join(self._body)):
            last.addprevious(element)
        for mark in body.findall(f".//{qn('w:sectPr')}[@{qn('w:rsidSect')}]"):
            mark.getparent().replace(mark, _section_like(last, turned=mark.get(qn("w:rsidSect")) == "1"))
        about = self.file.core_properties
        about.title, about.author, about.last_modified_by = plain(title)[:255], author, author
        about.created = about.modified = created
        about.language, about.revision, about.comments, about.keywords = "ru-RU", 1, "", ""
        made = io.BytesIO()
        self.file.save(made)
        return settled(made.getvalue())

    # --- styles ---------------------------------------------------------------------------------------

    def _paragraph(self, style: str, content: str, properties: str = "") -> None:
        self._body.append(self._made(style, content, properties))

    def _made(self, style: str, content: str, properties: str = "") -> str:
        own = f"<w:pStyle w:val={quoteattr(self._styles[style])}/>" if style != "Normal" else ""
        look = f"<w:pPr>{own}{properties}</w:pPr>" if own or properties else ""
        return f"<w:p>{look}{content}</w:p>"

    def _prepare_styles(self) -> None:
        styles = self.file.styles
        if not self._own:
            self._dress()
        for name in ("Normal", "Title", "Subtitle", *(f"Heading {n}" for n in (1, 2, 3)), "Caption", _LIST,
                     "TOC Heading", "TOC 1", "TOC 2"):  # fmt: skip
            if name not in styles:
                style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
                style.base_style = styles["Normal"] if name != "Normal" else None
                if name.startswith("Heading"):
                    outline = OxmlElement("w:outlineLvl")
                    outline.set(qn("w:val"), str(int(name[-1]) - 1))
                    style.element.get_or_add_pPr().append(outline)
                if name.startswith(("Heading", "Title", "TOC Heading")):
                    style.font.bold, style.font.size = True, Pt({"1": 16, "2": 13, "3": 11}.get(name[-1], 20))
                    style.paragraph_format.keep_with_next = True
                if name.startswith("TOC") and name[-1].isdigit():
                    style.paragraph_format.left_indent = Cm(0.6 * (int(name[-1]) - 1))
                    style.paragraph_format.space_after = Pt(3 if name[-1] == "2" else 4)
                    style.paragraph_format.space_before = Pt(0)
                if name == _LIST:
                    style.paragraph_format.left_indent = Cm(0.6)
        for name, identifier in ((QUOTE, "OtzvukQuote"), (SIGNATURE, "OtzvukSignature"),
                                 (LEAD, "OtzvukLead"), (KIND_OF_NOTE, "OtzvukNote")):  # fmt: skip
            if name not in styles:
                style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
                style.element.set(qn("w:styleId"), identifier)
                style.base_style = styles["Normal"]
                _look(style, name)
        if TABLE not in styles:
            styles.element.append(parse_xml(_table_style()))

    def _dress(self) -> None:
        """The look where the user has no template."""
        styles = self.file.styles
        for name in ("Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "Caption",
                     "TOC Heading"):  # fmt: skip
            font = styles[name].font
            fonts = styles[name].element.get_or_add_rPr().get_or_add_rFonts()
            for key in list(fonts.attrib):
                del fonts.attrib[key]
            for key in ("ascii", "hAnsi", "cs", "eastAsia"):
                fonts.set(qn(f"w:{key}"), "Calibri")
            font.italic = False
            if name != "Normal":
                font.color.rgb = _INK
        sizes = {"Normal": 10.5, "Title": 26, "Subtitle": 13, "Heading 1": 17, "Heading 2": 13,
                 "Heading 3": 11, "Caption": 9, "TOC Heading": 14}  # fmt: skip
        for name, size in sizes.items():
            styles[name].font.size = Pt(size)
        normal = styles["Normal"].paragraph_format
        normal.space_after, normal.line_spacing = Pt(6), 1.12
        for name, before, after in (("Heading 1", 20, 8), ("Heading 2", 14, 4), ("Heading 3", 10, 3)):
            spacing = styles[name].paragraph_format
            spacing.space_before, spacing.space_after, spacing.keep_with_next = Pt(before), Pt(after), True
        caption = styles["Caption"].paragraph_format
        caption.space_before, caption.space_after = Pt(6), Pt(4)
        for language in styles.element.xpath(".//w:docDefaults//w:lang"):
            language.set(qn("w:val"), "ru-RU")


def _widths(
    columns: Sequence[str], rows: Sequence[Sequence[object]], shares: Sequence[float], width: int
) -> list[int]:
    """Widths by their shares, but that no word of usual length is broken; what that takes the widest give."""
    widths = [width * share / sum(shares) for share in shares]
    longest = [
        max((len(word) for cell in (columns[at], *(row[at] for row in rows)) for word in _words(cell)),
            default=1)
        for at in range(len(columns))
    ]  # fmt: skip
    least = [min(letters, _WORD) * _LETTER + 190 for letters in longest]
    lacking = sum(max(low - own, 0) for low, own in zip(least, widths, strict=True))
    spare = sum(max(own - low, 0) for low, own in zip(least, widths, strict=True))
    given = min(lacking / spare, 1) if spare else 0
    return [
        int(low if own < low else own - (own - low) * given) for low, own in zip(least, widths, strict=True)
    ]


def _words(cell: object) -> list[str]:
    return " ".join(map(str, cell)).split() if isinstance(cell, tuple) else str(cell).split()


def _section_like(last: Any, *, turned: bool) -> Any:
    """A section with the page, header and footer of the last, its page turned on its side or not."""
    made = deepcopy(last)
    size = made.find(qn("w:pgSz"))
    if turned and size is not None:
        wide, high = size.get(qn("w:w")), size.get(qn("w:h"))
        size.set(qn("w:w"), high)
        size.set(qn("w:h"), wide)
        size.set(qn("w:orient"), "landscape")
        margins = made.find(qn("w:pgMar"))
        for side in ("top", "bottom", "left", "right") if margins is not None else ():
            margins.set(qn(f"w:{side}"), str(min(int(margins.get(qn(f"w:{side}"))), int(_NARROW * 567))))
    for kind in made.findall(qn("w:type")):
        made.remove(kind)
    return made


def _opened(template: Path) -> Any:
    """The template as a document; a .dotx is one but for its name in the list of contents."""
    try:
        return docx.Document(as_document(template.read_bytes(), _TEMPLATE, _DOCUMENT))
    except Exception as error:  # whatever python-docx, lxml or zipfile make of a file that is none
        raise InputError(
            "шаблон отчёта не читается как документ Word",
            file=template,
            expected="файл .docx или .dotx, который открывается в Word",
        ) from error


def check_template(path: Path) -> None:
    """Raise `InputError` unless the file can be a template of the report: before the long work."""
    if not path.is_file():
        wrong = "шаблон отчёта — папка, а не файл" if path.is_dir() else "нет файла с шаблоном отчёта"
        raise InputError(wrong, file=path, expected="файл .docx или .dotx")
    _opened(path)


def _look(style: Any, name: str) -> None:
    spacing, font = style.paragraph_format, style.font
    if name == QUOTE:
        spacing.left_indent, spacing.space_before, spacing.space_after = Cm(0.6), Pt(6), Pt(1)
        font.italic = True
        border = (
            f'<w:pBdr {nsdecls("w")}><w:left w:val="single" w:sz="18" w:space="8" w:color="{_ACCENT}"/>'
            "</w:pBdr>"
        )
        properties = style.element.get_or_add_pPr()
        properties.insert_element_before(
            parse_xml(border), "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
        )
    elif name == SIGNATURE:
        spacing.left_indent, spacing.space_after = Cm(0.6), Pt(8)
        font.size, font.color.rgb = Pt(9), _GREY
    elif name == LEAD:
        font.size, font.bold = Pt(12), True
        spacing.space_after = Pt(8)
    else:
        font.size, font.color.rgb = Pt(9), _GREY


def _table_style() -> str:
    line = 'w:val="single" w:sz="4" w:space="0" w:color="C9D1DA"'
    return (
        f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="OtzvukTable">'
        f'<w:name w:val="{TABLE}"/><w:uiPriority w:val="59"/><w:rPr><w:sz w:val="18"/></w:rPr><w:tblPr>'
        f"<w:tblBorders><w:top {line}/><w:bottom {line}/><w:insideH {line}/></w:tblBorders>"
        '<w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
        '</w:tblPr><w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:color w:val="FFFFFF"/></w:rPr>'
        '<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="243B53"/></w:tcPr></w:tblStylePr></w:style>'
    )


def _written(footer: Any) -> bool:
    return any(paragraph.text.strip() for paragraph in footer.paragraphs) or bool(footer.tables)


def _parsed(xml: str) -> list[Any]:
    """Elements of a body; written as text and read once, for python-docx takes long over each paragraph."""
    return list(parse_xml(f"<w:body {nsdecls('w', 'wp', 'a', 'r')}>{xml}</w:body>"))


def _run(text: str, look: str = "") -> str:
    dressed = f"<w:rPr>{look}</w:rPr>" if look else ""
    kept = ' xml:space="preserve"' if text.strip() != text else ""
    return f"<w:r>{dressed}<w:t{kept}>{escape(text)}</w:t></w:r>" if text else f"<w:r>{dressed}</w:r>"


def _field(instruction: str, shown: str, look: str = "") -> str:
    """A field with what it shows until it is updated."""
    return _field_begin(instruction, look) + _run(shown, look) + _mark("end")


def _field_begin(instruction: str, look: str = "") -> str:
    dressed = f"<w:rPr>{look}</w:rPr>" if look else ""
    told = f'<w:r>{dressed}<w:instrText xml:space="preserve">{escape(instruction)}</w:instrText></w:r>'
    return _mark("begin") + told + _mark("separate")


def _mark(sort: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{sort}"/></w:r>'
