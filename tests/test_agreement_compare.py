"""Two codings side by side: read from every form, compared, and their differences listed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from otzvuk.agreement import Side, agree, compare, pairs, read_side, read_sides
from otzvuk.agreement.measure import compare as evaluate
from otzvuk.exchange import export_project, import_study, write_codebook
from otzvuk.model.errors import InputError
from otzvuk.model.mention import Coding, Kind, Mention
from otzvuk.numbers.survey import Survey
from otzvuk.read import read_study
from otzvuk.report.tables import write_csv
from studies import Person, eight_people, make_study, small_codebook

BOOK = small_codebook()


def side(*codings: Coding, name: str = "A") -> Side:
    return Side(name, codings, BOOK)


def without(coding: Coding, *numbers: int) -> Coding:
    return replace(coding, mentions=tuple(m for at, m in enumerate(coding.mentions) if at not in numbers))


def test_equal_codings_agree_wholly() -> None:
    _, codings = make_study(*eight_people())
    found = compare(side(*codings), side(*codings, name="B"), replicates=50)
    for name in ("f1", "kappa", "alpha", "alpha_u"):
        assert found.levels[name].tolist() == pytest.approx([1.0] * 5)
        assert found.codes[name].tolist() == pytest.approx([1.0] * len(found.codes))
    assert found.disagreements.empty
    assert found.words["agreement"].item() == found.words["coded"].item() == 1


def test_f1_is_that_of_evaluate() -> None:
    _, codings = make_study(*eight_people())
    other = [without(coding, 0) for coding in codings]
    found = compare(side(*codings), side(*other, name="B"), replicates=50)
    scores, _ = evaluate(codings, other)
    assert found.levels["f1"].tolist() == pytest.approx(scores["f1"].tolist())
    assert (found.levels["f1_low"] <= found.levels["f1"]).all()
    assert (found.levels["f1"] <= found.levels["f1_high"]).all()


def test_the_differences_are_listed_with_what_each_side_says() -> None:
    _, (coding,) = make_study(
        Person(
            "Анна",
            says=[
                "-price.level",
                "+quality.defects",
                "?service.digital",
                "-documents.errors",
                "-service.claims",
            ],
        )
    )
    first, second, _, fourth, fifth = coding.mentions
    other = (
        replace(first, kind=Kind.PRAISE),
        replace(second, code="quality.packaging"),
        replace(fourth, process="claims"),
        fifth,
    )
    found = compare(side(coding), side(Coding(coding.interview, other), name="B")).disagreements
    assert found["what"].tolist() == ["вид", "код", "только у A", "процесс"]
    row = found.iloc[1]
    assert (row["a_code"], row["b_code"], row["a_text"]) == (
        "quality.defects",
        "quality.packaging",
        second.text,
    )
    assert (row["interview"], row["turn"], row["text"]) == ("i1", second.turn, second.text)
    assert found.iloc[2]["b_code"] == ""
    assert found.iloc[2]["place"].startswith("строка")


def test_uncoded_words_flatter_and_are_stated_apart() -> None:
    _, codings = make_study(*eight_people())
    nobody = [replace(coding, mentions=()) for coding in codings]
    found = compare(side(*codings), side(*nobody, name="B"), replicates=50)
    words = found.words.iloc[0]
    assert words["coded"] == 0
    assert words["agreement"] > 0.4
    assert words["words"] == words["both"] + words["only_a"] + words["only_b"] + words["neither"]
    assert found.levels["kappa"].iloc[0] == pytest.approx(0)
    assert np.isnan(found.levels["kappa_both"]).all()


def test_one_interview_has_no_intervals_and_says_so() -> None:
    _, (coding,) = make_study(Person("Анна", says=["-price.level", "+quality.defects"]))
    found = compare(side(coding), side(without(coding, 1), name="B"))
    assert np.isnan(found.levels["f1_low"]).all()
    assert any("интервью одно" in note for note in found.notes)
    assert found.sections(BOOK)[0][1][1][1] == "0,67"


def test_the_same_seed_gives_the_same_intervals() -> None:
    _, codings = make_study(*eight_people())
    other = side(*[without(coding, 1) for coding in codings], name="B")
    one, two, three = (compare(side(*codings), other, replicates=100, seed=seed) for seed in (1, 1, 2))
    assert one.levels.equals(two.levels)
    assert one.codes.equals(two.codes)
    assert not one.levels.equals(three.levels)


def test_interviews_are_found_by_words_and_turns_that_moved(tmp_path: Path) -> None:
    _, codings = make_study(*eight_people()[:3])
    first = codings[0].interview
    moved = replace(first, id="иначе", file="иначе.txt", turns=first.turns)
    shorter = replace(codings[1].interview, turns=codings[1].interview.turns[1:])
    shifted = tuple(replace(each, turn=each.turn - 1) for each in codings[1].mentions)
    other = side(Coding(moved, codings[0].mentions), Coding(shorter, shifted), name="B")
    found, notes = pairs(side(*codings), other)
    assert [pair.other.mentions for pair in found] == [codings[0].mentions, codings[1].mentions]
    assert notes == ("интервью «i3» есть только в A",)
    with pytest.raises(InputError, match="общих интервью нет"):
        pairs(side(codings[0]), side(codings[2], name="B"))


def test_every_form_of_a_coding_is_read(tmp_path: Path) -> None:
    study, codings = make_study(*eight_people()[:3])
    export_project(study, codings, tmp_path / "a.qdpx")
    write_codebook(BOOK, tmp_path / "book.yaml")
    home = tmp_path / "new"
    import_study(tmp_path / "a.qdpx", home, codebook=tmp_path / "book.yaml")
    read = read_study(home)
    write_csv(Survey.of(read, codings).mentions, home / "out" / "mentions.csv")
    for path in (home, home / "out" / "mentions.csv", home / "gold.jsonl"):
        found = agree(path, tmp_path / "a.qdpx", study=home, replicates=50)
        assert found.levels["f1"].tolist() == pytest.approx([1.0] * 5), path
        assert found.disagreements.empty


def test_the_codes_of_a_project_are_those_of_the_study_on_the_other_side(tmp_path: Path) -> None:
    code = BOOK.codes["price.level"].model_copy(update={"label": "Стоимость рейса"})
    own = BOOK.model_copy(update={"codes": {**BOOK.codes, "price.trip": code}})
    study, codings = make_study(Person("Анна", says=["-price.level", "+quality.defects"]))
    changed = tuple(
        replace(
            each,
            mentions=tuple(
                replace(m, code="price.trip") if m.code == "price.level" else m for m in each.mentions
            ),
        )
        for each in codings
    )
    export_project(replace(study, codebook=own), changed, tmp_path / "a.qdpx")
    write_codebook(own, tmp_path / "book.yaml")
    home = tmp_path / "new"
    import_study(tmp_path / "a.qdpx", home, codebook=tmp_path / "book.yaml")
    project = tmp_path / "a.qdpx"
    for one, other in ((home / "gold.jsonl", project), (project, home / "gold.jsonl")):
        sides = read_sides(one, other)
        assert [each.codebook.codes.keys() == own.codes.keys() for each in sides] == [True, True]
        assert compare(*sides, replicates=50).levels["f1"].tolist() == pytest.approx([1.0] * 5)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.csv", "interview,turn\n", "нет столбца «start»"),
        (
            "a.csv",
            "interview,turn,start,end,text,kind,code\nнет,0,0,1,а,praise,x\n",
            "неизвестное интервью «нет»",
        ),
        ("a.csv", "interview,turn,start,end,text,kind,code\ni1,0,0,1,ю,praise,x\n", "не совпадает"),
        ("a.csv", "interview,turn,start,end,text,kind,code\ni1,0,0,1,И,радость,x\n", "строка 2"),
        ("a.pdf", "x", "это не разметка «.pdf»"),
    ],
)
def test_a_bad_coding_is_an_input_error(tmp_path: Path, name: str, text: str, said: str) -> None:
    (tmp_path / "transcripts").mkdir()
    (tmp_path / "transcripts" / "i1.txt").write_text("Интервьюер: Как дела?\nАнна: Хорошо.\n", "utf-8")
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(InputError) as caught:
        read_side(tmp_path / name)
    assert said in str(caught.value)


def test_mentions_that_several_coders_share_count_once() -> None:
    _, (coding,) = make_study(Person("Анна", says=["-price.level"]))
    twice: tuple[Mention, ...] = (*coding.mentions, replace(coding.mentions[0], decided_by="person:другой"))
    found = compare(side(Coding(coding.interview, twice)), side(coding, name="B"))
    assert found.levels["a"].tolist() == [1] * 5
