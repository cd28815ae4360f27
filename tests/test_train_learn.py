"""Learning from a user's own coded interviews: what is read, what is taught, what is written and said."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch", reason="обучение: pip install 'otzvuk[train]'")

import torch

import otzvuk
from otzvuk.cli import main
from otzvuk.coding import study_coder
from otzvuk.coding.bag import CODES
from otzvuk.coding.features import Words
from otzvuk.coding.guess import Guess
from otzvuk.coding.learned import ModelCoder
from otzvuk.coding.model import Voices, add_encoder, can_be_careful, read_model, write_model
from otzvuk.codings.taught import read_coded
from otzvuk.model.codebook import Codebook, read_codebook
from otzvuk.model.errors import InputError
from otzvuk.model.interview import Interview, Turn
from otzvuk.model.mention import Coding, Kind, Mention
from otzvuk.read import read_study, write_marked
from otzvuk.show.lesson import show_lesson
from otzvuk.train import learn as learning  # the module
from otzvuk.train import school as schooling  # the module
from otzvuk.train.bag import fit_bag
from otzvuk.train.curve import Point, gain
from otzvuk.train.encoder.export import arrays, layers
from otzvuk.train.encoder.net import Net
from otzvuk.train.examples import Example, examples
from otzvuk.train.fit import Arrays, fit
from otzvuk.train.learn import Lesson, cross_validation, learn
from otzvuk.train.net import Sizes
from otzvuk.train.place import written_whole
from otzvuk.train.school import Class, Desk, School, Step, Task, shared_weights
from test_train_encoder import tiny_base

BOOK = """\
name: кухня
themes: {food: Еда, people: Люди}
stages: {visit: Визит}
processes: {kitchen: {label: Кухня, stage: visit}, hall: {label: Зал, stage: visit}}
codes:
  food.taste: {label: Вкус, process: kitchen}
  food.size: {label: Порции, process: kitchen}
  people.manners: {label: Вежливость, process: hall}
  people.speed: {label: Быстрота, process: hall}
"""
SAID = [
    ("суп был холодный и пресный", "food.taste", Kind.COMPLAINT),
    ("пироги вкуснейшие", "food.taste", Kind.PRAISE),
    ("порции крошечные", "food.size", Kind.COMPLAINT),
    ("накладывают с горкой", "food.size", Kind.PRAISE),
    ("официант нахамил", "people.manners", Kind.COMPLAINT),
    ("встретили с улыбкой", "people.manners", Kind.PRAISE),
]
PROCESS = {"food.taste": "kitchen", "food.size": "kitchen", "people.manners": "hall"}
IDLE = ["Мы зашли после кино", "Живу я через дорогу", "Нас было четверо"]
WORDS = sorted({word for text, *_ in SAID for word in text.split()} | {"зашли", "кино"})
OLD_CODES = ["food.taste", "elsewhere.old"]


def coding(number: int) -> Coding:
    """An interview of three answers, each with idle words and one or two mentions."""
    turns, mentions = [], []
    for answer in range(3):
        turns.append(Turn("Интервьюер", "Как вам у них?", interviewer=True))
        text = IDLE[(number + answer) % len(IDLE)]
        for at in range(1 + answer % 2):
            words, code, kind = SAID[(number + 2 * answer + at) % len(SAID)]
            text += ", "
            start = len(text)
            text += words
            mentions.append(Mention(len(turns), start, len(text), words, kind, code, PROCESS[code]))
        turns.append(Turn("Пётр", text + "."))
    return Coding(Interview(f"и{number}", f"и{number}.txt", tuple(turns)), tuple(mentions))


CODINGS = [coding(number) for number in range(6)]


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny model that knows evaluations from idle words, and one of the codes."""
    folder = tmp_path_factory.mktemp("начало")
    draw = np.random.default_rng(4)
    vectors, scale = draw.integers(-99, 99, (len(WORDS), 8), dtype=np.int8), np.full(8, 0.01, np.float32)
    words = Words(WORDS)
    learnt = [
        example
        for each in CODINGS
        for example in examples(
            replace(
                each,
                mentions=tuple(
                    replace(m, code=m.code if m.code in OLD_CODES else OLD_CODES[1]) for m in each.mentions
                ),
            ),
            words,
            OLD_CODES,
        )
    ]
    sizes = Sizes(hidden=8, projected=8, pieces=8, seen=8, drop=0, drop_input=0, drop_word=0, drop_seen=0)
    weights = fit(learnt, vectors, scale, 2, seed=1, epochs=60, rate=0.03, batch=6, sizes=sizes)
    card = {
        "name": "начало",
        "version": "1",
        "codebook": "старая",
        "codes": OLD_CODES,
        "scale": [float(each) for each in scale],
        "calibration": [0.0, 0.5, 0.5, 0.0, 0.0],
    }
    write_model(folder, card, WORDS, vectors, [weights, weights], fit_bag(learnt, 2))
    return folder


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Codebook:
    path = tmp_path_factory.mktemp("книга") / "кухня.yaml"
    path.write_text(BOOK, "utf-8")
    return read_codebook(path)


