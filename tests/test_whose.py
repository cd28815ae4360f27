"""Of whom words speak: a rival's praise is none of ours, and ours stays ours."""

import json
from pathlib import Path

import pytest

from otzvuk.coding.firm import Firms, firms_in
from otzvuk.coding.rivals import rivals_in
from otzvuk.coding.topic import Topics
from otzvuk.coding.whose import DOUBTED, Named, ours
from otzvuk.language import parse
from otzvuk.model.codebook import DEFAULT, read_codebook
from otzvuk.model.interview import Interview, Turn
from otzvuk.model.mention import Kind, Mention
from otzvuk.model.span import Span

SET = Path(__file__).parent / "layers" / "rivals_declared.jsonl"
ITEMS = [json.loads(line) for line in SET.read_text(encoding="utf-8").splitlines()]
SURE = 0.9


def mention(turn: int, text: str, words: str, kind: str = "praise") -> Mention:
    start = text.index(words)
    return Mention(
        turn, start, start + len(words), words, Kind(kind), "quality.defects", "production", confidence=SURE
    )


def heard(text: str, *said: Mention, named: Named, question: str = "") -> tuple[list[Mention], list[Mention]]:
    turns = (*([Turn("И", question, interviewer=True)] if question else []), Turn("Р", text))
    return ours(said, Interview("i", "i.txt", turns), named)


def named(item: dict) -> Named:
    return Named.of([item["supplier"]], item["rivals"])


@pytest.mark.parametrize("item", [each for each in ITEMS if each["ours"]], ids=lambda each: each["id"])
def test_what_is_said_of_us_beside_a_rival_stays_as_it_is(item: dict) -> None:
    at = 1 if item["question"] else 0
    said = [mention(at, item["turn"], each["span"], each["kind"]) for each in item["ours"]]
    kept, theirs = heard(item["turn"], *said, named=named(item), question=item["question"] or "")
    assert theirs == []
    assert [each for each in kept if each not in said] == []


def test_what_is_said_of_a_declared_rival_is_none_of_ours() -> None:
    places = [(item, words) for item in ITEMS for words in item["theirs"]]
    counted, silent = [], 0
    for item, words in places:
        at = 1 if item["question"] else 0
        said = mention(at, item["turn"], words)
        kept, theirs = heard(item["turn"], said, named=named(item), question=item["question"] or "")
        counted += [(item["id"], words) for each in kept if each.confidence == SURE]
        silent += len(theirs)
    assert counted == []
    assert silent >= 0.85 * len(places)


def test_a_declared_rival_is_found_in_plain_sentences() -> None:
    topics = Topics(read_codebook(DEFAULT))
    right = found = marked = 0
    for item in ITEMS:
        text, own = item["turn"], frozenset({item["supplier"].lower()})
        better = any(each["verdict"] == "better" for each in item["expected"])  # by what is wrong with them
        theirs = [mention(0, text, each, "complaint" if better else "praise") for each in item["theirs"]]
        told = rivals_in(
            text,
            topics,
            own=own,
            firms=firms_in([text], own),
            question=item["question"] or "",
            known=Firms(item["rivals"]),
            theirs=theirs,
        )
        left = list(item["expected"])
        marked, found = marked + len(left), found + len(told)
        for each in told:
            fellow = next(
                (m for m in left if _answers(text, m, each.start, each.stop, each.verdict.value)), None
            )
            if fellow is not None:
                left.remove(fellow)
                right += 1
    assert right >= 0.8 * marked
    assert right >= 0.9 * found


def _answers(text: str, mark: dict, start: int, stop: int, verdict: str) -> bool:
    at = text.index(mark["rival"])
    return mark["verdict"] == verdict and Span(at, at + len(mark["rival"])).overlaps(Span(start, stop))


@pytest.mark.parametrize(
    ("names", "text", "found"),
    [
        (["Кормовар"], "у кормовара и кормоваровские, но кормовая добавка", ["кормовара", "кормоваровские"]),
        (
            ["Короб Плюс"],
            "Коробки. С Коробом Плюс и у «Короба Плюс». Короб пришёл",
            ["Коробом Плюс", "«Короба Плюс»"],
        ),
        (["Вектор"], "Вектор развития. Вектор отвечает сразу. У Вектора вектор", ["Вектор", "Вектора"]),
        (["Зерноград-Юг"], "Зерноград возит, Зерноград-Юг не возит", ["Зерноград", "Зерноград-Юг"]),
        (["ООО «Гидромир»", "ТДМ"], "гидромиром и ТДМ", ["гидромиром", "ТДМ"]),
    ],
)
def test_a_name_is_found_in_any_form_and_a_word_like_it_is_not(
    names: list[str], text: str, found: list[str]
) -> None:
    parsed, firms = parse(text), Firms(names)
    places = [
        place for each in parsed.sentences for place in firms.find(parsed.tokens, each.first, each.last)
    ]
    spans = [(parsed.tokens[first].start, parsed.tokens[last - 1].stop) for first, last in places]
    assert [text[start:stop] for start, stop in spans] == found


def test_a_comparative_about_a_rival_is_turned_round_and_in_doubt() -> None:
    text = "Спросили Кормовар, у них корм дешевле."
    kept, theirs = heard(
        text, mention(0, text, "у них корм дешевле"), named=Named.of(["Луговит"], ["Кормовар"])
    )
    assert [(each.kind, each.confidence) for each in kept] == [
        (Kind.COMPLAINT, pytest.approx(SURE * DOUBTED))
    ]
    assert theirs == []


def test_trouble_that_drives_to_a_rival_is_ours() -> None:
    text = "Задержали на неделю, пришлось докупать у Кормовара."
    said = mention(0, text, text[:-1], "complaint")
    assert heard(text, said, named=Named.of(["Луговит"], ["Кормовар"])) == ([said], [])


def test_a_firm_that_is_only_named_leaves_a_doubt() -> None:
    text = "Раньше брали у «Кормодела». Там менеджер вежливый."
    kept, theirs = heard(text, mention(0, text, "менеджер вежливый"), named=Named.of(["Луговит"], []))
    assert [each.confidence for each in kept] == [pytest.approx(SURE * DOUBTED)]
    assert theirs == []


def test_what_a_person_decided_is_nobody_elses_to_silence() -> None:
    text = "Кормовар отвечает в тот же день."
    said = Mention(
        0, 0, 31, text[:31], Kind.PRAISE, "quality.defects", "production", decided_by="person:Анна"
    )
    assert heard(text, said, named=Named.of(["Луговит"], ["Кормовар"])) == ([said], [])
