"""What is kept between runs is what a fresh run would find: whatever changes, and whoever runs at once."""

from __future__ import annotations

import json
import os
import pickle
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from unittest import mock

import docx
import pytest
import xlsxwriter

from otzvuk.codings.decisions import Decisions, new_decision
from otzvuk.codings.place import place_of
from otzvuk.codings.surveyed import read_identified, surveyed
from otzvuk.folder import cache as kept
from otzvuk.folder.cache import ELSEWHERE, Cache, cache_of
from otzvuk.folder.layout import REPORTS
from otzvuk.model.decision import Act, Judged
from otzvuk.report.rendered import RENDERED
from program import call
from studies import written

ROOT = Path(__file__).parents[1]
TALKS = {
    "anna": "Интервьюер: Как вам сроки?\nАнна Котова: Сроки вы срываете постоянно. За сроки семь из десяти.\n"
    "Интервьюер: А документы?\nАнна Котова: Документы приходят с ошибками, а менеджер вежливый.\n",
    "boris": "Интервьюер: А документы?\nБорис: Документы путаете каждый раз, но цена хорошая.\n"
    "Интервьюер: Что ещё?\nБорис: Рекламацию рассматривали два месяца, Анна Котова тоже жалуется.\n",
    "vera": "Интервьюер: Что ещё?\nВера Ильина: Менеджер отвечает быстро. Сроки переносите, счета теряете.\n",
}
SETTINGS = "supplier:\n  name: Вектор\ncoder: fast\nreplicates: 200\n"
PEOPLE = (
    "file,speaker,company,role,wave\nanna.txt,Анна Котова,Альфа,user,1\nboris.txt,Борис,Бета,economic,1\n"
)


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = written(tmp_path / "study", TALKS, SETTINGS)
    (folder / "participants.csv").write_text(PEOPLE, "utf-8")
    return folder


@contextmanager
def _at(moment: datetime) -> Iterator[None]:
    """The clock of the reports stands still."""
    with mock.patch("otzvuk.analysis.datetime", wraps=datetime) as clock:
        clock.now.return_value = moment
        yield


def _edit(name: str, *pairs: tuple[str, str]) -> Callable[[Path], None]:
    def edit(study: Path) -> None:
        path = study / name
        text = path.read_text("utf-8-sig") if path.is_file() else ""
        for old, new in pairs:
            text = text.replace(old, new) if old else text + new
        path.write_text(text, "utf-8")

    return edit


def _codebook(study: Path) -> None:
    book = (ROOT / "models" / "codebooks" / "b2b.yaml").read_text("utf-8")
    own = study / "own.yaml"
    label = "Работа с рекламациями" if own.is_file() and "Жалобы" in own.read_text("utf-8") else "Жалобы"
    own.write_text(book.replace("Работа с рекламациями", label), "utf-8")
    if "own.yaml" not in (study / "study.yaml").read_text("utf-8"):
        _edit("study.yaml", ("", "codebook: own.yaml\n"))(study)


def _model(study: Path) -> None:
    if not (study / "model").is_dir():
        shutil.copytree(ROOT / "models" / "coders" / "b2b", study / "model")
        _edit("study.yaml", ("", "model: model\n"))(study)
    card = study / "model" / "model.json"
    told = json.loads(card.read_text("utf-8"))
    card.write_text(json.dumps(told | {"threshold": min(0.9, told["threshold"] + 0.05)}), "utf-8")


def _decide(study: Path) -> None:
    with mock.patch.dict(os.environ, {ELSEWHERE: "off"}):
        survey = surveyed(read_identified(study)).survey
    coding = next(each for each in survey.codings if each.mentions)
    mention = coding.mentions[0]
    place = place_of(coding.interview, mention.turn, mention.start, mention.stop)
    was = Judged(
        start=mention.start,
        stop=mention.stop,
        kind=mention.kind,
        code=mention.code,
        process=mention.process,
        trend=mention.trend,
    )
    Decisions(study).record(new_decision(Act.REJECT, place, by="я", was=[was]))


def _undo(study: Path) -> None:
    Decisions(study).undo("я")


