"""How people talk in a part of the corpus: how much they judge, how spoken it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from otzvuk.language import parse
from otzvuk.model.mention import Coding

_WORD = re.compile(r"[а-яёa-z0-9]+")
_FILLER = re.compile(
    r"\b(ну|вот|это самое|как бы|типа|короче|значит|в общем|так сказать|э-э-?э?|м-м|ээ+|мм+|угу|ага"
    r"|слушай(?:те)?|смотрите|получается|собственно|там|да)\b"
)
SHORT = 3  # words of a short turn


class Talk(NamedTuple):
    """Respondents' speech in numbers.

    - `coded`: share of the words that lie in mentions
    - `density`: mentions per 1,000 words, and its least, median and greatest over interviews
    - `silent`: interviews with at most one mention
    - `fillers`: per 1,000 words; `short`: share of turns of up to `SHORT` words
    - `sentence`: words a sentence, where there are stops
    """

    interviews: int
    words: int
    said: int
    mentions: int
    coded: float
    density: float
    least: float
    middle: float
    most: float
    silent: int
    fillers: float
    short: float
    sentence: float

    def __str__(self) -> str:
        spread = f"{self.least:.1f} to {self.most:.1f}, median {self.middle:.1f}"
        return (
            f"{self.interviews} interviews, {self.words} words ({self.said} of respondents), {self.mentions} "
            f"mentions, {self.density:.1f} per 1,000 words ({spread}; {self.silent} with at most one), "
            f"{self.coded:.0%} of the words coded, fillers {self.fillers:.0f} per 1,000, "
            f"short turns {self.short:.0%}, sentence {self.sentence:.1f}"
        )


def words_of(text: str) -> list[str]:
    """Words in lower case, without punctuation."""
    return _WORD.findall(text.lower())


def talk_of(codings: Sequence[Coding]) -> Talk:
    """The numbers of these interviews, none of them empty."""
    turns = [[turn.text for turn in each.interview.turns if not turn.interviewer] for each in codings]
    said = [sum(len(words_of(text)) for text in each) for each in turns]
    dense = [1000 * len(each.mentions) / max(words, 1) for each, words in zip(codings, said, strict=True)]
    lengths = [len(words_of(text)) for each in turns for text in each]
    stopped = [text for each in turns for text in each if re.search("[.!?…]", text)]
    sentences = [
        len(found)
        for text in stopped
        for sentence in parse(text).sentences
        if (found := words_of(sentence.text))
    ]
    total, mentions = max(sum(said), 1), sum(len(each.mentions) for each in codings)
    return Talk(
        interviews=len(codings),
        words=sum(len(words_of(turn.text)) for each in codings for turn in each.interview.turns),
        said=sum(said),
        mentions=mentions,
        coded=sum(len(words_of(mention.text)) for each in codings for mention in each.mentions) / total,
        density=1000 * mentions / total,
        least=min(dense, default=0.0),
        middle=median(dense) if dense else 0.0,
        most=max(dense, default=0.0),
        silent=sum(len(each.mentions) <= 1 for each in codings),
        fillers=1000 * sum(len(_FILLER.findall(text.lower())) for each in turns for text in each) / total,
        short=sum(length <= SHORT for length in lengths) / max(len(lengths), 1),
        sentence=sum(sentences) / max(len(sentences), 1),
    )
