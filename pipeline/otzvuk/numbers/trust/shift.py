"""Whether a study is like the interviews on which the coder was measured: what is said before any headline.

The model was calibrated on two kinds of talk (the interviews of corpora/training held back): one that judges
densely, 39–49 mentions found in 1,000 words at a mean confidence of .70–.77, and one that judges rarely, 3–7
at .39–.50, where it misses most of what is said and a third of what it finds is none
(models/coders/b2b/README.md).
"""

from __future__ import annotations

from otzvuk.model.mention import PERSON as BY_PERSON
from otzvuk.model.wording import form_of, number, percent, rounded
from otzvuk.numbers.survey import Survey

DENSE, RARE = (30.0, 60.0), (2.5, 9.0)
"""Mentions found in 1,000 words of respondents: what the coder was measured on, with some room beyond."""

UNSURE = 0.6
"""The mean confidence under which talk is not the dense one that the coder knows best."""

ENOUGH = 1000
"""Words under which a density says nothing."""

_MODEL, _RULE = "model:", "rule:"
_MENTIONS = ("упоминание", "упоминания", "упоминаний")
_FIRST = "Сначала проверьте случайные места и пропущенное: otzvuk review, затем otzvuk doubts"


def caution(survey: Survey) -> str:
    """What to know of the coding before the headline, in one or two Russian sentences; "" where it is as
    measured.

    Codings of people need none. What another program or a language model coded has rates that nobody has
    measured, and so have the rules on talk of real people.
    """
    by, unsure = survey.mentions["decided_by"], survey.mentions["confidence"]
    machine = ~by.str.startswith(BY_PERSON)
    if not len(by) or not machine.any() or (by == "").all():
        return ""
    modelled = by.str.startswith(_MODEL)
    foreign = machine & ~modelled & ~by.str.startswith(_RULE)
    if 2 * foreign.sum() > len(by):
        return (
            "Размечено не этой программой, доля ошибок такой разметки не измерена: вероятности здесь "
            "осторожные. "
            f"{_FIRST}."
        )
    if 2 * modelled.sum() < machine.sum():
        return (
            "Размечено правилами, без обученной модели: они находят меньше половины сказанного и чаще "
            "ошибаются. "
            f"{_FIRST}."
        )
    words = sum(
        len(turn.text.split())
        for interview in survey.study.interviews
        for turn in interview.turns
        if not turn.interviewer
    )
    if words < ENOUGH:
        return ""
    density, mean = 1000 * len(by) / words, float(unsure[modelled].mean())
    digits = 0 if density >= 10 else 1
    found = f"{number(density, digits)} {form_of(rounded(density, digits), _MENTIONS)}"
    if DENSE[0] <= density <= DENSE[1] and mean >= UNSURE:
        return ""
    if RARE[0] <= density <= RARE[1]:
        return (
            f"В этих интервью судят редко (найдено {found} на 1000 слов): в таком разговоре "
            f"разметка "
            f"пропускает больше половины сказанного, и около трети найденного лишнее. {_FIRST}."
        )
    return (
        f"Разметка настроена на другую плотность и манеру речи: здесь найдено {found} на "
        f"1000 слов при "
        f"средней уверенности {percent(mean)}, проверена она на 39–49 и 3–7. {_FIRST}."
    )
