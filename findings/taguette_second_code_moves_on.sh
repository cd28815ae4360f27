#!/bin/sh
# Taguette 1.5.2: in an exported document the second code of an answer stands before the next person's words
#
# One would guess: "each highlight is followed by its tags in brackets", as the export of a document with its highlights
# describes itself: an answer marked as a whole with «сроки» and with «цена» ends with both.
# What happens: at the end of a piece of text (a paragraph, a line before a line break, a cell) one end of a highlight is
# dealt with; the next at the same place is taken up in the following piece of text, so that its tags stand at the
# beginning of that, which is the next speaker's. Between paragraphs that are parted by a new line in the HTML it stands
# alone; after the last one it is lost. Which of the codes moves on depends on their names: the later one in the alphabet.
# Two codes that end within a text come out well, and so do two tags of one highlight, which are what one tries.
# Why it matters: a code for a whole answer is the commonest of all, and two people who code alike mark the same answer.
# In the .docx, .pdf or .html that is handed on, complaints about the price are the interviewer's, or belong to the answer
# after. The tables of highlights (.csv, .xlsx) are right, nothing tells the two apart.
# How otzvuk avoids it: it takes codings from Taguette's tables (exchange/segments.py), never from marks inside a text.
set -eu
export LC_ALL=C.UTF-8
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check taguette==1.5.2
cd "$dir"
"$dir/venv/bin/python" - 2>/dev/null <<'PY' || { echo "Taguette has changed, or could not be run" >&2; exit 1; }
import asyncio
import io
import re
from importlib.metadata import version

from taguette import convert, database, export
from tornado import locale

TURNS = ("Анна: Что с поставкой?", "Олег: Срывают, и дорого.", "Анна: А склад?", "Олег: Склад хороший.")
WAYS = {
    "lines": "<p>" + "<br/>".join(TURNS) + "</p>",
    "paragraphs": "".join(f"<p>{turn}</p>" for turn in TURNS),
    "paragraphs on lines": "\n".join(f"<p>{turn}</p>" for turn in TURNS),
}


def place(contents, turn):
    """Where a turn begins and ends, in bytes of the text, as the browser's part of Taguette counts."""
    text = re.sub("<[^>]*>", "", contents)
    begin = len(text[: text.index(turn)].encode())
    return begin, begin + len(turn.encode())


async def exported(contents, db, *, turn, codes):
    """The text of the exported document, a turn with these codes, each a highlight of its own."""
    project = database.Project(name="Закупки", description="")
    kept = await convert.to_html(contents.encode(), "text/html", "talk.html", {})
    document = database.Document(
        name="talk",
        description="",
        filename="talk.html",
        project=project,
        text_direction=database.TextDirection.LEFT_TO_RIGHT,
        contents=kept,
    )
    db.add_all([project, document])
    begin, end = place(kept, turn)
    for code in codes:
        tag = database.Tag(project=project, path=code, description="")
        db.add(
            database.Highlight(document=document, start_offset=begin, end_offset=end, snippet=turn, tags=[tag])
        )
    db.commit()
    _, parts = await export.highlighted_document(db, document, "html", config={}, locale=locale.get("en_US"))
    body = "".join(parts).split("</h1>")[1]
    return [
        line
        for line in re.sub("<[^>]*>", "", re.sub("<br/?>|</p>", "\n", body)).splitlines()
        if line.strip()
    ], project


async def main():
    db = database.connect("sqlite:///study.sqlite3")()
    print("Taguette", version("taguette"))
    seen = {}
    for way, contents in WAYS.items():
        seen[way], project = await exported(contents, db, turn=TURNS[1], codes=("сроки", "цена"))
        print(f"{way}:", *seen[way], sep="\n  ")
        table = io.StringIO()
        export.highlights_csv(db, project.id, "", table)
        assert table.getvalue().count(TURNS[1]) == 2, "both are in the table"
    for way in ("lines", "paragraphs"):
        assert seen[way][1:3] == [f"{TURNS[1]} [сроки]", f" [цена]{TURNS[2]}"], way
    assert seen["paragraphs on lines"][1:4] == [f"{TURNS[1]} [сроки]", " [цена]", TURNS[2]]
    last, _ = await exported(WAYS["lines"], db, turn=TURNS[3], codes=("сроки", "цена"))
    print("at the end:", last[-1], sep="\n  ")
    assert last[-1] == f"{TURNS[3]} [сроки]", "the last"


asyncio.run(main())
PY
