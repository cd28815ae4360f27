"""A person taken out of every file that the program wrote, and where the study's own files still have him."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

from otzvuk.anonymise.erasure import ARCHIVES, TEXTS, change_text, check_readable, texts_of
from otzvuk.anonymise.kind import NameKind
from otzvuk.anonymise.lexicon import facts, fold
from otzvuk.anonymise.mapping import FOUND_LIST, read_found, read_ids, write_found
from otzvuk.anonymise.mentioned import is_name
from otzvuk.anonymise.names import Found, Names, words_of
from otzvuk.anonymise.person import Parts, parts_of
from otzvuk.anonymise.verbatim import Verbatim
from otzvuk.folder.cache import cache_folder
from otzvuk.folder.edited import digest, edited
from otzvuk.folder.layout import CACHE, OUT, REPORTS, reports_of, run_of
from otzvuk.folder.whole import whole_file
from otzvuk.model.decision import GONE
from otzvuk.model.errors import InputError
from otzvuk.model.study import Study

_OWN: Final = (
    "participants",
    "ratings",
    "metrics",
    "guide",
    "study",
    "names",
    "plan",
    "report",
    "facts",
    "otzvuk",
)
_NUMBERS: Final = frozenset(("run.json", "damage.csv", "damage.parquet"))  # reports in which nobody has a row
# What people fill in or rewrite: words are cut out of it. The rest is removed and made again.
_FILLED: Final = frozenset((".csv", ".tsv", ".xlsx", ".ods", ".odt", ".docx", ".pptx"))
_CASE: Final = re.compile(r"(?:[иыоаея]?ми|о[гм][оу]|[ауыоея]ю|ая|[иыоеу]й|[иыоеа]м|[иы]х|[аяуюеыи])$")
_TEMPORARY: Final = ".*.tmp"  # what a run that was killed leaves


class Person(NamedTuple):
    """Somebody to be forgotten: how the name is written, what they said, and where.

    `turns` are (interview, turn) of theirs in talks in which they answer; `alone` the interviews that have no
    other respondent.
    """

    found: Found
    name: re.Pattern[str]
    said: Verbatim
    turns: frozenset[tuple[str, int]] = frozenset()
    alone: frozenset[str] = frozenset()

    def cut(self, text: str) -> str:
        """`text` without the name and without what they said."""
        return self.said.cut(self.name.sub(GONE, text))

    def is_in(self, text: str) -> bool:
        """Whether `text` names the person or has their words."""
        return bool(self.name.search(text)) or self.said.is_in(text)


class Forgotten(NamedTuple):
    """Files changed, files removed as a whole, and where somebody's own files still have the person."""

    changed: tuple[Path, ...]
    removed: tuple[Path, ...]
    left: tuple[str, ...]


def person_called(study: Study, names: Names, wanted: str) -> Found:
    """The person of that placeholder or name, in any case; `InputError` for nobody and for several.

    What the table of participants calls a speaker is one of their names, too.
    """
    people = [
        replace(each, forms={**dict.fromkeys(_listed(study, names, each.placeholder), 0), **each.forms})
        for each in names.found
        if each.kind in (NameKind.PERSON, NameKind.USER)
    ]
    key = parts_of(wanted)
    labelled = [each for each in people if each.placeholder.strip("[]") == wanted.strip().strip("[]")]
    fitting = labelled or [
        each
        for each in people
        if _is_called(each, key) or fold(wanted) in {fold(form) for form in each.forms}
    ]
    if len(fitting) != 1:
        raise InputError(
            "такого человека в исследовании не найдено" if not fitting else "так зовут нескольких",
            value=wanted,
            expected=", ".join(each.placeholder for each in fitting)
            or "имя или метка из otzvuk names; стенограмму удаляют потом: без неё слов не найти",
        )
    return fitting[0]


def _listed(study: Study, names: Names, placeholder: str) -> Iterator[str]:
    for interview in study.interviews:
        for label, person in interview.participants.items():
            if names.speakers.get((interview.id, label)) == placeholder and person.speaker:
                yield person.speaker


