"""The tuned encoder: PyTorch and onnxruntime are one, it learns, resumes, and joins the voices."""

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch", reason="обучение: pip install 'otzvuk[train]'")
pytest.importorskip("onnx", reason="обучение: pip install 'otzvuk[train]'")

import onnx
import torch

from otzvuk.coding.encoder import Encoder, Layers
from otzvuk.coding.features import Words
from otzvuk.coding.guess import guess, judge_spans
from otzvuk.coding.model import Model, Voices, add_encoder, can_be_careful, find_model, read_model
from otzvuk.coding.network import best_tags, log_softmax, spans
from otzvuk.coding.pieces import SPACE, Pieces
from otzvuk.coding.sense import Senses
from otzvuk.model.errors import InputError
from otzvuk.train.encoder.base import Base, kept
from otzvuk.train.encoder.build import begin_with
from otzvuk.train.encoder.centre import means
from otzvuk.train.encoder.export import arrays, layers, peaks_of
from otzvuk.train.encoder.fit import batches, items, tune
from otzvuk.train.encoder.net import Net, batch_of
from otzvuk.train.encoder.settle import Remembered
from otzvuk.train.encoder.shipped import Shipped, joined, read_shipped, weights_of
from otzvuk.train.encoder.upper import Upper
from otzvuk.train.examples import Example
from otzvuk.train.examples import examples as examples_of
from otzvuk.train.heads import Remembering, fit_heads, widened
from test_train_net import CODES, WORDS, talk

WIDTH, INNER, LAYERS = 32, 64, 2
LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюя,.!?"


@pytest.fixture(scope="module")
def base() -> Base:
    return tiny_base()


def tiny_base() -> Base:
    """A pretrained encoder of two narrow layers that knows nothing."""
    draw = np.random.default_rng(4)
    listed = ["<s>", "<pad>", "</s>", "<unk>", SPACE, *LETTERS, *(SPACE + each for each in LETTERS)]
    listed += ["▁поддон", "ы", "▁плит", "▁бумаг", "▁хотелось", "▁склад", "▁never"]

    def some(*shape: int) -> Any:
        return draw.normal(0, 0.2, shape).astype(np.float32)

    weights = {"emb.word": some(len(listed), WIDTH), "emb.pos": some(300, WIDTH), "emb.type": some(2, WIDTH)}
    ones, nothing = np.ones(WIDTH, np.float32), np.zeros(WIDTH, np.float32)
    weights |= {"emb.ln.w": ones, "emb.ln.b": nothing}
    for at in range(LAYERS):
        square = [(part, WIDTH, WIDTH) for part in ("q", "k", "v", "ao")]
        for name, rows, columns in (*square, ("fi", INNER, WIDTH), ("fo", WIDTH, INNER)):
            weights |= {f"l{at}.{name}.w": some(rows, columns), f"l{at}.{name}.b": some(rows)}
        for name in ("aln", "oln"):
            weights |= {f"l{at}.{name}.w": ones, f"l{at}.{name}.b": nothing}
    sizes = {"width": WIDTH, "layers": LAYERS, "heads": 2, "inner": INNER}
    return Base(sizes, 1e-5, listed, np.full(len(listed), -5, np.float32), weights)


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    words = Words(WORDS)
    return [each for seed in range(8) for each in examples_of(talk(seed), words, CODES)]


@pytest.fixture(scope="module")
def pieces(base: Base) -> Pieces:
    return Pieces(base.pieces, base.scores)


def fresh(base: Base) -> Net:
    torch.manual_seed(3)
    return Net(base, range(len(base.pieces)), len(CODES))


def exported(net: Net, pieces: Pieces, taken: list[Example] | None = None) -> Encoder:
    """The net for use; in whole numbers where examples are given, else exactly."""
    weights = {name: value.detach().numpy() for name, value in net.named_parameters()}
    peaks = peaks_of(net, items(taken, pieces)) if taken else {}
    graph = layers(weights, heads=2, eps=1e-5, peaks=peaks)
    rest = arrays(weights, net.word.numpy(), net.place.numpy())
    return Encoder(Layers(graph, rest, pieces), rest)


