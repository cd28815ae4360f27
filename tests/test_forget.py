"""`otzvuk forget`: after it nothing that the person said is left in any byte that the program wrote."""

from __future__ import annotations

import re
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from otzvuk.analysis import read_identified
from otzvuk.anonymise import find_names, write_found
from otzvuk.codings import decisions
from otzvuk.codings.chosen import decided_coding
from otzvuk.codings.decisions import STORE, Decisions, new_decision
from otzvuk.codings.place import found_again, place_of
from otzvuk.folder.edited import edited
from otzvuk.model.decision import GONE, Act, Judged, is_withdrawn
from otzvuk.model.identity import identified
from otzvuk.model.interview import Interview, Turn
from otzvuk.read import read_study
from program import call

DEMO = Path(__file__).parents[1] / "corpora" / "demo"
WHO = "Трофимова Алена Игоревна"  # of i03
OTHER = "i07"
RUN = 5


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold().replace("ё", "е"))
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


def texts(file: Path) -> Iterator[str]:
    """What anybody can read in a file, unpacked where it is packed."""
    if file.suffix == ".parquet":
        import pyarrow.parquet as pq

        for column in pq.read_table(file).columns:
            yield from map(str, column.to_pylist())
    elif zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            for name in archive.namelist():
                yield re.sub(r"<[^<>]*>", " ", archive.read(name).decode("utf-8", "ignore"))
    else:
        yield re.sub(r"<[^<>]*>", " ", file.read_bytes().decode("utf-8", "ignore"))


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study about which everything was done that keeps words."""
    folder = tmp_path_factory.mktemp("used") / "demo"
    shutil.copytree(DEMO, folder, ignore=shutil.ignore_patterns("out", ".otzvuk", STORE))
    for talk in (folder / "transcripts").iterdir():
        if talk.name[:2] not in {"01", "03", "07"}:
            talk.unlink()
    for name, ending in (("participants.csv", "i0[137];|interview"), ("ratings.csv", "i0[137];|interview")):
        lines = (folder / name).read_text("utf-8-sig").splitlines()
        kept = [line.replace("2024;", "2025;") for line in lines if re.match(ending, line)]  # one wave
        (folder / name).write_text("\n".join(kept) + "\n", "utf-8-sig")
    with (folder / "study.yaml").open("a", encoding="utf-8") as file:
        file.write("\ncoder: fast\nreplicates: 100\n")
    _decide(folder)
    call("analyse", folder, "--as-is")
    call("review", folder, "--to", folder / "out" / "review.xlsx", "--as-is")
    call("search", folder, "порошок", "--csv", folder / "out" / "found.csv", "--as-is")
    call("decisions", folder, "--csv", folder / "out" / "decided.csv", "--as-is")
    (folder / "out" / ".report.html.77.tmp").write_text(read_study(folder).interviews[1].turns[3].text)
    _edit(folder / "out" / "report.docx", "Выводы утверждены советом директоров")
    return folder


def _decide(folder: Path) -> None:
    study = read_study(folder)
    for coding in decided_coding(study).codings:
        interview = coding.interview
        for number, each in enumerate(coding.mentions[:12]):
            place, was = place_of(interview, each.turn, each.start, each.stop), [Judged.of(each)]
            words = interview.turns[each.turn].text
            made = [new_decision(Act.CONFIRM, place, by="Ольга", was=was, now=was, note=f"«{words}»")]
            if number < 3:
                made += [
                    new_decision(Act.QUOTE, place, by="Ольга"),
                    new_decision(Act.SHORTEN, place, by="Ольга", shown=f"{place.text} […]"),
                ]
            Decisions(folder).record(*made)
    Decisions(folder).undo("Ольга")


def _edit(document: Path, said: str) -> None:
    """Put a paragraph into a report, as somebody does in Word."""
    with zipfile.ZipFile(document) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "word/document.xml"
    parts[name] = parts[name].replace(
        b"</w:body>", f"<w:p><w:r><w:t>{said}</w:t></w:r></w:p></w:body>".encode()
    )
    with zipfile.ZipFile(document, "w") as archive:
        for part, data in parts.items():
            archive.writestr(part, data)


@pytest.fixture(scope="module")
def forgotten(used: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The study after `forget`, and what that said. Nothing may be changed in it."""
    folder = Path(shutil.copytree(used, tmp_path_factory.mktemp("forgotten") / "demo"))
    return folder, call("forget", folder, WHO)


