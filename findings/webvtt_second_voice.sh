#!/bin/sh
# webvtt-py 0.6.0: where two people speak in one cue, the answer is the interviewer's
#
# One would guess: WebVTT lets a cue have several voices, <v Анна>…</v> <v Олег>…</v>, so that a question and
# its short answer can share the times. `Caption.voice` then names both or none, or `text` shows where one ends.
# What happens: `voice` is the name at the very beginning of the first line, `text` everybody's words without a sign of who
# says them. The second voice is nowhere. Where the cue begins with a word of nobody's and a voice comes later, `voice`
# is None, although the words have a name. &amp; and &lt; stay as they are written, in `text` and in a .srt made of it.
# Why it matters: short answers («Плохо, срывают») share a cue with the question more than long ones do. They are the
# interviewer's then, who is left out of what customers said; a person with short answers only is not in the talk at all.
# How otzvuk avoids it: its own reader (read/subtitles.py) makes a turn of each voice.
set -eu
export LC_ALL=C.UTF-8
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check webvtt-py==0.6.0
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version

import webvtt

said = """WEBVTT

00:00:01.000 --> 00:00:04.000
<v Анна>Что со сроками?</v> <v Олег>Плохо, срывают.</v>

00:00:04.000 --> 00:00:07.000
<v Анна>А цены?</v>
<v Пётр>Выросли.</v>

00:00:07.000 --> 00:00:09.000
(пауза) <v Пётр>И сервис R&amp;D.</v>

00:00:09.000 --> 00:00:10.000
<v Анна>Спасибо.</v>
"""
print("webvtt-py", version("webvtt-py"))
seen = [(cue.voice, cue.text) for cue in webvtt.from_string(said)]
print(*seen, sep="\n")
assert seen == [
    ("Анна", "Что со сроками? Плохо, срывают."),
    ("Анна", "А цены?\nВыросли."),
    (None, "(пауза) И сервис R&amp;D."),
    ("Анна", "Спасибо."),
], "webvtt-py has changed"
PY