def test_onnxruntime_says_what_pytorch_says(base: Base, pieces: Pieces, examples: list[Example]) -> None:
    net = fresh(base).eval()
    some = examples[:7]
    with torch.no_grad():
        states = net.read(batch_of(items(some, pieces)))
        places = [(0, 0, 2), (0, 1, 5)]
        look = net.look(states, *torch.tensor(places)[:, 1:].T)
    encoder = exported(net, pieces)
    heard = encoder.read([each.sample for each in some])
    tags = net.tag(states).detach().numpy()
    np.testing.assert_allclose(np.concatenate([each.tags for each in heard]), tags, atol=0.03)
    codes = log_softmax(net.code(states).detach().numpy())
    np.testing.assert_allclose(np.concatenate([each.codes for each in heard]), codes, atol=0.03)
    for ours, theirs in zip(encoder.look(heard, places), look, strict=True):
        np.testing.assert_allclose(ours, log_softmax(theirs.numpy()), atol=0.03)


def test_the_middle_layers_are_heard_besides(base: Base, pieces: Pieces, examples: list[Example]) -> None:
    net, taken = fresh(base).eval(), [each.sample for each in examples[:5]]
    heard = exported(net, pieces).read(taken)
    with torch.no_grad():  # of two layers the first is the middle
        net.layers = net.layers[:1]
        states = net.read(batch_of(items(examples[:5], pieces)))
    np.testing.assert_allclose(np.concatenate([each.sense for each in heard]), states.numpy(), atol=0.01)


def test_means_of_the_middle_layers_are_of_each_manner(base: Base, pieces: Pieces) -> None:
    encoder = exported(fresh(base), pieces)
    words = Words(WORDS)
    found = means(encoder.layers, [talk(seed) for seed in range(4)], words, CODES)
    assert {each.shape for each in found.values()} == {(WIDTH,)}
    whole = Encoder(encoder.layers, encoder.heads | found)
    own = Senses(whole, words)
    rows = own.alone(["плиты на складе", "", "плиты на складе"])
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), [1, 0, 1], atol=1e-5)
    np.testing.assert_array_equal(rows[0], rows[2])
    assert not np.allclose(rows[0], own.asked(["плиты на складе"])[0])  # less another mean


def shipped_of(net: Net, pieces: Pieces, taken: list[Example] | None = None) -> Shipped:
    """What would ship of the net; in whole numbers where examples are given."""
    weights = {name: value.detach().numpy() for name, value in net.named_parameters()}
    peaks = peaks_of(net, items(taken, pieces)) if taken else {}
    graph = onnx.load_from_string(layers(weights, heads=2, eps=1e-5, peaks=peaks))
    rest = arrays(weights, net.word.numpy(), net.place.numpy())
    return Shipped(graph, rest, pieces, [(each, -5.0) for each in pieces.pieces])


def test_whole_numbers_come_back_as_weights(base: Base, pieces: Pieces, examples: list[Example]) -> None:
    net = fresh(base)
    shipped = shipped_of(net, pieces, examples)
    assert (shipped.depth, shipped.heads) == (LAYERS, 2)
    found = weights_of(shipped)
    assert set(found) == {name for name, _ in net.named_parameters()}
    for name, value in net.named_parameters():
        own = value.detach().numpy()
        assert np.abs(found[name] - own).mean() <= 0.03 * np.abs(own).mean(), name


@pytest.mark.parametrize("kept", [0, 1])
def test_upper_layers_begin_as_they_ship(
    base: Base, pieces: Pieces, examples: list[Example], kept: int
) -> None:
    net = fresh(base)
    heard = exported(net, pieces).read([each.sample for each in examples[:7]])
    upper = Upper(shipped_of(net, pieces), kept).eval()
    with torch.no_grad():
        for _ in range(2):  # the second time what stays is remembered
            states = upper.read(batch_of(items(examples[:7], pieces)))
            np.testing.assert_allclose(states, np.concatenate([each.states for each in heard]), atol=0.01)


