#!/bin/sh
# pandas 3.1.1 with odfpy 1.4.1: «ИСТИНА» in an .ods table is False
#
# One would guess: a truth value is taken from the attribute office:boolean-value, as a number is from
# office:value; what the cell shows is for people and depends on their language.
# What happens: pandas compares the shown text with "TRUE". A sheet saved by a Russian LibreOffice shows «ИСТИНА»,
# and every True of it is read as False. The column is a sound column of truth values, nothing is missing.
# Why it matters: columns such as «принимает решения» or «согласен на запись» turn into "nobody", and a breakdown by
# them has one group. Only the language of who saved the table decides.
# How otzvuk avoids it: python-calamine reads the attribute (seen beside it: True).
set -eu
export LC_ALL=C.UTF-8
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check pandas==3.1.1 odfpy==1.4.1 numpy==2.4.6
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import zipfile

import pandas as pd

NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
ROW = (
    '<table:table-row><table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    '<table:table-cell office:value-type="boolean" office:boolean-value="{}"><text:p>{}</text:p>'
    "</table:table-cell></table:table-row>"
)
rows = [("Анна", "true", "ИСТИНА"), ("Олег", "false", "ЛОЖЬ"), ("Jane", "true", "TRUE")]
content = (
    f'<office:document-content xmlns:office="{NAMES}office:1.0" xmlns:text="{NAMES}text:1.0" '
    f'xmlns:table="{NAMES}table:1.0" office:version="1.2"><office:body><office:spreadsheet>'
    '<table:table table:name="Лист1">'
    + "".join(ROW.format(*row) for row in rows)
    + "</table:table></office:spreadsheet></office:body></office:document-content>"
)
KIND = "application/vnd.oasis.opendocument.spreadsheet"
manifest = (
    f'<manifest:manifest xmlns:manifest="{NAMES}manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{KIND}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
with zipfile.ZipFile("people.ods", "w") as archive:
    archive.writestr("mimetype", KIND)
    archive.writestr("META-INF/manifest.xml", manifest)
    archive.writestr("content.xml", content)

read = pd.read_excel("people.ods", engine="odf", header=None, names=["who", "decides"])
for row, (who, truth, shown) in zip(read.itertuples(), rows):
    print("pandas", pd.__version__, who, "| file:", truth, "| shown:", shown, "| read:", row.decides)
print("column:", read.decides.dtype)
assert read.decides.tolist() == [False, False, True]
assert read.decides.dtype == bool
PY
