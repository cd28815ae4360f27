from __future__ import annotations

import dataclasses
import importlib.util
import json
import random
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otzvuk.agreement.measure import LEVELS, compare, evaluate, match, overlap
from otzvuk.codings.gold import read_gold
from otzvuk.model.errors import InputError
from otzvuk.model.interview import Interview, Participant, Turn
from otzvuk.model.mention import Coding, Kind, Mention
from otzvuk.model.study import Settings, Study
from otzvuk.read import read_study
from studies import eight_people, make_study, small_codebook

CODEBOOK = small_codebook()
SCORE = Path(__file__).parents[2] / "shared" / "gold" / "score.py"


def mention(
    start: int,
    stop: int,
    code: str = "price.level",
    kind: Kind = Kind.COMPLAINT,
    turn: int = 1,
    process: str = "",
) -> Mention:
    text = "о" * (stop - start)
    return Mention(turn, start, stop, text, kind, code, process or CODEBOOK.process_of(code))


def one_study(*mentions: Mention, turns: int = 3) -> tuple[Study, Coding]:
    """A study of one interview whose respondent's turns are a hundred letters long, and this coding of it."""
    said = (Turn("И", "Вопрос?", interviewer=True), *(Turn("А", "о" * 100) for _ in range(turns)))
    interview = Interview("i1", "i1.txt", said, {"А": Participant("А")})
    study = Study(Path("study"), Settings(replicates=100), CODEBOOK, (interview,))
    return study, Coding(interview, mentions)


def scores(predicted: list[Mention], gold: list[Mention]) -> dict[str, tuple[float, float, float]]:
    _, coding = one_study(*predicted)
    table, _ = compare([coding], [dataclasses.replace(coding, mentions=tuple(gold))])
    return {row.level: (row.precision, row.recall, row.f1) for row in table.itertuples()}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((0, 10), (5, 15), True),
        ((0, 10), (6, 16), False),
        ((0, 100), (40, 44), True),
        ((0, 10), (10, 20), False),
        ((0, 3), (1, 4), True),
    ],
)
def test_two_stretches_overlap_by_half_of_the_shorter_one(
    one: tuple[int, int], other: tuple[int, int], expected: bool
):
    assert overlap(mention(*one), mention(*other)) is overlap(mention(*other), mention(*one)) is expected


def test_matching_gives_up_a_partner_that_another_needs():
    wide, left, right = mention(0, 40), mention(0, 10), mention(20, 40)
    assert match([wide, mention(2, 12)], [left, right], LEVELS["span"]) == [(0, 1), (1, 0)]


def test_a_long_chain_of_partners_is_resolved():
    # each mention fits its own and the next gold stretch; the last one only the first
    number = 400
    predicted = [mention(10 * at, 10 * at + 20) for at in range(number)]
    gold = [mention(10 * at + 10, 10 * at + 20) for at in range(number)]
    assert len(match(predicted[::-1], gold, LEVELS["span"])) == number


def test_the_levels_ask_for_more_and_more():
    gold = [mention(0, 20, "service.claims")]
    assert scores([mention(0, 20, "service.digital")], gold) == {
        "span": (1, 1, 1), "kind": (1, 1, 1), "theme": (1, 1, 1), "code": (0, 0, 0), "process": (0, 0, 0),
    }  # fmt: skip
    praise = scores([mention(0, 20, "service.claims", Kind.PRAISE)], gold)
    assert [level for level, (_, _, f1) in praise.items() if f1] == ["span"]
    same_process = scores([mention(0, 20, "quality.defects", process="claims")], gold)
    assert [level for level, (_, _, f1) in same_process.items() if f1] == ["span", "kind", "process"]


def test_precision_is_of_the_program_and_recall_of_the_gold():
    precision, recall, f1 = scores([mention(0, 10)], [mention(0, 10), mention(20, 30)])["span"]
    assert (precision, recall) == (1, 0.5)
    assert f1 == pytest.approx(2 / 3)


def test_empty_codings_score_nothing():
    assert set(scores([], []).values()) == {(0, 0, 0)}
    study, coding = one_study()
    compared = evaluate(study, [coding], [coding])
    assert compared.same_top
    assert [rows for _, rows in compared.sections(CODEBOOK)][1:] == [[], []]


