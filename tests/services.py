"""One talk as many services and programs write it into JSON: `DATA`, by name, the values of a file."""

from __future__ import annotations

import re
from typing import Any

TALK = [
    ("0", 0.0, 3.1, "Как давно вы покупаете у завода трубы?"),
    ("1", 3.6, 8.4, "Пятый год. Вагоны приходят с опозданием, склад простаивает."),
    ("0", 9.0, 11.2, "Кто решает, если вагон задержался?"),
    ("1", 11.8, 16.0, "Никто, звоню в три отдела по очереди."),
    ("0", 16.5, 18.0, "Что исправить первым?"),
    ("1", 18.4, 21.9, "Один ответственный за заказ, как у соседей."),
]
TEXTS = [text for *_, text in TALK]


def words(start: float, stop: float, text: str) -> list[tuple[str, float, float]]:
    """The words of a fragment with times spread over it."""
    parts = text.split()
    step = (stop - start) / len(parts)
    return [
        (part, round(start + at * step, 3), round(start + (at + 1) * step, 3))
        for at, part in enumerate(parts)
    ]


def apart(text: str) -> list[str]:
    """A text's words and signs, each for itself."""
    found = []
    for word in text.split():
        bare = word.rstrip(".,?!")
        found += [bare, *word[len(bare) :]]
    return found


def ms(seconds: float) -> int:
    return round(seconds * 1000)


def ticks(seconds: float) -> int:
    return round(seconds * 10**7)


def iso(seconds: float) -> str:
    return f"2025-03-05T10:{int(seconds) // 60:02}:{seconds % 60:06.3f}Z"


