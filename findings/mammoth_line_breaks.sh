#!/bin/sh
# mammoth 1.13.0 (beside docx2txt 0.9): a line begun with Shift+Enter is glued to the one before
#
# One would guess: `extract_raw_text` gives the words of a .docx without their looks; a line break inside a paragraph
# is a break, or at the least a blank, as in `convert_to_html` and `convert_to_markdown` of the same library.
# What happens: the break is nothing: «Вера: Как сроки?» and «Олег: Плохо» in the next line are «Вера: Как сроки?Олег:
# Плохо», «поставка» and «опоздала» one word «поставкаопоздала». Tabs and paragraphs stay.
# Why it matters: people who type a talk begin lines so, and text pasted from messengers and mail has nothing else. The
# names no longer begin lines: the answer belongs to the interviewer, whose words are left out of what customers
# said, and glued words are in no dictionary.
# How otzvuk avoids it: its own reader of .docx (read/worddoc.py): a break begins a line.
set -eu
export LC_ALL=C.UTF-8
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check mammoth==1.13.0 docx2txt==0.9 python-docx==1.2.0
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version

import docx
import docx2txt
import mammoth

document = docx.Document()
document.add_paragraph("Вера: Как сроки?\nОлег: Плохо")  # python-docx writes the line break as <w:br/>
document.add_paragraph("И ещё поставка\nопоздала\tна неделю")
document.save("talk.docx")

print("mammoth", version("mammoth"), "docx2txt", version("docx2txt"), "python-docx", version("python-docx"))
with open("talk.docx", "rb") as file:
    raw = mammoth.extract_raw_text(file)
with open("talk.docx", "rb") as file:
    html = mammoth.convert_to_html(file).value
other = docx2txt.process("talk.docx")
print("mammoth, raw text:", repr(raw.value), raw.messages)
print("mammoth, HTML:    ", repr(html))
print("docx2txt:         ", repr(other))
assert raw.value == "Вера: Как сроки?Олег: Плохо\n\nИ ещё поставкаопоздала\tна неделю\n\n"
assert raw.messages == []
assert "сроки?<br />Олег" in html
assert "сроки?\nОлег" in other
assert [each.text for each in docx.Document("talk.docx").paragraphs][0] == "Вера: Как сроки?\nОлег: Плохо"
PY
