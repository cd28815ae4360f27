"""One interview: a transcript with its people found, its interviewer told apart, its guesses said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from otzvuk.model.codebook import RoleTitles
from otzvuk.model.interview import Interview, Participant, Role
from otzvuk.model.study import Settings
from otzvuk.read import limits
from otzvuk.read.guarded import read_guarded
from otzvuk.read.interviewer import find_interviewers
from otzvuk.read.names import Likeness
from otzvuk.read.onevoice import questions_apart
from otzvuk.read.people import Person, match_names
from otzvuk.read.roles import role_of
from otzvuk.read.transcript import Described, Transcript

UNNAMED = "Респондент"


def read_interview(
    path: str | Path,
    *,
    id: str = "",
    file: str = "",
    people: Sequence[Person] | None = None,
    settings: Settings | None = None,
    titles: Mapping[Role, RoleTitles] | None = None,
    asked: Sequence[str] = (),
) -> Interview:
    """Read one transcript.

    `id` is the interview's (the file's stem unless given), `file` the path to show (relative to the
    study). `people` are the table's rows for this transcript, None where the study has no table. `titles`
    tell the roles of positions that the file itself gives, `asked` are the guide's questions. Raises
    `InputError` that names the file.
    """
    path, settings = Path(path), settings or Settings()
    with limits.applied(limits.Limits(**settings.limits.model_dump())):
        found = read_guarded(path, known=known_names(settings, people or ()))
    return interview_of(
        found,
        id=id or path.stem,
        file=file or path.name,
        people=people,
        settings=settings,
        titles=titles,
        asked=asked,
    )


def known_names(settings: Settings, people: Sequence[Person]) -> tuple[str, ...]:
    """The speakers that a study expects in a transcript: those whom its table lists there, and who asks."""
    return (*(person.name for person in people if person.name), *settings.interviewers)


def interview_of(
    transcript: Transcript,
    *,
    id: str,
    file: str,
    people: Sequence[Person] | None = None,
    settings: Settings | None = None,
    titles: Mapping[Role, RoleTitles] | None = None,
    asked: Sequence[str] = (),
) -> Interview:
    """The interview that `transcript` is: turns by known people, the interviewer's marked, guesses said.

    A speaker found in `people` is renamed as the table spells them; what the table leaves open of them the
    file may say itself, if it is a survey.
    """
    settings = settings or Settings()
    persons = [person for person in people or () if not person.interviewer]
    askers = [person.name for person in people or () if person.interviewer and person.name]
    turns, apart = questions_apart(transcript.turns, asked)
    speakers = list(dict.fromkeys(turn.speaker for turn in turns))
    matched = match_names(speakers, persons)
    asking = find_interviewers(
        turns,
        settled=[*settings.interviewers, *askers],
        respondents=matched.keys(),
        all_found=_all_found(persons, matched),
    )
    notes = [*transcript.notes, apart, asking.note]
    left = [name for name in speakers if name not in matched and name not in asking.speakers]
    rows = [person for person in persons if person.file or person.interview]
    unfound = [person for person in rows if not any(person is each for each, _ in matched.values())]
    if len(left) == len(unfound) == 1:
        matched[left[0]] = unfound[0], Likeness.NONE
        unfound = []
    unnamed, rest, said = _for_all(left, unfound)
    notes += [said]
    described = {each.speaker: each for each in transcript.described}
    participants: dict[str, Participant] = {}
    alone = len(speakers) == 1 or bool(apart)
    names = {name: name or (UNNAMED if alone else "Без имени") for name in speakers}
    for name in speakers:
        if name in asking.speakers:
            continue
        if name in matched:
            person, level = matched[name]
            names[name] = person.name or names[name]
            participant = replace(person.participant, speaker=names[name])
            if name in described:
                participant = _completed(participant, described[name], titles or {})
            notes += [*_guessed(name, person, level), _role_note(participant)]
        elif unnamed is not None and name in left:
            own = replace(unnamed, speaker=names[name])
            participant = _completed(own, described[name], titles or {}) if name in described else own
            notes.append(_role_note(participant))
        elif name in described:
            own = Participant(names[name], wave=settings.wave)
            participant = _completed(own, described[name], titles or {})
        else:
            participant = Participant(names[name], wave=settings.wave)
            notes.append(
                f"говорящего «{names[name]}» нет в таблице участников, его роль неизвестна" if people else ""
            )
        participants[names[name]] = participant
    notes += [
        f"«{each.name}» из таблицы участников (строка {each.number}) в стенограмме не говорит"
        for each in rest
        if each.name
    ]
    if people is not None and not people:
        notes.append("в таблице участников нет строки для этой стенограммы")
    if not participants:
        notes.append("респондентов в стенограмме нет: говорит только интервьюер")
    turns = tuple(
        replace(turn, speaker=names[turn.speaker], interviewer=turn.speaker in asking.speakers)
        for turn in turns
    )
    waves = {participant.wave for participant in participants.values()}
    return Interview(
        id=id,
        file=file,
        turns=turns,
        participants=participants,
        wave=waves.pop() if len(waves) == 1 else settings.wave,
        assumptions=tuple(dict.fromkeys(note[:1].upper() + note[1:] for note in notes if note)),
        marks=tuple(
            replace(mark, speaker=names.get(mark.speaker, mark.speaker)) for mark in transcript.marks
        ),
        outside=transcript.outside,
    )


def _for_all(left: Sequence[str], unfound: Sequence[Person]) -> tuple[Participant | None, list[Person], str]:
    """What the rows that name a transcript and nobody in it say of those of it whom the table does not name.

    Of several such rows only the wave and the company, where they agree: nothing tells whose row is whose.
    With the rows that remain to be found, and what was done in Russian.
    """
    rows = [each for each in unfound if not each.name]
    rest = [each for each in unfound if each.name]
    if not rows:
        return None, rest, ""
    which = ", ".join(str(each.number) for each in rows)
    which = f"строк{'а' if len(rows) == 1 else 'и'} {which} таблицы участников: о ком, не сказано"
    if not left:
        return None, rest, f"{which}, а все, кто говорит, уже названы; не учтено"
    whom = ", ".join(f"«{name or UNNAMED}»" for name in left)
    if len(rows) == 1:
        return rows[0].participant, rest, f"{which}; отнесено ко всем, кого в ней нет: {whom}"
    waves = {each.participant.wave for each in rows}
    companies = {each.participant.company for each in rows}
    shared = Participant(
        "",
        wave=waves.pop() if len(waves) == 1 else "",
        company=companies.pop() if len(companies) == 1 else "",
    )
    return shared, rest, f"{which}; взято лишь то, в чём они согласны, компания и волна: {whom}"


def _completed(participant: Participant, said: Described, titles: Mapping[Role, RoleTitles]) -> Participant:
    """`participant` with what the file says of them, where the table says nothing."""
    position = participant.position or said.position
    role, source = participant.role, participant.role_source
    if role is Role.UNKNOWN and position and titles:
        role = role_of(position, titles)
        source = "position" if role is not Role.UNKNOWN else ""
    return replace(
        participant,
        company=participant.company or said.company,
        position=position,
        function=participant.function or said.function,
        role=role,
        role_source=source,
        attributes={**dict(said.attributes), **participant.attributes},
    )


def _all_found(persons: Sequence[Person], matched: Mapping[str, tuple[Person, Likeness]]) -> bool:
    own = [person for person in persons if person.file or person.interview]
    return all(any(person is each for each, _ in matched.values()) for person in own)


def _guessed(name: str, person: Person, level: Likeness) -> list[str]:
    if level > Likeness.FORM or not person.name:
        return []
    why = "похоже пишется" if level is Likeness.FORM else "других кандидатов в таблице участников нет"
    return [f"говорящий «{name or UNNAMED}» принят за «{person.name}»: {why}"]


def _role_note(participant: Participant) -> str:
    if participant.role is Role.UNKNOWN:
        why = (
            f"должность «{participant.position}» не подошла ни под одно правило"
            if participant.position
            else "должности нет"
        )
        return f"роль «{participant.speaker}» неизвестна: в таблице её нет, {why}"
    if participant.role_source == "position":
        role = participant.role.label[:1].lower() + participant.role.label[1:]
        return f"роль «{participant.speaker}» определена по должности «{participant.position}»: {role}"
    return ""
