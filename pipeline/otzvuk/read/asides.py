"""What the other one says inside a contribution: «(И: Угу.)», `//S02: да//`. Turns of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from otzvuk.model.interview import Turn
from otzvuk.read import words
from otzvuk.read.label import Grade, grade
from otzvuk.read.names import key

_NAME = r"[^\W_](?:[\w .'’-]{0,38}[\w.])?"
_ASIDE = re.compile(
    rf"[(\[{{<]{{1,2}}\s*(?P<name>{_NAME})\s*[:：]\s*(?P<words>[^()\[\]{{}}<>\n]{{1,300}}?)\s*[)\]}}>]{{1,2}}"
    rf"|(?<![:/])/{{1,2}}\s?(?P<other>{_NAME})\s*:(?!/)\s*(?P<said>[^/\n]{{1,300}}?)\s*/{{1,2}}"
)


def with_asides(turns: Sequence[Turn]) -> list[Turn]:
    """`turns`, those that hold what another speaker says parted before and after it.

    Within a sentence the words stay together, and the other's turn follows.
    """
    speakers = {key(turn.speaker): turn.speaker for turn in turns}
    found: list[Turn] = []
    for turn in turns:
        found += _parted(turn, speakers) if ":" in turn.text and _ASIDE.search(turn.text) else [turn]
    return found


def _parted(turn: Turn, speakers: dict[str, str]) -> list[Turn]:
    found: list[Turn] = []
    later: list[Turn] = []
    pieces: list[tuple[int, int]] = []  # of the turn's own words
    start = 0
    for match in _ASIDE.finditer(turn.text):
        name = _who(match["name"] or match["other"], turn.speaker, speakers)
        if not name:
            continue
        pieces.append((start, match.start()))
        start = match.end()
        own = Turn(name, (match["words"] or match["said"]).strip(), turn.place)
        ended = re.search(r"[.?!…][»\")]*\s*$", turn.text[: match.start()])
        later.append(own)
        if ended or not turn.text[: match.start()].strip():
            found += [*_joined(turn, pieces), *later]
            pieces, later = [], []
    if not start:
        return [turn]
    return [*found, *_joined(turn, [*pieces, (start, len(turn.text))]), *later]


def _joined(turn: Turn, pieces: Sequence[tuple[int, int]]) -> list[Turn]:
    """The turn that `pieces` of `turn` make, its cues moved along."""
    text, cues = "", []
    for start, stop in pieces:
        piece = turn.text[start:stop]
        left = len(piece) - len(piece.lstrip())
        bare = piece.strip()
        if not bare:
            continue
        glue = "" if not text or re.match(r"[.,?!…;:]", bare) else " "
        base = len(text) + len(glue) - start - left
        cues += [
            type(cue)(max(cue.offset + base, len(text) + len(glue)), cue.seconds)
            for cue in turn.cues
            if start <= cue.offset < stop
        ]
        text += glue + bare
    kept = [
        cue
        for at, cue in enumerate(cues)
        if cue.offset < len(text) and cue.offset not in {c.offset for c in cues[at + 1 :]}
    ]
    return [Turn(turn.speaker, text, turn.place, tuple(kept))] if text else []


def _who(name: str, speaker: str, speakers: dict[str, str]) -> str:
    """Whom `name` means among the speakers, or itself where it is surely somebody's; "" for other words."""
    folded = key(name)
    if folded in speakers:
        return speakers[folded]
    if folded in words.EDITORS or folded in words.METADATA:
        return ""
    begin = [each for other, each in speakers.items() if each != speaker and other.startswith(folded)]
    if len(begin) == 1 and (len(folded) > 2 or (name[0].isupper() and len(folded) == 1)):
        return begin[0]
    return name if grade(name) is Grade.KNOWN else ""
