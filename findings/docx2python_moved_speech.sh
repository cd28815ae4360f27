#!/bin/sh
# docx2python 3.7.1, docx2txt 0.9: what an editor moved with changes recorded is said twice
#
# One would guess: a reader of .docx that leaves out what was deleted and takes what was inserted shows the document as
# it is now. Both do so for <w:del> and <w:ins>, which is what one tries.
# What happens: Word records cutting and pasting (or dragging) not as a deletion and an insertion but as <w:moveFrom> and
# <w:moveTo>, and the old place is no <w:del>: the moved answer stands at both places, each with its speaker's name. A
# hyphen that must not break (<w:noBreakHyphen/>, Ctrl+Shift+Hyphen) is dropped by both: «Кол-центр» is «Колцентр».
# mammoth 1.13.0 gives the answer once, where it is now, and keeps the hyphen.
# Why it matters: putting answers under the questions they belong to is the usual work on a transcript, and what is
# worth moving is what was said well. One complaint counts as two, as often as it was moved, and the first of them
# answers another question. Both read like speech, so nobody sees it.
# How otzvuk avoids it: its own reader (read/worddoc.py) leaves out moveFrom as it leaves out del.
set -eu
export LC_ALL=C.UTF-8
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check docx2python==3.7.1 docx2txt==0.9 mammoth==1.13.0 lxml==6.1.3
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import zipfile
from importlib.metadata import version

import docx2txt
import mammoth
from docx2python import docx2python

BY = 'w:author="Редактор" w:date="2026-03-02T10:00:00Z"'
MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-"


def run(text, tag="t"):
    return f'<w:r><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def paragraph(inside, mark=""):
    """`mark` says that the end of the paragraph was moved as well."""
    of_end = f"<w:pPr><w:rPr>{mark}</w:rPr></w:pPr>" if mark else ""
    return f"<w:p>{of_end}{inside}</w:p>"


moved = run("Олег: Отгрузку сорвали трижды.")
body = [
    paragraph(run("Анна: Что со сроками?")),
    paragraph(
        f'<w:moveFromRangeStart w:id="1" w:name="move1" {BY}/><w:moveFrom w:id="2" {BY}>{moved}</w:moveFrom>',
        f'<w:moveFrom w:id="3" {BY}/>',
    ),
    paragraph('<w:moveFromRangeEnd w:id="1"/>' + run("Анна: Что с отгрузкой?")),
    paragraph(
        f'<w:moveToRangeStart w:id="4" w:name="move1" {BY}/><w:moveTo w:id="5" {BY}>{moved}</w:moveTo>',
        f'<w:moveTo w:id="6" {BY}/>',
    ),
    paragraph(
        '<w:moveToRangeEnd w:id="4"/>'
        + run("Олег: Цены ")
        + f'<w:del w:id="7" {BY}>{run("не ", "delText")}</w:del>'
        + run("выросли")
        + f'<w:ins w:id="8" {BY}>{run(" на треть")}</w:ins>'
        + run(".")
    ),
    paragraph(run("Олег: Кол") + "<w:r><w:noBreakHyphen/></w:r>" + run("центр молчит.")),
]
parts = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" '
    f'ContentType="{KIND}officedocument.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
    "word/document.xml": f'<w:document xmlns:w="{MAIN}" xmlns:r="{OFFICE}">'
    f'<w:body>{"".join(body)}<w:sectPr/></w:body></w:document>',
}
with zipfile.ZipFile("talk.docx", "w") as file:
    for name, text in parts.items():
        file.writestr(name, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + text)

with docx2python("talk.docx") as read:
    seen = {"docx2python": read.text}
seen["docx2txt"] = docx2txt.process("talk.docx")
with open("talk.docx", "rb") as file:
    seen["mammoth"] = mammoth.extract_raw_text(file).value
for name, text in seen.items():
    print(f"{name} {version(name)}", *filter(None, text.splitlines()), sep="\n  ")
for name in ("docx2python", "docx2txt"):
    assert seen[name].count("Отгрузку сорвали") == 2 and "Колцентр" in seen[name], f"{name} has changed"
    assert "выросли на треть" in seen[name] and "не выросли" not in seen[name]  # del and ins are understood
assert seen["mammoth"].count("Отгрузку сорвали") == 1 and "Кол\N{NON-BREAKING HYPHEN}центр" in seen["mammoth"]
PY
