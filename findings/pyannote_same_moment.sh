#!/bin/sh
# pyannote.core 6.1.0: of two people who speak over the same seconds one is forgotten, and who speaks for no time at all
#
# One would guess: `annotation[segment] = speaker`, the way its own readme fills a diarisation, adds a line, since the
# package is made for overlapping speech; at the least it would refuse.
# What happens: a segment is a key. A second speaker over the very same segment takes the first one's place, although
# ten milliseconds more or less would have kept both. A segment whose end is its start is dropped. Nothing is
# said, and `labels()` no longer knows a speaker who had only such segments.
# Why it matters: recognisers that give whole seconds write «Угу.» as 3–3, and two people in the same second as 4–5 and 4–5.
# Their short answers, and people who say little else, are gone from speaking times, overlaps and counts of people.
# How otzvuk avoids it: a turn is a row of its own (read/timed.py); times order rows and name none.
set -eu
export LC_ALL=C.UTF-8
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check pyannote.core==6.1.0 numpy==2.4.6 pandas==3.1.1
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version

from pyannote.core import Annotation, Segment

rows = [(0, 3, "interviewer"), (3, 3, "accountant"), (4, 5, "engineer"), (4, 5, "foreman"), (5, 9, "foreman")]
talk = Annotation()
for start, end, who in rows:
    talk[Segment(start, end)] = who
kept = [(segment.start, segment.end, who) for segment, _, who in talk.itertracks(yield_label=True)]
print("pyannote.core", version("pyannote.core"))
print(len(rows), "rows in;", len(kept), "out:", kept, "speakers:", talk.labels())
assert kept == [(0, 3, "interviewer"), (4, 5, "foreman"), (5, 9, "foreman")], kept
assert talk.labels() == ["foreman", "interviewer"], talk.labels()

apart = Annotation()
apart[Segment(4, 5)], apart[Segment(4, 5.01)] = "engineer", "foreman"
print("ten milliseconds apart:", apart.labels())
assert apart.labels() == ["engineer", "foreman"]
PY
