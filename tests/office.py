"""Word and PowerPoint files read back for tests: text, tables and whether their XML is whole."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import docx
import pandas as pd
from defusedxml.ElementTree import fromstring
from pptx import Presentation


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def check_whole(path: Path) -> dict[str, bytes]:
    """Every part parses, and every relation leads to a part there is; nothing leads out of the file."""
    found = parts(path)
    for name, content in found.items():
        if name.endswith((".xml", ".rels")):
            root = fromstring(content)
            if name.endswith(".rels"):
                folder = Path(name).parent.parent
                for relation in root:
                    assert relation.get("TargetMode") != "External", relation.attrib
                    target = relation.get("Target")
                    place = target[1:] if target.startswith("/") else str(folder / target)
                    steps: list[str] = []
                    for step in place.split("/"):
                        steps = steps[:-1] if step == ".." else [*steps, step]
                    assert "/".join(steps) in found, (name, target)
    return found


def document_text(path: Path) -> str:
    file = docx.Document(str(path))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in file.paragraphs), *cells])


def document_tables(path: Path) -> dict[str, pd.DataFrame]:
    """Every table by its caption's words, under its header."""
    file = docx.Document(str(path))
    found = {}
    for table in file.tables:
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        caption = table._tbl.tblPr.xpath("./w:tblCaption/@w:val")[0]
        found[str(caption)] = pd.DataFrame(rows[1:], columns=rows[0])
    return found


def slides(path: Path) -> list[dict[str, Any]]:
    """Of each slide its title, all its texts, and its charts as {series: {name: value}}."""
    found = []
    for slide in Presentation(str(path)).slides:
        texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        charts = []
        for shape in slide.shapes:
            if shape.has_chart:
                plot = shape.chart.plots[0]
                names = [str(name) for name in plot.categories]
                charts.append({one.name: dict(zip(names, one.values, strict=True)) for one in plot.series})
        found.append({"title": slide.shapes.title.text_frame.text, "texts": texts, "charts": charts})
    return found
