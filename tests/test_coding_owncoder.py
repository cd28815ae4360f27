"""A codebook of one's own: the model finds what is said, the code comes from what the user wrote."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from otzvuk import analyse
from otzvuk.coding import code_study, coder_for, model_names
from otzvuk.coding.learned import ModelCoder
from otzvuk.coding.model import find_model
from otzvuk.coding.owncoder import OwnCoder
from otzvuk.coding.ways import ways
from otzvuk.model.codebook import Code, Codebook, read_codebook
from otzvuk.model.errors import InputError
from otzvuk.model.study import Guide, Study
from otzvuk.read import read_study

pytestmark = pytest.mark.skipif(find_model("b2b") is None, reason="нет встроенной модели: make model")

HEAD = """\
name: своя
themes: {{work: Работа}}
stages: {{all: Всё}}
processes: {{all: {{label: Всё, stage: all}}}}
codes:
{}
"""
LABELS = """\
  work.papers: {label: Ошибки в документах, process: all}
  work.price: {label: Цены, process: all}
  work.boxes: {label: Упаковка, process: all}
"""
TALK = """\
Интервьюер: Что скажете о бумагах?
Пётр: В накладных каждый месяц ошибки, приходится переделывать.
Интервьюер: А как доезжает товар?
Пётр: Коробки приходят мятые, плёнка рваная.
Интервьюер: Что с ценами?
Пётр: Цены у них ниже, чем у всех, нас это радует.
"""


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return own_study(tmp_path, LABELS)


def own_study(folder: Path, codes: str) -> Study:
    (folder / "transcripts").mkdir(exist_ok=True)
    (folder / "transcripts" / "и1.txt").write_text(TALK, "utf-8")
    (folder / "study.yaml").write_text("codebook: книга.yaml\n", "utf-8")
    (folder / "книга.yaml").write_text(HEAD.format(codes), "utf-8")
    return read_study(folder)


def test_labels_alone_are_enough(study: Study) -> None:
    (coding,) = code_study(study)
    assert [(each.turn, each.code, each.kind.value) for each in coding.mentions] == [
        (1, "work.papers", "complaint"),
        (3, "work.boxes", "complaint"),
        (5, "work.price", "praise"),
    ]
    assert {each.decided_by.partition("@")[0] for each in coding.mentions} == {"model:b2b+encoder+likeness"}
    assert all(0 < each.confidence < 1 for each in coding.mentions)


def test_a_study_without_the_code_for_all_in_all_is_analysed(study: Study) -> None:
    result = analyse(study.path)
    run = json.loads((result.out / "run.json").read_text("utf-8"))
    assert {name.partition("@")[0] for name in run["models"]} == {"b2b+encoder", "likeness"}
    assert run["codes"]["work.price"] == "по сходству с названием"
    assert "Как узнаны коды" in (result.out / "report.html").read_text("utf-8")


def test_an_overall_mark_that_is_asked_for_and_missing_is_one_sentence(study: Study) -> None:
    (study.path / "study.yaml").write_text("codebook: книга.yaml\nscores: {overall: нету}\n", "utf-8")
    with pytest.raises(InputError, match="неизвестный критерий «нету»"):
        analyse(study.path)


def test_an_unknown_like_is_one_sentence_with_its_line(tmp_path: Path) -> None:
    codes = "  work.news:\n    label: Новости\n    process: all\n    like: service.infroming\n"
    with pytest.raises(InputError) as refused:
        own_study(tmp_path, codes)
    said = str(refused.value)
    for words in ("книга.yaml", "строка 9", "«service.infroming»", "«service.informing»"):
        assert words in said
    assert refused.value.others == ()


def test_a_code_that_is_like_one_is_heard_by_the_model(tmp_path: Path) -> None:
    own_study(
        tmp_path,
        "  work.a: {label: Вёрстка, process: all}\n"
        "  work.b: {label: Обои, process: all, like: documents.errors}",
    )
    (coding,) = code_study(read_study(tmp_path))
    assert coding.mentions[0].code == "work.b"


def test_examples_tell_codes_apart_whose_labels_say_nothing(tmp_path: Path) -> None:
    own_study(
        tmp_path,
        "  work.a: {label: Первое, process: all, examples: [Опять опечатки в счёте, В накладной не то]}\n"
        "  work.b: {label: Второе, process: all, examples: [Мятые коробки и рваная плёнка, Паллеты битые]}\n"
        "  work.c: {label: Третье, process: all, examples: [Дорого и всё дорожает, Цены ниже рынка]}",
    )
    (coding,) = code_study(read_study(tmp_path))
    assert [each.code for each in coding.mentions] == ["work.a", "work.b", "work.c"]


def test_what_is_like_no_code_is_not_sure(tmp_path: Path) -> None:
    sure = code_study(own_study(tmp_path, LABELS))[0].mentions
    strange = "  work.sea: {label: Морские рыбы, process: all}\n  work.moon: {label: Фазы луны, process: all}"
    unsure = code_study(own_study(tmp_path, strange))[0].mentions
    least = min(each.confidence for each in sure)
    assert all(each.confidence < least for each in unsure)


def test_a_book_without_some_codes_of_the_model_keeps_what_it_knows(tmp_path: Path) -> None:
    book = without(read_codebook(), "price.quotas")
    study = replace(own_study(tmp_path, LABELS), codebook=book)
    whole = code_study(replace(study, codebook=read_codebook()))[0].mentions
    less = code_study(study)[0].mentions
    assert [(each.start, each.code) for each in less] == [(each.start, each.code) for each in whole]


def test_the_codebook_of_the_model_is_coded_by_the_model_alone() -> None:
    coder = coder_for(read_codebook(), Guide())
    assert isinstance(coder, ModelCoder)
    assert not isinstance(coder, OwnCoder)


def test_the_ways_are_told_and_measured_where_there_are_examples(tmp_path: Path) -> None:
    study = own_study(
        tmp_path,
        "  work.a: {label: Цены, process: all, examples: [Дорого, Цены ниже рынка, Подняли цену, Дёшево]}\n"
        "  work.b: {label: Коробки, process: all, definition: Тара и плёнка}\n"
        "  work.c: {label: Новости, process: all, like: service.informing, patterns: {topic: [новост*]}}",
    )
    by = {each.code: each for each in ways(study, measure=True)}
    assert by["work.a"].how == "по сходству с названием, примерами (4)"
    assert by["work.a"].right is not None
    assert by["work.b"].how == "по сходству с названием, определением"
    assert by["work.b"].measured == "насколько хорошо — не измерено"
    assert by["work.c"].how.startswith("моделью b2b+encoder@")
    assert "шаблонами (1)" in by["work.c"].how
    assert ways(replace(study, codebook=read_codebook())) == ()


def test_the_models_of_a_codebook_of_ones_own_are_named(study: Study) -> None:
    assert [name.partition("@")[0] for name in model_names(study)] == ["b2b+encoder", "likeness"]


def without(book: Codebook, code: str) -> Codebook:
    return book.model_copy(
        update={"codes": {name: each for name, each in book.codes.items() if name != code}}
    )


def test_the_demo_with_labels_alone_under_other_ids_keeps_most_mentions() -> None:
    demo = read_study(Path(__file__).parents[1] / "corpora" / "demo")
    demo = replace(demo, interviews=demo.interviews[:3], guide=Guide())
    codes = {
        f"{name}_own": Code(label=code.label, process=code.process)
        for name, code in demo.codebook.codes.items()
    }
    own = replace(demo, codebook=demo.codebook.model_copy(update={"name": "своя", "codes": codes}))
    known, found = (
        {(at, each.turn, each.start): each.code for at, one in enumerate(codings) for each in one.mentions}
        for codings in (code_study(demo), code_study(own))
    )
    same = [place for place, code in known.items() if found.get(place) == f"{code}_own"]
    assert len(known.keys() & found.keys()) >= 0.9 * len(known)
    assert len(same) >= 0.75 * len(known)