ALL = " ".join(TEXTS)
AZURE_BATCH = {
    "combinedRecognizedPhrases": [{"channel": 0, "lexical": ALL.lower(), "display": ALL}],
    "recognizedPhrases": [
        {
            "recognitionStatus": "Success",
            "channel": 0,
            "speaker": int(who) + 1,
            "offset": f"PT{a:g}S",
            "duration": f"PT{b - a:.2f}S",
            "offsetInTicks": ticks(a),
            "durationInTicks": ticks(b - a),
            "nBest": [
                {"confidence": 0.9, "lexical": text.lower(), "display": text},
                {"confidence": 0.2, "lexical": "хуже", "display": "Хуже услышано, чем было сказано."},
            ],
        }
        for who, a, b, text in TALK
    ],
}
AZURE_FAST = {
    "durationMilliseconds": 21900,
    "combinedPhrases": [{"text": ALL}],
    "phrases": [
        {
            "speaker": int(who) + 1,
            "offsetMilliseconds": ms(a),
            "durationMilliseconds": ms(b - a),
            "text": text,
            "words": [
                {"text": w, "offsetMilliseconds": ms(x), "durationMilliseconds": ms(y - x)}
                for w, x, y in words(a, b, text)
            ],
            "locale": "ru-RU",
            "confidence": 0.9,
        }
        for who, a, b, text in TALK
    ],
}
REV = {
    "speakers": [{"id": 0, "name": "Вера"}, {"id": 1, "name": "Олег"}],
    "monologues": [
        {
            "speaker": int(who),
            "elements": [
                each
                for word, x, y in words(a, b, text)
                for each in (
                    {"type": "text", "value": word.rstrip(".,?"), "ts": x, "end_ts": y, "confidence": 0.9},
                    {"type": "punct", "value": word[len(word.rstrip(".,?")) :] + " "},
                )
            ],
        }
        for who, a, b, text in TALK
    ],
}
DEEPGRAM_PARAGRAPHS = {
    "metadata": {"channels": 1},
    "results": {
        "channels": [
            {
                "alternatives": [
                    {
                        "transcript": ALL,
                        "paragraphs": {
                            "transcript": ALL,
                            "paragraphs": [
                                {
                                    "sentences": [{"text": text, "start": a, "end": b}],
                                    "speaker": int(who),
                                    "num_words": 3,
                                    "start": a,
                                    "end": b,
                                }
                                for who, a, b, text in TALK
                            ],
                        },
                    }
                ]
            }
        ]
    },
}
HF_SPEAKERS = {
    "speakers": [{"speaker": f"SPEAKER_0{w}", "timestamp": [a, b], "text": t} for w, a, b, t in TALK],
    "chunks": [{"timestamp": [a, b], "text": " " + t} for _, a, b, t in TALK],
    "text": ALL,
}
IBM = {
    "result_index": 0,
    "results": [
        {
            "final": True,
            "alternatives": [
                {"transcript": text, "confidence": 0.9, "timestamps": [list(w) for w in words(a, b, text)]}
            ],
        }
        for _, a, b, text in TALK
    ],
    "speaker_labels": [
        {"from": x, "to": y, "speaker": int(who), "confidence": 0.5, "final": False}
        for who, a, b, text in TALK
        for _, x, y in words(a, b, text)
    ],
}
INDEXER = {
    "videos": [
        {
            "insights": {
                "transcript": [
                    {
                        "id": number,
                        "text": text,
                        "confidence": 0.9,
                        "speakerId": int(who) + 1,
                        "instances": [{"start": f"0:00:{a:g}", "end": f"0:00:{b:g}"}],
                    }
                    for number, (who, a, b, text) in enumerate(TALK, 1)
                ],
                "speakers": [{"id": 1, "name": "Вера"}, {"id": 2, "name": "Олег"}],
            }
        }
    ]
}
FIREFLIES = [
    {
        "sentence": t,
        "startTime": f"00:{int(a):02}",
        "endTime": f"00:{int(b):02}",
        "speaker_name": f"Голос {w}",
        "speaker_id": int(w),
    }
    for w, a, b, t in TALK
]
MEET = {
    "transcriptEntries": [
        {
            "name": f"conferenceRecords/a/transcripts/b/entries/{at}",
            "participant": f"conferenceRecords/a/participants/{who}",
            "text": text,
            "languageCode": "ru-RU",
            "startTime": iso(a),
            "endTime": iso(b),
        }
        for at, (who, a, b, text) in enumerate(TALK)
    ]
}
SONIOX = {
    "text": ALL,
    "tokens": [
        {"text": piece, "start_ms": ms(x), "end_ms": ms(y), "speaker": who, "language": "ru"}
        for number, (who, a, b, text) in enumerate(TALK)
        for at, (word, x, y) in enumerate(words(a, b, text))
        for piece in ((" " if at or number else "") + word[:2], word[2:])
        if piece
    ],
}
AWS_OLD = {
    "results": {
        "transcripts": [{"transcript": ALL}],
        "speaker_labels": {
            "speakers": 2,
            "segments": [
                {
                    "start_time": str(a),
                    "end_time": str(b),
                    "speaker_label": f"spk_{who}",
                    "items": [{"start_time": str(a), "speaker_label": f"spk_{who}", "end_time": str(b)}],
                }
                for who, a, b, _ in TALK
            ],
        },
        "items": [
            each
            for _, a, b, text in TALK
            for word, x, y in words(a, b, text)
            for each in (
                {
                    "start_time": str(x),
                    "end_time": str(y),
                    "type": "pronunciation",
                    "alternatives": [{"confidence": "0.9", "content": word.rstrip(".,?")}],
                },
                {
                    "type": "punctuation",
                    "alternatives": [{"confidence": "0.0", "content": word[len(word.rstrip(".,?")) :]}],
                },
            )
        ],
    }
}
SBER = [
    {
        "results": [
            {"text": text.lower(), "normalized_text": text, "start": f"{a}s", "end": f"{b}s"},
            {"text": "хуже", "normalized_text": "Хуже слышно.", "start": f"{a}s", "end": f"{b}s"},
        ],
        "eou": True,
        "channel": 0,
        "speaker_info": {"speaker_id": speaker},
    }
    for who, a, b, text in TALK
    for speaker in (-1, int(who))
]
SHAREPOINT = {
    "version": "1.0.0",
    "entries": [
        {
            "id": f"e/{at}",
            "text": text,
            "speakerId": f"id{who}",
            "speakerDisplayName": f"Голос {who}",
            "startOffset": f"00:00:{a:010.7f}",
            "endOffset": f"00:00:{b:010.7f}",
            "confidence": 0.9,
        }
        for at, (who, a, b, text) in enumerate(TALK)
    ],
}
GLADIA = {
    "result": {
        "transcription": {
            "full_transcript": ALL,
            "utterances": [
                {
                    "text": t,
                    "language": "ru",
                    "start": a,
                    "end": b,
                    "speaker": int(w),
                    "channel": 0,
                    "words": [{"word": " " + x, "start": y, "end": z} for x, y, z in words(a, b, t)],
                }
                for w, a, b, t in TALK
            ],
        },
        "translation": {
            "results": [
                {
                    "utterances": [
                        {
                            "text": "Another language, and longer than that " + t,
                            "start": a,
                            "end": b,
                            "speaker": 0,
                        }
                        for _, a, b, t in TALK
                    ]
                }
            ]
        },
    }
}