def _plan(study: Path) -> None:
    rows = ("№", "Процесс", "Проблема", "Что сделать", "Ответственный", "Срок", "Состояние")
    with xlsxwriter.Workbook(str(study / "plan.xlsx")) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(
            [rows, (1, "Документооборот", "ошибки", "сверять", "Анна Котова", "май", "")]
        ):
            for column, cell in enumerate(row):
                sheet.write(at, column, cell)


def _new_talk(study: Path) -> None:
    number = len(list((study / "transcripts").iterdir()))
    talk = TALKS["boris"].replace("Борис", f"Глеб{'а' * number}").replace("два", "три")
    (study / "transcripts" / f"new{number}.txt").write_text(talk, "utf-8")


def _other_name(study: Path) -> None:
    listed = study / "names_found.csv"
    if listed.is_file():
        text = listed.read_text("utf-8-sig").replace("[сотрудник 1]", "[сотрудник 77]")
        listed.write_text(text, "utf-8-sig")


def _each_again(study: Path) -> None:
    """What other changes have written is changed once more: codebook, model, a mark, a metric, a decision."""
    mark, metric = _edit("ratings.csv", (",4,10", ",9,10")), _edit("metrics.csv", ("0.20", "0.50"))
    for change in (_codebook, _model, mark, metric, _decide):
        change(study)


CHANGES: dict[str, Callable[[Path], None]] = {
    "nothing": lambda _: None,
    "a word of a talk": _edit(
        "transcripts/vera.txt", ("переносите", "сдвигаете"), ("быстро", "быстро и внятно")
    ),
    "a talk more": _new_talk,
    "a talk less": lambda study: (study / "transcripts" / "vera.txt").unlink(missing_ok=True),
    "who a person is": _edit("participants.csv", (",economic,", ",technical,"), ("Альфа", "Гамма")),
    "two waves": _edit("participants.csv", ("user,1", "user,2")),
    "the codebook": _codebook,
    "the guide": _edit(
        "guide.yaml",
        (
            "",
            "blocks:\n  - title: С\n    questions:\n      - text: Что?\n        codes: [documents.speed]\n",
        ),
    ),
    "a setting": _edit("study.yaml", ("replicates: 200", "replicates: 300")),
    "the seed": _edit("study.yaml", ("", "seed: 7\n")),
    "the model": _model,
    "marks": _edit(
        "ratings.csv",
        ("", "interview,speaker,criterion,value,scale\nanna,Анна Котова,Ритмичность поставок,4,10\n"),
    ),
    "names of one's own": _edit("names.csv", ("", "text;placeholder\nВектор;[наш завод]\n")),
    "what a name is called": _other_name,
    "metrics": _edit("metrics.csv", ("", "client;metric;block;value;weight\nАльфа;брак;product;0.20;4\n")),
    "a decision": _decide,
    "each of these again": _each_again,
    "a decision undone": _undo,
    "a plan": _plan,
    "names shown": _edit("study.yaml", ("", "hide_names: false\n")),
}


def _outputs(study: Path) -> dict[str, object]:
    """All that an analysis has left in the study, but for when it was and how long it took."""
    if not (study / "out").is_dir():
        return {}
    found: dict[str, object] = {name: (study / "out" / name).read_bytes() for name in REPORTS}
    run = json.loads((study / "out" / "run.json").read_text("utf-8"))
    found["run.json"] = {k: v for k, v in run.items() if k not in {"date", "seconds", "since", "files"}}
    listed = study / "names_found.csv"
    found["names_found.csv"] = listed.read_bytes() if listed.is_file() else b""
    return found


def _fresh(study: Path) -> Path:
    """A copy of the study in the state that it has, with nothing kept."""
    copy = study.parent / "fresh" / study.name
    shutil.rmtree(copy.parent, ignore_errors=True)
    shutil.copytree(study, copy, ignore=shutil.ignore_patterns(".otzvuk"))
    return copy


COMMANDS = (
    ("table", "--rows", "role", "--columns", "theme"),
    ("quotes",),
    ("scores",),
    ("lens", "--by", "stage"),
)


