"""Training in PyTorch and use in numpy are one network; training is reproducible and learns."""

import itertools
import random

import numpy as np
import pytest

pytest.importorskip("torch", reason="обучение: pip install 'otzvuk[train]'")

import torch

from otzvuk.coding.bag import Bag
from otzvuk.coding.features import Words
from otzvuk.coding.guess import guess
from otzvuk.coding.model import Voices
from otzvuk.coding.network import TAGS, Networks, best_tags, log_softmax, spans
from otzvuk.model.interview import Interview, Turn
from otzvuk.model.mention import Coding, Kind, Mention
from otzvuk.train.bag import fit_bag
from otzvuk.train.examples import Example
from otzvuk.train.examples import examples as examples_of
from otzvuk.train.fit import calibrate, fit, judge
from otzvuk.train.net import Net, Sizes, batch_of

WORDS = ["брак", "документы", "отлично", "плохо", "поддоны", "склад", "сроки", "упаковка", "хотелось"]
CODES = ["quality.defects", "documents.errors"]
SAID = [
    ("поддоны приходят гнилые", CODES[0], Kind.COMPLAINT),
    ("плита ровная, отлично режется", CODES[0], Kind.PRAISE),
    ("хотелось бы поменьше сколов", CODES[0], Kind.WISH),
    ("в накладных вечно чужой адрес", CODES[1], Kind.COMPLAINT),
    ("бумаги сходятся до копейки", CODES[1], Kind.PRAISE),
    ("хотелось бы без опечаток", CODES[1], Kind.WISH),
    ("у нас свой склад и двадцать человек", None, None),
    ("едем на выставку в октябре", None, None),
]


@pytest.fixture(scope="module")
def table() -> tuple[np.ndarray, np.ndarray]:
    values = np.random.default_rng(3).integers(-127, 128, (len(WORDS), 16), dtype=np.int8)
    return values, np.full(16, 0.01, np.float32)


def talk(seed: int) -> Coding:
    """An interview of answers strung together from `SAID`."""
    draw = random.Random(seed)
    turns, mentions = [], []
    for number in range(8):
        text = ""
        for words, code, kind in draw.sample(SAID, draw.randint(1, 3)):
            start = len(text)
            text += f"{words}. "
            if code and kind:
                mentions.append(Mention(number, start, start + len(words), words, kind, code, ""))
        turns.append(Turn("Р", text))
    return Coding(Interview(f"i{seed}", "", tuple(turns)), tuple(mentions))


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    words = Words(WORDS)
    return [each for seed in range(6) for each in examples_of(talk(seed), words, CODES)]


SMALL = Sizes(hidden=16, projected=16, pieces=16, seen=16)


def test_numpy_says_what_pytorch_says(table: tuple[np.ndarray, np.ndarray], examples: list[Example]) -> None:
    vectors, scale = table
    torch.manual_seed(1)
    net = Net(len(CODES), scale.size, SMALL).eval()
    network = Networks([net.arrays()], vectors, scale)
    whole = np.vstack([vectors.astype(np.float32) * scale, np.zeros((1, 16), np.float32)])
    some = examples[:9]
    with torch.no_grad():
        states, question, embedded = net.read(batch_of(some, torch.from_numpy(whole)))
        tags, codes = net.say(states, question)
        look = net.look(states, question, embedded, [(0, 0, 2)])
    outputs = network.read([each.sample for each in some])
    for row, (each, output) in enumerate(zip(some, outputs, strict=True)):
        columns = slice(each.sample.offset, len(each.sample.forms))
        np.testing.assert_allclose(output.tags, tags[row, columns].numpy(), atol=1e-4)
        np.testing.assert_allclose(output.codes, log_softmax(codes[row, columns].numpy()), atol=1e-4)
    for ours, theirs in zip(network.look(outputs, [(0, 0, 2)]), look, strict=True):
        np.testing.assert_allclose(ours, log_softmax(theirs.numpy()), atol=1e-4)


