"""The participants table, and which of its people a transcript's speakers are."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from otzvuk.model.codebook import RoleTitles
from otzvuk.model.errors import InputError
from otzvuk.model.interview import Participant, Role
from otzvuk.model.wording import wave_name
from otzvuk.read.faults import Report, stop
from otzvuk.read.guarded import read_table
from otzvuk.read.interviewer import is_interviewer
from otzvuk.read.names import Likeness, key, likeness
from otzvuk.read.roles import role_meant, role_of
from otzvuk.read.table import Row

COLUMNS = {
    "интервью": "interview", "номер интервью": "interview", "id": "interview",
    "файл": "file", "стенограмма": "file", "имя файла": "file",
    "спикер": "speaker", "говорящий": "speaker", "имя": "speaker", "респондент": "speaker", "фио": "speaker",
    "участник": "speaker", "name": "speaker", "фио респондента": "speaker", "имя респондента": "speaker",
    "фио участника": "speaker", "имя участника": "speaker", "ф и о": "speaker", "ф.и.о.": "speaker",
    "компания": "company", "организация": "company", "предприятие": "company", "клиент": "company",
    "название компании": "company", "наименование компании": "company", "юрлицо": "company",
    "должность": "position", "должность респондента": "position", "должность участника": "position",
    "роль": "role", "роль участника": "role", "роль респондента": "role", "роль в закупке": "role",
    "роль в покупке": "role", "номер волны": "wave", "человек": "person", "персона": "person",
    "функция": "function", "подразделение": "function",
    "отдел": "function", "волна": "wave",
}  # fmt: skip
_OWN = frozenset(
    {"interview", "file", "speaker", "company", "position", "role", "function", "wave", "person"}
)


@dataclass(frozen=True, slots=True)
class Person:
    """A row of the participants table: whom it describes and in which transcript to look for them."""

    number: int
    interview: str
    file: str
    participant: Participant
    interviewer: bool = False

    @property
    def name(self) -> str:
        """The name that the table gives; "" where it gives none."""
        return self.participant.speaker


@dataclass(frozen=True, slots=True)
class People:
    """The participants table: its people in order, and in Russian what was passed over."""

    persons: tuple[Person, ...] = ()
    notes: tuple[str, ...] = ()


def read_people(
    path: Path, *, titles: Mapping[Role, RoleTitles] | None = None, wave: str = "", report: Report = stop
) -> People:
    """Read participants.csv or .xlsx: interview, file, speaker, company, position, function, role, wave,
    person (who is one in several interviews).

    Columns may bear Russian names, and a title may stand above them; further ones become attributes. A role
    is an id, a Russian name or what people write for it («ЛПР», «Закупки»), which a note says; one that
    means nothing is unknown, which a note says too; an empty one follows from the position by `titles`.
    `wave` holds where a row gives none. Faulty rows go to `report`, a repeated row is left out with a note.
    """
    table = read_table(path, aliases=COLUMNS, report=report, known={"interview", "file", "speaker"})
    if not {"interview", "file", "speaker"} & set(table.columns):
        raise InputError(
            "в таблице участников нет столбцов interview, file и speaker",
            file=path,
            value=", ".join(table.columns),
            expected="хотя бы один из них",
        )
    persons: list[Person] = []
    notes: list[str] = []
    for row in table.rows:
        person, doubt = _person(row, path, titles or {}, wave)
        twin = next((each for each in persons if _place(each) == _place(person)), None)
        if twin and person.name:
            same = f"повторяет строку {twin.number}"
            if twin.participant != person.participant:
                same = f"расходится со строкой {twin.number}; взята та, что выше"
            notes.append(f"строка {person.number} в {path.name} про «{person.name}» {same}")
            continue
        notes += [doubt] if doubt else []
        persons.append(person)
    for name in dict.fromkeys(each.file for each in persons if each.file):
        ids = list(dict.fromkeys(each.interview for each in persons if each.file == name and each.interview))
        if len(ids) > 1:
            report(
                InputError(
                    f"у файла {name} несколько номеров интервью:",
                    file=path,
                    value=", ".join(ids),
                    expected="один номер на файл",
                )
            )
    return People(tuple(persons), tuple(notes))


def _place(person: Person) -> tuple[str, str, str]:
    return person.interview, _file_key(person.file), key(person.name)


def _person(row: Row, path: Path, titles: Mapping[Role, RoleTitles], wave: str) -> tuple[Person, str]:
    """The person of a row, and in Russian what was assumed about the role ("" where nothing was)."""
    row = Row(row.number, {name: _said(cell) if name in _OWN else cell for name, cell in row.cells.items()})
    asks = is_interviewer(row["role"]) or is_interviewer(row["speaker"])
    role, source, doubt, meant = Role.UNKNOWN, "", "", None
    if row["role"] and not asks:
        meant = role_meant(row["role"], titles)
        if meant is None:
            doubt = _unknown_role(row, path)
        else:
            role, source = meant.role, "table" if meant.role is not Role.UNKNOWN else ""
            doubt = "" if meant.sure else _assumed_role(row, path, role)
    if role is Role.UNKNOWN and row["position"] and not doubt:
        role = role_of(row["position"], titles)
        source = "position" if role is not Role.UNKNOWN else ""
    participant = Participant(
        speaker=unicodedata.normalize("NFC", row["speaker"]),
        company=row["company"],
        position=row["position"],
        role=role,
        function=row["function"],
        wave=wave_name(row["wave"]) or wave,
        role_source=source,
        person=row["person"],
        attributes={name: cell for name, cell in row.cells.items() if name not in _OWN},
    )
    return Person(row.number, row["interview"], row["file"], participant, asks), doubt


def _said(cell: str) -> str:
    """The cell, "" where somebody wrote only that they do not know: «?», «—», «н/д»."""
    return "" if _NOTHING.fullmatch(cell.casefold()) else cell


_NOTHING = re.compile(r"[\s?!.…*_–—-]*|н\s*[/.]\s*д\.?|нет данных|(?:не\s?известн|не указан)[аоы]?")


def _unknown_role(row: Row, path: Path) -> str:
    roles = ", ".join(f"{role.value} ({role.label})" for role in Role if role is not Role.UNKNOWN)
    return (
        f"неизвестная роль «{row['role']}» ({path.name}, {row.place}), {_who(row)} остаётся без роли; "
        f"впишите там в столбец роли одну из: {roles}"
    )


def _assumed_role(row: Row, path: Path, role: Role) -> str:
    others = ", ".join(each.value for each in Role if each is not role)
    return (
        f"роль «{row['role']}» ({path.name}, {row.place}) понята как {role.value} ({role.label}); если это "
        f"не так, впишите там в столбец роли другую: {others}"
    )


def _who(row: Row) -> str:
    return f"«{row['speaker']}»" if row["speaker"] else "респондент"


def assign(persons: Iterable[Person], files: Sequence[str]) -> dict[str, list[Person]]:
    """The people of each of `files` (paths relative to the study); "" holds those whose file is missing.

    A row names its transcript by path, by file name, with or without suffix, or by the interview alone
    (the file's stem). A row that names neither belongs to every transcript.
    """
    found: dict[str, list[Person]] = {"": [], **{file: [] for file in files}}
    whole, stems = defaultdict(list), defaultdict(list)
    for file in files:
        path = _file_key(file)
        last = path.rpartition("/")[2]
        for name in {path, last}:
            whole[name].append(file)
        stems[PurePosixPath(last).stem].append(file)
    for person in persons:
        wanted = _file_key(person.file or person.interview)
        own = whole[wanted] or stems[wanted]
        if (
            person.file and not own
        ):  # the sound file's name, or the interview's number is what the file is called
            own = stems[PurePosixPath(wanted).stem] or stems[_file_key(person.interview)]
        for file in own if wanted else files:
            found[file].append(person)
        if wanted and not own:
            found[""].append(person)
    return found


def _file_key(name: str) -> str:
    folded = unicodedata.normalize("NFC", name).casefold().replace("\\", "/").strip()
    return folded.removeprefix("./").removeprefix("transcripts/")


def match_names(speakers: Sequence[str], persons: Sequence[Person]) -> dict[str, tuple[Person, Likeness]]:
    """Which person each speaker is, judged by the names alone; the surest matches are made first.

    A pair is made only where it is the only one possible on its level; two spellings of one person both
    match. Speakers that match nobody or several are left out.
    """
    found: dict[str, tuple[Person, Likeness]] = {}
    for level in (Likeness.SAME, Likeness.PART, Likeness.INITIALS, Likeness.FORM):
        taken = [person for person, _ in found.values()]
        left = [person for person in persons if person not in taken]
        open_ = {
            speaker: [person for person in left if likeness(speaker, person.name) >= level]
            for speaker in speakers
            if speaker not in found
        }
        for speaker, candidates in open_.items():
            if len(candidates) == 1 and sum(candidates[0] in others for others in open_.values()) == 1:
                found[speaker] = candidates[0], level
    for speaker in speakers:
        alike = [person for person in persons if likeness(speaker, person.name) >= Likeness.INITIALS]
        if speaker not in found and len(alike) == 1:
            found[speaker] = alike[0], Likeness.INITIALS
    return found
