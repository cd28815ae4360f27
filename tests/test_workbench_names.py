"""Names hidden in the workbench: everywhere on the screen, nowhere in what is decided."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otzvuk.anonymise.known import Gazetteer
from otzvuk.anonymise.names import Names
from otzvuk.anonymise.offsets import Hidden, Replacement
from otzvuk.model.codebook import read_codebook
from otzvuk.model.decision import Act
from otzvuk.model.interview import Interview, Turn
from otzvuk.model.mention import Kind, Mention
from otzvuk.model.study import Settings, Study
from otzvuk.workbench.view import View
from workbench import SECRET, Bench, make_study, page_of, running

SECRETS = ("Лобов", "Чижов", "Семён", "Вера", "Марин", "Молог", "альфа", "бета", "Кедр")
PEOPLE = "Файл;ФИО;Компания\nальфа;Семён Лобов;ООО «Кедр»\nбета;Вера Чижова;Тополь\n"


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    folder = make_study(tmp_path / "study", hide_names=True)
    (folder / "participants.csv").write_text(PEOPLE, "utf-8")
    with running(folder) as bench:
        yield bench


BOOK = read_codebook()
TEXT = st.text("аб в\n𝒜", min_size=1, max_size=30)


@st.composite
def hidden_turns(draw: st.DrawFn) -> Hidden:
    text = draw(TEXT)
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    labels = st.sampled_from(["[я]", "[сотрудник 3]", "[место]"])
    return Hidden(text, tuple(Replacement(start, stop, draw(labels)) for start, stop in pairs))


def view_of(hidden: Hidden) -> View:
    talk = Interview("t", "t.txt", (Turn("Р", hidden.original),))
    names = Names((), {("t", 0): hidden}, {("t", "Р"): "[респондент 1]"}, {}, frozenset(), Gazetteer(()), {})
    return View(Study(Path(), Settings(), BOOK, interviews=(talk,)), names)


@settings(deadline=None)
@given(hidden_turns(), st.data())
def test_what_is_chosen_on_the_screen_is_what_stands_in_the_transcript(hidden: Hidden, data: Any) -> None:
    view, size = view_of(hidden), len(hidden.text)
    start = data.draw(st.integers(0, size - 1))
    stop = data.draw(st.integers(start + 1, size))
    first, last = view.source("t", 0, start, stop)
    assert 0 <= first < last <= len(hidden.original)
    shown = view.span("t", 0, first, last)
    assert shown[0] <= start < stop <= shown[1]  # a placeholder is chosen whole
    assert view.source("t", 0, *shown) == (first, last)
    # of itself nothing but placeholders is added
    marks = [view.span("t", 0, each.start, each.stop) for each in hidden.replacements]
    for edge, wanted in zip(shown, (start, stop), strict=True):
        assert edge == wanted or any(one < wanted < other for one, other in marks)
    assert view.words("t", 0, first, last) == hidden.text[slice(*shown)]


@settings(deadline=None)
@given(hidden_turns(), st.data())
def test_pieces_are_the_turn_and_know_what_they_stand_for(hidden: Hidden, data: Any) -> None:
    view, size = view_of(hidden), len(hidden.original)
    mentions = []
    for _ in range(data.draw(st.integers(0, 3))):
        start = data.draw(st.integers(0, size - 1))
        stop = data.draw(st.integers(start + 1, size))
        mentions.append(
            Mention(
                turn=0,
                start=start,
                stop=stop,
                text="",
                kind=Kind.PRAISE,
                code="c",
                process="p",
                confidence=1.0,
                decided_by="rule:x",
            )
        )
    pieces = view.pieces("t", 0, mentions)
    assert "".join(each.text for each in pieces) == hidden.text
    assert [each.start for each in pieces[1:]] == [each.stop for each in pieces[:-1]]
    assert (pieces[0].start, pieces[-1].stop) == (0, size)
    for each in pieces:
        if each.name:
            assert Replacement(each.start, each.stop, each.text) in hidden.replacements
        else:
            assert hidden.original[each.start : each.stop] == each.text
    for mention in mentions:  # marked wherever it stands
        inside = [each for each in pieces if each.start < mention.stop and mention.start < each.stop]
        assert all(each.over is not None for each in inside)


def pages(bench: Bench) -> list[str]:
    view = bench.desk.view(hidden=True)
    mention = bench.desk.coding("альфа").mentions[0]
    spot = f"turn={mention.turn}&at={mention.start}-{mention.stop}"
    key = view.key("альфа")
    return [
        "/", "/check", "/check?order=random", "/check?order=missed", "/interviews", f"/interview/{key}",
        f"/interview/{key}?{spot}", f"/panel/{key}?{spot}", "/search?q=отвечает", "/search?q=накладные",
        "/basket", "/codes", f"/code/{mention.code}", "/mentions", "/second",
        "/search?q=" + quote("Мариша"), "/second?a=" + quote("Анна") + "&b=",
    ]  # fmt: skip


def test_no_page_shows_a_name_and_decisions_are_about_the_transcript(bench: Bench) -> None:
    own = {"Cookie": f"otzvuk_{bench.port}={SECRET}"}
    post = {**own, "Origin": bench.base}
    view = bench.desk.view(hidden=True)
    turn = bench.desk.interviews["альфа"].turns[5].text
    start, stop = turn.index("Менеджер"), turn.index(", спасибо")
    place = {"turn": "5", "at": f"{start}-{stop}", "act": "quote"}
    form = "&".join(f"{name}={quote(value)}" for name, value in place.items())
    at = f"/interview/{view.key('альфа')}"
    assert bench.ask("POST", at, form, **post)[0] == 303
    noted = form.replace("quote", "note") + "&note=" + quote("спросить Марину")
    assert bench.ask("POST", at, noted, **post)[0] == 303
    picked = bench.desk.decided.picked[0]
    assert picked.place.text == "Менеджер Марина отвечает быстро"
    first = bench.desk.coding("альфа").mentions[0]
    judged = f"turn={first.turn}&at={first.start}-{first.stop}&act=no"
    assert bench.ask("POST", at, judged, **post)[0] == 303  # somebody to compare with the program
    for path in pages(bench):
        path = quote(path, safe="/?=&%")
        status, _, text = bench.ask("GET", path, **own)
        assert status == 200, path
        body = text.partition("</header>")[2] or text
        title = text[text.find("<title>") : text.find("</title>")]
        told = [name for name in SECRETS if name in body + title]
        if "q=" in path:  # what somebody searches for is their own word
            told = [name for name in told if name not in "Мариша"]
        assert not told, (path, told)
    quoted = quote(view.stretch("альфа", 5, start, stop))
    # shortened as it is seen: kept as it was said
    seen = view.words("альфа", 5, start, stop).split()
    short = quote(f"{seen[0]} {' '.join(seen[1:3])} […] быстро")
    assert bench.ask("POST", "/basket/shorten", f"quote={quoted}&shown={short}", **post)[0] == 303
    assert bench.desk.decided.picked[0].shown == "Менеджер Марина […] быстро"
    # what is sent back as it was shown changes nothing
    for do, name in (("shorten", "shown"), ("note", "note")):
        _, _, text = bench.ask("GET", "/basket", **own)
        area = text.partition(f'name="{name}"')[2].partition(">")[2].partition("</textarea>")[0]
        body = f"quote={quoted}&{name}={quote(area)}"
        assert bench.ask("POST", f"/basket/{do}", body, **post)[0] == 303
    picked = bench.desk.decided.picked[0]
    assert (picked.shown, picked.note) == ("Менеджер Марина […] быстро", "спросить Марину")


def test_sentences_of_the_program_name_no_file_that_tells_who_is_asked(bench: Bench) -> None:
    view = bench.desk.view(hidden=True)
    told = view.sentence(
        "альфа.txt: нет такого; «Кедр и Ко.docx» и transcripts/12.txt, participants.csv, «бета»"
    )
    assert told == "i01.txt: нет такого; «[файл]» и transcripts/12.txt, participants.csv, «i02»"
    shown = bench.desk.view(hidden=False)
    assert shown.sentence("альфа.txt: нет такого") == "альфа.txt: нет такого"


def test_the_switch_shows_and_hides_and_keeps_the_place(browser: Any, bench: Bench) -> None:
    with page_of(browser, bench) as page:
        page.goto(f"{bench.base}/search?q=срок")
        label = page.locator("select[name=company] option").nth(1).inner_text()
        assert label.startswith("[")
        page.goto(f"{bench.base}/search?q=срок&company={quote('ООО «Кедр»')}&kind=")
        found = page.locator(".hits > li").count()
        assert found == 2
        assert page.locator("select[name=company]").input_value() == label
        with page.expect_event("load"):
            page.keyboard.press("v")
        assert "Имена: показаны" in page.inner_text("header")
        assert page.locator(".hits > li").count() == found
        assert "Лобов" in page.inner_text("main")
        page.goto(f"{bench.base}/interview/{quote('альфа')}?turn=1")
        assert page.title() == "альфа · Отзвук"
        with page.expect_event("load"):
            page.keyboard.press("v")
        assert "Имена: скрыты" in page.inner_text("header")
        assert quote("альфа") not in page.url
        assert page.title().startswith("i0")


def test_words_selected_over_a_placeholder_are_those_of_the_transcript(browser: Any, bench: Bench) -> None:
    key = bench.desk.view(hidden=True).key("альфа")
    turn = bench.desk.interviews["альфа"].turns[5].text
    with page_of(browser, bench) as page:
        page.goto(f"{bench.base}/interview/{key}?turn=5")
        with page.expect_response(lambda answer: "/panel/" in answer.url):
            page.evaluate(  # from the middle of the placeholder to a word after it
                """() => {
                    const name = document.querySelector("#t5 .name, #t5 [data-stop]").firstChild;
                    const pieces = [...document.querySelectorAll("#t5 [data-start]")];
                    const words = pieces.map((each) => each.firstChild);
                    const rest = words[words.indexOf(name) + 1];
                    getSelection().setBaseAndExtent(name, 3, rest, rest.data.indexOf(" быстро"));
                }"""
            )
        page.wait_for_selector(".panel .digits")
        with page.expect_event("load"):
            page.keyboard.press("1")
        kept = bench.desk.decisions[-1]
        assert (kept.act, kept.place.text) == (Act.ADD, "Марина отвечает")
        assert turn[kept.place.start : kept.place.stop] == kept.place.text
        # a border goes over a hidden name in one step
        with page.expect_event("load"):
            page.keyboard.press("Shift+[")
        assert bench.desk.decisions[-1].now[0].start == turn.index("отвечает")
        with page.expect_event("load"):
            page.keyboard.press("[")
        assert bench.desk.decisions[-1].now[0].start == turn.index("Марина")