def _is_called(person: Found, wanted: Parts) -> bool:
    """Whether every part of the name that is asked for is in one of the person's forms."""
    parts = [parts_of(form) for form in person.forms]
    if not (wanted.given or wanted.patronymic or wanted.surname):
        return False
    return (
        (not wanted.given or any(each.given & wanted.given for each in parts))
        and (not wanted.patronymic or any(each.patronymic == wanted.patronymic for each in parts))
        and (not wanted.surname or any(each.surname == wanted.surname for each in parts))
    )


def pattern_of(person: Found) -> re.Pattern[str]:
    """Finds the person's names as written and, where they are hardly anybody else's, in every case form."""
    forms = [form for form, count in person.forms.items() if count or is_name(form)]  # not «Спикер 2»
    forms.sort(key=lambda form: (-len(form), form))
    parts = [r"\s+".join(_either(re.escape(word)) for word in form.split()) for form in forms if form.strip()]
    for word in {word for form in forms for word in words_of(form)}:
        known = facts(fold(word))
        if (
            len(word) > 3
            and not known.given
            and not known.patronymic
            and (not known.known or known.surname > 0.3)
        ):
            parts.append(rf"{_either(_CASE.sub('', fold(word)))}\w{{0,3}}")
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)" if parts else r"(?!)", re.I)


def _either(word: str) -> str:
    """A pattern of `word` with е or ё, however it is written."""
    return re.sub("[еёЕЁ]", "[её]", word)


def person_of(study: Study, names: Names, found: Found) -> Person:
    """The person of `names` as they are to be forgotten: with their words, where they were interviewed."""
    answers = {
        (each.id, at): names.speakers.get((each.id, turn.speaker), "")
        for each in study.interviews
        for at, turn in enumerate(each.turns)
        if not turn.interviewer
    }
    own = frozenset(where for where, label in answers.items() if label == found.placeholder)
    talks = {interview for interview, _ in own}
    alone = talks - {interview for (interview, _), label in answers.items() if label != found.placeholder}
    questions = (each for block in study.guide.blocks for each in block.questions)
    asked = [each if isinstance(each, str) else each.text for each in questions]
    texts: tuple[list[str], list[str]] = ([], asked)
    for each in study.interviews:
        for at, turn in enumerate(each.turns):
            theirs = (each.id, at) in own or each.id in alone
            texts[0 if theirs else 1].append(turn.text)
            if theirs:  # as reports have it
                texts[0].append(names.hide_turn(each.id, at).text)
    said = Verbatim(*texts) if own else Verbatim(())
    return Person(found, pattern_of(found), said, own, frozenset(alone))


def forget(study: Study, who: Person, *, out: Sequence[Path] = ()) -> Forgotten:
    """Take a person out of out/ (and `out`), names_found.csv and the cache; transcripts stay as they are.

    Somebody who was interviewed goes with all that was said: reports with a line of theirs are removed
    (`otzvuk analyse` makes them again), and their words are cut out of tables and documents that people may
    have filled in or changed. A file in which that cannot be done is removed, unless a person has changed it.
    """
    changed: list[Path] = []
    removed: list[Path] = []
    left: list[str] = []
    check_readable((study.path, *out))  # before the first file is changed
    segments = sorted(each.parent for each in (study.path / OUT).glob("*/run.json") if run_of(each.parent))
    for folder in (*segments, study.path / OUT, *out):  # what was made of some only first
        _forget_in(folder, who, changed, removed, left)
    if _cut_found(study.path / FOUND_LIST, who):
        changed.append(study.path / FOUND_LIST)
    for file in sorted(study.path.rglob(_TEMPORARY)):
        file.unlink()
        removed.append(file)
    for cache in dict.fromkeys([study.path / CACHE, cache_folder(study.path) or study.path / CACHE]):
        if cache.is_dir():  # also where it was kept before OTZVUK_CACHE was set
            shutil.rmtree(cache)
            removed.append(cache)
    left += _left(study, who)
    return Forgotten(tuple(changed), tuple(removed), tuple(left))


