#!/bin/sh
# pysubs2 1.8.1: what a cue ends with is taken for the next cue's number, and the next cue's name for speech
#
# One would guess: a WebVTT cue's words are the lines between its times and the next empty line; its name stands
# before the times and is nobody's speech; a NOTE is a comment.
# What happens: text runs from one line of times to the next, and only a last line of digits is cut off. So a mark
# on a line of its own is lost («Поставлю / 7» where cues bear no numbers), while names that are no numbers
# (Teams numbers its cues <uuid>/12-0) and NOTE blocks become the last words of the turn before. Speakers are lost
# with the <v> tag: `name` stays empty.
# Why it matters: marks from 0 to 10 are what an interview is made for; and a mark lost in one place, a uuid or
# an editor's remark said by a customer in another, are seen by nobody in two hundred turns.
# How otzvuk avoids it: its own reader (read/subtitles.py) splits at empty lines and knows names and NOTE.
set -eu
export LC_ALL=C.UTF-8
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check pysubs2==1.8.1
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version

from pysubs2 import SSAFile

UNNUMBERED = """WEBVTT

00:01.000 --> 00:02.000
Сколько поставите?

00:02.000 --> 00:03.000
Раньше было
7

00:03.000 --> 00:04.000
А теперь
3
"""
NAMED = """WEBVTT

1f0e2d3c-0000-4000-8000-000000000001/12-0
00:01.000 --> 00:02.000
<v Анна>Отгрузку задержали.</v>

1f0e2d3c-0000-4000-8000-000000000001/13-0
00:02.000 --> 00:03.000
<v Игорь>Надолго?</v>

NOTE
уточнить фамилию

1f0e2d3c-0000-4000-8000-000000000001/14-0
00:03.000 --> 00:04.000
<v Анна>На неделю.</v>
"""
marks = [event.plaintext for event in SSAFile.from_string(UNNUMBERED)]
turns = [(event.name, event.plaintext) for event in SSAFile.from_string(NAMED)]
print("pysubs2", version("pysubs2"))
print(marks)
print(*turns, sep="\n")
uuid = "1f0e2d3c-0000-4000-8000-000000000001"
assert marks == ["Сколько поставите?", "Раньше было", "А теперь"]
assert turns == [
    ("", f"Отгрузку задержали.\n\n{uuid}/13-0"),
    ("", f"Надолго?\n\nNOTE\nуточнить фамилию\n\n{uuid}/14-0"),
    ("", "На неделю."),
]
PY
