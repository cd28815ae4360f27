"""Examples in another guise: without stops, in capitals, without the question, amid other talk.

Words come so, and the corpus has too few of each. Made of the training corpus alone.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from otzvuk.coding.features import Sample, Words, sample
from otzvuk.coding.network import KINDS, TRENDS
from otzvuk.language import Token, parse, tokenise
from otzvuk.model.mention import Coding
from otzvuk.train.examples import Example, Phrase, Span, tagged

FILLERS = (
    *("ну", "вот", "это самое", "как бы", "типа", "короче", "значит", "в общем", "так сказать", "э-э", "м-м"),
    *("слушайте", "смотрите", "получается", "собственно", "да", "как сказать", "честно говоря", "мм"),
)
NEUTRAL = (4, 22)  # tokens of a sentence of talk that a phrase is put beside


def unstopped(example: Example, words: Words) -> Example | None:
    """The example in small letters and without marks, as a recogniser writes; None where nothing is left."""
    return _said(example, words, str.lower, stops=False)


def shouted(example: Example, words: Words) -> Example | None:
    """The example in capitals."""
    return _said(example, words, str.upper, stops=True)


def unasked(example: Example) -> Example:
    """The example without anything that went before."""
    old = example.sample
    cut = replace(old, forms=old.forms[old.offset :], segments=old.segments[old.offset :], offset=0)
    return replace(example, sample=cut)


def _said(example: Example, words: Words, case: Callable[[str], str], *, stops: bool) -> Example | None:
    old = example.sample
    kept = [at for at, token in enumerate(old.tokens) if stops or token.text[0].isalnum()]
    if not kept:
        return None
    text = case(old.text) if stops else " ".join(case(old.tokens[at].text) for at in kept)
    tokens = tokenise(text)
    if len(tokens) != len(kept):  # a letter that changes its length, a word that falls apart
        return None
    before = [at for at in range(old.offset) if stops or old.forms[at].word]
    asked = [old.forms[at] if stops else words.form(_small(old, at)) for at in before]
    new = replace(
        old,
        text=text,
        tokens=tokens,
        forms=[*asked, *(words.form(token) for token in tokens)],
        segments=np.concatenate([old.segments[before], np.zeros(len(tokens), np.int8)]),
        offset=len(before),
    )
    place = {at: number for number, at in enumerate(kept)}
    spans = []
    for span in example.spans:
        inside = [place[at] for at in range(span.first, span.last) if at in place]
        if inside:
            spans.append(span._replace(first=inside[0], last=inside[-1] + 1))
    return tagged(new, spans)


def _small(old: Sample, at: int) -> Token:
    form = old.forms[at]
    return Token(0, len(form.text), form.text, form.lemma)


def neutral_sentences(examples: Iterable[Example]) -> list[str]:
    """Sentences of turns without a mention, of middling length."""
    found = []
    for example in examples:
        if not example.spans:
            for sentence in parse(example.sample.text).sentences:
                if NEUTRAL[0] <= sentence.last - sentence.first <= NEUTRAL[1]:
                    found.append(sentence.text)
    return found


def alone(texts: Iterable[str], words: Words) -> Iterator[Example]:
    """Sentences said alone that judge nothing."""
    for text in texts:
        if tokens := tokenise(text):
            yield tagged(sample("нет", 0, text, tokens, (), (), words), ())


def carried(
    phrases: Sequence[Phrase], talk: Sequence[str], words: Words, codes: Sequence[str], draw: random.Random
) -> Iterator[Example]:
    """The phrases, each somewhere: alone, amid fillers, beside a sentence or two of other talk."""
    number = {code: at for at, code in enumerate(codes)}
    for phrase in phrases:
        said = phrase.text.rstrip(".")
        before, after = _around(talk, draw)
        opens = not before or before.rstrip().endswith((".", "!", "?", "…"))
        said = (said[:1].upper() if opens and draw.random() < 0.8 else said[:1].lower()) + said[1:]
        text = f"{before}{said}{after}"
        tokens = tokenise(text)
        taken = sample("фраза", 0, text, tokens, (), (), words)
        start, stop = len(before), len(before) + len(said.rstrip("!?… "))
        inside = [at for at, token in enumerate(tokens) if start <= token.start and token.stop <= stop]
        spans = []
        if phrase.code is not None and phrase.kind is not None and inside:
            spans = [Span(inside[0], inside[-1] + 1, number[phrase.code], KINDS.index(phrase.kind), 0)]
        yield tagged(taken, spans)


def strung(
    lone: Sequence[Coding], times: int, words: Words, codes: Sequence[str], draw: random.Random
) -> Iterator[Example]:
    """Coded sentences that stand alone, two to five in one turn; each in so many turns."""
    number = {code: at for at, code in enumerate(codes)}
    for _ in range(times):
        left = draw.sample(lone, len(lone))
        while left:
            many = draw.choice((2, 3, 4, 5))
            taken, left = left[:many], left[many:]
            text, spans = "", []
            for coding in taken:
                begun = len(text)
                text += f"{_stopped(coding.interview.turns[0].text)} "
                spans += [(begun + each.start, begun + each.stop, each) for each in coding.mentions]
            tokens = tokenise(text.rstrip())
            found = []
            for start, stop, each in spans:
                inside = [at for at, own in enumerate(tokens) if start <= own.start and own.stop <= stop]
                trend = TRENDS.index(each.trend)
                place = (number[each.code], KINDS.index(each.kind), trend)
                found.append(Span(inside[0], inside[-1] + 1, *place))
            yield tagged(sample("рядом", 0, text.rstrip(), tokens, (), (), words), found)


def _around(talk: Sequence[str], draw: random.Random) -> tuple[str, str]:
    """What is said before and after a phrase."""
    fillers, beside = draw.random() < 0.35, draw.random() < 0.4
    parts = []
    if beside:
        parts += [f"{_stopped(each)} " for each in draw.sample(talk, draw.choice((1, 1, 2, 3)))]
    if fillers:
        some = draw.sample(FILLERS, draw.choice((1, 1, 2, 3)))
        lead = ", ".join(some) + draw.choice((", ", ", ", " "))
        parts.append(lead[:1].upper() + lead[1:])
    after = draw.choice((".", ".", ".", "!", "", "…"))
    if draw.random() < 0.25:
        after = draw.choice((". ", ", ", " ")) + ", ".join(draw.sample(FILLERS, draw.choice((1, 2)))) + "."
    if draw.random() < 0.25:
        after = (after if after.endswith((".", "!", "…")) else ".") + " " + _stopped(draw.choice(talk))
    return "".join(parts), after


def _stopped(text: str) -> str:
    return text if text.rstrip()[-1:] in ".!?…" else f"{text.rstrip(' ,;:—-')}."


def some_of(
    examples: Sequence[Example],
    share: float,
    disguise: Callable[[Example, Words], Example | None],
    words: Words,
    draw: random.Random,
) -> list[Example]:
    """A share of the examples, disguised."""
    taken = draw.sample(examples, round(len(examples) * share))
    return [each for each in (disguise(example, words) for example in taken) if each is not None]
