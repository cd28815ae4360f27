#!/bin/sh
# python-calamine 0.9.1: a line break or a tab inside an .ods cell glues two words together
#
# One would guess: a cell's text keeps its breaks: a new paragraph, <text:line-break/>, <text:tab/> and <text:s/> are
# the four ways in which ODF writes white space, and all four part words.
# What happens: paragraphs become a new line and <text:s/> blanks, but line-break and tab are dropped with nothing in
# their place: «срок» and «сорвали» are read as «сроксорвали». pandas 3.1.1 with odfpy reads the break and, like
# calamine, drops the tab.
# Why it matters: a table of answers, one respondent a row, loses both words at each break: neither patterns nor
# lemmas know «сроксорвали», and offsets are those of a text that nobody wrote.
# How otzvuk avoids it: read/table.py writes the two elements as signs before calamine sees the file.
set -eu
export LC_ALL=C.UTF-8
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check python-calamine==0.9.1 pandas==3.1.1 odfpy==1.4.1 numpy==2.4.6
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import zipfile
from importlib.metadata import version

import pandas as pd
from python_calamine import CalamineWorkbook

NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
cells = {
    "paragraphs": "<text:p>срок</text:p><text:p>сорвали</text:p>",
    "blanks": '<text:p>срок<text:s text:c="2"/>сорвали</text:p>',
    "line-break": "<text:p>срок<text:line-break/>сорвали</text:p>",
    "tab": "<text:p>срок<text:tab/>сорвали</text:p>",
}
rows = "".join(
    f'<table:table-row><table:table-cell office:value-type="string">{cell}</table:table-cell></table:table-row>'
    for cell in cells.values()
)
content = (
    f'<office:document-content xmlns:office="{NAMES}office:1.0" xmlns:text="{NAMES}text:1.0" '
    f'xmlns:table="{NAMES}table:1.0" office:version="1.2"><office:body><office:spreadsheet>'
    f'<table:table table:name="Лист1">{rows}</table:table></office:spreadsheet></office:body>'
    "</office:document-content>"
)
KIND = "application/vnd.oasis.opendocument.spreadsheet"
manifest = (
    f'<manifest:manifest xmlns:manifest="{NAMES}manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{KIND}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
with zipfile.ZipFile("answers.ods", "w") as archive:
    archive.writestr("mimetype", KIND)
    archive.writestr("META-INF/manifest.xml", manifest)
    archive.writestr("content.xml", content)

calamine = [row[0] for row in CalamineWorkbook.from_path("answers.ods").get_sheet_by_index(0).to_python()]
beside = pd.read_excel("answers.ods", engine="odf", header=None)[0].tolist()
print("python-calamine", version("python-calamine"), "| pandas", pd.__version__, "with odfpy")
for name, one, other in zip(cells, calamine, beside):
    print(name, repr(one), "|", repr(other))
assert calamine == ["срок\nсорвали", "срок  сорвали", "сроксорвали", "сроксорвали"]
assert beside == ["срок\nсорвали", "срок  сорвали", "срок\nсорвали", "сроксорвали"]
PY
