"""The pages of the workbench in a real browser, by the keyboard alone, from start to end."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from otzvuk.codings.decisions import Decisions
from otzvuk.model.codebook import read_codebook
from otzvuk.model.decision import BLIND, Act
from workbench import SECRET, TALKS, Bench, check_accessible, make_study, page_of, running


def go(page: Any, press: Callable[[], object]) -> None:
    """Press a key that leads to another page, and wait until that is there."""
    with page.expect_event("load"):
        press()


def said(page: Any) -> str:
    page.wait_for_selector(".said p")
    return str(page.locator(".said").inner_text())


def test_the_overview_shows_the_last_wave_and_its_numbers_lead_to_what_they_count(tmp_path: Path) -> None:
    folder = make_study(tmp_path / "study")
    waves = "file;wave\n" + "".join(f"{name}.txt;{2024 + at % 2}\n" for at, name in enumerate(TALKS))
    (folder / "participants.csv").write_text(waves, "utf-8")
    with running(folder) as bench:
        secret = {"Cookie": bench.ask("GET", f"/?secret={SECRET}")[1]["set-cookie"].split(";")[0]}
        page = bench.ask("GET", "/", **secret)[2]
        assert "Все числа — волны 2025; не вошли: волна 2024" in page
        linked = re.findall(r'href="(/mentions[^"]*kind=complaint[^"]*)"[^>]*>(\d+)</a>', page)
        assert linked
        for address, number in linked:
            assert "wave=2025" in address
            shown = bench.ask("GET", address.replace("&amp;", "&"), **secret)[2]
            assert re.search(rf"волна 2025: {number}<", shown)


def test_a_process_without_harm_has_no_place(tmp_path: Path) -> None:
    folder = make_study(tmp_path / "study")
    for each, talk in zip(sorted((folder / "transcripts").iterdir()), ("Цена устраивает.",) * 2, strict=True):
        dear = "Цена высокая, дорого для нас. " if each.stem == "альфа" else ""
        each.write_text(f"Интервьюер: Что скажете о цене?\nВера Чижова: {talk} {dear}{talk}\n", "utf-8")
    with running(folder) as bench:
        secret = {"Cookie": bench.ask("GET", f"/?secret={SECRET}")[1]["set-cookie"].split(";")[0]}
        page = bench.ask("GET", "/", **secret)[2]
        places = re.findall(r"<tr><td>([^<]*)</td>", page)
        assert places == ["—"]


def test_search_filters_and_codes_many_at_once_with_undo(browser: Any, bench: Bench) -> None:
    with page_of(browser, bench) as page:
        page.goto(f"{bench.base}/search")
        page.keyboard.type("срыв* сроки|срок")  # the field has the focus
        go(page, lambda: page.keyboard.press("Enter"))
        assert page.locator(".hits > li").count() == 2
        page.goto(f"{bench.base}/search?q=срок план")
        assert "Ничего не найдено" in page.inner_text("main")
        page.goto(f"{bench.base}/search?q=срок")
        assert page.locator(".hits > li").count() == 3
        assert "<script>" in page.inner_text("main")
        check_accessible(page)
        page.keyboard.press("a")  # all on the page
        assert page.locator("[data-chosen]").first.inner_text() == "3"
        page.keyboard.press("0")
        for _ in range(3):
            page.keyboard.press("ArrowDown")
        assert page.locator(".doing select[name=kind]").input_value() == "wish"
        page.keyboard.press("Tab")
        page.select_option(".doing select[name=code]", "price.level")  # letters are no keys to a driver
        go(page, lambda: page.keyboard.press("Enter"))
        assert "Размечено мест: 3" in said(page)
        assert page.url.endswith("q=%D1%81%D1%80%D0%BE%D0%BA")
        assert page.locator(".hits .tag.wish").count() >= 3
        assert {each.now[0].code for each in bench.desk.decisions} == {"price.level"}
        page.locator("main").focus()
        go(page, lambda: page.keyboard.press("z"))
        assert "Отменено" in said(page)
        assert not bench.desk.decisions
        go(page, lambda: page.keyboard.press("x"))
        assert len(bench.desk.decisions) == 3
        page.goto(f"{bench.base}/search?q=срок&code=price.level&who=person")
        assert page.locator(".hits > li").count() == 3
        page.keyboard.press("a")
        page.locator("button[value=reject]").focus()
        go(page, lambda: page.keyboard.press("Enter"))
        assert "Убрано упоминаний: 3" in said(page)
        page.go_back()
        page.goto(f"{bench.base}/search?q=«срок")
        assert "кавычка не закрыта" in page.inner_text("main")
        page.goto(f"{bench.base}/search?q=накладнае")
        go(page, lambda: page.get_by_role("link", name="накладная").press("Enter"))
        assert page.locator(".hits > li").count() == 2


def test_the_basket_is_filled_ordered_shortened_and_noted(browser: Any, bench: Bench) -> None:
    with page_of(browser, bench) as page:
        page.goto(f"{bench.base}/basket")
        assert "Цитат пока нет" in page.inner_text("main")
        mentions = [(c.interview.id, m) for c in bench.desk.decided.codings for m in c.mentions]
        for _, mention in mentions[:2]:
            page.goto(f"{bench.base}/code/{mention.code}")
            go(page, lambda: page.get_by_role("button", name="В цитаты").first.press("Enter"))
            assert "Цитата выбрана" in said(page) or "уже выбрана" in said(page)
        if len(bench.desk.decided.picked) < 2:  # both of one code: its second case
            go(page, lambda: page.get_by_role("button", name="В цитаты").nth(1).press("Enter"))
        page.goto(f"{bench.base}/basket")
        quotes = page.locator(".basket blockquote")
        first, second = quotes.nth(0).inner_text(), quotes.nth(1).inner_text()
        check_accessible(page)
        page.locator("main").focus()
        page.keyboard.press("j")
        page.keyboard.press("j")
        assert page.evaluate("document.activeElement.id") == "q1"
        go(page, lambda: page.keyboard.press("Shift+K"))
        assert page.evaluate("document.activeElement.id") == "q0"
        assert quotes.all_inner_texts()[:2] == [second, first]
        go(page, lambda: page.keyboard.press("z"))
        assert quotes.all_inner_texts()[:2] == [first, second]
        page.locator("main").focus()
        page.keyboard.press("j")
        page.keyboard.press("s")
        assert page.evaluate("document.activeElement.name") == "shown"
        head, _, rest = first.partition(" ")
        page.get_by_label("Слова цитаты 1").fill(f"{head} […] {rest.split()[-1]}")
        go(page, lambda: page.get_by_role("button", name="Записать слова").first.press("Enter"))
        assert quotes.nth(0).inner_text() == f"{head} […] {rest.split()[-1]}"
        page.get_by_label("Слова цитаты 1").fill("чужие слова")
        go(page, lambda: page.get_by_role("button", name="Записать слова").first.press("Enter"))
        assert "не те слова" in said(page)
        assert "[…]" in quotes.nth(0).inner_text()
        page.locator("summary", has_text="Заметка").first.press("Enter")
        page.get_by_label("Заметка к цитате 1").fill("на обложку")
        go(page, lambda: page.get_by_role("button", name="Записать заметку").first.press("Enter"))
        assert "на обложку" in page.inner_text(".basket")
        picked = bench.desk.decided.picked
        assert (picked[0].note, "[…]" in picked[0].shown) == ("на обложку", True)
        go(page, lambda: page.get_by_role("button", name="Убрать цитату 1").press("Enter"))
        assert quotes.all_inner_texts() == [second]
        page.locator("main").focus()
        go(page, lambda: page.keyboard.press("z"))
        assert quotes.count() == 2


def test_codes_are_edited_only_on_saving_and_mentions_follow(browser: Any, bench: Bench) -> None:
    folder = bench.desk.folder
    with page_of(browser, bench) as page:
        page.goto(f"{bench.base}/codes")
        check_accessible(page)
        go(page, lambda: page.get_by_role("link", name="Ошибки в документах").press("Enter"))
        check_accessible(page)
        page.get_by_label("Название").first.fill("Путаница в бумагах")
        page.get_by_label("Примеры, по одному в строке").fill("Накладные путают\n\nСчёт с ошибкой")
        go(page, lambda: page.get_by_role("button", name="Запомнить правку").press("Enter"))
        assert "Правки ждут сохранения: 2" in page.inner_text("main")
        assert not (folder / "codebook.yaml").exists()
        mention = page.locator(".hits > li").first
        mention.locator("input").press("Space")
        page.get_by_label("Название").last.fill("Накладные")
        go(page, lambda: page.get_by_role("button", name="Отделить").press("Enter"))
        assert "новый код «Накладные»" in page.inner_text("main")
        go(page, lambda: page.get_by_role("button", name="Отменить последнюю правку").press("Enter"))
        assert "Правки ждут сохранения: 2" in page.inner_text("main")
        # what somebody decided follows a code that is merged into another
        page.goto(f"{bench.base}/code/documents.errors")
        page.locator(".hits > li input").first.press("Space")
        page.select_option("fieldset select[name=code]", "documents.speed")
        go(page, lambda: page.get_by_role("button", name="Перенести").press("Enter"))
        assert "Перенесено упоминаний: 1" in said(page)
        moved = bench.desk.decisions[-1].place
        page.goto(f"{bench.base}/code/documents.speed")
        page.select_option("select[name=into]", "documents.errors")
        go(page, lambda: page.get_by_role("button", name="Соединить").press("Enter"))
        assert "войдёт в" in page.inner_text("main")
        page.locator("main").focus()
        go(page, lambda: page.keyboard.press("s"))
        assert "Кодовая книга сохранена" in said(page)
        while bench.desk.reopening:
            page.wait_for_timeout(100)
        assert not bench.desk.fault
        book = read_codebook("codebook.yaml", beside=folder)
        assert book.codes["documents.errors"].label == "Путаница в бумагах"
        assert "documents.speed" not in book.codes
        assert "codebook: codebook.yaml" in (folder / "study.yaml").read_text("utf-8")
        assert len(list(folder.glob("study.2*.yaml"))) == 1
        coding = bench.desk.coding(moved.interview)
        (now,) = (each for each in coding.mentions if (each.turn, each.start) == (moved.turn, moved.start))
        assert (now.code, now.decided_by) == ("documents.errors", "person:Анна")
        # changed by somebody else meanwhile: refused
        page.goto(f"{bench.base}/code/documents.errors")
        page.get_by_label("Определение").fill("другое")
        go(page, lambda: page.get_by_role("button", name="Запомнить правку").press("Enter"))
        text = (folder / "codebook.yaml").read_text("utf-8") + "# ещё\n"
        (folder / "codebook.yaml").write_text(text, "utf-8")
        go(page, lambda: page.keyboard.press("s"))
        page.goto(f"{bench.base}/codes")
        assert "правки можно только отменить" in page.inner_text("main")
        assert (folder / "codebook.yaml").read_text("utf-8") == text


@pytest.mark.thorough
def test_what_is_parted_off_has_its_own_code_once_the_book_is_saved(browser: Any, bench: Bench) -> None:
    folder = bench.desk.folder
    (folder / "study.yaml").write_text(
        "# наше\nsupplier:   Молога   # он\nreplicates: 100\ncoder: fast\nhide_names: false\n", "utf-8"
    )
    with page_of(browser, bench) as page:
        page.goto(f"{bench.base}/code/documents.errors")
        page.get_by_label("Название").last.fill("Накладные")
        go(page, lambda: page.get_by_role("button", name="Отделить").press("Enter"))
        assert "не отмечено, что отделить" in said(page)
        page.keyboard.press("j")
        page.keyboard.press("Space")
        chosen = page.locator(".hits > li label").first.inner_text()
        page.get_by_label("Название").last.fill("Накладные")
        go(page, lambda: page.get_by_label("Название").last.press("Enter"))
        assert "с ним перейдут упоминания: 1" in said(page)
        check_accessible(page)
        name = page.url.rpartition("/")[2]
        page.get_by_label("Определение").fill("Что в накладных не так")
        go(page, lambda: page.get_by_role("button", name="Запомнить правку").press("Enter"))
        assert "«Накладные»: новое определение" in page.inner_text("main")
        page.locator("main").focus()
        go(page, lambda: page.keyboard.press("s"))
        while bench.desk.reopening:
            page.wait_for_timeout(100)
        found = [m for c in bench.desk.decided.codings for m in c.mentions if m.code == name]
        assert chosen in [each.text for each in found]
        assert (
            read_codebook("codebook.yaml", beside=folder).codes[name].definition == "Что в накладных не так"
        )
        assert "supplier:   Молога   # он\n" in (folder / "study.yaml").read_text("utf-8")
        # all edits at once are taken back
        page.goto(f"{bench.base}/codes")
        for label in ("Раз", "Два"):
            page.get_by_label("Название").fill(label)
            go(page, lambda: page.get_by_role("button", name="Добавить").press("Enter"))
            page.goto(f"{bench.base}/codes")
        go(page, lambda: page.get_by_role("button", name="Отменить все").press("Enter"))
        assert "Правки ждут" not in page.inner_text("main")


def test_a_second_coder_works_blind_and_disagreements_are_settled(browser: Any, bench: Bench) -> None:
    with page_of(browser, bench) as page:
        first = page.context
        page.goto(f"{bench.base}/search?q=накладные")
        page.keyboard.press("a")
        page.select_option(".doing select[name=kind]", "complaint")
        page.select_option(".doing select[name=code]", "documents.errors")
        go(page, lambda: page.locator("button[value=code]").press("Enter"))
        page.goto(f"{bench.base}/second")
        check_accessible(page)
        page.get_by_label("Имя").fill("Борис")
        page.get_by_label("вслепую: не видеть чужой разметки").press("Space")
        go(page, lambda: page.get_by_role("button", name="Работать под этим именем").press("Enter"))
        assert f"«Борис{BLIND}»" in page.inner_text("main")
        page.goto(f"{bench.base}/search?q=накладные")
        assert page.locator(".hits .tag").count() == 0
        before = bench.desk.decided.codings
        page.keyboard.press("a")
        page.select_option(".doing select[name=kind]", "complaint")
        page.select_option(".doing select[name=code]", "documents.speed")
        go(page, lambda: page.locator("button[value=code]").press("Enter"))
        assert page.locator(".hits .tag").count() == 2
        assert bench.desk.decided.codings == before  # no number changes
        page.goto(f"{bench.base}/second?a=Анна&b=Борис{BLIND}")
        assert "Согласие двух разметок" in page.inner_text("main")
        left = page.locator("#differ").inner_text()
        check_accessible(page)
        page.locator("main").focus()
        go(page, lambda: page.keyboard.press("2"))
        assert "Решено" in said(page)
        assert page.locator("#differ").inner_text() != left
        ruling = Decisions(bench.desk.folder).all()[-1]
        assert (ruling.by, ruling.batch[:7]) == ("Борис", "settle:")
        assert ruling.act in {Act.CHANGE, Act.REJECT, Act.CONFIRM, Act.ADD}
        assert first is page.context


@pytest.mark.thorough
def test_two_people_at_once_and_a_server_that_starts_again(browser: Any, tmp_path: Path) -> None:
    folder = make_study(tmp_path / "study")
    with (
        running(folder, by="Анна") as one,
        running(folder, by="Борис") as two,
        page_of(browser, one) as page,
        page_of(browser, two) as other,
    ):
        for own, base in ((page, one.base), (other, two.base)):
            own.goto(f"{base}/search?q=накладные")
            own.keyboard.press("a")
            own.select_option(".doing select[name=kind]", "complaint")
            own.select_option(".doing select[name=code]", "documents.errors")
            go(own, partial(own.locator("button[value=code]").press, "Enter"))
            own.wait_for_selector(".said p")
        page.reload()
        assert len(one.desk.decisions) == len(two.desk.decisions) == 4
    with running(folder) as again:
        assert len(again.desk.decisions) == 4
        assert again.desk.counted().revision == again.desk.revision


@pytest.mark.thorough
def test_a_narrow_screen_needs_no_scrolling_sideways(browser: Any, bench: Bench) -> None:
    with page_of(browser, bench, width=768) as page:
        for path in ("/", "/search?q=срок", "/codes", "/code/documents.errors", "/second", "/basket"):
            page.goto(bench.base + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= 768, path
        page.emulate_media(color_scheme="dark")
        for path in ("/search?q=срок", "/codes", "/code/documents.errors", "/second", "/basket"):
            page.goto(bench.base + path)
            check_accessible(page)


@pytest.mark.thorough
def test_files_that_change_are_told_and_read_on_demand(browser: Any, bench: Bench) -> None:
    talk = bench.desk.folder / "transcripts" / "бета.txt"
    with page_of(browser, bench) as page:
        page.goto(f"{bench.base}/search?q=переезд")
        assert "Файлы исследования изменились" not in page.inner_text("main")
        talk.write_text(talk.read_text("utf-8") + "Вера Чижова: И переезд склада всё сорвал.\n", "utf-8")
        assert bench.desk.look()  # else only after some seconds
        page.reload()
        go(page, lambda: page.get_by_role("button", name="Прочитать заново").press("Enter"))
        while bench.desk.reopening:
            page.wait_for_timeout(50)
        page.reload()
        assert page.locator(".hits > li").count() == 1
        talk.write_bytes(b"")
        (bench.desk.folder / "study.yaml").write_text("replicates: мало\n", "utf-8")
        assert bench.desk.look()
        page.reload()
        go(page, lambda: page.get_by_role("button", name="Прочитать заново").press("Enter"))
        while bench.desk.reopening:
            page.wait_for_timeout(50)
        page.reload()
        assert "Прочитать заново не удалось" in page.inner_text("main")
        assert page.locator(".hits > li").count() == 1  # what was open stays open
