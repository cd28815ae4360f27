"""`ratings.csv`: the marks that respondents gave on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from otzvuk.model.choice import near_of
from otzvuk.model.codebook import Codebook
from otzvuk.model.errors import InputError
from otzvuk.model.interview import Interview
from otzvuk.model.study import Guide, Score
from otzvuk.model.wording import wave_name
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
_NAMED = 8  # criteria that a sentence names
_REQUIRED = ("interview", "criterion", "value")


def read_scores(
    path: Path,
    *,
    codebook: Codebook | None,
    guide: Guide | None = None,
    interviews: Sequence[Interview] = (),
    report: Report = stop,
) -> tuple[tuple[Score, ...], tuple[str, ...]]:
    """The scores of ratings.csv or .xlsx, and in Russian what does not agree with the transcripts.

    A criterion is a code, process, theme or value of a lens by id or label, the title of a block of the
    guide, or an item of the client's own questionnaire (`Guide.items`); it is unchecked where `codebook` is
    None. Marks of any other are left out and said, with a way to take them in. A scale may be left out where
    the item has one. Faulty rows go to `report`.
    """
    guide = guide or Guide()
    table = read_table(path, aliases=COLUMNS, report=report)
    known_criteria = criteria(codebook, guide) if codebook else None
    scales = {
        _known(item.name, known_criteria or {}) or item.name: item.scale for item in guide.items if item.scale
    }
    required = _REQUIRED if scales else (*_REQUIRED, "scale")
    require_columns(table, path, required, expected="столбцы interview, speaker, criterion, value, scale")
    strange: dict[str, int] = {}
    known = {interview.id: interview for interview in interviews}
    waves = {interview.wave for interview in interviews}
    waves |= {person.wave for interview in interviews for person in interview.participants.values()}
    scores, notes = [], []
    for row in table.rows:
        try:
            score = _score(row, path, known_criteria, scales)
        except InputError as error:
            report(error)
            continue
        if score is None:
            strange[row["criterion"]] = strange.get(row["criterion"], 0) + 1
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
    if strange and codebook:
        notes.append(_not_counted(path, strange, codebook, guide))
    return tuple(scores), tuple(notes)


def strange_criteria(path: Path, codebook: Codebook, guide: Guide) -> dict[str, float | None]:
    """What is marked in a table of ratings and known neither to the codebook nor to guide and questionnaire.

    By name, in the order of the table; with the scale where all its rows have the same one.
    """
    known, found = criteria(codebook, guide), dict[str, set[str]]()
    for row in read_table(path, aliases=COLUMNS, report=lambda _: None).rows:
        name = row["criterion"]
        if name and _known(name, known) is None:
            found.setdefault(name, set()).add(row["scale"])
    scales = {}
    for name, said in found.items():
        try:
            scales[name] = float(next(iter(said)).replace(",", ".")) if len(said) == 1 else None
        except ValueError:
            scales[name] = None
    return scales


def taken_names(codebook: Codebook, guide: Guide) -> dict[str, str]:
    """What the codebook and the blocks of the guide call theirs, folded; with its Russian name."""
    found: dict[str, str] = {}
    for identifier, label in _named(codebook, guide.model_copy(update={"items": ()})):
        found.setdefault(key(identifier), label)
        found.setdefault(key(label), label)
    return found


def _not_counted(path: Path, strange: Mapping[str, int], codebook: Codebook, guide: Guide) -> str:
    labels: dict[str, str] = {}
    for identifier, label in _named(codebook, guide):
        labels.setdefault(identifier, label)
    told = []
    for name, rows in [*strange.items()][:_NAMED]:
        near = near_of(name, labels)
        told.append(f"«{name}» ({rows}{f'; похоже на «{labels[near]}»' if near else ''})")
    more = f" и ещё {len(strange) - _NAMED}" if len(strange) > _NAMED else ""
    return (
        f"в {path.name} не учтены оценки по критериям, которых нет ни в кодовой книге, ни в criteria.yaml: "
        f"{', '.join(told)}{more}; чтобы учесть их, запустите otzvuk criteria"
    )


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
    named += [(item.name, item.name) for item in guide.items]
    named += codebook.themes.items()
    return named + [pair for lens in codebook.lenses.values() for pair in lens.values.items()]


def _known(name: str, known: Mapping[str, str]) -> str | None:
    return known.get(name.casefold()) or known.get(key(name))


def _score(
    row: Row, path: Path, known: Mapping[str, str] | None, scales: Mapping[str, float]
) -> Score | None:
    """The score of a row; None where nobody knows what it is for."""
    if not row["criterion"]:
        raise InputError(
            "не указано, за что оценка",
            file=path,
            place=row.place,
            expected="критерий в столбце criterion",
        )
    criterion = row["criterion"] if known is None else _known(row["criterion"], known)
    if not row["interview"]:
        raise InputError(
            "не указано интервью", file=path, place=row.place, expected="номер интервью в столбце interview"
        )
    if criterion is None:
        return None
    own = scales.get(criterion)
    scale = own if own and not row["scale"] else _number(row, "scale", path)
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
            expected=f"число от 0 до {scale:g}",
        )
    return Score(
        interview=row["interview"],
        speaker=row["speaker"],
        criterion=criterion,
        value=value,
        scale=scale,
        wave=wave_name(row["wave"]),
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
