"""Nothing is lost in silence: what no turn holds and nothing names, and labels that were passed over."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from otzvuk.model.errors import InputError
from otzvuk.model.interview import Turn
from otzvuk.read.convention import Readings, alternation
from otzvuk.read.label import Grade, Label, Style, grade
from otzvuk.read.names import key
from otzvuk.read.outside import Kind, count_words
from otzvuk.read.transcript import Line

_MOST = 0.05  # share of a file's words that may be left over without a name
_FEW = 5  # words that may always
_LEAST = 3  # lines that look labelled and are not
_SHARE = 0.2  # of the lines
_MOST_NAMES = 500
_HEAD = 120  # letters of a line in which its label stands
_LIKELY = frozenset({Style.COLON, Style.TIMED, Style.BRACKETS, Style.DASH})
_HELP = "одинаковые подписи в начале всех реплик, например «Интервьюер: …» и «Иван Петрович: …»"


def check_losses(turns: Sequence[Turn], left: Sequence[tuple[Line, Kind]]) -> None:
    """Raise `InputError` where over a twentieth of the words is left that nothing names."""
    unknown = [line for line, kind in left if kind is Kind.UNKNOWN]
    lost = sum(count_words(line.text) for line in unknown)
    named = sum(count_words(line.text) for line, kind in left if kind is not Kind.UNKNOWN)
    whole = sum(count_words(turn.text) for turn in turns) + named + lost
    if lost > _FEW and lost > _MOST * whole:
        raise InputError(
            f"непонятно, чьи слова стоят до первой подписанной реплики, их {lost} из {whole}:",
            place=unknown[0].place,
            value=_short(unknown[0].text),
            expected=f"{_HELP}; если это не разговор, заголовок над ним («Вступление», «Резюме»)",
        )


def check_labels(lines: Sequence[Line], labels: Sequence[Label | None], readings: Readings) -> None:
    """Raise `InputError` where lines seem labelled and were taken for words of another."""
    if any(label and label.style is Style.GIVEN for label in labels):
        return
    names = {key(label.name): label.name for label in labels if label}
    passed = _of_speakers(lines, labels, names) or (
        _of_others(lines, labels, readings) if len(names) < 2 else None
    )
    if passed:
        raise InputError(
            "похоже, реплика подписана не так, как остальные, и попала в чужие слова:",
            place=passed.place,
            value=_short(passed.text),
            expected=_HELP,
        )


def _of_speakers(lines: Sequence[Line], labels: Sequence[Label | None], names: dict[str, str]) -> Line | None:
    """The first of the lines that begin with a speaker's name and a sign, if they are many."""
    if not 0 < len(names) < _MOST_NAMES:
        return None
    known = re.compile(
        r"\W{0,4}(?:" + "|".join(map(re.escape, names.values())) + r")\s*[^\w\s,.!?…«»\"'()—–-]",
        re.IGNORECASE,
    )
    found = [
        line
        for line, label in zip(lines, labels, strict=True)
        if not label and known.match(line.text[:_HEAD])
    ]
    return found[0] if len(found) >= max(_LEAST, _MOST * sum(map(bool, labels))) else None


def _of_others(lines: Sequence[Line], labels: Sequence[Label | None], readings: Readings) -> Line | None:
    """The first of the lines that begin with names which take turns, where at most one person was found."""
    found = [
        (key(each.name), line)
        for line, label, own in zip(lines, labels, readings, strict=True)
        if not label
        for each in own[:1]
        if each.style in _LIKELY and each.rest and grade(each.name) >= Grade.NAME
    ]
    counts = Counter(name for name, _ in found)
    recurring = [(name, line) for name, line in found if counts[name] > 1]
    names = [name for name, _ in recurring]
    filled = sum(bool(line.text.strip()) for line in lines)
    many = len(names) >= max(_LEAST, _SHARE * filled) and len(set(names)) > 1
    return recurring[0][1] if many and alternation(names) >= 0.5 else None


def _short(text: str) -> str:
    bare = " ".join(text.split())
    return bare if len(bare) <= 60 else bare[:59] + "…"
