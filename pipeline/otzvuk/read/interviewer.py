"""Who asks for the supplier: by name, by the study's settings, or by who puts the questions."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from otzvuk.model.interview import Turn
from otzvuk.read import words
from otzvuk.read.names import Likeness, key, likeness

_LEAST = {True: 0.25, False: 0.1}  # by whether there are question marks: nobody who asks less is taken


@dataclass(frozen=True, slots=True)
class Interviewers:
    """The speakers who ask, and in Russian how that was guessed ("" where the labels say it)."""

    speakers: frozenset[str]
    note: str = ""


_ONE_STRETCH = (
    "; упоминаний в такой речи находится меньше, а оценок почти нет: начните вопросы с «И:», ответы с «Р:»"
)


def find_interviewers(
    turns: Sequence[Turn],
    *,
    settled: Collection[str] = (),
    respondents: Collection[str] = (),
    all_found: bool = False,
) -> Interviewers:
    """Who of the speakers of `turns` asks.

    `settled` are the study's own names for its interviewers, `respondents` the speakers that the
    participants table knows, `all_found` is True where each of its rows has found its speaker.
    """
    speakers = list(dict.fromkeys(turn.speaker for turn in turns))
    named = frozenset(
        name for name in speakers if any(likeness(name, other) >= Likeness.INITIALS for other in settled)
    ) - frozenset(respondents)
    free = [name for name in speakers if name not in respondents and name not in named]
    named |= {name for name in free if is_interviewer(name)}
    if named:
        return Interviewers(named)
    letters = [name for name in free if key(name) in words.INTERVIEWER_LETTERS]
    if len(letters) == 1 and not (key(letters[0]) == "м" and "ж" in map(key, speakers)):
        return Interviewers(frozenset(letters))
    if not free:
        return Interviewers(frozenset(), "интервьюера среди говорящих нет: все они есть в таблице участников")
    if len(speakers) == 1:
        note = "в записи не различить говорящих: вся она считается речью одного респондента, вопросы тоже"
        return Interviewers(frozenset(), note + (_ONE_STRETCH if len(turns) == 1 else ""))
    if len(free) == 1 and respondents and all_found:
        return Interviewers(
            frozenset(free),
            f"интервьюер не подписан; за него принят «{free[0]}»: только его нет в таблице участников",
        )
    return _by_questions(turns, free)


def is_interviewer(name: str) -> bool:
    """Does the label itself say so («Интервьюер», «Анна (модератор)», «Вопрос»)?"""
    parts = re.findall(r"\w+", key(name))
    rest = {part for part in parts if not part.isdigit()}
    return not words.INTERVIEWER_ANYWHERE.isdisjoint(parts) or (
        len(rest) == 1 and rest <= words.INTERVIEWER_ALONE
    )


def _by_questions(turns: Sequence[Turn], free: Sequence[str]) -> Interviewers:
    marked = sum("?" in turn.text for turn in turns) * 20 > len(turns)
    said: dict[str, list[Turn]] = {name: [] for name in free}
    for turn in turns:
        if turn.speaker in said:
            said[turn.speaker].append(turn)
    longest = max(map(_mean_length, said.values()))
    scores = {}
    for name, own in said.items():
        asked = sum(_asks(turn.text, marked=marked) for turn in own) / len(own)
        short = 1 - _mean_length(own) / longest
        scores[name] = (asked + 0.5 * short + 0.2 * (turns[0].speaker == name), asked)
    best = max(scores, key=lambda name: scores[name])
    asked = scores[best][1]
    if asked < _LEAST[marked]:
        return Interviewers(
            frozenset(),
            "интервьюер не найден: вопросов не задаёт никто, все говорящие считаются респондентами",
        )
    first = ", он говорит первым" if turns[0].speaker == best else ""
    share = f"вопросы в {asked * 100:.0f} % его реплик{first}"
    return Interviewers(
        frozenset({best}), f"интервьюер не подписан; за него принят «{best or 'без имени'}»: {share}"
    )


def _mean_length(turns: Sequence[Turn]) -> float:
    return sum(len(turn.text) for turn in turns) / len(turns)


def _asks(text: str, *, marked: bool) -> bool:
    """Is this a question? Where the transcript has no question marks, its words must say so."""
    if marked:
        return "?" in text
    first = re.findall(r"\w+", key(text))[:8]
    return not words.QUESTION_WORDS.isdisjoint(first) or not words.PROMPTS.isdisjoint(first[:2])