def _said(*command: str) -> str:
    """What a command says; a fault of the study is as good an answer as any, if both runs give it."""
    try:
        return call(*command)
    except AssertionError:
        return call(*command, code=2)


def _compare(study: Path, moment: datetime, *command: str) -> None:
    """Analyse the study with what is kept and without, and ask both by a command."""
    copy = _fresh(study)
    here, there = study.parent, copy.parent
    with mock.patch.dict(os.environ, {ELSEWHERE: "off"}), pytest.MonkeyPatch.context() as at, _at(moment):
        at.chdir(there)
        wanted = _said("analyse", "study")
        asked = _said(command[0], "study", *command[1:])
    with pytest.MonkeyPatch.context() as at, _at(moment):
        at.chdir(here)
        assert _said("analyse", "study") == wanted
        for time in ("counted", "told again"):
            assert _said(command[0], "study", *command[1:]) == asked, time
    found, expected = _outputs(study), _outputs(copy)
    assert found.keys() == expected.keys()
    for name, content in expected.items():
        assert found[name] == content, name


def test_whatever_changes_the_reports_are_those_of_a_fresh_run(study: Path) -> None:
    moment = datetime(2026, 5, 1, 12)
    for at, (what, change) in enumerate(CHANGES.items()):
        change(study)
        try:
            _compare(study, moment, *COMMANDS[at % len(COMMANDS)])
        except AssertionError as error:
            raise AssertionError(f"after {what}") from error


def test_in_any_order_forth_and_back(study: Path) -> None:
    chosen, moment = random.Random(2), datetime(2026, 5, 1, 12)
    states = [study.parent / "state0"]
    shutil.copytree(study, states[0])
    done = []
    for _ in range(5):
        if len(states) > 1 and chosen.random() < 0.4:  # as it was some time ago
            earlier = chosen.choice(states)
            for path in (*study.glob("*.*"), study / "transcripts"):
                if path.name != ".otzvuk":
                    (shutil.rmtree if path.is_dir() else Path.unlink)(path)
            shutil.copytree(earlier, study, dirs_exist_ok=True)
            done.append(f"back to {earlier.name}")
        else:
            names = chosen.sample(sorted(set(CHANGES) - {"the model", "each of these again"}), 2)
            for name in names:
                CHANGES[name](study)
            done += names
            states.append(study.parent / f"state{len(states)}")
            shutil.copytree(study, states[-1], ignore=shutil.ignore_patterns(".otzvuk", "out"))
        try:
            _compare(study, moment, *chosen.choice(COMMANDS))
        except AssertionError as error:
            raise AssertionError(f"after {done}") from error


def test_an_analysis_of_what_has_not_changed_is_told_again_without_libraries_of_numbers(study: Path) -> None:
    first = call("analyse", study)
    run = (study / "out" / "run.json").read_bytes()
    told, _, loaded = _run(("analyse", str(study)))
    assert not loaded & {*OF_NUMBERS, "ruamel"}
    assert "ничего не изменилось" in told
    said = [line for line in told.splitlines() if "ничего не изменилось" not in line]
    assert "".join(said).split() == "".join(first.splitlines()).split()
    assert (study / "out" / "run.json").read_bytes() == run


OF_NUMBERS = {"pandas", "numpy", "scipy", "sklearn", "slovnet", "pyarrow", "pymorphy3"}
OF_REPORTS = {"docx", "pptx", "xlsxwriter", "jinja2", "lxml"}
RUN = (
    "import json, sys; from otzvuk.cli import main\n"
    "for each in json.loads(sys.argv.pop()):\n"
    "    sys.argv[1:] = each\n"
    "    try: main()\n    except SystemExit: pass\n"
    "print('loaded', *{each.partition('.')[0] for each in sys.modules}, file=sys.stderr)"
)


def _run(*commands: tuple[str, ...], **more: str) -> tuple[str, str, set[str]]:
    """What commands say, one after another in a process of their own, and which libraries that imported."""
    command = [sys.executable, "-c", RUN, json.dumps(commands)]
    done = subprocess.run(command, env=_environment(**more), capture_output=True, text=True, check=True)
    said, _, loaded = done.stderr.rpartition("loaded")
    return done.stdout, said, set(loaded.split())


