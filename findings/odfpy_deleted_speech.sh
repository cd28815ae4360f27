#!/bin/sh
# odfpy 1.4.1: what an editor deleted from an .odt stands first in its text
#
# One would guess: `teletype.extractText(document.text)` and `getElementsByType(P)` give what the document says
# to its reader: deleted words are gone, a comment is no part of the sentence it is tied to.
# What happens: with recorded changes the deleted paragraphs are kept in a block before the text; they come
# first, with the editor's name and the date. A comment is glued between two words without a blank, with author
# and date as well. Each paragraph inside of them is returned once more by itself.
# Why it matters: a transcript is edited with changes recorded so that slips and what must not be quoted are taken
# out. They come back as a customer's words, and the remark «проверить» counts as speech.
# How otzvuk avoids it: its own reader (read/opendoc.py) leaves out tracked-changes, annotation and note, and says how
# many comments and notes it left.
set -eu
export LC_ALL=C.UTF-8
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check odfpy==1.4.1
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import zipfile
from importlib.metadata import version

from odf import teletype
from odf.opendocument import load
from odf.text import P

NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
WHEN = "2026-01-12T10:00:00"
content = (
    f'<office:document-content xmlns:office="{NAMES}office:1.0" xmlns:text="{NAMES}text:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.2"><office:body><office:text>'
    '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info>'
    f"<dc:creator>Редактор</dc:creator><dc:date>{WHEN}</dc:date></office:change-info>"
    "<text:p>это не для записи</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    '<text:p>Анна: сроки<text:change text:change-id="c1"/> держат</text:p>'
    f"<text:p>Олег: цена<office:annotation><dc:creator>Редактор</dc:creator><dc:date>{WHEN}</dc:date>"
    "<text:p>проверить</text:p></office:annotation> выросла</text:p>"
    "</office:text></office:body></office:document-content>"
)
KIND = "application/vnd.oasis.opendocument.text"
manifest = (
    f'<manifest:manifest xmlns:manifest="{NAMES}manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{KIND}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
with zipfile.ZipFile("talk.odt", "w") as archive:
    archive.writestr("mimetype", KIND)
    archive.writestr("META-INF/manifest.xml", manifest)
    archive.writestr("content.xml", content)

document = load("talk.odt")
text = teletype.extractText(document.text)
paragraphs = [teletype.extractText(each) for each in document.getElementsByType(P)]
print("odfpy", version("odfpy"))
print(repr(text))
print(*map(repr, paragraphs), sep="\n")
assert paragraphs == [
    "это не для записи",
    "Анна: сроки держат",
    f"Олег: ценаРедактор{WHEN}проверить выросла",
    "проверить",
]
assert text == (
    f"Редактор{WHEN}это не для записиАнна: сроки держатОлег: ценаРедактор{WHEN}проверить выросла"
)
PY
