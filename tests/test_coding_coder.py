"""Which coder a study gets, and that the number of processes changes nothing."""

from pathlib import Path

import pytest

from otzvuk.analysis import count
from otzvuk.coding import (
    RuleCoder,
    code_study,
    coder,
    coder_for,
    coder_key,
    haste,
    model_names,
    study_coder,
)
from otzvuk.coding.learned import ModelCoder
from otzvuk.coding.model import find_model
from otzvuk.model import spread
from otzvuk.model.codebook import read_codebook
from otzvuk.model.errors import InputError
from otzvuk.model.study import Guide, Study
from otzvuk.numbers.count import MENTIONS
from otzvuk.read import read_study
from otzvuk.report.tables import write_table

DIALOGUE = """\
Интервьюер: Как у них с документами?
Пётр: Документы вечно опаздывают, {} раз за месяц. А водители вежливые.
Интервьюер: Что бы вы попросили?
Пётр: Хотелось бы личный кабинет.
"""

trained = pytest.mark.skipif(find_model("b2b") is None, reason="нет встроенной модели: make model")


@pytest.fixture
def study(tmp_path: Path) -> Study:
    (tmp_path / "transcripts").mkdir()
    for number in range(5):
        (tmp_path / "transcripts" / f"и{number}.txt").write_text(DIALOGUE.format(number), "utf-8")
    return read_study(tmp_path)


@pytest.mark.parametrize("rules_only", [True, False])
def test_two_processes_give_the_same_bytes(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, rules_only: bool
) -> None:
    monkeypatch.setattr(spread, "WORTH", 0.0)
    for jobs in (1, 2):
        codings = code_study(study, jobs=jobs, rules_only=rules_only)
        write_table(count(study, codings).mentions[list(MENTIONS)], tmp_path / str(jobs))
    for suffix in (".csv", ".parquet"):
        assert (tmp_path / f"1{suffix}").read_bytes() == (tmp_path / f"2{suffix}").read_bytes()


@trained
def test_the_bundled_codebook_gets_its_model(study: Study) -> None:
    assert isinstance(study_coder(study), ModelCoder)
    assert list(model_names(study)) == ["b2b+encoder@4"]
    assert isinstance(study_coder(study, rules_only=True), RuleCoder)


def asked(study: Study, speed: str) -> Study:
    (study.path / "study.yaml").write_text(f"coder: {speed}\n", "utf-8")
    return read_study(study.path)


@trained
def test_a_study_says_how_carefully_it_is_coded(study: Study) -> None:
    fast, careful, rules = (asked(study, speed) for speed in ("fast", "careful", "rules"))
    assert list(model_names(fast)) == ["b2b@3"]
    assert list(model_names(careful)) == ["b2b+encoder@4"]
    assert list(model_names(rules)) == []
    assert isinstance(study_coder(rules), RuleCoder)
    assert len({coder_key(each) for each in (fast, careful, rules)}) == 3
    deciders = {m.decided_by for each in code_study(fast) for m in each.mentions}
    assert deciders == {"model:b2b@3"}


@trained
def test_a_long_study_is_coded_fast_and_says_so(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    short = coder_key(study)
    assert haste(study) == ""
    monkeypatch.setattr(coder, "CAREFUL_WORDS", 40)
    monkeypatch.setattr(spread, "WORTH", 0.0)
    assert list(model_names(study)) == ["b2b@3"]
    assert coder_key(study) != short
    assert "coder: careful" in haste(study)
    for jobs in (1, 2):  # in other processes, too, where the study has no interviews
        assert {m.decided_by for each in code_study(study, jobs=jobs) for m in each.mentions} == {
            "model:b2b@3"
        }
    careful = asked(study, "careful")
    assert haste(careful) == ""
    assert list(model_names(careful)) == ["b2b+encoder@4"]


def test_an_unknown_speed_is_one_sentence(study: Study) -> None:
    with pytest.raises(InputError, match=r"study\.yaml.*«slow».*fast"):
        asked(study, "slow")


@trained
def test_codes_that_the_model_was_never_taught_are_found_by_rule(study: Study) -> None:
    book = read_codebook()
    data = book.model_dump()
    data["codes"]["service.parking"] = {
        "label": "Стоянка",
        "process": "delivery",
        "patterns": {"topic": ["стоянка"], "complaint": ["негде встать"]},
    }
    bigger = type(book).model_validate(data)
    interview = study.interviews[0]
    turn = interview.turns[1]
    said = type(turn)(turn.speaker, "На стоянке фурам негде встать.")
    other = type(interview)("x", "x.txt", (interview.turns[0], said))
    found = coder_for(bigger, Guide()).code(other).mentions
    assert "service.parking" in {mention.code for mention in found}


def test_an_unknown_model_is_one_sentence() -> None:
    with pytest.raises(InputError, match="нет такой модели «нету»"):
        coder_for(read_codebook(), Guide(), model="нету")


@trained
def test_a_threshold_leaves_out_what_is_less_sure(study: Study) -> None:
    book = read_codebook()
    every = coder_for(book, Guide()).code(study.interviews[0]).mentions
    sure = coder_for(book, Guide(), threshold=0.5).code(study.interviews[0]).mentions
    assert set(sure) == {mention for mention in every if mention.confidence >= 0.5}