def test_numbers_once_told_are_told_again_without_libraries_of_numbers(study: Path) -> None:
    (study / "transcripts" / "torn.docx").write_bytes(b"PK no archive")
    call("analyse", study, code=1)
    commands = [(command, str(study), *options) for command, *options in COMMANDS]
    first, failed, loaded = _run(*commands)
    assert not loaded & {"scipy", "sklearn", "slovnet", *OF_REPORTS}
    assert "Роль × Тема" in first
    assert failed.count("torn.docx") == len(commands)
    again, still, loaded = _run(*commands)
    assert (again, still) == (first, failed)
    assert not loaded & (OF_NUMBERS | OF_REPORTS | {"ruamel"})
    _decide(study)
    assert _run(*commands)[0] != first


def test_numbers_are_told_as_wide_as_the_terminal_is(study: Path) -> None:
    wide, narrow = ({"COLUMNS": "160"}, {"COLUMNS": "60"})
    command = ("lens", str(study), "--by", "theme")
    first = [_run(command, **each)[0] for each in (wide, narrow)]
    assert first[0] != first[1]
    assert [_run(command, **each)[0] for each in (wide, narrow)] == first


def _environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT / "pipeline"), "COLUMNS": "160", **more}


def test_a_report_that_somebody_has_changed_is_written_again(study: Path) -> None:
    call("analyse", study)
    page = study / "out" / "report.html"
    whole = page.read_bytes()
    page.write_text("моё", "utf-8")
    with _at(datetime.fromisoformat(json.loads((study / "out" / "run.json").read_bytes())["date"])):
        assert "с вашими правками сохранён" in call("analyse", study)
    assert page.read_bytes() == whole
    assert (study / "out" / "report (правка).html").read_text("utf-8") == "моё"


def test_only_reports_that_would_be_others_are_written(study: Path, tmp_path: Path) -> None:
    look = tmp_path / "look.docx"
    docx.Document().save(look)
    with _at(datetime(2026, 5, 1, 12)):
        call("analyse", study)
    first = {name: (study / "out" / name).read_bytes() for name in RENDERED}

    def written(*more: str | Path) -> set[str]:
        made = set[str]()
        spies = {
            name: lambda path, story, template, real=real: (made.add(path.name), real(path, story, template))
            for name, real in RENDERED.items()
        }
        with mock.patch.dict(RENDERED, spies), _at(datetime(2026, 5, 2, 12)):
            call("analyse", study, *more)
        run = json.loads((study / "out" / "run.json").read_bytes())
        assert all(run["files"][name] == _sha(study / "out" / name) for name in RENDERED)
        assert "frequencies.xlsx" in run["contents"]
        return made

    (study / "out" / "report.pptx").unlink()
    assert written() == {"report.pptx"}
    assert written("--template", look) == {"report.docx"}
    assert written() == {"report.docx"}  # in the usual look again
    (study / "out" / "report.html").write_text("моё", "utf-8")
    assert written() == {"report.html"}
    assert (study / "out" / "report (правка).html").read_text("utf-8") == "моё"
    kept = {name for name in RENDERED if (study / "out" / name).read_bytes() == first[name]}
    assert kept == {"frequencies.xlsx"}  # the only one that nobody asked for anew
    assert written("--as-is") == set(RENDERED)
    _decide(study)
    assert written() == set(RENDERED)