def growing(text: str) -> list[str]:
    """What a recogniser takes `text` for while it is being said."""
    parts = text.rstrip(".,?").lower().split()
    return [" ".join(parts[:count]) for count in (2, len(parts))]


SBER_GUESSES = [
    {
        "results": [{"text": each.lower(), "normalized_text": each, "start": f"{a}s", "end": f"{stop}s"}],
        "eou": each == text,
        "channel": 0,
        "speaker_info": {"speaker_id": speaker, "main_speaker_confidence": 0.4},
    }
    for who, a, b, text in TALK
    for speaker in (int(who), -1)
    for each, stop in [*zip(growing(text), (a + 1, b), strict=True), (text, b)]
]
DEEPGRAM_LIVE = [
    {
        "type": "Results",
        "channel_index": [0, 1],
        "start": a,
        "duration": b - a,
        "is_final": each == text,
        "speech_final": False,
        "channel": {
            "alternatives": [
                {
                    "transcript": each,
                    "words": [
                        {"word": x.lower(), "punctuated_word": x, "start": y, "end": z, "speaker": int(who)}
                        for x, y, z in words(a, b, each)
                    ],
                }
            ]
        },
    }
    for who, a, b, text in TALK
    for each in [*growing(text), text]
]
AWS_LIVE = [
    {
        "TranscriptEvent": {
            "Transcript": {
                "Results": [
                    {
                        "ChannelId": f"ch_{who}",
                        "IsPartial": each != text,
                        "StartTime": a,
                        "EndTime": stop,
                        "Alternatives": [{"Transcript": each}],
                    }
                ]
            }
        }
    }
    for who, a, b, text in TALK
    for each, stop in [*zip(growing(text), (a + 1, b), strict=True), (text, b)]
]
DATA: dict[str, list[Any]] = {
    "salutespeech with guesses beside them": SBER_GUESSES,
    "deepgram live": DEEPGRAM_LIVE,
    "aws live": AWS_LIVE,
    "azure batch": [AZURE_BATCH],
    "azure fast": [AZURE_FAST],
    "rev": [REV],
    "deepgram paragraphs": [DEEPGRAM_PARAGRAPHS],
    "insanely fast whisper": [HF_SPEAKERS],
    "ibm": [IBM],
    "video indexer": [INDEXER],
    "google meet": [MEET],
    "soniox": [SONIOX],
    "aws of old": [AWS_OLD],
    "salutespeech with all voices and guesses": SBER,
    "sharepoint": [SHAREPOINT],
    "gladia": [GLADIA],
    "gigaam with speakers": [
        [{"transcription": t, "boundaries": [a, b], "cluster": w} for w, a, b, t in TALK]
    ],
    "podcast": [
        {
            "segments": [
                {"speaker": f"Голос {w}", "startTime": a, "endTime": b, "body": t} for w, a, b, t in TALK
            ]
        }
    ],
    "amberscript": [
        {
            "speakers": [{"spkid": "spk0", "name": "Вера"}, {"spkid": "spk1", "name": "Олег"}],
            "segments": [
                {
                    "speaker": f"spk{w}",
                    "words": [{"text": x, "start": y, "end": z} for x, y, z in words(a, b, t)],
                }
                for w, a, b, t in TALK
            ],
        }
    ],
    "openai": [
        {
            "text": ALL,
            "segments": [
                {
                    "type": "transcript.text.segment",
                    "id": f"seg_{a}",
                    "start": a,
                    "end": b,
                    "text": t,
                    "speaker": "AB"[int(w)],
                }
                for w, a, b, t in TALK
            ],
        }
    ],
    "protobuf": [
        {
            "results": [
                {
                    "alternatives": [
                        {
                            "words": [
                                {
                                    "startTime": {"seconds": str(int(y)), "nanos": round(y % 1 * 1e9)},
                                    "word": x,
                                    "speakerTag": int(w) + 1,
                                }
                                for x, y, _ in words(a, b, t)
                            ]
                        }
                    ]
                }
                for w, a, b, t in TALK
            ]
        }
    ],
    "columns": [
        {
            "speaker": [w for w, *_ in TALK],
            "start": [a for _, a, _, _ in TALK],
            "end": [b for _, _, b, _ in TALK],
            "text": TEXTS,
        }
    ],
    "columns by number": [
        {
            "who speaks": {str(at): w for at, (w, *_) in enumerate(TALK)},
            "start": {str(at): each[1] for at, each in enumerate(TALK)},
            "text": {str(at): text for at, text in enumerate(TEXTS)},
        }
    ],
    "rows": [[[a, b, t, f"Голос {w}"] for w, a, b, t in TALK]],
    "fragments by number": [
        {str(at): {"text": t, "start": a, "spk": w} for at, (w, a, _, t) in enumerate(TALK)}
    ],
    "apart from the words": [
        {
            "segments": [{"start": a, "end": b, "text": t} for _, a, b, t in TALK],
            "diarization": [{"start": a, "end": b, "speaker": f"SPEAKER_0{w}"} for w, a, b, _ in TALK],
        }
    ],
    "in Russian": [{"реплики": [{"спикер": f"Голос {w}", "начало": a, "текст": t} for w, a, _, t in TALK]}],
    "one a line": [{"speaker": w, "start": a, "end": b, "text": t} for w, a, b, t in TALK],
    "with ends and names of speakers": [
        {
            "speaker_names": {"S0": "Вера", "S1": "Олег"},
            "segments": [
                {"speakerLabel": f"S{w}", "text": t, "begin": a, "duration": b - a} for w, a, b, t in TALK
            ],
        }
    ],
    "labels in the words": [
        {"segments": [{"start": a, "end": b, "text": f"[SPEAKER_0{w}]: {t}"} for w, a, b, t in TALK]}
    ],
    "agents and users": [
        {
            "transcript": [
                {"role": ["agent", "user"][int(w)], "message": t, "time_in_call_secs": a}
                for w, a, _, t in TALK
            ]
        }
    ],
    "stretches": [
        [{"name": w, "time": f"00:00:{a:06.3f} - 00:00:{b:06.3f}", "text": t.split()} for w, a, b, t in TALK]
    ],
    "words of timed events": [
        {
            "events": [
                {
                    "tStartMs": ms(a),
                    "dDurationMs": ms(b - a),
                    "speaker": w,
                    "segs": [{"utf8": f"{x} ", "tOffsetMs": 0} for x in t.split()],
                }
                for w, a, b, t in TALK
            ]
        }
    ],
}
UNTIMED: dict[str, Any] = {
    "names as keys": {"dialogue": [{["Вера", "Олег"][int(w)]: t} for w, _, _, t in TALK]},
    "roles": [{"role": ["interviewer", "respondent"][int(w)], "content": t} for w, _, _, t in TALK],
    "pairs": [[["Вера", "Олег"][int(w)], t] for w, _, _, t in TALK],
    "sentences of turns": {
        "turns": [{"speaker": "AB"[int(w)], "sentences": re.split(r"(?<=[.])\s", t)} for w, _, _, t in TALK]
    },
}