@pytest.fixture(scope="module")
def lesson(start: Path, book: Codebook, tmp_path_factory: pytest.TempPathFactory) -> Lesson:
    folder = tmp_path_factory.mktemp("модели") / "кухня"
    return learn(CODINGS, book, folder, name="кухня", start=start, folds=3, epochs=12)


def study_of(root: Path, codings: list[Coding], *, gold: bool = False) -> Path:
    """A study on disk: `marked/`, or transcripts with gold.jsonl."""
    folder = root / ("transcripts" if gold else "marked")
    folder.mkdir(parents=True)
    lines = []
    for each in codings:
        mentions = () if gold else each.mentions
        text = write_marked(each.interview.turns, mentions)
        (folder / each.interview.file).write_text(text, "utf-8")
        lines += [
            {"interview": each.interview.id, "turn": m.turn, "start": m.start, "end": m.stop, "kind": m.kind}
            | {"code": m.code, "text": m.text}
            for m in each.mentions
        ]
    if gold:
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        (root / "gold.jsonl").write_text(text, "utf-8")
    return root


def places(codings: tuple[Coding, ...]) -> list[tuple[str, int, int, str, str]]:
    return [(each.interview.id, m.turn, m.start, m.text, m.code) for each in codings for m in each.mentions]


# --- reading ---


def test_marked_and_gold_read_alike(tmp_path: Path, book: Codebook) -> None:
    marked = read_coded([study_of(tmp_path / "а" / "и", CODINGS)], book)
    gold = read_coded([study_of(tmp_path / "б" / "и", CODINGS, gold=True)], book)
    assert places(marked.codings) == places(gold.codings)
    assert len(places(gold.codings)) == sum(len(each.mentions) for each in CODINGS)
    assert {m.process for each in marked.codings for m in each.mentions} == {"kitchen", "hall"}


def test_studies_of_one_name_stay_apart_and_one_given_twice_is_refused(
    tmp_path: Path, book: Codebook
) -> None:
    folders = [study_of(tmp_path / name / "волна", CODINGS[:2]) for name in "аб"]
    ids = [each.interview.id for each in read_coded(folders, book).codings]
    assert len(set(ids)) == 4
    with pytest.raises(InputError, match="указано дважды"):
        read_coded([folders[0], folders[0] / ".." / "волна"], book)


@pytest.mark.parametrize("gold", [False, True])
def test_an_interview_that_nobody_has_coded_is_left_out(tmp_path: Path, book: Codebook, gold: bool) -> None:
    bare = replace(CODINGS[1], mentions=())
    read = read_coded([study_of(tmp_path / "и", [CODINGS[0], bare], gold=gold)], book)
    assert [each.interview.id for each in read.codings] == ["и/и0"]
    assert read.left_out == ("и/и1",)


@pytest.mark.parametrize("gold", [False, True])
def test_a_code_that_the_codebook_lacks_is_named(tmp_path: Path, book: Codebook, gold: bool) -> None:
    mention = replace(CODINGS[0].mentions[0], code="food.tastes")
    odd = replace(CODINGS[0], mentions=(mention, *CODINGS[0].mentions[1:]))
    with pytest.raises(InputError, match=r"неизвестный код «food\.tastes»; ожидается .*food\.taste»"):
        read_coded([study_of(tmp_path / "и", [odd], gold=gold)], book)