def test_counts_say_where_the_program_is_furthest_off():
    late, dear = "discipline.lead_times", "price.level"
    study, coding = one_study(
        mention(0, 10, late), mention(20, 30, late), mention(40, 50, late), mention(60, 70, dear)
    )
    gold = dataclasses.replace(coding, mentions=(mention(0, 10, late), mention(60, 70, dear)))
    table = evaluate(study, [coding], [gold]).counts
    assert table.to_numpy().tolist() == [["complaint", late, 3, 1, 2, 1], ["complaint", dear, 1, 1, 0, 1]]
    assert list(table.columns) == ["kind", "code", "predicted", "gold", "error", "matched"]


def test_the_top_processes_of_both_codings_are_compared():
    study, codings = make_study(*eight_people())
    compared = evaluate(study, codings, codings)
    assert compared.same_top
    assert compared.top.predicted.tolist()[:2] == ["delivery", "order_status"]
    without = [
        dataclasses.replace(each, mentions=tuple(m for m in each.mentions if m.process != "delivery"))
        for each in codings
    ]
    compared = evaluate(study, without, codings)
    assert (compared.same_top, compared.common_top) == (False, 2)
    assert compared.top.predicted.tolist()[0] == "order_status"


def test_the_sections_are_russian_tables_of_text():
    study, codings = make_study(*eight_people())
    without = [dataclasses.replace(codings[0], mentions=()), *codings[1:]]
    sections = evaluate(study, without, codings).sections(study.codebook)
    assert [title for title, _ in sections] == [
        "Совпадение с ручной разметкой",
        "Ошибки счёта: 3 из 11 кодов с видом",
        "Самые вредящие процессы: те же",
    ]
    assert sections[0][1][1] == ["Отрезок", "1,000", "0,889", "0,941", "24", "24", "27"]
    assert sections[1][1][1] == ["Жалоба: Сроки поставки", "4", "5", "−1", "4"]
    for _, rows in sections:
        assert {len(row) for row in rows} == {len(rows[0])}


def lines(codings: tuple[Coding, ...], **changes: object) -> str:
    objects = [
        {
            "interview": coding.interview.id, "turn": m.turn, "kind": m.kind.value, "code": m.code,
            "trend": m.trend.value or None, "process": None, "start": m.start, "end": m.stop, "text": m.text,
        } | changes
        for coding in codings
        for m in coding.mentions
    ]  # fmt: skip
    return "\n".join(json.dumps(each, ensure_ascii=False) for each in objects)


def test_gold_is_read_as_it_was_coded(tmp_path: Path):
    study, codings = make_study(*eight_people())
    path = tmp_path / "gold.jsonl"
    path.write_text(lines(codings) + "\n\n", "utf-8")
    gold = read_gold(path, study)
    assert evaluate(study, codings, gold).scores.f1.tolist() == [1] * 5
    path.write_text(lines(codings, process="claims", text=None), "utf-8")
    assert {m.process for each in read_gold(path, study) for m in each.mentions} == {"claims"}
    assert {m.decided_by for each in read_gold(path, study) for m in each.mentions} == {"person:gold"}
    path.write_text(lines(codings, decided_by="model:b2b@1"), "utf-8")
    assert {m.decided_by for each in read_gold(path, study) for m in each.mentions} == {"model:b2b@1"}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"interview": "i77"},
            "строка 1: неизвестное интервью «i77»; ожидается «i7» или другое известное значение",
        ),
        ({"code": "price.levle"}, "неизвестный код «price.levle»; ожидается «price.level» или"),
        ({"kind": "жалоба"}, "неизвестный вид «жалоба»; ожидается одно из: praise, complaint, wish"),
        ({"process": "нет"}, "неизвестный процесс «нет»; ожидается одно из: "),
        ({"trend": "up"}, "неизвестная динамика «up»"),
        ({"turn": 99}, "неверное значение поля «turn» «99»; ожидается целое число от 0 до "),
        ({"turn": -1}, "неверное значение поля «turn»"),
        ({"turn": 0}, "реплика интервьюера не размечается «0»"),
        ({"turn": True}, "неверное значение поля «turn» «True»"),
        ({"start": 1.5}, "неверное значение поля «start» «1.5»"),
        ({"end": 10_000}, "неверное значение поля «end» «10000»; ожидается целое число от "),
        ({"start": 0, "end": 0}, "неверное значение поля «end» «0»"),
        (
            {"decided_by": "я"},
            "неверное значение поля «decided_by» «я»; ожидается person:…, model:… или rule:…",
        ),
        ({"text": "другое"}, "текст не совпадает с местом в реплике «другое»; ожидается «"),
    ],
)
def test_a_gold_line_that_does_not_fit_the_study_is_named(
    tmp_path: Path, changes: dict[str, object], message: str
):
    study, codings = make_study(*eight_people())
    path = tmp_path / "gold.jsonl"
    path.write_text(lines(codings, **changes), "utf-8")
    with pytest.raises(InputError) as caught:
        read_gold(path, study)
    assert str(caught.value).startswith(f"{path}, строка 1: ")
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"interview": "i1"', "строка 1: это не JSON"),
        ('\n["i1"]', "строка 2: это не объект"),
        ("[" * 100_000, "строка 1: это не JSON"),
        ('{"interview": "i1"}', "строка 1: нет поля «turn»"),
        ("{}", "строка 1: нет поля «interview»"),
    ],
)
def test_a_gold_file_that_is_no_jsonl_is_named(tmp_path: Path, text: str, message: str):
    path = tmp_path / "gold.jsonl"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match=message):
        read_gold(path, make_study(*eight_people())[0])


