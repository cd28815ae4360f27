"""What the bundled model hears in training: how much of dense and field talk, of phrases, in which guise.

The world's talk judges little (models/coders/README.md). So every epoch hears all field talk and only a part
of the dense interviews; phrases teach what a blunt sentence means, neutral sentences that most mean nothing.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import NamedTuple

from otzvuk.coding.features import Words
from otzvuk.language import tokenise
from otzvuk.model.mention import Coding
from otzvuk.train.corpus import Corpus, is_field
from otzvuk.train.disguise import alone, carried, neutral_sentences, shouted, some_of, strung, unstopped
from otzvuk.train.examples import Example, Phrase, examples
from otzvuk.train.fit import Pool

SEED = 5
DENSE = 0.35  # of the dense interviews' turns an epoch hears
CARRIED = 0.12  # of the phrase bank, judging or not
BLUNT = 3.0  # of the blunt sentences, each time somewhere else
BRIEF = (2, 9)  # tokens of a mention that is said alone, too
SAID = 0.2  # of those mentions
ALONE = 0.06  # of neutral sentences
STRUNG = 3  # times that lone sentences stand beside each other, one of which an epoch hears
UNSTOPPED, SHOUTED = 0.08, 0.02  # of all turns, besides themselves
NEUTRAL = 20_000  # neutral sentences, at most


class Material(NamedTuple):
    """Heard in every epoch, and in part; what the linear voice hears."""

    examples: list[Example]
    pools: list[Pool]
    bag: list[Example]


def material(corpus: Corpus, train: Sequence[Coding], words: Words, codes: Sequence[str]) -> Material:
    """The examples of these training interviews, of the exchanges and the phrase bank."""
    draw = random.Random(SEED)
    dense = [each for coding in train if not is_field(coding) for each in examples(coding, words, codes)]
    field = [each for coding in train if is_field(coding) for each in examples(coding, words, codes)]
    short = [each for coding in corpus.exchanges for each in examples(coding, words, codes)]
    talk = neutral_sentences(field) or neutral_sentences(dense)
    other = [*talk, *neutral_sentences(dense)]
    silent = list(alone(draw.sample(other, min(len(other), NEUTRAL)), words))

    def somewhere(phrases: Sequence[Phrase], times: int) -> list[Example]:
        return list(carried([*phrases] * times, talk, words, codes, draw)) if talk else []

    phrases = somewhere(corpus.phrases, 1)
    blunt = somewhere(corpus.blunt, 4)
    brief = somewhere(_brief([*train, *corpus.exchanges]), 1)
    spoken = [*dense, *field, *short]
    judging = [each for each in field if each.spans]
    pools = [
        Pool(dense, DENSE),
        Pool([*judging, *short], 1.0),  # twice in all: there are few, and they are what is to be told apart
        Pool(phrases, CARRIED),
        Pool(blunt, BLUNT / 4),
        Pool(brief, SAID),
        Pool(silent, ALONE),
        Pool(list(strung(_lone(corpus.exchanges), STRUNG, words, codes, draw)), 1 / STRUNG),
        Pool(some_of([*spoken, *phrases, *blunt], UNSTOPPED * 2, unstopped, words, draw), 0.5),
        Pool(some_of([*spoken, *phrases, *blunt], SHOUTED * 2, shouted, words, draw), 0.5),
    ]
    return Material([*field, *short], pools, [*dense, *field, *short, *phrases, *blunt])


def _lone(exchanges: Sequence[Coding]) -> list[Coding]:
    """Sentences of ordinary text: what nobody asked for, and nothing follows."""
    return [each for each in exchanges if len(each.interview.turns) == 1]


def _brief(codings: Sequence[Coding]) -> list[Phrase]:
    """Mentions of a few words, as phrases."""
    return [
        Phrase(mention.text, mention.code, mention.kind)
        for coding in codings
        for mention in coding.mentions
        if BRIEF[0] <= len(tokenise(mention.text)) <= BRIEF[1]
    ]
