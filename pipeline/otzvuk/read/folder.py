"""A study's folder, read whole: settings, codebook, people, transcripts, guide and scores."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath

from otzvuk.model.arrangement import Arrangement
from otzvuk.model.codebook import Codebook, RoleTitles, read_codebook
from otzvuk.model.errors import InputError, PassingError
from otzvuk.model.interview import Interview, Role
from otzvuk.model.plan import Action
from otzvuk.model.progress import Watcher, heard, track
from otzvuk.model.study import Failure, Guide, Item, Score, Settings, Study
from otzvuk.model.yamlfile import read_yaml
from otzvuk.read import limits
from otzvuk.read.faults import Report, attempt, stop
from otzvuk.read.files import Transcripts, find_transcripts, misnamed, own_file
from otzvuk.read.guarded import Given, prepare, read_all
from otzvuk.read.interviews import interview_of, known_names
from otzvuk.read.people import People, Person, assign, read_people
from otzvuk.read.plan import read_plan
from otzvuk.read.questionnaire import read_scores, taken_names
from otzvuk.read.sameness import same_companies, same_people
from otzvuk.read.settings import check_effort, read_guide, read_items, read_settings, usable_settings
from otzvuk.read.surveyscores import survey_scores
from otzvuk.read.twins import twin_notes


@dataclass(frozen=True, slots=True)
class Gathered:
    """A study as far as its faults let it be read; `codebook` is None where it is not readable."""

    settings: Settings
    codebook: Codebook | None
    interviews: tuple[Interview, ...]
    guide: Guide
    scores: tuple[Score, ...]
    assumptions: tuple[str, ...]
    failures: tuple[Failure, ...]
    plan: tuple[Action, ...] = ()
    arrangement: Arrangement = field(default_factory=Arrangement)


def read_study(path: str | Path, *, progress: Watcher | None = None) -> Study:
    """Read the study in the folder `path`; nothing but transcripts is needed in it.

    `progress` is told how far it is: what is done (Russian), how many files are, of how many.

    A transcript that cannot be read becomes a `Failure` of the study, the others go on. Raises
    `InputError` for a fault of the study itself: no such folder, no transcript, a faulty table, guide or
    codebook, two transcripts with one interview id.
    """
    root = Path(path)
    with heard(progress):
        read = gather(root, report=stop)
    assert read.codebook is not None  # else `stop` has raised
    return Study(
        path=root,
        settings=read.settings,
        codebook=read.codebook,
        interviews=read.interviews,
        guide=read.guide,
        scores=read.scores,
        assumptions=read.assumptions,
        failures=read.failures,
        plan=read.plan,
        arrangement=read.arrangement,
    )


def require_interviews(study: Study) -> Study:
    """`study`; raises `InputError` where not one of its transcripts could be read.

    Reports of nothing would take the place of earlier ones that say something.
    """
    if study.interviews:
        return study
    first, *others = (failure.message for failure in study.failures)
    more = f"; и ещё {len(others)}, все назовёт otzvuk check" if others else ""
    raise InputError(
        f"ни одна стенограмма не прочитана, прежние отчёты не тронуты: {first}{more}", file=study.path
    )


def gather(root: Path, *, report: Report) -> Gathered:
    """Read the study at `root`; its faults go to `report`, and what they let pass is read on."""
    if not root.is_dir():
        raise InputError(
            "это файл, а не папка" if root.exists() else "нет такой папки",
            file=root,
            expected="папка исследования",
        )
    settings, notes = _settings(root, report)
    with limits.applied(limits.Limits(**settings.limits.model_dump())):
        return _gathered(root, settings, notes, report)


def _gathered(root: Path, settings: Settings, notes: Sequence[str], report: Report) -> Gathered:
    found = attempt(lambda: find_transcripts(root), Transcripts(()), report)
    prepare(root / file for file in found.files)
    codebook = attempt(lambda: _codebook(root, settings), None, report)
    attempt(lambda: _effort(root, settings, codebook), None, report)
    attempt(lambda: _coding(root, settings), None, report)
    people = _people(root, settings, codebook, report)
    guide = _guide(root, codebook, report)
    read = partial(interview_of, settings=settings, titles=_titles(codebook), asked=_questions(guide))
    known = partial(known_names, settings)
    alone, failures, missing = _interviews(root, found, people, known, read, report)
    interviews, joined = same_people(alone)
    scores, odd = _scores(root, codebook, guide, interviews, report)
    ticked, doubts = survey_scores(interviews, codebook, guide, overall=settings.scores.overall)
    said = (
        *notes,
        *found.notes,
        *misnamed(root),
        *(people.notes if people else ()),
        *missing,
        *same_companies(interviews),
        *joined,
        *odd,
        *doubts,
        *twin_notes(interviews),
    )
    return Gathered(
        settings=settings,
        codebook=codebook,
        interviews=interviews,
        guide=guide,
        scores=(*scores, *ticked),
        assumptions=tuple(_sentence(note, interviews) for note in said),
        failures=tuple(sorted([*found.failures, *failures], key=lambda each: each.file)),
        plan=_plan(root, report),
        arrangement=_arrangement(root, report),
    )


def _sentence(note: str, interviews: Sequence[Interview]) -> str:
    """The note with a capital; what begins with a file's path keeps it as it is written."""
    if any(note.startswith(f"{each.file}:") for each in interviews):
        return note
    return note[:1].upper() + note[1:]


def _settings(root: Path, report: Report) -> tuple[Settings, tuple[str, ...]]:
    path = own_file(root, "study", [".yaml"])
    if path is None:
        return Settings(), ()
    try:
        return read_settings(path)
    except InputError as error:
        report(error)
        return usable_settings(path), ()


