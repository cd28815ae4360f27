"""Which labels of a file are speakers: whatever recurs in alternation at the beginnings of turns.

Every line offers the readings of `label.read_labels`; a convention (a `Style`) is believed by how its names
recur and take turns over the whole file, and words that are no names on any list are, where they do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

from otzvuk.read import timecode, words
from otzvuk.read.label import Grade, Label, Style, grade
from otzvuk.read.names import key
from otzvuk.read.transcript import Line

STRONG = (Style.GIVEN, Style.COLON, Style.TIMED, Style.BRACKETS, Style.WHOLE)
# surest first; a line of its own may be any short answer, so it comes late
_WEAK = (
    (Style.CAPITALS,),
    (Style.DASH,),
    (Style.BOLD, Style.BARE),
    (Style.CAPITALS, Style.BOLD, Style.BARE),
    (Style.SIGN,),
    (Style.SPACES,),
    (Style.MARK,),
)
_INSIDE_LINE = frozenset({Style.DASH, Style.SIGN, Style.SPACES, Style.MARK})
_HEAD = 120  # letters of a line in which its time stands
_ALTERNATES = 0.6  # share of neighbouring labels that differ, from which people take turns
_COVERS = 0.5  # share of the lines that a doubtful sign must begin
_BRACKETS_COVER = 0.3

Readings = Sequence[Sequence[Label]]


def choose(lines: Sequence[Line], readings: Readings, known: Collection[str] = ()) -> list[Label | None]:
    """The label of each line, None where it has none: those of speakers, in the conventions of the file."""
    filled = sum(bool(line.text.strip()) for line in lines)
    sure = [_of(each, STRONG) for each in readings]
    followed = _followed(lines, sure)
    accepted = _strong(followed, known, filled)
    chosen = [label if label and _is_accepted(label, accepted) else None for label in sure]
    if len({key(label.name) for label in chosen if label}) > 1:
        return _widened(lines, readings, chosen, accepted)
    best: tuple[int, list[Label | None]] | None = None
    for styles in _WEAK:
        found = _weak(lines, [_of(each, styles) for each in readings], styles, known, filled, chosen)
        count = sum(label is not None for label in found)
        if count and (best is None or count > 2 * best[0]):
            best = count, found
    named = sum(label is not None for label in chosen)
    if best and best[0] > named:
        names = {key(label.name) for label in best[1] if label}
        return [
            new or (old if old and key(old.name) in names else None)
            for new, old in zip(best[1], sure, strict=True)
        ]
    return chosen


def alternation(names: Sequence[str]) -> float:
    """The share of neighbours that differ; 0 where there are none."""
    return sum(one != other for one, other in pairwise(names)) / max(len(names) - 1, 1)


def _of(readings: Sequence[Label], styles: Iterable[Style]) -> Label | None:
    return next((each for style in styles for each in readings if each.style is style), None)


def _is_accepted(label: Label, accepted: dict[Style, frozenset[str]]) -> bool:
    return key(label.name) in accepted.get(label.style, frozenset())


def _followed(lines: Sequence[Line], labels: Sequence[Label | None]) -> list[Label]:
    """The labels that words follow: on their line, or on the next one that is no label itself.

    Where the next line has a time of its own, a short line with a time is words, too («[00:12] Да.»).
    """
    found, words_next, timed_next = [], False, False
    for line, label in zip(reversed(lines), reversed(labels), strict=True):
        alone = label is not None and label.style is Style.TIMED and timed_next
        if label and (label.rest or (words_next and not alone) or label.style in {Style.GIVEN, Style.COLON}):
            found.append(label)
        if line.text.strip():
            words_next = label is None or bool(label.rest)
            timed_next = line.seconds is not None or timecode.leading(line.text[:_HEAD]) is not None
    return found[::-1]


def _strong(labels: Sequence[Label], known: Collection[str], filled: int) -> dict[Style, frozenset[str]]:
    plain = [each for each in labels if each.style in {Style.GIVEN, Style.COLON, Style.TIMED}]
    accepted = _believed(plain, known, filled=filled)
    bracketed = [each for each in labels if each.style is Style.BRACKETS]
    names = _believed(bracketed, known, filled=0)
    own = [key(each.name) for each in bracketed if key(each.name) in names]
    covers = len(own) >= _BRACKETS_COVER * filled
    if not (covers and (len(names | accepted) > 1 or not accepted)):
        names = names & accepted if _takes_turns(own, accepted) else frozenset()
    everyone = accepted | names
    accepted |= names  # «Имя: …» of those in brackets is as sure
    whole = [each for each in labels if each.style is Style.WHOLE]
    wholly = _believed(whole, known, filled=0) if everyone else frozenset()
    wholly |= {key(each.name) for each in whole} & everyone
    return {
        **dict.fromkeys(
            (Style.GIVEN, Style.COLON, Style.TIMED), accepted | (wholly if accepted else frozenset())
        ),
        Style.BRACKETS: names,
        Style.WHOLE: wholly,
    }


def _takes_turns(names: Sequence[str], among: Collection[str], *, least: int = 3) -> bool:
    own = [name for name in names if name in among]
    return len(own) >= least and len(set(own)) > 1 and alternation(own) >= _ALTERNATES


def _widened(
    lines: Sequence[Line],
    readings: Readings,
    chosen: list[Label | None],
    accepted: dict[Style, frozenset[str]],
) -> list[Label | None]:
    """`chosen`, and the lines where the same people are set off in another way."""
    everyone = frozenset().union(*accepted.values())
    for style in (
        Style.BRACKETS,
        Style.DASH,
        Style.CAPITALS,
        Style.SIGN,
        Style.SPACES,
        Style.BOLD,
        Style.BARE,
    ):
        others = [None if old else _of(each, (style,)) for each, old in zip(readings, chosen, strict=True)]
        others = [each if each and key(each.name) in everyone else None for each in others]
        if style in {Style.BARE, Style.BOLD}:
            others = _opening(lines, others, chosen)
        if _takes_turns([key(each.name) for each in others if each], everyone):
            chosen = [old or new for old, new in zip(chosen, others, strict=True)]
    return chosen


def _opening(
    lines: Sequence[Line], labels: Sequence[Label | None], chosen: Sequence[Label | None]
) -> list[Label | None]:
    """Those of `labels` that words follow, or the same name once more."""
    found: list[Label | None] = []
    after: Label | None = None
    words_next = False
    for line, label, old in zip(reversed(lines), reversed(labels), reversed(chosen), strict=True):
        again = after is not None and label is not None and key(after.name) == key(label.name)
        found.append(label if label and (label.rest or words_next or again) else None)
        if line.text.strip():
            after = old
            words_next = old is None and not (label and not label.rest)
    return found[::-1]


def _weak(
    lines: Sequence[Line],
    labels: Sequence[Label | None],
    styles: Sequence[Style],
    known: Collection[str],
    filled: int,
    chosen: Sequence[Label | None],
) -> list[Label | None]:
    """The labels of a convention that sets names off so little that it must hold throughout."""
    if Style.BARE in styles:  # short answers look like names, too, but do not recur
        recurring = _believed([label for label in labels if label], known, filled=0)
        labels = [label if label and key(label.name) in recurring else None for label in labels]
        labels = _opening(lines, labels, [None] * len(lines))
    # one may be set off in this way and the other as usual
    labels = [old or label for old, label in zip(chosen, labels, strict=True)]
    present = [label for label in labels if label]
    names = frozenset(key(each.name) for each in present)
    if Style.MARK not in styles:
        names = _believed(present, known, filled=0)
    names |= {key(label.name) for label in chosen if label}
    own = [key(label.name) for label in present if key(label.name) in names]
    inside = not _INSIDE_LINE.isdisjoint(styles)
    enough = len(own) >= _COVERS * filled if inside else bool(own)
    recur = len(set(own)) * 2 <= len(own)
    turns = alternation(own) >= (0.9 if Style.MARK in styles else _ALTERNATES if inside else 0.4)
    most = 2 if Style.MARK in styles else 12
    if not (1 < len(set(own)) <= (most if inside else len(own)) and recur and enough and turns):
        return [None] * len(labels)
    return [label if label and key(label.name) in names else None for label in labels]


def _believed(labels: Sequence[Label], known: Collection[str], *, filled: int) -> frozenset[str]:
    # each spelling once, for there may be a hundred thousand labels
    spelt = {(label.name, label.style is Style.GIVEN): None for label in labels}
    grades: dict[str, Grade] = {}
    for name, given in spelt:
        folded = key(name)
        grades[folded] = max(grades.get(folded, Grade.NEVER), Grade.KNOWN if given else grade(name, known))
    counts = Counter(key(label.name) for label in labels)
    headings = {key(label.name) for label in labels if label.heading and label.rest}
    least = {
        Grade.KNOWN: 1,
        Grade.NAME: 2,
        Grade.POSITION: 2,
        Grade.WORDS: max(5, 0.15 * len(labels)),
        Grade.NEVER: float("inf"),
    }
    accepted = {name for name, count in counts.items() if count >= least[grades[name]]}
    named = {
        name for name in counts if grades[name] >= Grade.NAME and not (name in headings and counts[name] == 1)
    }
    # a name that occurs once is believed where every line has one, and where somebody talks to nobody else
    every = sum(counts[name] for name in named) == filled
    if filled and len(named) > 1 and (every or len(accepted) == 1):
        accepted |= named
    if len(accepted - words.PRONOUNS) > 1:  # among others they are easily an answer's first word
        accepted = {name for name in accepted if name not in words.PRONOUNS or counts[name] > 2}
    small = {key(name) for name, _ in spelt if name[:1].islower()}
    needed = _needed([key(label.name) for label in labels], accepted, grades)
    return frozenset(accepted | (needed - small))


def _needed(names: Sequence[str], accepted: Collection[str], grades: dict[str, Grade]) -> set[str]:
    """Words that no list takes for names, without which nobody would answer the others.

    «Первый» and «Второй», «Компания» and «Клиент» take turns; «Например», however often it opens a line of
    an answer, can be left out and the others take turns all the same.
    """
    counts = Counter(names)
    doubtful = {name for name, count in counts.items() if name not in accepted and count >= 3}
    doubtful = {name for name in doubtful if grades[name] is Grade.NEVER or len(name.split()) <= 2}
    if not doubtful:
        return set()
    sequence = [name for name in names if name in accepted or name in doubtful]
    if alternation(sequence) < _ALTERNATES or len(sequence) < 0.8 * len(names):
        return set()
    found = set()
    for name in doubtful:
        others = [each for each in sequence if each != name]
        if counts[name] >= 0.25 * len(sequence) and alternation(others) <= 0.3:
            found.add(name)
    return found
