"""What is kept between runs is what a fresh run would find: whatever changes, and whoever runs at once."""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from unittest import mock

import pytest
import xlsxwriter

from otzvuk.codings.decisions import Decisions, new_decision
from otzvuk.codings.place import place_of
from otzvuk.codings.surveyed import read_identified, surveyed
from otzvuk.folder.cache import ELSEWHERE
from otzvuk.folder.layout import REPORTS
from otzvuk.model.decision import Act, Judged
from program import call

ROOT = Path(__file__).parents[1]
TALKS = {
    "anna": "Интервьюер: Как вам сроки?\nАнна Котова: Сроки вы срываете постоянно. За сроки семь из десяти.\n"
    "Интервьюер: А документы?\nАнна Котова: Документы приходят с ошибками, а менеджер вежливый.\n",
    "boris": "Интервьюер: А документы?\nБорис: Документы путаете каждый раз, но цена хорошая.\n"
    "Интервьюер: Что ещё?\nБорис: Рекламацию рассматривали два месяца, Анна Котова тоже жалуется.\n",
    "vera": "Интервьюер: Что ещё?\nВера Ильина: Менеджер отвечает быстро. Сроки переносите, документы теряете.\n",
}
SETTINGS = "supplier:\n  name: Вектор\ncoder: fast\nreplicates: 200\n"
PEOPLE = (
    "file,speaker,company,role,wave\nanna.txt,Анна Котова,Альфа,user,1\nboris.txt,Борис,Бета,economic,1\n"
)


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = tmp_path / "study"
    (folder / "transcripts").mkdir(parents=True)
    for name, talk in TALKS.items():
        (folder / "transcripts" / f"{name}.txt").write_text(talk, "utf-8")
    (folder / "study.yaml").write_text(SETTINGS, "utf-8")
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


CHANGES: dict[str, Callable[[Path], None]] = {
    "nothing": lambda study: None,
    "a word of a talk": _edit(
        "transcripts/vera.txt", ("переносите", "сдвигаете"), ("быстро", "быстро и внятно")
    ),
    "a talk more": _new_talk,
    "a talk less": lambda study: (study / "transcripts" / "vera.txt").unlink(missing_ok=True),
    "who a person is": _edit("participants.csv", (",economic,", ",technical,"), ("Альфа", "Гамма")),
    "two waves": _edit("participants.csv", ("user,1", "user,2")),
    "the codebook": _codebook,
    "a label of it": _codebook,
    "the guide": _edit(
        "guide.yaml",
        (
            "",
            "blocks:\n  - title: С\n    questions:\n      - text: Что ещё?\n        codes: [documents.speed]\n",
        ),
    ),
    "a setting": _edit("study.yaml", ("replicates: 200", "replicates: 300")),
    "the seed": _edit("study.yaml", ("", "seed: 7\n")),
    "the model": _model,
    "the model again": _model,
    "marks": _edit(
        "ratings.csv",
        ("", "interview,speaker,criterion,value,scale\nanna,Анна Котова,Ритмичность поставок,4,10\n"),
    ),
    "a mark": _edit("ratings.csv", (",4,10", ",9,10")),
    "names of one's own": _edit("names.csv", ("", "text;placeholder\nВектор;[наш завод]\n")),
    "what a name is called": _other_name,
    "metrics": _edit("metrics.csv", ("", "client;metric;block;value;weight\nАльфа;брак;product;0.20;4\n")),
    "a metric": _edit("metrics.csv", ("0.20", "0.50")),
    "a decision": _decide,
    "another decision": _decide,
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
        assert _said(command[0], "study", *command[1:]) == asked
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


@pytest.mark.parametrize("seed", [1, 2])
def test_in_any_order_forth_and_back(study: Path, seed: int) -> None:
    chosen, moment = random.Random(seed), datetime(2026, 5, 1, 12)
    states = [study.parent / "state0"]
    shutil.copytree(study, states[0])
    done = []
    for _ in range(6):
        if len(states) > 1 and chosen.random() < 0.4:  # as it was some time ago
            earlier = chosen.choice(states)
            for path in (*study.glob("*.*"), study / "transcripts"):
                if path.name != ".otzvuk":
                    (shutil.rmtree if path.is_dir() else Path.unlink)(path)
            shutil.copytree(earlier, study, dirs_exist_ok=True)
            done.append(f"back to {earlier.name}")
        else:
            names = chosen.sample(sorted(set(CHANGES) - {"the model", "the model again"}), 2)
            for name in names:
                CHANGES[name](study)
            done += names
            states.append(study.parent / f"state{len(states)}")
            shutil.copytree(study, states[-1], ignore=shutil.ignore_patterns(".otzvuk", "out"))
        try:
            _compare(study, moment, *chosen.choice(COMMANDS))
        except AssertionError as error:
            raise AssertionError(f"after {done}") from error