def test_what_cannot_be_learnt_from_is_one_sentence(tmp_path: Path, book: Codebook) -> None:
    with pytest.raises(InputError, match="нет такой папки"):
        read_coded([tmp_path / "нету"], book)
    (tmp_path / "пусто").mkdir()
    with pytest.raises(InputError, match="нет ручной разметки"):
        read_coded([tmp_path / "пусто"], book)
    with pytest.raises(InputError, match="ни одного упоминания"):
        read_coded([study_of(tmp_path / "и", [replace(CODINGS[0], mentions=())])], book)
    asked = study_of(tmp_path / "к", CODINGS[:1]) / "marked" / "и0.txt"
    asked.write_text('Интервьюер: <p s="food.taste">Вкусно</p>?\nПётр: Да.\n', "utf-8")
    with pytest.raises(InputError, match=r"в реплике интервьюера «Интервьюер».*interviewers"):
        read_coded([tmp_path / "к"], book)


# --- teaching ---


def test_rows_of_shared_codes_come_from_the_beginning() -> None:
    draw = np.random.default_rng(1)
    shapes = {"code.weight": (3, 4), "code.bias": (3,), "spc.weight": (3, 2), "spc.bias": (3,)}
    arrays = {name: draw.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}
    arrays["tag.weight"] = np.ones((7, 4), np.float32)
    begun = shared_weights(arrays, ["a", "b", "c"], ["new", "c", "a"])
    for name in shapes:
        np.testing.assert_array_equal(begun[name][1:], arrays[name][[2, 0]])
        np.testing.assert_allclose(begun[name][0], arrays[name].mean(0))
    assert begun["tag.weight"] is arrays["tag.weight"]


def test_codes_without_an_example_are_learnt_only_where_the_beginning_knows_them(
    start: Path, book: Codebook
) -> None:
    untasted = [
        replace(each, mentions=tuple(m for m in each.mentions if m.code != "food.taste")) for each in CODINGS
    ]
    school = School(read_model(start), book, untasted)
    assert school.codes == ["food.taste", "food.size", "people.manners"]


def test_a_part_of_what_was_learnt_is_kept_of_new_codes_all(start: Path, book: Codebook) -> None:
    school = School(read_model(start), book, CODINGS, epochs=1)
    (taught,) = school.teach([Class(CODINGS, 2)])
    half = school.keep(taught, 0.5, networks=1)
    assert len(half.networks.weights) == 1
    learnt = taught.networks.weights[0]
    began = shared_weights(school.model.voices.networks.weights[0], OLD_CODES, school.codes)
    for name, value in half.networks.weights[0].items():
        middle = (learnt[name] + began[name]) / 2
        if name.startswith(("code.", "spc.")):
            middle[1:] = learnt[name][1:]
        np.testing.assert_allclose(value, middle, atol=2e-3)
    bags = half.bag.arrays, taught.bag.arrays
    size = [each["weights"] * each["scale"] for each in bags]
    new = CODES + school.codes.index(OLD_CODES[0]) + 1  # all that follow are new
    np.testing.assert_allclose(size[0][:, new:], size[1][:, new:], atol=2e-2)


def test_no_interview_is_tested_by_who_was_taught_it() -> None:
    for count in (2, 3, 7):
        rounds = cross_validation(CODINGS * 2 if count > 6 else CODINGS[:count], 5)
        assert sum(len(each.held) for each in rounds) == (12 if count > 6 else count)
    for each in cross_validation(CODINGS, 4):
        taught, held = ({one.interview.id for one in part} for part in each)
        assert not taught & held
        assert taught | held == {one.interview.id for one in CODINGS}
    assert cross_validation(CODINGS[:1], 5) == []


def _held(weights: Mapping[str, Any]) -> bytes:
    return bytes(np.ascontiguousarray(weights["code.weight"], np.float32).tobytes())