def _sha(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def test_what_is_changed_while_a_run_reads_is_not_taken_for_what_it_read(study: Path) -> None:
    from otzvuk.anonymise import sighting

    def late(*given: Any, **named: Any) -> Any:
        _edit("transcripts/vera.txt", ("переносите", "сдвигаете"))(study)
        return real(*given, **named)

    real = sighting.told_by
    with mock.patch.object(sighting, "told_by", late):
        call("analyse", study)
    call("analyse", study)
    assert "сдвигаете" in (study / "out" / "mentions.csv").read_text("utf-8")


def test_two_runs_at_once_leave_whole_entries(study: Path) -> None:
    command = [sys.executable, "-m", "otzvuk", "analyse", str(study)]
    runs = [subprocess.Popen(command, env=_environment(), stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [run.wait(300) for run in runs] == [0, 0]
    files = [path for path in (study / ".otzvuk").rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if path.suffix == ".tmp"]
    for path in files:
        assert path.read_bytes().startswith(b"otzvuk cache 1\n")
    _compare(study, datetime(2026, 5, 1, 12), "quotes")


def test_nothing_is_believed_that_another_has_signed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trap = tmp_path / "trapped"

    class Trap:
        def __reduce__(self) -> tuple[object, ...]:
            return Path.touch, (trap,)

    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "one"))
    kept._secret.cache_clear()
    try:
        mine = Cache(tmp_path / "study")
        mine.put("rooms", "key", ["mine"])
        assert mine.get("rooms", "key") == ["mine"]
        (entry,) = (tmp_path / "study" / "rooms").iterdir()
        whole = entry.read_bytes()
        assert mine.get("rooms", "other key") is None
        entry.with_name(kept._name("rooms", "other key")).write_bytes(whole)
        assert mine.get("rooms", "other key") is None  # an entry is signed for its place
        entry.write_bytes(whole[: -len(pickle.dumps(["mine"], 5))] + pickle.dumps(Trap(), 5))
        assert mine.get("rooms", "key") is None
        entry.write_bytes(whole[:-1])
        assert mine.get("rooms", "key") is None
        entry.write_bytes(whole)
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "two"))
        kept._secret.cache_clear()
        assert mine.get("rooms", "key") is None
        shutil.copy(entry, entry.with_name(kept._name("rooms", "key")))
        assert mine.get("rooms", "key") is None
        assert (tmp_path / "two" / "otzvuk" / "cache.key").stat().st_mode & 0o77 == 0
    finally:
        kept._secret.cache_clear()
    assert not trap.exists()


def test_the_cache_of_another_version_is_not_taken(study: Path) -> None:
    first = surveyed(read_identified(study)).survey
    with (
        mock.patch("otzvuk.folder.inputs.program", return_value="another"),
        mock.patch("otzvuk.read.folder.interview_of", side_effect=AssertionError("read")),
        pytest.raises(AssertionError, match="read"),
    ):
        read_identified(study)
    assert surveyed(read_identified(study)).survey.mentions.equals(first.mentions)


def test_it_does_not_grow_for_ever(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    (tmp_path / "codebook-draft.json").write_text("{}", "utf-8")
    for at in range(9):
        cache.put("findings", str(at), "x" * 1000)
        cache.put("codings", str(at), "x" * 1000)
        for path in tmp_path.rglob("*"):
            if path.is_file() and path.stat().st_mtime > time.time() - 50:
                os.utime(path, (time.time() - 100 * (9 - at),) * 2)
    (tmp_path / "codings" / ".x.tmp").write_bytes(b"")
    os.utime(tmp_path / "codings" / ".x.tmp", (0, 0))
    cache.tidy()
    assert [cache.get("findings", str(at)) is not None for at in range(9)] == [False] * 3 + [True] * 6
    assert all(cache.get("codings", str(at)) for at in range(9))
    assert not (tmp_path / "codings" / ".x.tmp").exists()
    cache.put("codings", "9", "x" * 1000)
    with mock.patch.object(kept, "LARGEST", 5500):
        cache.tidy()
    assert cache.get("codings", "9")
    assert sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()) < 5500
    assert (tmp_path / "codebook-draft.json").is_file()


def test_what_people_said_is_kept_in_one_folder_of_the_study(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = study.parent / "elsewhere"
    monkeypatch.setenv(ELSEWHERE, str(elsewhere))
    read_identified(study)
    folder = cache_of(study).folder
    assert folder is not None
    assert folder.parent == elsewhere  # a folder of its own, so that it can be cleared alone
    assert list(folder.rglob("*"))
    assert not (study / ".otzvuk").exists()