def test_a_gold_file_that_cannot_be_read_is_named(tmp_path: Path):
    with pytest.raises(InputError, match="файл не читается"):
        read_gold(tmp_path / "нет.jsonl", make_study()[0])
    (tmp_path / "cp1251.jsonl").write_bytes("жалоба".encode("cp1251"))
    with pytest.raises(InputError, match="не в кодировке UTF-8"):
        read_gold(tmp_path / "cp1251.jsonl", make_study()[0])


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    """The project's scoring script, which this module must agree with."""
    if not SCORE.is_file():
        pytest.skip(f"нет {SCORE}")
    spec = importlib.util.spec_from_file_location("reference_score", SCORE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def as_lines(mentions: list[Mention]) -> list[dict[str, object]]:
    return [
        {
            "interview": "i1",
            "turn": m.turn,
            "kind": m.kind.value,
            "code": m.code,
            "start": m.start,
            "end": m.stop,
        }
        for m in mentions
    ]


def assert_agrees(reference: ModuleType, predicted: list[Mention], gold: list[Mention]) -> None:
    ours = scores(predicted, gold)
    for level, expected in reference.score(as_lines(predicted), as_lines(gold)).items():
        assert ours[level] == pytest.approx(expected), level


spans = st.tuples(st.integers(0, 60), st.integers(1, 40)).map(lambda pair: (pair[0], pair[0] + pair[1]))
any_mention = st.builds(
    lambda span, code, kind, turn: mention(*span, code, kind, turn),
    spans, st.sampled_from(sorted(CODEBOOK.codes)), st.sampled_from(list(Kind)), st.integers(1, 2),
)  # fmt: skip


@settings(deadline=None, max_examples=40)
@given(st.lists(any_mention, max_size=12), st.lists(any_mention, max_size=12))
def test_any_codings_score_as_the_reference_does(
    reference: ModuleType, predicted: list[Mention], gold: list[Mention]
):
    assert_agrees(reference, predicted, gold)


@pytest.mark.parametrize("seed", range(10))
def test_a_perturbed_coding_scores_as_the_reference_does(reference: ModuleType, seed: int):
    dice = random.Random(seed)
    codes, kinds = sorted(CODEBOOK.codes), list(Kind)
    starts = [dice.randrange(0, 70) for _ in range(30)]
    gold = [
        mention(
            start, start + dice.randint(2, 30), dice.choice(codes), dice.choice(kinds), dice.randint(1, 3)
        )
        for start in starts
    ]
    predicted = []
    for each in gold:
        if dice.random() < 0.2:
            continue
        start = max(0, each.start + dice.randint(-6, 6))
        stop = max(start + 1, each.stop + dice.randint(-6, 6))
        code = dice.choice(codes) if dice.random() < 0.3 else each.code
        kind = dice.choice(kinds) if dice.random() < 0.2 else each.kind
        predicted.append(mention(start, min(stop, 100), code, kind, each.turn))
    assert_agrees(reference, predicted, gold)


@pytest.mark.skipif(not SCORE.is_file(), reason="../shared/gold здесь нет")
def test_every_mention_of_the_open_gold_stands_where_it_says() -> None:
    study = read_study(SCORE.parent / "open")
    gold = read_gold(SCORE.parent / "open" / "gold.jsonl", study)
    assert sum(len(each.mentions) for each in gold) == 217