@pytest.fixture
def study(used: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(used, tmp_path / "demo"))


def test_no_run_of_five_words_is_left_but_in_what_people_wrote(
    used: Path, forgotten: tuple[Path, str]
) -> None:
    study, told = forgotten
    talks = {each.id: each for each in read_study(used).interviews}
    said = [turn.text for turn in talks["i03"].turns]
    own = {run for text in said for run in runs(text)}
    for interview in talks.values():
        if interview.id != "i03":
            own -= {run for turn in interview.turns for run in runs(turn.text)}
    own -= runs((used / "guide.yaml").read_text("utf-8"))
    ours = [
        file
        for file in used.rglob("*")
        if file.is_file() and file.parent.name != "transcripts" and file.name != "study.yaml"
    ]
    had = {file for file in ours if any(own & runs(text) for text in texts(file))}
    names = {file.name for file in had}
    assert names >= {"mentions.csv", "report.html", "report.docx", "review.xlsx", "decided.csv", STORE}
    assert any(".otzvuk" in file.parts for file in had)

    theirs = {"participants.csv", "ratings.csv", "README.md"}  # what the analyst wrote
    for file in study.rglob("*"):
        if file.is_file() and file.parent.name != "transcripts":
            for text in texts(file):
                assert not own & runs(text), file
                assert "трофимов" not in text.casefold() or file.name in theirs, file
    assert not [file for file in study.rglob("*") if file.name.endswith((".tmp", "-wal", "-shm"))]
    assert "Осталось: transcripts/03-parovozik-2024.md: слова человека, реплики" in told
    for name in theirs:
        assert f"Осталось: {name}: строки" in told
    assert (study / "transcripts" / "03-parovozik-2024.md").read_bytes() == (
        DEMO / "transcripts" / "03-parovozik-2024.md"
    ).read_bytes()


def test_what_others_said_and_decided_stays(used: Path, forgotten: tuple[Path, str], tmp_path: Path) -> None:
    study, told = Path(shutil.copytree(forgotten[0], tmp_path / "demo")), forgotten[1]
    before = Decisions(used).all()
    after = Decisions(study).all()
    gone = [each for each in after if is_withdrawn(each)]
    assert f"Решений, из которых убраны слова: {len(gone)}" in told
    assert len(gone) == sum(each.place.interview == "i03" for each in before) > 10
    assert [(each.id, each.at, each.by, each.act, each.was) for each in after] == [
        (each.id, each.at, each.by, each.act, each.was) for each in before
    ]
    assert [each for each in after if each.place.interview != "i03"] == [
        each for each in before if each.place.interview != "i03"
    ]
    with closing(sqlite3.connect(study / STORE)) as base:
        for statement in ("DELETE FROM decisions", "UPDATE decisions SET note = 'x'"):
            with pytest.raises(sqlite3.IntegrityError, match="append only"):
                base.execute(statement)
    (study / "transcripts" / "03-parovozik-2024.md").unlink()  # as they were told
    for name in ("participants.csv", "ratings.csv"):
        lines = (study / name).read_text("utf-8-sig").splitlines()
        (study / name).write_text("\n".join(each for each in lines if "i03" not in each), "utf-8-sig")
    chosen = decided_coding(read_study(study))
    assert chosen.decided is not None
    assert chosen.decided.seen == 23  # one was undone before
    assert not chosen.decided.lost
    listed = call("decisions", study, "--most", "200")
    assert "слова удалены" in listed
    assert "Слова не нашлись" not in listed
    Decisions(study).record(new_decision(Act.NOTE, after[0].place, by="Ольга", note="дальше"))
    assert len(Decisions(study).all()) == len(before) + 1


