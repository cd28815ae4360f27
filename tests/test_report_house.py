"""Slides in the user's own template: its look is kept, its slides go, odd ones are coped with."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Cm

from office import check_whole, slides
from otzvuk.model.errors import InputError
from otzvuk.report.slides import render_slides, write_slides
from otzvuk.report.story import Story
from otzvuk.report.template import check_templates, templates
from program import call
from studies import eight_at_once
from test_report_document import told


@pytest.fixture(scope="module")
def story() -> Story:
    return told(*eight_at_once())


def sized(file: Any, width: float, height: float) -> None:
    """The template's pages in another size, its placeholders with them."""
    across, down = Cm(width) / file.slide_width, Cm(height) / file.slide_height
    file.slide_width, file.slide_height = Cm(width), Cm(height)
    for page in (file.slide_master, *file.slide_layouts):
        for shape in page.placeholders:
            if shape.element.spPr.xfrm is not None:
                shape.left, shape.width = int(shape.left * across), int(shape.width * across)
                shape.top, shape.height = int(shape.top * down), int(shape.height * down)


def without(file: Any, *names: str) -> None:
    for layout in [each for each in file.slide_layouts if each.name in names]:
        file.slide_layouts.remove(layout)


def plain(file: Any) -> None:
    """python-pptx's own template, 4:3, with a slide of its author and a list of sections that names it."""
    file.slides.add_slide(file.slide_layouts[1]).shapes.title.text = "Чужой слайд"
    file.part._element.append(
        parse_xml(
            f'<p:extLst {nsdecls("p")}><p:ext uri="{{521415D9-36F7-43E2-AB2F-B90AF26B5E84}}">'
            '<p14:sectionLst xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main">'
            '<p14:section name="Раздел" id="{AAAAAAAA-0000-4000-8000-000000000000}"><p14:sldIdLst>'
            '<p14:sldId id="256"/></p14:sldIdLst></p14:section></p14:sectionLst></p:ext></p:extLst>'
        )
    )


def dark(file: Any) -> None:
    mapped = file.slide_master.element.find(qn("p:clrMap"))
    for name, value in (("bg1", "dk1"), ("tx1", "lt1"), ("bg2", "dk2"), ("tx2", "lt2")):
        mapped.set(name, value)


def at_the_foot(file: Any) -> None:
    for page in (file.slide_master, *file.slide_layouts):
        for shape in page.placeholders:
            if shape.element.ph.get("type") == "title":
                shape.left, shape.top, shape.width, shape.height = Cm(1.3), Cm(15), Cm(22), Cm(2)


ODD: dict[str, Callable[[Any], None]] = {
    "plain": plain,
    "dark": dark,
    "portrait": lambda file: sized(file, 19.05, 27.5),
    "huge": lambda file: sized(file, 60, 33.75),
    "blank layout only": lambda file: without(
        file, *[each.name for each in file.slide_layouts if each.name != "Blank"]
    ),
    "no layout of a title alone": lambda file: without(file, "Title Only", "Blank", "Title Slide"),
    "title at the foot": at_the_foot,
}


def made(path: Path, change: Callable[[Any], None]) -> Path:
    file = Presentation()
    change(file)
    file.save(str(path))
    return path


@pytest.mark.parametrize("name", ODD)
def test_the_template_stays_and_the_slides_are_ours(name: str, story: Story, tmp_path: Path) -> None:
    own = made(tmp_path / "наш.pptx", ODD[name])
    write_slides(tmp_path / "report.pptx", story, template=own)
    check_whole(tmp_path / "report.pptx")
    before, after = Presentation(str(own)), Presentation(str(tmp_path / "report.pptx"))
    assert (after.slide_width, after.slide_height) == (before.slide_width, before.slide_height)
    assert [each.name for each in after.slide_layouts] == [each.name for each in before.slide_layouts]
    themes = [
        [part.blob for part in file.part.package.iter_parts() if "theme" in str(part.partname)]
        for file in (before, after)
    ]
    assert set(themes[0]) <= set(themes[1])  # speaker's notes have one of their own
    usual = slides_of(render_slides(story))
    said = slides_of((tmp_path / "report.pptx").read_bytes())
    assert len(said) == len(usual)
    for one, other in zip(usual[1:], said[1:], strict=True):
        assert one <= other  # every word that the usual slides have
    assert not any("Чужой слайд" in words for words in said)
    for slide in after.slides:
        for shape in slide.shapes:
            if shape.is_placeholder:
                assert shape.element.ph.get("type") == "sldNum" or shape.text_frame.text  # nothing to fill in
                continue
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= after.slide_width + 1
            assert shape.top + shape.height <= after.slide_height + 1, (slide.shapes[0].name, shape.name)


