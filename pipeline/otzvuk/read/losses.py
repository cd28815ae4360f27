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
_HELP = "одинаковые подписи в начале всех реплик, например «Интервьюер: …» и «Иван Петрович: …»"


def check_losses(
    turns: Sequence[Turn],
    left: Sequence[tuple[Line, Kind]],
    lines: Sequence[Line],
    labels: Sequence[Label | None],
    readings: Readings,
) -> None:
    """Raise `InputError` where over a twentieth is left that nothing names, or labels are passed over."""
    unknown = [line for line, kind in left if kind is Kind.UNKNOWN]
    lost = sum(count_words(line.text) for line in unknown)
    said = sum(count_words(turn.text) for turn in turns)
    others = sum(count_words(line.text) for line, kind in left if kind is not Kind.UNKNOWN)
    if lost > _FEW and lost > _MOST * (said + others + lost):
        raise InputError(
            f"непонятно, чьи слова стоят до первой подписанной реплики, их {lost} из {said + others + lost}:",
            place=unknown[0].place,
            value=_short(unknown[0].text),
            expected=f"{_HELP}; если это не разговор, заголовок над ним («Вступление», «Резюме»)",
        )
    passed = _passed_over(lines, labels, readings)
    if passed:
        raise InputError(
            "похоже, реплика подписана не так, как остальные, и попала в чужие слова:",
            place=passed.place,
            value=_short(passed.text),
            expected=_HELP,
        )


def _passed_over(lines: Sequence[Line], labels: Sequence[Label | None], readings: Readings) -> Line | None:
    """The first line that seems labelled and was taken for words of another; None where there are few."""
    names = {key(label.name): label.name for label in labels if label}
    if any(label and label.style is Style.GIVEN for label in labels):
        return None
    known = re.compile(
        r"\W{0,4}(" + "|".join(re.escape(name) for name in names.values()) + r")\s*[^\w\s,.!?…«»\"'()—–-]",
        re.IGNORECASE,
    )
    found: list[tuple[str, Line]] = []
    others: list[tuple[str, Line]] = []
    for line, label, own in zip(lines, labels, readings, strict=True):
        if label or not line.text.strip():
            continue
        if len(names) < 500 and (match := known.match(line.text[:120])):
            found.append((key(match[1]), line))
        elif len(names) == 1:
            each = next(
                (each for each in own if each.style not in {Style.BARE, Style.MARK, Style.SPACES}), None
            )
            if each and each.rest and grade(each.name) >= Grade.NAME:
                others.append((key(each.name), line))
    if len(found) >= _LEAST and len(found) >= 0.05 * sum(map(bool, labels)):
        return found[0][1]
    counts = Counter(name for name, _ in others)
    recurring = [(name, line) for name, line in others if counts[name] > 1]
    if (
        len(recurring) >= _LEAST
        and alternation([name for name, _ in recurring]) >= 0.5
        and len({n for n, _ in recurring}) > 1
    ):
        return recurring[0][1]
    return None


def _short(text: str) -> str:
    bare = " ".join(text.split())
    return bare if len(bare) <= 60 else bare[:59] + "…"