def test_what_a_person_changed_stays_with_their_own_words(
    forgotten: tuple[Path, str], tmp_path: Path
) -> None:
    study = Path(shutil.copytree(forgotten[0], tmp_path / "demo"))
    report = study / "out" / "report.docx"
    assert "Выводы утверждены советом директоров" in "".join(texts(report))
    assert [each.name for each in edited(study / "out")] == ["report.docx"]
    assert not (study / "out" / "report.html").exists()
    table = "".join(texts(study / "out" / "review.xlsx"))
    assert GONE in table
    assert "Верно?" in table
    call("review", study, "--from", study / "out" / "review.xlsx", "--by", "Ольга")


def test_people_keep_their_ids_and_labels(study: Path) -> None:
    listed, whole = study / "names_found.csv", read_identified(study)
    write_found(find_names(whole).found, listed, ids=identified(whole))
    call("names", study)  # keeps the ids
    before = listed.read_text("utf-8-sig").splitlines()
    assert any("Алёна Игоревна" in each for each in before)
    call("forget", study, WHO)
    after = listed.read_text("utf-8-sig").splitlines()
    assert not any("Алёна Игоревна" in each or "респондент 2" in each for each in after)
    others = [each for each in before if each.startswith(("id;", "person;")) and "i03" not in each]
    assert any("респондент 3" in each for each in others)
    assert any(each.startswith("id;") for each in others)
    assert {*others} <= {*after}


def test_a_name_that_others_say_is_cut_and_their_words_are_found_again(study: Path) -> None:
    turn = Turn("Рябинин", "Обещал Трофимову сроки, а потом сроки сорвал. Трофимова ждала.")
    talk = Interview("i07", "07.txt", (turn,))
    start, stop = 0, turn.text.index(".")
    place = place_of(talk, 0, start, stop)
    Decisions(study).record(new_decision(Act.NOTE, place, by="Ольга", note="при Трофимовой"))
    call("forget", study, WHO)
    kept = Decisions(study).all()[-1]
    assert kept.place.text == f"Обещал {GONE} сроки, а потом сроки сорвал"
    assert kept.note == f"при {GONE}"
    again = found_again(kept.place, {"i07": talk})
    assert again is not None
    assert (again.start, again.stop) == (start, stop)
    renamed = Interview("i07", "07.txt", (Turn("Рябинин", turn.text.replace("Трофимову", "коллеге")),))
    again = found_again(kept.place, {"i07": renamed})
    assert again is not None
    assert again.text == "Обещал коллеге сроки, а потом сроки сорвал"


def test_a_speaker_without_a_name_is_forgotten_by_the_label(study: Path) -> None:
    talk = study / "transcripts" / "08-new.txt"
    talk.write_text(
        "Спикер 1: Как поставки в этом году, что скажете?\n"
        "Спикер 2: Поставки в последнее время очень сильно задерживают, машины стоят по двое суток.\n"
        "Спикер 1: А что с документами у вас происходит?\n"
        "Спикер 2: Документы приходят вовремя, тут к ним никаких вопросов.\n",
        "utf-8",
    )
    call("search", study, "поставки", "--csv", study / "out" / "new.csv", "--as-is")
    assert "машины стоят" in "".join(texts(study / "out" / "new.csv"))
    listed = call("names", study)
    label = re.search(r"\[респондент \d+\][^\n]*Спикер 2", listed)
    assert label, listed
    call("forget", study, label[0].split("]")[0] + "]")
    for file in study.rglob("*"):
        if file.is_file() and file.parent.name != "transcripts":
            for text in texts(file):
                assert not runs("очень сильно задерживают, машины стоят по двое суток") & runs(text), file
    assert (study / "out" / "run.json").is_file()


def test_a_store_that_is_open_elsewhere_is_one_sentence(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decisions, "_WAIT", 0.2)
    with closing(sqlite3.connect(study / STORE)) as base:
        base.execute("BEGIN")
        base.execute("SELECT count(*) FROM decisions").fetchone()
        said = call("forget", study, WHO, code=2)
    assert "otzvuk open" in said
    call("forget", study, WHO)


def test_without_the_talk_the_order_is_said(study: Path) -> None:
    (study / "transcripts" / "03-parovozik-2024.md").unlink()
    assert "стенограмму удаляют потом" in call("forget", study, "[респондент 99]", code=2)
