"""Annotations of ELAN (`.eaf`): a tier a speaker, its annotations with times.

Read here: pympi, the library for it, parses with the standard library, which expands entities.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree.ElementTree import Element

from otzvuk.model.errors import InputError
from otzvuk.read.dialogue import transcript
from otzvuk.read.transcript import Line, Transcript
from otzvuk.read.xmlfile import local, read_xml, value_of

_WHAT = "разметка ELAN (.eaf)"
_UNSAID = re.compile(
    r"(?:^|[\W_])(?:коммент\w*|примеч\w*|замет\w*|перевод\w*|жест\w*|тем[аы]|notes?|comments?|transl\w*|gloss\w*|"
    r"gestures?|topics?|pos|morph\w*)(?:$|[\W_])",
    re.IGNORECASE,
)
_PREFIX = re.compile(
    r"^(?:text|txt|utt(?:erance)?s?|tx|ref|transcription|реплики|речь)[@_\s:-]+", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Tier:
    """A tier with the words of its annotations, each with its times where it is known when."""

    name: str
    speaker: str
    parent: str
    said: list[tuple[float | None, float | None, str]]


def read_elan(path: Path, *, known: Collection[str] = ()) -> Transcript:
    """Read a `.eaf` file: what is said in the tiers of speakers, in the order of time.

    Tiers that depend on another (translations, glosses) and those of comments are left out, which is said;
    where the upper tier of a speaker holds no words, the one below it is read.
    """
    root = read_xml(path, _WHAT)
    if local(root) != "ANNOTATION_DOCUMENT":
        raise InputError("это не файл ELAN:", file=path, value=local(root), expected=_WHAT)
    tiers = _tiers(root)
    chosen = _spoken(tiers)
    lines = [
        Line(text=text, place=f"слой «{tier.name}», {number}", speaker=tier.speaker, seconds=start, stop=stop)
        for tier in chosen
        for number, (start, stop, text) in enumerate(tier.said, 1)
    ]
    if not lines:
        raise InputError("в слоях нет слов", file=path, expected="слой с репликами у каждого говорящего")
    lines.sort(key=lambda line: -1.0 if line.seconds is None else line.seconds)
    found = transcript(lines, known=known, segments=True)
    left = [tier.name for tier in tiers if tier.said and tier not in chosen]
    if not left:
        return found
    names = ", ".join(f"«{name}»" for name in left)
    return replace(found, notes=(*found.notes, f"не прочитаны слои {names}"))


def _tiers(root: Element) -> list[_Tier]:
    unit = 0.001  # of the times: ELAN writes nothing but milliseconds
    slots = {
        value_of(each, "TIME_SLOT_ID"): int(value_of(each, "TIME_VALUE")) * unit
        for each in root.iter()
        if local(each) == "TIME_SLOT" and value_of(each, "TIME_VALUE").isdecimal()
    }
    annotations = [each for each in root.iter() if local(each).endswith("_ANNOTATION")]
    times: dict[str, tuple[float | None, float | None]] = {}
    for each in annotations:
        if local(each) == "ALIGNABLE_ANNOTATION":
            span = slots.get(value_of(each, "TIME_SLOT_REF1")), slots.get(value_of(each, "TIME_SLOT_REF2"))
        else:  # has the times of the one that it refers to, which stands before it
            span = times.get(value_of(each, "ANNOTATION_REF"), (None, None))
        times[value_of(each, "ANNOTATION_ID")] = span
    tiers = []
    for tier in (each for each in root.iter() if local(each) == "TIER"):
        name = value_of(tier, "TIER_ID")
        said = []
        last: float | None = None
        for each in tier.iter():
            if local(each).endswith("_ANNOTATION"):
                text = " ".join("".join(each.itertext()).split())
                start, stop = times[value_of(each, "ANNOTATION_ID")]
                start = last if start is None else start  # between two that are aligned
                last = start
                if text:
                    said.append((start, stop, text))
        speaker = value_of(tier, "PARTICIPANT") or _PREFIX.sub("", name) or name
        tiers.append(_Tier(name, speaker, value_of(tier, "PARENT_REF"), said))
    return tiers


def _spoken(tiers: list[_Tier]) -> list[_Tier]:
    """The tiers of what is said: the upper ones with words, else those right below them."""
    found: list[_Tier] = []
    for tier in tiers:
        above = next((each for each in tiers if each.name == tier.parent), None)
        upper = above is None or (not _worded(above) and not above.parent)
        if upper and _worded(tier) and not _UNSAID.search(tier.name):
            # of two below one upper tier the first is the words, the other their translation
            twin = tier.parent and any(each.parent == tier.parent for each in found)
            found += [] if twin else [tier]
    return found or [tier for tier in tiers if _worded(tier)]


def _worded(tier: _Tier) -> bool:
    """Does it hold words, and not the numbers of utterances alone?"""
    return any(re.search(r"[^\W\d_]{2}", text) for _, _, text in tier.said)
