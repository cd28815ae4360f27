#!/bin/sh
# insanely-fast-whisper 0.0.15: after the interviewer's «угу» questions are the customer's and answers the interviewer's
#
# One would guess: with speakers told apart (`--hf-token`) each piece of the text gets the speaker who talks most while it is
# said; a word thrown in goes to whoever says the rest of the piece.
# What happens: the speakers' stretches take the pieces in turn, each the ones up to the nearest end of a piece that is still to
# be had, and at least one. A stretch of half a second inside an answer takes the next whole piece, so that all who follow
# are one piece late, until an answer of several pieces takes up the slip. What is left after the last stretch is given to
# nobody and left out of `speakers`; so is the last piece where Whisper gave it no end, if another ends nearer.
# Why it matters: interviewers say «угу» and «понятно» all the time. Complaints become the interviewer's, who is
# not counted, and praise is put into a customer's mouth; every piece is there, with good times, so that nothing looks wrong.
# How otzvuk avoids it: from that file nobody can tell who was moved; docs/study.md says so. What `speakers` leaves out it reads
# from `chunks`, as words that no speaker is named for (read/layers.py).
set -eu
export LC_ALL=C.UTF-8
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
# no dependencies: putting speakers and pieces together needs numpy alone, what runs the models is gigabytes
"$dir/venv/bin/pip" install -q --disable-pip-version-check --no-deps insanely-fast-whisper==0.0.15 numpy==2.4.6
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import sys
from collections import namedtuple
from importlib.metadata import version
from types import ModuleType

# imported by the module for the sound, which is not looked at here
for name in (
    "requests",
    "torch",
    "torchaudio",
    "transformers",
    "transformers.pipelines",
    "transformers.pipelines.audio_utils",
):
    sys.modules[name] = ModuleType(name)
sys.modules["torchaudio"].functional = None
sys.modules["transformers.pipelines.audio_utils"].ffmpeg_read = None
from insanely_fast_whisper.utils.diarize import diarize_audio, post_process_segments_and_transcripts

Stretch = namedtuple("Stretch", "start end")
ASKS, ANSWERS = "SPEAKER_00", "SPEAKER_01"


class Diarisation:
    """What pyannote's pipeline returns: stretches of time, each with its speaker."""

    def __init__(self, *rows):
        self.rows = rows

    def itertracks(self, *, yield_label):
        assert yield_label
        for number, (start, end, speaker) in enumerate(self.rows):
            yield Stretch(start, end), number, speaker


def spoken(rows, pieces):
    segments = diarize_audio({}, lambda sound, **how: Diarisation(*rows), None, None, None)
    chunks = [{"timestamp": (start, end), "text": text} for start, end, text in pieces]
    found = post_process_segments_and_transcripts(segments, chunks, group_by_speaker=False)
    return [(each["speaker"], each["text"]) for each in found]


talk = [
    (ASKS, 0.0, 4.0, "Как вам сроки?"),
    (ANSWERS, 4.0, 12.0, "Срывают каждый месяц, мы ждём по две недели."),
    (ANSWERS, 12.0, 20.0, "А потом и документы приходят с ошибками."),
    (ASKS, 20.0, 23.0, "А цена вас устраивает?"),
    (ANSWERS, 23.0, 30.0, "Цена нормальная, претензий нет."),
    (ASKS, 30.0, 33.0, "Что бы вы поменяли?"),
    (ANSWERS, 33.0, 38.0, "Поставьте нам другого менеджера."),
]
pieces = [(start, end, text) for _, start, end, text in talk]
true = [(speaker, text) for speaker, *_, text in talk]
# as pyannote tells them: one stretch each, some tenths of a second off
quiet = [
    (0.2, 3.8, ASKS),
    (4.1, 19.8, ANSWERS),
    (20.2, 22.8, ASKS),
    (23.2, 29.7, ANSWERS),
    (30.1, 32.9, ASKS),
    (33.1, 37.8, ANSWERS),
]
# the same, and «угу» at 10.0 s
nodding = [quiet[0], (4.1, 10.0, ANSWERS), (10.0, 10.4, ASKS), (10.4, 19.8, ANSWERS), *quiet[2:]]

print("insanely-fast-whisper", version("insanely-fast-whisper"))
assert spoken(quiet, pieces) == true
seen = spoken(nodding, pieces)
for (was, text), (speaker, _) in zip(true, seen, strict=True):
    print(was, "->", speaker, text)
other = {ASKS: ANSWERS, ANSWERS: ASKS}
assert seen == true[:2] + [(other[speaker], text) for speaker, text in true[2:]], "insanely-fast-whisper has changed"

# one sentence more, which Whisper gives no end: of that nothing is left
cut = [*pieces, (38.0, None, "И пришлите уже акты сверки.")]
seen = spoken([*quiet[:-1], (33.1, 41.0, ANSWERS)], cut)
print("the last piece:", seen[-1], "of", cut[-1])
assert seen == true, "insanely-fast-whisper has changed"
PY