def _forget_in(folder: Path, who: Person, changed: list[Path], removed: list[Path], left: list[str]) -> None:
    own = {each.name for each in edited(folder)}
    run = run_of(folder)
    for file in sorted(folder.rglob("*")) if folder.is_dir() else ():
        report = file.parent == folder and file.name in reports_of(run)
        by_hand = report and file.name in own
        if not file.is_file():
            continue
        if file.suffix not in TEXTS | ARCHIVES | {".parquet"}:
            if report and not by_hand and file.name not in REPORTS:
                file.unlink()  # of a plug-in: who knows what it says
                removed.append(file)
                continue
            left += [f"{_shown(file, folder)}: такие файлы программа не читает"] if who.said else []
        elif who.said and report and not by_hand and file.name not in _NUMBERS:
            file.unlink()
            removed.append(file)
        elif _has(file, who):
            _take_out(file, who)
            if not _has(file, who):
                changed.append(file)
            elif by_hand:
                left.append(f"{_shown(file, folder)}: отчёт, который вы исправили")
            else:
                file.unlink()
                removed.append(file)
    _tell_run(folder, run, own)


def _tell_run(folder: Path, run: dict[str, object], own: set[str]) -> None:
    """Let run.json know the reports as they are now: what was cut out of them, no person has written."""
    told = run.get("files")
    if not isinstance(told, dict):
        return
    known = {name: old if name in own else _digest(folder / name) for name, old in told.items()}
    kept = {name: each for name, each in known.items() if each}
    if kept != told:
        with whole_file(folder / "run.json") as temporary:
            text = json.dumps(run | {"files": kept}, ensure_ascii=False, indent=2)
            temporary.write_text(text + "\n", "utf-8", newline="\n")


def _digest(path: Path) -> str:
    return digest(path) if path.is_file() else ""


def _take_out(file: Path, who: Person) -> None:
    if not who.said or file.suffix in _FILLED:
        change_text(file, who.cut, raw=lambda text: who.said.thinned(who.name.sub(GONE, text)))
    elif not any(who.said.is_in(text) for text in texts_of(file)):
        change_text(file, lambda text: who.name.sub(GONE, text))


def _has(file: Path, who: Person) -> bool:
    return any(who.is_in(text) for text in texts_of(file))


def _cut_found(listed: Path, who: Person) -> bool:
    """Take the person out of the list of names; everybody else keeps label and id."""
    found = read_found(listed)
    kept = [
        replace(each, context=who.cut(each.context))
        for each in found
        if (each.kind, each.placeholder) != (who.found.kind, who.found.placeholder)
    ]
    ids = {
        key: each
        for key, each in read_ids(listed).items()
        if not (isinstance(key, tuple) and (key[0] in who.alone or who.name.search(key[1])))
    }
    if [*kept] == [*found]:
        return False
    write_found(kept, listed, ids=ids)
    if _has(listed, who):
        _take_out(listed, who)
    return True


def _left(study: Study, who: Person) -> Iterator[str]:
    """Where the study's own files still have the person: for people, who alone may change them."""
    for interview in study.interviews:
        turns = [at for at, turn in enumerate(interview.turns, 1) if who.name.search(turn.text)]
        speaks = sorted({turn.speaker for turn in interview.turns if who.name.search(turn.speaker)})
        own = [at + 1 for name, at in sorted(who.turns) if name == interview.id]
        if own:
            yield f"{interview.file}: слова человека, реплики {_some(own)}"
        if turns:
            yield f"{interview.file}: назван в репликах {_some(turns)}"
        if speaks:
            yield f"{interview.file}: говорящий {', '.join(speaks)}"
        if who.name.search(interview.file):
            yield f"{interview.file}: имя файла"
    talks = {each.file for each in study.interviews}
    ours = {study.path / OUT, study.path / CACHE}
    for file in sorted(study.path.rglob("*")):
        inside = file.relative_to(study.path).as_posix()
        if not file.is_file() or inside in talks or file.name == FOUND_LIST or ours & set(file.parents):
            continue
        own_table = file.parent == study.path and file.stem in _OWN
        if (own_table or file.suffix in TEXTS | ARCHIVES | {".parquet", ".yml"}) and _has(file, who):
            lines = [at for at, line in enumerate(_lines(file), 1) if who.is_in(line)]
            yield f"{inside}: строки {_some(lines)}" if lines else inside


def _some(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:10]))
    return shown if len(numbers) <= 10 else f"{shown} и ещё {len(numbers) - 10}"


def _shown(file: Path, folder: Path) -> str:
    return (Path(folder.name) / file.relative_to(folder)).as_posix()


def _lines(file: Path) -> list[str]:
    return file.read_text("utf-8-sig", "replace").splitlines() if file.suffix in TEXTS | {".yml"} else []