def test_networks_run_as_one_say_the_mean_of_what_each_says(
    table: tuple[np.ndarray, np.ndarray], examples: list[Example]
) -> None:
    arrays = [Net(len(CODES), table[1].size, SMALL).arrays() for _ in range(3)]
    samples = [each.sample for each in examples[:12]]
    places = [(at, 0, len(each.tokens)) for at, each in enumerate(samples)]
    alone = [Networks([each], *table) for each in arrays]
    together = Networks(arrays, *table)
    said = [each.read(samples) for each in alone]
    for output, others in zip(together.read(samples), zip(*said, strict=True), strict=True):
        np.testing.assert_allclose(output.tags, np.mean([each.tags for each in others], 0), atol=1e-4)
        np.testing.assert_allclose(output.codes, np.mean([each.codes for each in others], 0), atol=1e-4)
    looks = zip(*(one.look(own, places) for one, own in zip(alone, said, strict=True)), strict=True)
    for ours, theirs in zip(together.look(together.read(samples), places), looks, strict=True):
        np.testing.assert_allclose(ours, np.mean(theirs, 0), atol=1e-4)


def test_forms_are_computed_anew_when_too_many_are_kept(
    table: tuple[np.ndarray, np.ndarray], examples: list[Example], monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = Net(len(CODES), table[1].size, SMALL).arrays()
    samples = [each.sample for each in examples]
    whole = Networks([weights], *table).read(samples)
    monkeypatch.setattr("otzvuk.coding.network.MOST_FORMS", 5)
    forgetful = Networks([weights], *table)
    for at, sample in enumerate(samples):
        np.testing.assert_allclose(forgetful.read([sample])[0].tags, whole[at].tags, atol=1e-4)


def test_training_learns_and_repeats_itself(
    table: tuple[np.ndarray, np.ndarray], examples: list[Example]
) -> None:
    vectors, scale = table
    options = {"seed": 5, "epochs": 30, "sizes": SMALL, "rate": 1e-2}
    first = fit(examples, vectors, scale, len(CODES), **options)
    again = fit(examples, vectors, scale, len(CODES), **options)
    assert all((first[name] == again[name]).all() for name in first)
    voices = Voices(Networks([first], vectors, scale), Bag(fit_bag(examples, len(CODES))))
    right = [right for _, right in judge(voices, examples)]
    answers = sum(len(each.spans) for each in examples)
    assert sum(right) > 0.9 * answers
    assert len(right) < 1.1 * answers
    assert len(calibrate(voices, examples)) == 10


def test_guesses_begin_and_end_with_words(
    table: tuple[np.ndarray, np.ndarray], examples: list[Example]
) -> None:
    vectors, scale = table
    torch.manual_seed(2)
    networks = Networks([Net(len(CODES), scale.size, SMALL).arrays()], vectors, scale)
    voices = Voices(networks, Bag(fit_bag(examples, len(CODES))))
    guessed = list(guess(voices, [each.sample for each in examples]))
    assert guessed
    for found in guessed:
        edge = found.sample.tokens[found.first].text + found.sample.tokens[found.last - 1].text
        assert edge.strip(".,;:!?…-—") == edge


def test_the_chain_never_opens_with_an_inside_tag() -> None:
    scores = np.zeros((4, len(TAGS)), np.float32)
    scores[:, TAGS.index("I-praise")] = 5
    scores[2, TAGS.index("I-wish")] = 7
    (path,) = best_tags([scores], np.zeros((len(TAGS), len(TAGS)), np.float32))
    found = spans(path)
    assert found[0][0] == 0
    assert found[0][2] is Kind.PRAISE


def test_the_best_path_is_that_of_trying_all() -> None:
    draw = np.random.default_rng(7)
    scores = [draw.normal(size=(length, len(TAGS))).astype(np.float32) for length in (1, 3, 4)]
    transitions = draw.normal(size=(len(TAGS), len(TAGS))).astype(np.float32)
    for each, path in zip(scores, best_tags(scores, transitions), strict=True):

        def worth(tags: tuple[int, ...], each: np.ndarray = each) -> float:
            names = [TAGS[tag] for tag in tags]
            for before, after in itertools.pairwise(["O", *names]):
                if after[0] == "I" and before[1:] != after[1:]:
                    return -np.inf
            steps = sum(transitions[a, b] for a, b in itertools.pairwise(tags))
            return float(steps + sum(each[at, tag] for at, tag in enumerate(tags)))

        best = max(itertools.product(range(len(TAGS)), repeat=len(each)), key=worth)
        assert tuple(path) == best
