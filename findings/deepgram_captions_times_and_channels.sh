#!/bin/sh
# deepgram-captions 2.0.0: AssemblyAI's milliseconds are seconds, and of a call in two channels one person is left
#
# One would guess: a converter that names the services it knows keeps to their formats. AssemblyAI gives times in whole
# milliseconds, Deepgram a list of words for each channel of the recording (`multichannel`, one person in each) and numbers
# the voices of each channel anew, from 0.
# What happens: AssemblyAI's 81200 ms is 81200 s, that is 22:33:20, and what is past a day begins again at 0: the answer at
# 90 s becomes 01:04:10 and stands before its question. Of Deepgram's channels only the first is written, although the
# other was looked at to see whether anything was said; with `utterances` both come, but without a word of the channel, so
# that with `diarize` both people are «speaker 0». Each file is sound, nothing is said.
# Why it matters: calls are recorded in two channels so that nobody need guess who speaks. Either the customer is gone, or
# customer and interviewer are one person; and by AssemblyAI's times answers are put to other questions as soon as anybody
# sorts cues by time, as most readers of subtitles do.
# How otzvuk avoids it: it reads the services' own JSON (read/recognised.py): milliseconds are known by the pace of
# speech and said in a note, voices that bear one number in two channels are kept apart.
set -eu
export LC_ALL=C.UTF-8
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check deepgram-captions==2.0.0
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import re
from importlib.metadata import version

from deepgram_captions import AssemblyAIConverter, DeepgramConverter, srt


def times(text):
    return re.findall(r"(\d\d:\d\d:\d\d,\d+) -->", text)


print("deepgram-captions", version("deepgram-captions"))


def assembly(speaker, start, *said):
    words = [
        {"text": word, "start": start + 400 * at, "end": start + 400 * at + 350, "confidence": 0.9, "speaker": speaker}
        for at, word in enumerate(said)
    ]
    return {"speaker": speaker, "text": " ".join(said), "start": start, "end": words[-1]["end"], "words": words}


utterances = [assembly("A", 81200, "Как", "со", "сроками?"), assembly("B", 90250, "Плохо,", "срывают.")]
answer = {
    "text": "Как со сроками? Плохо, срывают.",
    "words": [word for each in utterances for word in each["words"]],
    "utterances": utterances,
}
told = srt(AssemblyAIConverter(answer))
print("AssemblyAI, said at 81.2 and 90.25 s:", told, sep="\n")
assert times(told) == ["22:33:20,000", "01:04:10,000"], "deepgram-captions has changed: times of AssemblyAI"


def deepgram(start, *said, **own):
    return [
        {
            "word": word.strip("?,.").lower(),
            "punctuated_word": word,
            "start": start + 0.4 * at,
            "end": start + 0.4 * at + 0.35,
            "confidence": 0.9,
            **own,
        }
        for at, word in enumerate(said)
    ]


def results(*, utterances, **own):
    said = [deepgram(1.0, "Как", "со", "сроками?", **own), deepgram(3.0, "Плохо,", "срывают.", **own)]
    texts = [" ".join(word["punctuated_word"] for word in words) for words in said]
    found = {
        "channels": [
            {"alternatives": [{"transcript": text, "confidence": 0.9, "words": words}]}
            for text, words in zip(texts, said, strict=True)
        ]
    }
    if utterances:
        found["utterances"] = [
            {"channel": at, "transcript": text, "start": words[0]["start"], "end": words[-1]["end"], "words": words, **own}
            for at, (text, words) in enumerate(zip(texts, said, strict=True))
        ]
    return {"metadata": {"channels": 2}, "results": found}


one = srt(DeepgramConverter(results(utterances=False)))
print("Deepgram, two channels:", one, sep="\n")
assert "сроками" in one and "срывают" not in one, "deepgram-captions has changed: the second channel"
both = srt(DeepgramConverter(results(utterances=True, speaker=0)))
print("Deepgram, two channels, utterances and diarize:", both, sep="\n")
assert "срывают" in both and re.findall(r"\[speaker \d+\]", both) == ["[speaker 0]"], "deepgram-captions has changed: voices"
PY
