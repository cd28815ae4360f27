"""Mentions divided and joined by keys; what a decision has moved is shown, said, and goes; help with keys."""

from typing import Any
from urllib.parse import quote

import pytest

from otzvuk.codings.decided import decide
from otzvuk.codings.decisions import Decisions, new_decision
from otzvuk.codings.place import place_of
from otzvuk.model.decision import Act, Judged
from otzvuk.model.interview import Interview, Turn
from otzvuk.model.mention import Coding, Kind, Mention
from workbench import SECRET, Bench, check_accessible, page_of, press


def test_what_is_decided_of_one_part_is_not_decided_of_the_other() -> None:
    text = "путают накладные, звоню каждый раз"
    talk = Interview("t", "t.txt", (Turn("Р", text),))
    whole = Mention(
        turn=0, start=0, stop=len(text), text=text, kind=Kind.COMPLAINT, code="c", process="p",
        confidence=0.5, decided_by="rule:x",
    )  # fmt: skip
    was = Judged.of(whole)
    parts = [
        Judged(start=start, stop=stop, kind=was.kind, code=was.code, process=was.process)
        for start, stop in ((0, 17), (18, len(text)))
    ]
    split = new_decision(Act.SPLIT, place_of(talk, 0, 0, len(text)), by="А", was=[was], now=parts)
    place = place_of(talk, 0, 18, len(text))
    gone = new_decision(Act.REJECT, place, by="А", was=[parts[1]])
    coding = Coding(talk, (whole,))
    assert [each.text for each in decide([coding], [split]).codings[0].mentions] == [text[:17], text[18:]]
    assert [each.text for each in decide([coding], [split, gone]).codings[0].mentions] == [text[:17]]
    back = new_decision(Act.MERGE, place_of(talk, 0, 0, len(text)), by="А", was=parts, now=[was])
    assert [each.text for each in decide([coding], [split, back]).codings[0].mentions] == [text]


def test_a_mention_is_divided_joined_and_put_back_by_keys(browser: Any, bench: Bench) -> None:
    store, name = Decisions(bench.desk.folder), "альфа"
    with page_of(browser, bench) as page:

        def mentions() -> list[str]:
            return [each.text for each in bench.desk.coding(name).mentions if each.turn == 1]

        page.goto(f"{bench.base}/interview/{quote(name)}?turn=1")
        page.locator("#t1 a.mark").first.press("Enter")
        page.wait_for_selector(".panel form")
        before = mentions()
        (mention,) = (each for each in bench.desk.coding(name).mentions if each.turn == 1)
        page.keyboard.press("s")
        page.wait_for_selector("[name=cut]:focus")
        press(page, "Enter")  # at the comma
        assert store.standing()[-1].act is Act.SPLIT
        parts = mentions()
        assert len(parts) == 2
        assert parts[0].endswith(",")
        assert page.inner_text(".panel blockquote") == parts[0]
        check_accessible(page)
        press(page, "+")
        assert store.standing()[-1].act is Act.MERGE
        assert mentions() == before
        press(page, "z")
        assert mentions() == parts
        press(page, "z")
        assert mentions() == before
        # the words that are selected are parted off
        page.goto(f"{bench.base}/interview/{quote(name)}?turn=1")
        page.locator("#t1").focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Shift+ArrowRight")
        page.wait_for_selector(".panel button[value=split]")
        press(page, "s")
        assert store.standing()[-1].act is Act.SPLIT
        assert "".join(mentions()).replace(" ", "") == mention.text.replace(" ", "")
        assert len(mentions()) == 3


def test_a_change_is_shown_and_goes(browser: Any, bench: Bench) -> None:
    with page_of(browser, bench) as page:
        assert not page.locator(".movement > *").count()
        page.goto(f"{bench.base}/check")
        assert not page.locator(".movement > *").count()
        press(page, "d")
        page.wait_for_selector(".movement li")
        assert page.locator(".movement").get_attribute("aria-live") == "polite"
        words = page.inner_text(".movement")
        page.wait_for_selector(".movement li", state="detached")
        page.goto(f"{bench.base}/search")
        page.wait_for_timeout(200)
        assert words not in page.inner_text("body")
        for _ in range(3):
            page.goto(f"{bench.base}/check")
            press(page, "n")
        page.wait_for_selector(".movement li")
        page.keyboard.press("Escape")
        assert not page.locator(".movement > *").count()


@pytest.mark.thorough
def test_help_tells_the_keys_and_turns_them_off(browser: Any, bench: Bench) -> None:
    with page_of(browser, bench) as page:
        page.goto(f"{bench.base}/interviews")
        page.keyboard.press("?")
        assert page.locator("dialog").is_visible()
        check_accessible(page)
        page.keyboard.press("v")  # nothing happens behind it
        page.get_by_role("button", name="Одиночные клавиши включены").press("Enter")
        page.keyboard.press("Escape")
        assert not page.locator("dialog").is_visible()
        page.keyboard.press("?")
        assert not page.locator("dialog").is_visible()
        page.get_by_role("button", name="Клавиши ?").press("Enter")
        page.get_by_role("button", name="Одиночные клавиши выключены").press("Enter")
        page.get_by_role("button", name="Закрыть").press("Enter")
        press(page, "v")
        assert "Имена: скрыты" in page.inner_text("header")


def test_words_that_begin_within_a_word_can_be_looked_at_and_divided(bench: Bench) -> None:
    text = bench.desk.interviews["альфа"].turns[1].text
    start = text.index("адные")
    spot = f"turn=1&at={start}-{len(text)}"
    own = {"Cookie": f"otzvuk_{bench.port}={SECRET}"}
    path = f"/interview/{quote('альфа')}"
    said = f"{spot}&kind=wish&code=price.level&act=as"
    assert bench.ask("POST", path, said, Origin=bench.base, **own)[0] == 303
    status, _, page = bench.ask("GET", f"{path}?{spot}", **own)
    assert (status, "адные путают" in page) == (200, True)
