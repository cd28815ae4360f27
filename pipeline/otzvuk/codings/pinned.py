"""What run.json keeps of an analysis, so that its numbers can be made again and told from later ones."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from otzvuk.coding import model_names
from otzvuk.codings.cache import program
from otzvuk.codings.decisions import Decisions, standing
from otzvuk.folder.layout import run_of
from otzvuk.model.codebook import Codebook
from otzvuk.model.decision import Decision, is_blind
from otzvuk.model.errors import InputError
from otzvuk.model.interview import Interview
from otzvuk.model.study import CODERS, Guide, Settings, Study
from otzvuk.plugins import Group, installed
from otzvuk.read.formats import FORMATS

_SHOWN = 5  # ids that one sentence names


@dataclass(frozen=True)
class Difference:
    """Something that an analysis and an earlier one do not share: `cause` (text, coder, decision, setting,
    people) and a Russian phrase."""

    cause: str
    said: str


def codebook_digest(book: Codebook) -> str:
    """What tells a codebook from any other."""
    return sha256(book.model_dump_json().encode()).hexdigest()


def pins(study: Study) -> dict[str, Any]:
    """What the numbers of a study depend on and run.json does not say elsewhere, to be written into it.

    Interviews and people are digests by interview. Settings and guide stand whole, the codebook only where it
    is the study's own: what can be edited has to be had again. `decisions` is the last one that was known.
    """
    own = (study.path / study.settings.codebook).is_file() or bool(study.coding)
    return {
        "program": program(),
        "settings": study.settings.model_dump(mode="json"),
        "guide": study.guide.model_dump(mode="json"),
        "codebook": study.codebook.model_dump_json() if own else "",
        "interviews": {each.id: _digest(each.turns) for each in study.interviews},
        "people": {each.id: _digest(_people(each)) for each in study.interviews},
        "scores": _scores(study),
        "decisions": {"last": study.decisions, "standing": len(_standing(study.path, study.decisions))},
    }


def plugins_of(study: Study) -> dict[str, str]:
    """The packages of other people that the numbers and reports of a study come from, with their versions."""
    settings = study.settings
    files = [each.file for each in study.interviews] + [each.file for each in study.failures]
    endings = {Path(each).suffix.lower() for each in files} - set(FORMATS)
    coder = {settings.coder} - set(CODERS) if not study.coding else set()
    wanted = {Group.READERS: endings, Group.CODERS: coder, Group.REPORTS: set(settings.reports)}
    if not any(wanted.values()):
        return {}
    return {each.package: each.version for each in installed() if each.name in wanted.get(each.group, ())}


def pinned_study(study: Study, run: Mapping[str, Any], file: Path) -> Study:
    """The study with the settings, guide, codebook and decisions of an earlier run, as far as it kept them.

    What a run of an earlier version did not keep stays as the study has it; decisions there were none then.
    Raises `InputError` where run.json is spoilt.
    """
    kept = _kept(run)
    if not kept:
        return replace(study, decisions="")
    try:
        settings = Settings.model_validate(kept["settings"])
        guide = Guide.model_validate(kept["guide"])
        book = Codebook.model_validate_json(kept["codebook"]) if kept["codebook"] else study.codebook
        last = str(kept["decisions"]["last"])
    except (ValidationError, KeyError, TypeError) as error:
        raise InputError(
            "в run.json испорчено то, с чем считали", file=file, expected="файл, который записал otzvuk"
        ) from error
    return replace(study, settings=settings, guide=guide, codebook=book, decisions=last)


def pinned_coding(study: Study, run: Mapping[str, Any], file: Path) -> Path | None:
    """The coding that an earlier run counted instead of making one; None where it made one.

    Raises `InputError` where it is not there any more.
    """
    source = str(run.get("coding", {}).get("from", ""))
    if not source:
        return None
    there = study.path / source
    if not there.exists():
        raise InputError(
            "прежних чисел не получить: нет разметки", file=file, value=source, expected="параметр --coding"
        )
    return there


def earlier_run(path: Path) -> dict[str, Any]:
    """The run.json at `path`; raises `InputError` where there is none that an analysis wrote."""
    run = run_of(path.parent) if path.name == "run.json" else {}
    if not run:
        raise InputError(
            "это не run.json отчёта" if path.exists() else "нет такого файла",
            file=path,
            expected="run.json из папки с отчётом",
        )
    return run


def differences(run: Mapping[str, Any], study: Study, *, version: str) -> tuple[Difference, ...]:
    """What the numbers of `study` go by and an earlier `run` had otherwise; texts first, settings last.

    `version` is that of the program now.
    """
    return tuple(_different(run, study, version))


def changed_texts(run: Mapping[str, Any], study: Study) -> frozenset[str]:
    """The ids of interviews whose words are not those of an earlier run, or which only one of both has."""
    before = _kept(run).get("interviews")
    if before is None:
        return frozenset()
    now = {each.id: _digest(each.turns) for each in study.interviews}
    return frozenset(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))


def _different(run: Mapping[str, Any], study: Study, version: str) -> Iterator[Difference]:
    kept = _kept(run)
    if kept:
        yield from _texts(kept, study)
    book = study.codebook
    if run["codebook"].get("sha256") != codebook_digest(book):
        before = f"«{run['codebook'].get('name')}», версия {run['codebook'].get('version')}"
        yield Difference("coder", f"кодовая книга другая: была {before}")
    models = {} if study.coding else model_names(study)
    if run.get("models", {}) != models:
        yield Difference("coder", f"модель: {_listed(run.get('models', {}))} → {_listed(models)}")
    if run.get("plugins", {}) != (plugins := plugins_of(study)):
        told, now = (
            _listed([" ".join(one) for one in each.items()]) for each in (run.get("plugins", {}), plugins)
        )
        yield Difference("text", f"плагины: {told} → {now}")
    source = str(run.get("coding", {}).get("from", ""))
    if source != study.coding:
        yield Difference("coder", f"разметка: {source or 'программы'} → {study.coding or 'программы'}")
    if run["version"] != version:
        yield Difference("coder", f"программа: {run['version']} → {version}")
    elif kept and kept.get("program") != program():
        yield Difference("coder", f"программа {version} с тех пор изменилась")
    if kept:
        yield from _decisions(kept, study)
        yield from _settings(kept, study)
    elif run.get("seed") != study.settings.seed:
        yield Difference("setting", f"seed: {run.get('seed')} → {study.settings.seed}")


def _texts(kept: Mapping[str, Any], study: Study) -> Iterator[Difference]:
    before = kept["interviews"]
    now = {each.id: _digest(each.turns) for each in study.interviews}
    edited = [name for name in now if name in before and before[name] != now[name]]
    for said, names in (
        ("тексты изменены", edited),
        ("интервью добавлены", [name for name in now if name not in before]),
        ("интервью убраны", [name for name in before if name not in now]),
    ):
        if names:
            yield Difference("text", f"{said}: {_listed(names)}")
    people = {each.id: _digest(_people(each)) for each in study.interviews}
    other = [name for name in now if name in before and kept["people"].get(name) != people[name]]
    if other:
        yield Difference("people", f"сведения о людях изменены: {_listed(other)}")
    if kept["scores"] != _scores(study):
        yield Difference("people", "оценки анкеты изменены")


def _decisions(kept: Mapping[str, Any], study: Study) -> Iterator[Difference]:
    last = kept["decisions"]["last"]
    if last == study.decisions:
        return
    before = {each.id for each in _standing(study.path, last)}
    now = {each.id for each in _standing(study.path, study.decisions)}
    if last and not before and kept["decisions"]["standing"]:
        yield Difference("decision", "решений прежнего отчёта в otzvuk.sqlite нет")
        return
    new, gone = len(now - before), len(before - now)
    said = [f"новых {new}"] if new else []
    said += [f"отменено {gone}"] if gone else []
    if said:
        yield Difference("decision", f"решения людей: {', '.join(said)}")


def _settings(kept: Mapping[str, Any], study: Study) -> Iterator[Difference]:
    now = study.settings.model_dump(mode="json")
    before = kept["settings"]
    for name in now.keys() | before.keys():
        if before.get(name) != now.get(name):
            yield Difference("setting", f"{name}: {_short(before.get(name))} → {_short(now.get(name))}")
    if kept["guide"] != study.guide.model_dump(mode="json"):
        yield Difference("setting", "гайд изменён")


def _standing(study: Path, last: str) -> tuple[Decision, ...]:
    """The decisions in force that counted when `last` was the last; none for "" and one that is not there."""
    return tuple(each for each in standing(Decisions(study).all(until=last)) if not is_blind(each.by))


def _kept(run: Mapping[str, Any]) -> Mapping[str, Any]:
    kept = run.get("pins")
    known = isinstance(kept, dict) and {"settings", "interviews", "people", "decisions"} <= kept.keys()
    return kept if known and isinstance(kept, dict) else {}


def _people(interview: Interview) -> list[object]:
    """What is known of the people of an interview, without their ids, which are given anew."""
    people = interview.participants
    anonymous = [
        (name, replace(each, id="", company_id="", cluster_id="")) for name, each in sorted(people.items())
    ]
    return [interview.wave, anonymous]


def _scores(study: Study) -> str:
    return _digest([replace(each, person="") for each in study.scores])


def _digest(value: object) -> str:
    return sha256(repr(value).encode()).hexdigest()[:16]


def _listed(names: Mapping[str, Any] | list[str]) -> str:
    shown = list(names)
    more = f" и ещё {len(shown) - _SHOWN}" if len(shown) > _SHOWN else ""
    return ", ".join(shown[:_SHOWN]) + more if shown else "нет"


def _short(value: object) -> str:
    if value is None or value == "":
        return "обычное"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else text[:39] + "…"
