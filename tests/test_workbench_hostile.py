"""Hostile transcripts in the workbench, and a study that changes under it: told, nothing lost."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any
from urllib.parse import quote

from otzvuk.codings.decisions import Decisions, new_decision
from otzvuk.model.decision import Act, Judged
from otzvuk.workbench.watch import Watch
from workbench import SECRET, Bench, make_study, page_of, running

EVIL = (
    "<script>document.title='чужое'</script><img src=x onerror=alert(1)> \"' onmouseover='x {{ 7*7 }} {% raw",
    '=HYPERLINK("http://x","y") @SUM(A1) +1 -1 сроки поставки срывают постоянно',
    "\u202eхитро\u202c \u200bсроки\u2066 срывают \ufeffпостоянно \x00\x07\x1b[31m накладные путают",
    "сроки срывают постоянно " * 4000,
)


def hostile(folder: Path) -> Path:
    study = make_study(folder)
    rows = "".join(f"Интервьюер: А ещё?\nСемён <b>Лобов</b>: {each}\n" for each in EVIL)
    # a table keeps what a reader of plain text would refuse
    (study / "transcripts" / "злое<i>.txt").write_text(rows.replace("\x00", ""), "utf-8")
    lines = "".join(f'"Семён","{each.replace(chr(34), chr(34) * 2)}"\n' for each in EVIL[:3])
    (study / "transcripts" / "таблица.csv").write_text("speaker,text\n" + lines, "utf-8")
    return study


def test_hostile_words_are_words_on_every_page(browser: Any, tmp_path: Path) -> None:
    with running(hostile(tmp_path / "study")) as bench, page_of(browser, bench) as page:
        for name in bench.desk.interviews:
            page.goto(f"{bench.base}/interview/{quote(name)}")
            assert page.title() == f"{name} · Отзвук"
            assert not page.locator("main script, main img, main b").count()
        page.goto(f"{bench.base}/search?q=срок*")
        assert page.locator(".hits > li").count()
        assert "\u202e" not in page.content()
        page.goto(f"{bench.base}/search?q={quote('<script>')}&company={quote('<img src=x>')}")
        for path in ("/", "/check", "/check?order=missed", "/interviews", "/codes", "/mentions", "/basket"):
            page.goto(f"{bench.base}{path}")
            assert not page.locator("main script, main img").count()
        evil = next(each for each in bench.desk.interviews if each.startswith("злое"))
        turns = bench.desk.interviews[evil].turns
        at = next(number for number, each in enumerate(turns) if "script" in each.text)
        page.goto(f"{bench.base}/interview/{quote(evil)}?turn={at}&at=0-30")
        page.keyboard.press("m")
        page.keyboard.type("<script>alert(2)</script>")
        with page.expect_event("load"):
            page.keyboard.press("Enter")
        assert bench.desk.decisions[-1].note == "<script>alert(2)</script>"


def test_what_changes_under_it_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    study = make_study(tmp_path / "study")
    with running(study) as bench:
        bench.desk.queue("doubts")
        mention = bench.desk.coding("альфа").mentions[0]
        place = bench.desk.place("альфа", mention.turn, mention.start, mention.stop)
        judged = [Judged.of(mention)]
        bench.desk.record(new_decision(Act.CONFIRM, place, by="Анна", was=judged, now=judged))
        # another program decides, too
        Decisions(study).record(new_decision(Act.REJECT, place, by="Борис", was=judged))
        (study / "transcripts" / "бета.txt").unlink()
        talk = study / "transcripts" / "альфа.txt"
        talk.write_text(
            "Интервьюер: Здравствуйте!\nСемён Лобов: Добрый день.\n" + talk.read_text("utf-8"), "utf-8"
        )
        assert "удалено: 1" in bench.desk.look()
        assert "изменено стенограмм: 1" in page(bench, "/")
        assert bench.desk.decided.people == ("Анна", "Борис")
        bench.desk.reopen()
        while bench.desk.reopening:
            pass
        assert set(bench.desk.interviews) == {"альфа"}
        assert len(bench.desk.decisions) == 2
        assert bench.desk.decisions[0].place.turn == place.turn  # as it was decided; found two turns later
        assert {each.place.turn for each in bench.desk.decided.standing} == {place.turn + 2}
        shutil.move(study / "transcripts", tmp_path / "elsewhere")
        bench.desk.reopen()
        while bench.desk.reopening:
            pass
        assert "Прочитать заново не удалось" in page(bench, "/")
        shutil.move(study / "otzvuk.sqlite", tmp_path / "otzvuk.sqlite")
        assert "пропали решения: 2" in page(bench, "/")
        shutil.move(tmp_path / "otzvuk.sqlite", study / "otzvuk.sqlite")
        assert "пропали решения" not in page(bench, "/")
        assert len(bench.desk.decisions) == 2
        (study / "study.yaml").write_text("coder: fast\ncodebook: своя.yaml\n", "utf-8")
        assert "настройки (study.yaml)" in bench.desk.look()


def page(bench: Bench, path: str) -> str:
    cookie = f"otzvuk_{bench.port}={SECRET}"
    status, _, text = bench.ask("GET", path, Host=f"127.0.0.1:{bench.port}", Cookie=cookie)
    assert status == 200
    return text


def test_a_codebook_of_ones_own_is_watched(tmp_path: Path) -> None:
    (tmp_path / "своя.yaml").write_text("name: своя\n", "utf-8")
    watch = Watch(tmp_path)
    watch.mind("своя.yaml")
    assert watch.look() == ""
    (tmp_path / "своя.yaml").write_text("name: своя, другая\n", "utf-8")
    assert watch.look() == "изменено: своя.yaml"
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "report.html").write_text("", "utf-8")
    assert watch.look() == "изменено: своя.yaml"