def slides_of(content: bytes) -> list[set[str]]:
    """The words of each slide, box by box and cell by cell."""
    found = []
    for slide in Presentation(io.BytesIO(content)).slides:
        own = set()
        for shape in slide.shapes:
            if shape.has_text_frame and shape.name != "Номер слайда":
                own.add(shape.text_frame.text)
            elif shape.has_table:
                own |= {cell.text for row in shape.table.rows for cell in row.cells}
        found.append(own - {""})
    return found


def test_plain_text_has_the_templates_letters_and_colours(story: Story, tmp_path: Path) -> None:
    own = made(tmp_path / "наш.pptx", dark)
    content = render_slides(story, template=own)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [
            each for each in archive.namelist() if each.startswith(("ppt/slides/slide", "ppt/charts/chart"))
        ]
        texts = [archive.read(each).decode() for each in names if each.endswith(".xml")]
    assert not any('typeface="Calibri"' in text for text in texts)
    for slide in Presentation(io.BytesIO(content)).slides:
        for shape in slide.shapes:
            if shape.has_text_frame and not shape.element.spPr.findall(qn("a:solidFill")):
                assert "243B53" not in str(shape.element.xpath(".//a:rPr//a:srgbClr/@val"))


def test_the_same_template_gives_the_same_bytes(story: Story, tmp_path: Path) -> None:
    own = made(tmp_path / "наш.pptx", plain)
    assert render_slides(story, template=own) == render_slides(story, template=own)


def test_a_potx_is_a_template_too(story: Story, tmp_path: Path) -> None:
    file = made(tmp_path / "наш.pptx", plain)
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(tmp_path / "наш.potx", "w") as target:
        for name in source.namelist():
            part = source.read(name).replace(b"presentation.main+xml", b"template.main+xml")
            target.writestr(name, part)
    write_slides(tmp_path / "report.pptx", story, template=tmp_path / "наш.potx")
    assert slides(tmp_path / "report.pptx")


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04", None])
def test_what_is_no_presentation_is_one_sentence(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "наш.pptx"
    if content is None:  # with macros: the report would be no .pptx
        file = made(tmp_path / "x.pptx", plain)
        with zipfile.ZipFile(file) as source, zipfile.ZipFile(path, "w") as target:
            for name in source.namelist():
                kind = b"application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"
                old = b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
                target.writestr(name, source.read(name).replace(old, kind))
    else:
        path.write_bytes(content)
    with pytest.raises(InputError, match="не читается как презентация PowerPoint") as wrong:
        check_templates(path)
    assert "\n" not in str(wrong.value)


def test_each_report_takes_one_template(tmp_path: Path) -> None:
    for name in ("а.docx", "б.pptx", "в.potx", "г.pdf"):
        (tmp_path / name).write_bytes(b"x")
    both = [tmp_path / "а.docx", tmp_path / "б.pptx"]
    assert templates(both) == {"report.docx": both[0], "report.pptx": both[1]}
    assert templates(None) == {}
    with pytest.raises(InputError, match=r"в\.potx: два шаблона для report\.pptx «б\.pptx»"):
        templates([*both, tmp_path / "в.potx"])
    with pytest.raises(InputError, match=r"г\.pdf: это не шаблон отчёта; ожидается файл \.docx"):
        templates(tmp_path / "г.pdf")


def test_the_command_takes_both(tmp_path: Path) -> None:
    (tmp_path / "transcripts").mkdir()
    (tmp_path / "transcripts" / "и1.txt").write_text(
        "Интервьюер: Как дела?\nАнна: Документы опаздывают.\n", "utf-8"
    )
    (tmp_path / "study.yaml").write_text("replicates: 100\ncoder: rules\n", "utf-8")
    own = made(tmp_path / "наш.pptx", lambda file: sized(file, 25.4, 15))
    call("analyse", tmp_path)
    first = (tmp_path / "out" / "report.docx").read_bytes()
    call("analyse", tmp_path, "--template", own)
    assert Presentation(str(tmp_path / "out" / "report.pptx")).slide_height == Cm(15)
    assert (
        tmp_path / "out" / "report.docx"
    ).read_bytes() == first  # only what the template dresses is made anew
