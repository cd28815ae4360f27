#!/bin/sh
# Python 3.11's xml.etree.ElementTree: a text's carriage returns are lost on the way back, an attribute's are not
#
# One would guess: what `tostring` writes, `fromstring` reads again; attributes show how: CR and LF in them are
# written as &#13; and &#10;.
# What happens: in an element's text a CR is written bare, and every XML reader must turn CR LF into LF. The text
# comes back one character shorter for each line before. lxml writes &#13; and returns the text as it was.
# Why it matters: REFI-QDA keeps codes as positions in the text. A project whose text came from Windows, with a
# <PlainTextContent> written by ElementTree, opens without complaint, and each code has slid to the right by
# as many letters as there are lines above it: the first answers look right, the last quotes begin mid-word.
# How otzvuk avoids it: reading makes every line end LF before anything is counted, and exchange/plain.py lets no
# CR into XML, one character for one.
set -eu
export LC_ALL=C.UTF-8
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check lxml==6.1.3
"$dir/venv/bin/python" - <<'PY'
import platform
from xml.etree import ElementTree

from lxml import etree

said = "Анна: сроки держат.\r\nОлег: а цены?\r\nАнна: цены выросли."
start, end = said.index("цены выросли"), len(said) - 1  # where a code was set
back = {}
for name, library in (("ElementTree", ElementTree), ("lxml", etree)):
    element = library.Element("PlainTextContent", note="раз\r\nдва")
    element.text = said
    written = library.tostring(element, encoding="unicode")
    read = library.fromstring(written)
    back[name] = (read.text, read.get("note"))
    print(name, repr(written), "| coded:", repr(read.text[start:end]))
print("Python", platform.python_version(), "lxml", etree.__version__)
assert said[start:end] == "цены выросли"
assert back["lxml"] == (said, "раз\r\nдва")
assert back["ElementTree"] == (said.replace("\r\n", "\n"), "раз\r\nдва")
assert back["ElementTree"][0][start:end] == "ны выросли."
PY