def test_the_scores_are_of_interviews_held_back(
    start: Path, book: Codebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taught_by: dict[int | bytes, set[str]] = {}  # networks by what they hold, else by identity
    held_back: list[str] = []
    kept: list[Voices] = []
    bags: list[dict[str, Any]] = []
    fitted, judge, code, keep = Desk.fit, learning.judge, ModelCoder.code, School.keep

    def watched(self: Desk, task: Task, step: Step | None = None) -> Arrays:
        weights = fitted(self, task, step)
        taught_by[_held(weights)] = set(task.interviews)
        return weights

    def bagged(examples: Sequence[Example], codes: int, **options: Any) -> dict[str, Any]:
        arrays = fit_bag(examples, codes, **options)
        taught_by[id(arrays)] = {each.sample.interview for each in examples}
        bags.append(arrays)
        return arrays

    def mixed(self: School, voices: Voices, part: float, **options: Any) -> Voices:
        made = keep(self, voices, part, **options)
        weights = map(_held, voices.networks.weights)
        teachers = [*(taught_by[each] for each in weights), taught_by[id(voices.bag.arrays)]]
        taught_by[id(made.networks)] = set().union(*teachers)
        kept.append(made)  # so that no others get their id
        return made

    def known(voices: Voices) -> set[str]:
        return taught_by[id(voices.networks)]

    def judged(voices: Voices, held: Sequence[Example]) -> list[tuple[Guess, bool]]:
        names = {each.sample.interview for each in held}
        assert not known(voices) & names
        held_back.extend(names)
        return judge(voices, held)

    def coded(self: ModelCoder, interview: Interview) -> Coding:
        assert interview.id not in known(self.model.voices)
        return code(self, interview)

    monkeypatch.setattr(Desk, "fit", watched)
    monkeypatch.setattr(School, "keep", mixed)
    monkeypatch.setattr(schooling, "fit_bag", bagged)
    monkeypatch.setattr(learning, "judge", judged)
    monkeypatch.setattr(ModelCoder, "code", coded)
    learn(CODINGS, book, tmp_path / "м", name="м", start=start, folds=2, epochs=1)
    everybody = {each.interview.id for each in CODINGS}
    assert sorted(held_back) == sorted(everybody)
    assert everybody in taught_by.values()  # the model that is kept knows them all


def test_it_learns(lesson: Lesson) -> None:
    scores = lesson.scores.set_index("level")["f1"]
    assert scores["span"] > 0.6
    assert scores["code"] > 0.3
    assert (lesson.interviews, lesson.mentions) == (6, sum(len(each.mentions) for each in CODINGS))
    assert list(lesson.curve["interviews"]) == [1, 2, 4]
    assert lesson.few == {"food.taste": 8, "food.size": 8, "people.manners": 8, "people.speed": 0}
    assert lesson.scores["before"].isna().all()  # the beginning does not know the codes


def test_the_same_lesson_gives_the_same_bytes(
    lesson: Lesson, start: Path, book: Codebook, tmp_path: Path
) -> None:
    again = learn(CODINGS[::-1], book, tmp_path / "м", name="кухня", start=start, folds=3, epochs=12)
    assert again.scores.equals(lesson.scores)
    names = sorted(path.name for path in lesson.folder.iterdir())
    networks = ["network-0.npz", "network-1.npz"]  # as many as the beginning has
    assert names == ["bag.npz", "model.json", *networks, "vectors.npy", "words.txt.gz"]
    for name in names:
        assert (again.folder / name).read_bytes() == (lesson.folder / name).read_bytes()


def test_one_interview_is_learnt_without_scores(
    start: Path, book: Codebook, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lesson = learn(CODINGS[:1], book, tmp_path / "м", name="м", start=start, epochs=2)
    assert lesson.scores.empty
    assert lesson.gain is None
    show_lesson(lesson, book)
    assert "проверить модель не на чем" in capsys.readouterr().out


def test_a_codebook_of_one_code_can_be_learnt(start: Path, book: Codebook, tmp_path: Path) -> None:
    tastes = [
        replace(each, mentions=tuple(m for m in each.mentions if m.code == "food.taste")) for each in CODINGS
    ]
    small = book.model_copy(update={"codes": {"food.taste": book.codes["food.taste"]}})
    lesson = learn([each for each in tastes if each.mentions], small, tmp_path / "м", name="м", start=start,
                   folds=2, epochs=3)  # fmt: skip
    assert read_model(lesson.folder).card.codes == ("food.taste",)


def test_progress_is_told_from_nothing_to_all(start: Path, book: Codebook, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    learn(CODINGS[:3], book, tmp_path / "м", name="м", start=start, folds=2, epochs=2,
          step=lambda done, total: told.append((done, total)))  # fmt: skip
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1][0] == told[-1][1]


# --- with an encoder ---


@pytest.fixture(scope="module")
def careful(start: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny model with a tiny encoder that knows nothing."""
    folder = tmp_path_factory.mktemp("начало") / "тщательное"
    shutil.copytree(start, folder)
    base = tiny_base()
    torch.manual_seed(3)
    net = Net(base, range(len(base.pieces)), len(OLD_CODES))
    weights = {name: value.detach().numpy() for name, value in net.named_parameters()}
    settled = {"version": "1", "shares": [0.5] * 4, "boldness": 0.0, "calm": 0.0, "threshold": 0.0}
    graph = layers(weights, heads=2, eps=1e-5, peaks={})
    listed = [(each, -5.0) for each in base.pieces]
    rest = arrays(weights, net.word.numpy(), net.place.numpy())
    add_encoder(folder, settled | {"calibration": [0.0] * 10}, graph, rest, listed)
    return folder


def test_an_encoder_is_kept_where_it_is_the_better_on_what_was_held_back(
    careful: Path, book: Codebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setattr("otzvuk.train.heads.STEPS", 50)
    lesson = learn(CODINGS, book, tmp_path / "м", name="м", start=careful, folds=2, epochs=6)
    assert lesson.beside is not None
    better = lesson.scores["f1"].mean() > lesson.beside.mean()
    assert lesson.careful == better == can_be_careful(lesson.folder)
    card = json.loads((lesson.folder / "model.json").read_text("utf-8"))
    told = card["scores_without_encoder" if better else "scores_with_encoder"]
    assert told["code"] == pytest.approx(lesson.beside["code"], abs=5e-4)
    show_lesson(lesson, book)
    said = capsys.readouterr().out
    assert ("Оставлен тщательный кодировщик" in said) == better
    assert "и быстрого" in said or "и тщательного" in said


@pytest.mark.parametrize("worse", [True, False])
def test_which_one_is_kept_goes_by_the_scores(
    careful: Path, book: Codebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, worse: bool
) -> None:
    monkeypatch.setattr("otzvuk.train.heads.STEPS", 1)
    measured = learning._measured

    def judged(school: School, pupils: Any, *, careful: bool, **options: Any) -> learning.Measured:
        own = measured(school, pupils, careful=careful, **options)
        return own._replace(scores=own.scores.assign(f1=0.4 if careful == worse else 0.5))

    monkeypatch.setattr(learning, "_measured", judged)
    folder = learn(CODINGS[:3], book, tmp_path / "м", name="м", start=careful, folds=2, epochs=1).folder
    assert can_be_careful(folder) != worse
    read = read_model(folder, careful=not worse)
    assert read.card.codes == ("food.taste", "food.size", "people.manners")
    if not worse:
        assert read.voices.encoder is not None
        assert len(read.voices.encoder.heads["code.bias"]) == 3
        # a model that was taught can be taught again
        again = learn(CODINGS[:2], book, tmp_path / "н", name="н", start=folder, folds=2, epochs=1)
        assert can_be_careful(again.folder) != worse


def test_one_interview_keeps_the_encoder_unmeasured(careful: Path, book: Codebook, tmp_path: Path) -> None:
    lesson = learn(CODINGS[:1], book, tmp_path / "м", name="м", start=careful, epochs=1)
    assert lesson.careful
    assert lesson.beside is None
    model = read_model(lesson.folder, careful=True)
    assert ModelCoder(model, book).code(CODINGS[0].interview) is not None


# --- the curve ---


def test_the_gain_follows_the_logarithm_of_the_pages() -> None:
    curve = [Point(number, pages, 0, 0.1 * np.log(pages)) for number, pages in enumerate((5.0, 10.0, 20.0))]
    lower = [each._replace(f1=each.f1 - 0.2) for each in curve]  # a harder fold does not bend the slope
    pages = sum(len(turn.text) for each in CODINGS for turn in each.interview.turns) / 1800
    expected = 0.1 * np.log((pages + 50) / pages)
    assert gain([curve, lower], CODINGS) == pytest.approx(expected)
    assert gain([curve], CODINGS[:2]) is None
    assert gain([], CODINGS) is None


# --- the model's folder ---


def test_the_model_codes_a_study_that_names_it(lesson: Lesson, book: Codebook, tmp_path: Path) -> None:
    study_of(tmp_path, CODINGS[:2], gold=True)
    (tmp_path / "кухня.yaml").write_text(BOOK, "utf-8")
    (tmp_path / "study.yaml").write_text(
        f"codebook: кухня.yaml\nmodel: {json.dumps(str(lesson.folder))}\n", "utf-8"
    )
    study = read_study(tmp_path)
    found = [m for each in study.interviews for m in study_coder(study).code(each).mentions]
    assert found
    # the book has codes that the lessons never had, so likeness helps to find the codes
    assert {m.decided_by for m in found} == {"model:кухня+likeness@1"}
    assert {m.code for m in found} <= set(book.codes)


def test_a_folder_that_is_no_model_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "важное.txt").write_text("не трогать", "utf-8")
    with pytest.raises(InputError, match=r"не модель.*«важное\.txt»"), written_whole(tmp_path):
        pytest.fail("must refuse before the work")
    file = tmp_path / "важное.txt"
    with pytest.raises(InputError, match="не модель"), written_whole(file):
        pytest.fail("must refuse before the work")
    assert file.read_text("utf-8") == "не трогать"


def half_written(folder: Path) -> None:
    with written_whole(folder) as made:
        (made / "model.json").write_text("{}", "utf-8")
        made.write_text("goes wrong", "utf-8")


def test_a_model_is_replaced_whole_or_not_at_all(tmp_path: Path, start: Path) -> None:
    folder = tmp_path / "м"
    with written_whole(folder) as made:
        assert not folder.exists()
        for path in start.iterdir():
            (made / path.name).write_bytes(path.read_bytes())
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(IsADirectoryError):
        half_written(folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    with written_whole(folder) as made:
        (made / "model.json").write_text("{}", "utf-8")
    assert [path.name for path in folder.iterdir()] == ["model.json"]
    assert list(tmp_path.iterdir()) == [folder]


@pytest.mark.parametrize("name", ["", "../м", "a/b", "a@1", "."])
def test_a_name_that_is_none_is_refused(name: str, start: Path, book: Codebook, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="имя модели"):
        learn(CODINGS, book, tmp_path / "м", name=name, start=start)


def test_a_beginning_that_is_no_model_is_refused(book: Codebook, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="нет модели, с которой начать"):
        learn(CODINGS, book, tmp_path / "м", name="м", start=tmp_path)


# --- what is said ---


def test_the_report_says_what_came_out(
    lesson: Lesson, book: Codebook, capsys: pytest.CaptureFixture[str]
) -> None:
    show_lesson(lesson, book, left_out=("и/и9",))
    said = capsys.readouterr().out
    for words in ("интервью: 6", "и/и9", "Полнота", "F1 кода", "50 размеченных страниц", "Вкус (8)"):
        assert words in said
    assert "Нет ни одного примера: Быстрота." in said
    assert f'model: "{lesson.folder}"' in said
    assert "до обучения" not in said


def command(*arguments: str | Path) -> int:
    """`otzvuk train`; answers the exit code."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["otzvuk", "train", *map(str, arguments)])
        with pytest.raises(SystemExit) as done:
            main()
    return int(done.value.code or 0)


@pytest.mark.parametrize("package", ["torch", "sklearn"])
def test_without_the_packages_the_command_says_how_to_get_them(
    tmp_path: Path, package: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    study = study_of(tmp_path / "и", CODINGS[:1])
    for name in [name for name in sys.modules if name.startswith(("otzvuk.train", f"{package}."))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(
        otzvuk, "train", None, raising=False
    )  # else later tests would get what is imported anew
    monkeypatch.setitem(sys.modules, package, None)
    assert command(study, "--codebook", "b2b", "--name", "м") == 2
    said = capsys.readouterr().err
    assert "pip install 'otzvuk[train]'" in said
    assert f"«{package}" in said
    assert len(said.strip().splitlines()) == 1


def test_the_command_teaches_and_reports(
    start: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study = study_of(tmp_path / "и", CODINGS[:2])
    (tmp_path / "кухня.yaml").write_text(BOOK, "utf-8")
    given = [study, "--codebook", tmp_path / "кухня.yaml", "--name", "м", "--start", start]
    assert command(*given, "--out", tmp_path / "м") == 0
    assert (tmp_path / "м" / "model.json").is_file()
    assert "F1" in capsys.readouterr().out
    study_of(tmp_path / "чужое", CODINGS[:1])
    assert command(*given, "--out", tmp_path / "чужое") == 2
    assert "не модель" in capsys.readouterr().err