def test_upper_layers_learn_and_lower_ones_stay(
    base: Base, pieces: Pieces, examples: list[Example], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("otzvuk.train.encoder.fit.RATE", 3e-3)
    shipped = shipped_of(fresh(base), pieces, examples)
    before = Encoder(Layers(shipped.graph.SerializeToString(), shipped.arrays, pieces), shipped.arrays)
    upper = Upper(shipped, 1)
    tune(upper, examples, [], pieces, tmp_path / "save.pt", steps=150, low=False)
    graph = joined(shipped, upper.weights(), peaks_of(upper, items(examples, pieces)), 1)
    own = {name: value for name, value in upper.weights().items() if name in shipped.arrays}
    after = Encoder(Layers(graph, {**shipped.arrays, **own}, pieces), {**shipped.arrays, **own})
    assert rightly(after, examples) > rightly(before, examples) + 0.3
    taken = [each.sample for each in examples[:5]]
    for ours, theirs in zip(after.read(taken), before.read(taken), strict=True):
        np.testing.assert_array_equal(ours.sense, theirs.sense)  # of two layers the first is the middle


def rightly(encoder: Encoder, examples: list[Example]) -> float:
    """The share of tags that it has right."""
    heard = encoder.read([each.sample for each in examples])
    right = [own.tags.argmax(1) == each.tags for own, each in zip(heard, examples, strict=True)]
    return float(np.concatenate(right).mean())


def test_heads_learn_while_layers_stay(
    base: Base, pieces: Pieces, examples: list[Example], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("otzvuk.train.heads.RATE", 3e-2)  # these layers never learnt either
    monkeypatch.setattr("otzvuk.train.heads.STEPS", 200)
    encoder = exported(fresh(base), pieces)
    began = widened(encoder)
    same = Encoder(encoder.layers, began).read([examples[0].sample])[0]
    np.testing.assert_allclose(same.tags, encoder.read([examples[0].sample])[0].tags, atol=1e-5)
    layers = Remembering(encoder.layers)
    learnt = Encoder(layers, fit_heads(layers, examples, began, seed=1))
    assert widened(learnt) == learnt.heads
    assert rightly(learnt, examples) > rightly(encoder, examples) + 0.3
    again = fit_heads(layers, examples, began, seed=1)
    assert all((again[name] == value).all() for name, value in learnt.heads.items())


def test_whole_numbers_say_about_the_same(base: Base, pieces: Pieces, examples: list[Example]) -> None:
    net, taken = fresh(base), [each.sample for each in examples]
    exact = np.concatenate([each.tags for each in exported(net, pieces).read(taken)])
    rounded = np.concatenate([each.tags for each in exported(net, pieces, examples).read(taken)])
    assert np.abs(exact - rounded).mean() < 0.05 * exact.std()


def test_what_is_read_beside_it_changes_nothing(base: Base, pieces: Pieces, examples: list[Example]) -> None:
    # onnxruntime 1.32.0: DynamicQuantizeMatMul has one scale for all that is read at once
    # (findings/onnxruntime_neighbours_change_numbers.sh)
    encoder = exported(fresh(base), pieces, examples)
    taken = [each.sample for each in examples[:9]]
    for at, own in enumerate(encoder.layers.read(taken)):
        np.testing.assert_array_equal(encoder.layers.read([taken[at]])[0], own)
    for at, heard in enumerate(encoder.read(taken)):
        np.testing.assert_allclose(encoder.read([taken[at]])[0].tags, heard.tags, atol=1e-5)
    assert encoder.read([]) == []


def test_it_learns_where_mentions_are_and_what_they_are_of(
    base: Base, pieces: Pieces, examples: list[Example], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("otzvuk.train.encoder.fit.RATE", 3e-3)  # it begins with nothing learnt
    net = fresh(base)
    assert tune(net, examples, [], pieces, tmp_path / "save.pt", steps=300, low=False) == 300
    encoder = exported(net.eval(), pieces, examples)
    heard = encoder.read([each.sample for each in examples])
    found = right = wanted = 0
    for example, own, path in zip(
        examples, heard, best_tags([each.tags for each in heard], encoder.transitions), strict=True
    ):
        told = {span[:2] for span in spans(path)}
        gold = {(span.first, span.last): span.code for span in example.spans}
        both = told & set(gold)
        found, wanted = found + len(both), wanted + len(gold)
        if both:
            codes = encoder.look([own], [(0, *each) for each in both])[0].argmax(1)
            right += sum(gold[each] == code for each, code in zip(both, codes, strict=True))
    assert found > 0.8 * wanted
    assert right > 0.9 * found


def test_training_goes_on_where_it_stopped(
    base: Base, pieces: Pieces, examples: list[Example], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("otzvuk.train.encoder.fit.PIECES", 256)
    whole, halted = fresh(base), fresh(base)
    tune(whole, examples, [], pieces, tmp_path / "whole.pt", steps=12, low=False)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    save = tmp_path / "halted.pt"
    monkeypatch.setattr("otzvuk.train.encoder.fit.SAVED", -1)  # after every step
    with monkeypatch.context() as patch:
        patch.setattr("otzvuk.train.encoder.fit.Threads.tick", Counter(7, stop))
        with pytest.raises(KeyboardInterrupt):
            tune(halted, examples, [], pieces, save, steps=12, low=False)
    again = fresh(base)
    assert tune(again, examples, [], pieces, save, steps=12, low=False) == 12
    for (name, ours), theirs in zip(again.named_parameters(), whole.parameters(), strict=True):
        torch.testing.assert_close(ours, theirs, atol=1e-5, rtol=1e-4, msg=name)


def test_training_begins_where_another_ended(
    base: Base, pieces: Pieces, examples: list[Example], tmp_path: Path
) -> None:
    first, then = fresh(base), fresh(base)
    tune(first, examples, [], pieces, tmp_path / "first.pt", steps=2, low=False)
    begin_with(then, tmp_path / "first.pt")
    for ours, theirs in zip(then.parameters(), first.parameters(), strict=True):
        torch.testing.assert_close(ours, theirs)
    tune(then, examples, [], pieces, tmp_path / "then.pt", steps=2, low=False, rate=0.0)
    for ours, theirs in zip(then.parameters(), first.parameters(), strict=True):
        torch.testing.assert_close(ours, theirs)  # no rate, nothing learnt
    for name, value in (
        ("none.pt", None),
        ("torn.pt", b"PK"),
        ("other.pt", {"net": {"segment": torch.ones(1)}}),
    ):
        if isinstance(value, bytes):
            (tmp_path / name).write_bytes(value)
        elif value:
            torch.save(value, tmp_path / name)
        with pytest.raises(InputError, match=name):
            begin_with(fresh(base), tmp_path / name)


class Counter:
    """A method that does nothing the first times, and then something."""

    def __init__(self, times: int, then: Any) -> None:
        self.left, self.then = times, then

    def __get__(self, *_: object) -> Any:
        return self

    def __call__(self, *_: object) -> None:
        self.left -= 1
        if self.left < 0:
            self.then()


def test_batches_hold_everything_once_in_few_lengths(
    base: Base, pieces: Pieces, examples: list[Example]
) -> None:
    import random

    found = items(examples, pieces)
    groups = batches(found, random.Random(1))
    assert sorted(id(each) for group in groups for each in group) == sorted(map(id, found))


def test_pieces_of_general_words_are_kept_and_rare_ones_are_not(base: Base) -> None:
    general = ["склады", "складом", "складу"]
    rows = kept(base, ["поддоны"], general)
    names = {base.pieces[row] for row in rows}
    assert {"<s>", "<unk>", "▁поддон", "ы", "▁склад", "а"} <= names
    assert not names & {"▁never", "▁бумаг"}


def test_a_voice_that_remembers_reads_each_turn_once(examples: list[Example]) -> None:
    class Voice:
        asked = 0

        def read(self, taken: list[Any]) -> list[str]:
            self.asked += len(taken)
            return [each.text for each in taken]

    voice = Voice()
    remembered: Any = Remembered(voice)
    taken = [each.sample for each in examples[:5]]
    for _ in range(3):
        assert remembered.read(taken) == [each.text for each in taken]
    assert voice.asked == len({(each.interview, each.turn) for each in taken})


@pytest.fixture(scope="module")
def folder(base: Base, pieces: Pieces, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled model with an encoder that never learnt."""
    bundled = find_model("b2b")
    if bundled is None:
        pytest.skip("нет встроенной модели: make model")
    folder = tmp_path_factory.mktemp("models") / "own"
    shutil.copytree(bundled, folder)
    torch.manual_seed(3)
    net = Net(base, range(len(base.pieces)), 30)
    weights = {name: value.detach().numpy() for name, value in net.named_parameters()}
    settled = {
        "version": "7", "shares": [0.0, 0.0, 0.0, 0.0], "boldness": 0.1, "calm": 0.2, "threshold": 0.3,
        "calibration": [0.0] * 10,
    }  # fmt: skip
    rest = arrays(weights, net.word.numpy(), net.place.numpy())
    listed = [(each, -5.0) for each in pieces.pieces]
    add_encoder(folder, settled, layers(weights, heads=2, eps=1e-5, peaks={}), rest, listed)
    return folder


def test_a_model_s_encoder_is_read_to_go_on_from(folder: Path, pieces: Pieces) -> None:
    shipped = read_shipped(folder)
    assert shipped.depth == LAYERS
    assert shipped.scored == [(each, -5.0) for each in pieces.pieces]


def test_it_is_careful_only_where_that_is_asked_for(folder: Path) -> None:
    fast, careful = read_model(folder), read_model(folder, careful=True)
    assert can_be_careful(folder)
    assert (fast.label, careful.label) == ("b2b@3", "b2b+encoder@7")
    assert fast.voices.encoder is None
    assert fast.card.threshold != careful.card.threshold == 0.3


def test_an_encoder_without_a_share_changes_no_guess(folder: Path, examples: list[Example]) -> None:
    fast, careful = read_model(folder), read_model(folder, careful=True)
    taken = [each.sample for each in examples]
    ours, theirs = (guess(each.voices, taken, boldness=0.3) for each in (careful, fast))
    assert [each[1:3] for each in ours] == [each[1:3] for each in theirs]
    np.testing.assert_allclose([each.codes for each in ours], [each.codes for each in theirs], atol=1e-5)


def test_an_encoder_with_all_shares_decides(folder: Path, examples: list[Example]) -> None:
    model = read_model(folder, careful=True)
    taken = [each.sample for each in examples[:3]]
    places = [(at, 0, len(each.tokens)) for at, each in enumerate(taken)]
    voices = model.voices
    full = Voices(voices.networks, voices.bag, voices.encoder, type(voices.shares)(1.0, 1.0, 1.0, 1.0))
    own = judge_spans(full, taken, places)
    mixed = judge_spans(voices, taken, places)
    assert any(not np.allclose(a.kinds, b.kinds, atol=1e-3) for a, b in zip(own, mixed, strict=True))


@pytest.mark.parametrize("name", ["encoder.onnx", "encoder.npz", "pieces.tsv.gz"])
def test_a_damaged_file_is_one_sentence(folder: Path, tmp_path: Path, name: str) -> None:
    other = tmp_path / "model"
    shutil.copytree(folder, other)
    (other / name).write_bytes(b"PK" + (other / name).read_bytes()[:100])
    assert isinstance(read_model(other), Model)  # the fast voices need none of it
    with pytest.raises(InputError, match="контрольная сумма"):
        read_model(other, careful=True)
    with pytest.raises(InputError, match="модель не читается"):
        _sign(other, name)


def test_a_graph_that_names_other_files_is_refused(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "model"
    shutil.copytree(folder, other)
    graph = onnx.load(other / "encoder.onnx")
    onnx.save(graph, other / "encoder.onnx", save_as_external_data=True, location="weights", size_threshold=0)
    with pytest.raises(InputError, match="внешние данные"):
        _sign(other, "encoder.onnx")


def _sign(folder: Path, name: str) -> Model:
    """Read the model once its card has the hash of that file."""
    import json
    from hashlib import sha256

    card = json.loads((folder / "model.json").read_text("utf-8"))
    card["files"][name] = sha256((folder / name).read_bytes()).hexdigest()
    (folder / "model.json").write_text(json.dumps(card), "utf-8")
    return read_model(folder, careful=True)