def _codebook(root: Path, settings: Settings) -> Codebook:
    try:
        return read_codebook(settings.codebook, beside=root)
    except InputError as error:
        path = own_file(root, "study", [".yaml"])
        if error.file is not None or path is None:
            raise
        raise InputError(
            error.what, file=path, place="ключ codebook", value=error.value, expected=error.expected
        ) from error


def _effort(root: Path, settings: Settings, codebook: Codebook | None) -> None:
    path = own_file(root, "study", [".yaml"])
    if path is not None and codebook is not None:
        check_effort(path, settings, codebook)


def _coding(root: Path, settings: Settings) -> None:
    if settings.coding and not (root / settings.coding).exists():
        raise InputError(
            "нет такой разметки",
            file=root / "study.yaml",
            place="ключ coding",
            value=settings.coding,
            expected="файл или папка с разметкой в исследовании",
        )


def _people(root: Path, settings: Settings, codebook: Codebook | None, report: Report) -> People | None:
    def read() -> People | None:
        path = own_file(root, "participants")
        if path is None:
            return None
        return read_people(path, titles=_titles(codebook), wave=settings.wave, report=report)

    return attempt(read, None, report)


def _titles(codebook: Codebook | None) -> Mapping[Role, RoleTitles]:
    """The titles that tell roles: the codebook's own, else those of the bundled one."""
    if codebook is None:
        return {}
    return codebook.roles or read_codebook().roles


def _guide(root: Path, codebook: Codebook | None, report: Report) -> Guide:
    path = own_file(root, "guide", [".yaml"])
    guide = attempt(lambda: read_guide(path, codebook), Guide(), report) if path else Guide()
    beside = own_file(root, "criteria", [".yaml"])
    if beside is None:
        return guide
    taken = taken_names(codebook, guide) if codebook else {}
    none: tuple[Item, ...] = ()
    items = attempt(lambda: read_items(beside, codebook, taken), none, report)
    return guide.model_copy(update={"items": items})


def _questions(guide: Guide) -> list[str]:
    asked = [each for block in guide.blocks for each in block.questions]
    return [each if isinstance(each, str) else each.text for each in asked]


def _scores(
    root: Path, codebook: Codebook | None, guide: Guide, interviews: Sequence[Interview], report: Report
) -> tuple[tuple[Score, ...], tuple[str, ...]]:
    def read() -> tuple[tuple[Score, ...], tuple[str, ...]]:
        path = own_file(root, "ratings")
        if path is None:
            return (), ()
        return read_scores(path, codebook=codebook, guide=guide, interviews=interviews, report=report)

    nothing: tuple[tuple[Score, ...], tuple[str, ...]] = ((), ())
    return attempt(read, nothing, report)


def _plan(root: Path, report: Report) -> tuple[Action, ...]:
    path = own_file(root, "plan", [".xlsx"])
    return attempt(lambda: read_plan(path), (), report) if path else ()


def _arrangement(root: Path, report: Report) -> Arrangement:
    path = own_file(root, "report", [".yaml"])
    return attempt(lambda: read_yaml(path, Arrangement), Arrangement(), report) if path else Arrangement()


def _interviews(
    root: Path,
    found: Transcripts,
    people: People | None,
    known: Callable[[Sequence[Person]], tuple[str, ...]],
    read: Callable[..., Interview],
    report: Report,
) -> tuple[list[Interview], list[Failure], list[str]]:
    assigned = assign(people.persons if people else (), found.files)
    ids = _ids(root, found.files, assigned, report)
    interviews, failures = [], []
    given = [Given(root / file, known(assigned[file] if people else ())) for file in found.files]
    transcripts = track(read_all(given), "Чтение", total=len(given))
    for file, found_there in zip(found.files, transcripts, strict=True):
        if isinstance(found_there, InputError):
            # said with the path inside the study, the same on every machine
            told = InputError(
                found_there.what,
                file=file,
                place=found_there.place,
                value=found_there.value,
                expected=found_there.expected,
            )
            failures.append(Failure(file, str(told), passing=isinstance(found_there, PassingError)))
            continue
        people_here = assigned[file] if people else None
        interviews.append(read(found_there, id=ids[file], file=file, people=people_here))
    notes = []
    everybody = [person for each in interviews for person in each.participants.values()]
    placed = bool(everybody) and all(person.company for person in everybody)
    # where there is a table that was not read it is faulty, which has been said
    if people is None and not placed and own_file(root, "participants") is None:
        notes.append("таблицы участников нет: компании и роли респондентов неизвестны")
    for person in assigned[""]:
        wanted = person.file or person.interview
        who = f", «{person.name}» не учитывается" if person.name else ""
        notes.append(f"таблица участников, строка {person.number}: стенограммы «{wanted}» нет{who}")
    return interviews, failures, notes


def _ids(
    root: Path, files: Sequence[str], assigned: dict[str, list[Person]], report: Report
) -> dict[str, str]:
    """The interview of each file: as the table says, else the file's stem."""
    ids: dict[str, str] = {}
    for file in files:
        given = (person.interview for person in assigned[file] if person.interview)
        name = next(given, "") or PurePosixPath(file).stem
        other = next((each for each, taken in ids.items() if taken == name), None)
        if other:
            report(
                InputError(
                    f"две стенограммы с одним номером интервью, {other} и {file}:",
                    file=root,
                    value=name,
                    expected="разные имена файлов или разные номера в столбце interview таблицы участников",
                )
            )
        ids[file] = name
    return ids
