"""`ratings.csv`: the marks that respondents gave on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from otzvuk.model.choice import near_of
from otzvuk.model.codebook import Codebook
from otzvuk.model.errors import InputError
from otzvuk.model.interview import Interview
from otzvuk.model.study import Guide, Score
from otzvuk.read.faults import Report, stop
from otzvuk.read.guarded import read_table
from otzvuk.read.names import Likeness, key, likeness
from otzvuk.read.table import Row, require_columns

COLUMNS = {
    "интервью": "interview", "номер интервью": "interview", "спикер": "speaker", "респондент": "speaker",
    "имя": "speaker", "фио": "speaker", "участник": "speaker", "фио респондента": "speaker",
    "имя респондента": "speaker", "критерий": "criterion",
    "показатель": "criterion", "вопрос": "criterion", "оценка": "value", "балл": "value",
    "значение": "value", "шкала": "scale", "максимум": "scale", "волна": "wave",
}  # fmt: skip
_NAMED = 8  # criteria that a complaint names
_REQUIRED = ("interview", "criterion", "value", "scale")


def read_scores(
    path: Path,
    *,
    codebook: Codebook | None,
    guide: Guide | None = None,
    interviews: Sequence[Interview] = (),
    report: Report = stop,
) -> tuple[tuple[Score, ...], tuple[str, ...]]:
    """The scores of ratings.csv or .xlsx, and in Russian what does not agree with the transcripts.

    A criterion is a code, process, theme or value of a lens by id or label, or the title of a block of
    the guide; it is unchecked where `codebook` is None. Faulty rows go to `report`.
    """
    table = read_table(path, aliases=COLUMNS, report=report)
    require_columns(table, path, _REQUIRED, expected="столбцы interview, speaker, criterion, value, scale")
    known_criteria = criteria(codebook, guide or Guide()) if codebook else None
    labels: dict[str, str] = {}
    for identifier, label in _named(codebook, guide or Guide()) if codebook else ():
        labels.setdefault(identifier, label)
    known = {interview.id: interview for interview in interviews}
    waves = {interview.wave for interview in interviews}
    waves |= {person.wave for interview in interviews for person in interview.participants.values()}
    scores, notes = [], []
    for row in table.rows:
        try:
            score = _score(row, path, known_criteria, labels)
        except InputError as error:
            report(error)
            continue
        if score.wave and any(waves) and score.wave not in waves:
            waves.add(score.wave)  # said once
            notes.append(f"{row.place} в {path.name}: волны «{score.wave}» нет ни у одного интервью")
        interview = known.get(score.interview)
        if interview is None:
            notes.append(f"{row.place} в {path.name}: среди прочитанных нет интервью «{score.interview}»")
        else:
            name = _speaker(score.speaker, interview)
            if name is None:
                notes.append(
                    f"{row.place} в {path.name}: в интервью {interview.id} нет респондента «{score.speaker}»"
                )
            score = Score(
                interview=score.interview,
                speaker=name or score.speaker,
                criterion=score.criterion,
                value=score.value,
                scale=score.scale,
                wave=score.wave or interview.wave,
            )
        scores.append(score)
    return tuple(scores), tuple(notes)


def criteria(codebook: Codebook, guide: Guide) -> dict[str, str]:
    """Ids of all that can be marked, by id and by label, folded; the first to bear a name keeps it."""
    found: dict[str, str] = {}
    for identifier, label in _named(codebook, guide):
        found.setdefault(identifier.casefold(), identifier)
        found.setdefault(key(label), identifier)
    return found


def _named(codebook: Codebook, guide: Guide) -> list[tuple[str, str]]:
    """All that can be marked and its Russian name."""
    named = [(code, each.label) for code, each in codebook.codes.items()]
    named += [(process, each.label) for process, each in codebook.processes.items()]
    named += [(block.title, block.title) for block in guide.blocks]
    named += codebook.themes.items()
    return named + [pair for lens in codebook.lenses.values() for pair in lens.values.items()]


def _wanted(name: str, labels: Mapping[str, str]) -> str:
    """What a criterion can be, by its Russian name, the nearest first said."""
    near = near_of(name, labels)
    known = dict.fromkeys(label or identifier for identifier, label in labels.items())
    some = ", ".join(list(known)[:_NAMED]) + ("…" if len(known) > _NAMED else "")
    meant = f"; вы имели в виду «{labels[near]}» ({near})?" if near and labels[near] != near else ""
    meant = meant or (f"; вы имели в виду «{near}»?" if near else "")
    return f"название или код из кодовой книги либо блок гайда: {some}{meant}"


def _score(row: Row, path: Path, criteria: dict[str, str] | None, labels: Mapping[str, str]) -> Score:
    name = row["criterion"]
    criterion: str | None = name
    if criteria is not None:
        criterion = criteria.get(name.casefold()) or criteria.get(key(name))
    if not criterion:
        raise InputError(
            "неизвестный критерий",
            file=path,
            place=row.place,
            value=name,
            expected=_wanted(name, labels),
        )
    if not row["interview"]:
        raise InputError(
            "не указано интервью", file=path, place=row.place, expected="номер интервью в столбце interview"
        )
    scale = _number(row, "scale", path)
    if scale <= 0:
        raise InputError(
            "неверная шкала", file=path, place=row.place, value=row["scale"], expected="число больше нуля"
        )
    value = _number(row, "value", path)
    if not 0 <= value <= scale:
        raise InputError(
            "оценка вне шкалы",
            file=path,
            place=row.place,
            value=row["value"],
            expected=f"число от 0 до {row['scale']}",
        )
    return Score(
        interview=row["interview"],
        speaker=row["speaker"],
        criterion=criterion,
        value=value,
        scale=scale,
        wave=row["wave"],
    )


def _number(row: Row, column: str, path: Path) -> float:
    try:
        number = float(row[column].replace(",", ".").replace("\u00a0", ""))
    except ValueError:
        number = float("nan")
    if number != number or abs(number) == float("inf"):
        raise InputError(
            f"неверное значение столбца {column}",
            file=path,
            place=row.place,
            value=row[column],
            expected="число",
        )
    return number


def _speaker(name: str, interview: Interview) -> str | None:
    """The respondent's name as the interview has it; the only respondent where none is given."""
    respondents = list(interview.participants)
    if not name and len(respondents) == 1:
        return respondents[0]
    alike = [each for each in respondents if likeness(name, each) >= Likeness.INITIALS]
    same = [each for each in alike if likeness(name, each) is Likeness.SAME]
    return next(iter(same or alike), None) if len(same or alike) == 1 else None
