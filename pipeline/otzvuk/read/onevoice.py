"""A recording in which nobody is named: which of its fragments are the interviewer's questions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from otzvuk.model.interview import Turn
from otzvuk.read import words
from otzvuk.read.names import key

ASKING = "Интервьюер"
_YOU = re.compile(r"(?:вы|вас|вам|вами|ваш\w*|ты|тебя|тебе|тобой|тво[йеяию]\w*)\Z")
_LEAST = 2  # questions, from which there is a talk at all
_MOST = 0.6  # of the words: who asks more is no interviewer
_ALIKE = 0.6  # of the stems of a guide's question
_STEM = 4


def questions_apart(turns: Sequence[Turn], asked: Sequence[str] = ()) -> tuple[tuple[Turn, ...], str]:
    """`turns` with those that are questions given to the interviewer, and in Russian how that was guessed.

    `asked` are the questions of the study's guide. All is left as it is, and the note "", where there are
    too few questions for a talk, or where somebody is named.
    """
    if not turns or any(turn.speaker for turn in turns):
        return tuple(turns), ""
    marked = sum("?" in turn.text for turn in turns) * 20 > len(turns)
    guide = [_stems(each) for each in asked]
    asking = [_asks(turn.text, guide, marked=marked) for turn in turns]
    said = [len(turn.text.split()) for turn in turns]
    share = sum(count for count, each in zip(said, asking, strict=True) if each) / max(1, sum(said))
    if sum(asking) < _LEAST or all(asking) or share > _MOST:
        return tuple(turns), ""
    found = tuple(
        replace(turn, speaker=ASKING) if each else turn for turn, each in zip(turns, asking, strict=True)
    )
    return found, (
        "говорящие в записи не названы, вопросы отделены от ответов по вопросительным знакам, обращению и "
        f"вопросам гайда; интервьюеру отнесено фрагментов: {sum(asking)} из {len(turns)} "
        f"({share * 100:.0f} % слов); вернее распознать запись с разделением по говорящим"
    )


def _asks(text: str, guide: Sequence[frozenset[str]], *, marked: bool) -> bool:
    """Is this asked by somebody who leads the talk? Rhetorical questions address nobody."""
    own = re.findall(r"\w+", key(text))
    if any(len(stems & _stems(text)) >= max(2, _ALIKE * len(stems)) for stems in guide):
        return True
    # the last sentence counts: «Понятно. А сроки?»
    last = re.findall(r"\w+", key(re.split(r"[.!…]\s+", text.strip())[-1]))
    begins = own[:1] + last[:2]
    if not words.REQUESTS.isdisjoint(begins):
        return True
    addressed = any(_YOU.match(word) for word in own)
    wondering = not words.QUESTION_WORDS.isdisjoint(last[:3])
    if marked:
        return text.rstrip(' )»"').endswith("?") and (addressed or wondering or len(last) <= 4)
    return addressed and wondering


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in re.findall(r"[^\W\d_]+", key(text)) if len(word) >= _STEM)
