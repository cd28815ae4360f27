"""A study → its names, each with a stable placeholder."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from otzvuk.anonymise.kind import UNNUMBERED, NameKind, Span
from otzvuk.anonymise.known import (
    FORBIDDEN,
    Gazetteer,
    Known,
    client_placeholders,
    core,
    of_company,
    rival_names,
    stem_key,
    supplier_names,
)
from otzvuk.anonymise.lexicon import facts, fold, stem
from otzvuk.anonymise.listing import forms_of, found_of, hidden_interviews, turns_of
from otzvuk.anonymise.mentioned import NUMBERED, Mentioned, is_name, surnames_of
from otzvuk.anonymise.names import Found, Names, Place, words_of
from otzvuk.anonymise.numbering import numbers_of
from otzvuk.anonymise.person import People, Person, fullest_first, parts_of
from otzvuk.anonymise.sighting import Sighting, sighted
from otzvuk.anonymise.userlist import USER_LIST, read_user_list
from otzvuk.folder.cache import cache_of
from otzvuk.model.interview import Interview, Role
from otzvuk.model.study import Study
from otzvuk.read.interviewer import is_interviewer


def find_names(
    study: Study,
    *,
    extra: Iterable[Known] | None = None,
    earlier: Iterable[Found] = (),
    tagger: bool = True,
) -> Names:
    """Names of people, companies and places, phones, addresses, numbers in the study's interviews.

    `extra` is the user's list; without it the study's names.csv is read, if there is one. `earlier` are the
    names found the last time (`read_found`): who was called «[сотрудник 3]» then is called so again. Without
    `tagger` slovnet is not asked: faster, but finds less. Deterministic. Raises `InputError` for a bad
    names.csv.
    """
    if extra is None:
        path = study.path / USER_LIST
        extra = read_user_list(path) if path.is_file() else ()
    earlier = tuple(earlier)
    clients = client_placeholders(study, earlier)
    labelled = [
        *extra,
        *supplier_names(study),
        *(each for company, placeholder in clients.items() for each in of_company(company, placeholder)),
    ]
    rivals = {each: f"{NameKind.COMPANY} {stem_key(name)}" for each, name in rival_names(study).items()}
    known = [*labelled, *rivals]
    labels = (label for each in study.interviews for label in _labels(each))
    sightings = sighted(
        study.interviews,
        Gazetteer(known),
        cache_of(study.path),
        tagger=tagger,
        surnames=surnames_of(labels),
    )
    mentions: list[Mentioned] = []
    small: set[str] = set()
    for interview, sighting in zip(study.interviews, sightings, strict=True):
        mentions += _mentioned(interview, sighting)
        if sighting.small:
            small.add(interview.id)
    folk = People()
    people = _speakers(study, folk)
    _name_people(mentions, folk)
    _name_others(mentions, labelled, {each.stems: key for each, key in rivals.items()})
    numbers = numbers_of(mentions, people, folk, earlier)
    speakers = {who: numbers[f"person {folk.number(person)}"] for who, person in people.items()}
    silent: dict[str, list[tuple[str, str]]] = {}
    for who, placeholder in speakers.items():
        silent.setdefault(placeholder, []).append(who)
    for mention in mentions:
        mention.placeholder = mention.placeholder or numbers[mention.key]
    texts = {(i.id, at): turn.text for i in study.interviews for at, turn in enumerate(i.turns)}
    return Names(
        found=(*found_of(mentions, texts, silent, clients), *hidden_interviews(study)),
        turns=turns_of(mentions, texts),
        speakers=speakers,
        companies=clients,
        small=frozenset(small),
        gazetteer=Gazetteer([*labelled, *_numbered(rivals, numbers)]),
        forms=forms_of(mentions, speakers, clients),
        ours=frozenset(_ours(study)),
    )


def _numbered(rivals: Mapping[Known, str], numbers: Mapping[str, str]) -> Iterator[Known]:
    """Rivals with the numbers that they have got; who was never spoken of has none."""
    for each, key in rivals.items():
        yield each._replace(placeholder=numbers.get(key, UNNUMBERED[NameKind.COMPANY]))


def _mentioned(interview: Interview, sighting: Sighting) -> Iterator[Mentioned]:
    """What was seen in an interview: known names of each turn first, then what they leave."""
    for turn, (matches, spans) in enumerate(zip(sighting.matches, sighting.spotted, strict=True)):
        text = interview.turns[turn].text
        taken = [(each.start, each.stop) for each in matches]
        for match in matches:
            if match.known.placeholder != FORBIDDEN:
                place = Place(interview.id, turn, match.start, match.stop)
                said = text[match.start : match.stop]
                yield Mentioned(place, said, match.known.kind, match.known.placeholder)
        for span in spans:
            if not any(start < span.stop and span.start < stop for start, stop in taken):
                start, stop, kind = _trimmed(span, text)
                yield Mentioned(Place(interview.id, turn, start, stop), text[start:stop], kind)


def _trimmed(span: Span, text: str) -> Span:
    """The span without quotes, blanks and marks at its edges: they stay in the text."""
    start, stop = span.start, span.stop
    while start < stop - 1 and text[start] in ' \n\t«“„",.;:()–—-':
        start += 1
    while stop - 1 > start and text[stop - 1] in ' \n\t»”“",;:!?()–—-':
        stop -= 1
    return span._replace(start=start, stop=stop)


def _speakers(study: Study, folk: People) -> dict[tuple[str, str], Person]:
    """(interview, speaker) → the person: those of the table and everybody else who speaks."""
    found: dict[tuple[str, str], Person] = {}
    for interview in study.interviews:
        asking = {turn.speaker for turn in interview.turns if turn.interviewer}
        for speaker in _labels(interview):
            role = "interviewer" if speaker in asking or is_interviewer(speaker) else "respondent"
            person = None
            listed = interview.participants.get(speaker)
            for name in dict.fromkeys([listed.speaker if listed else speaker, speaker]):
                if is_name(name):
                    person = folk.add(parts_of(name), interview.id, role)
            if person is None:  # «Спикер 2»: nobody can be meant by that in speech
                person = folk.stranger(interview.id, role)
            found[interview.id, speaker] = person
    return found


def _labels(interview: Interview) -> Iterable[str]:
    """How the participants table and the transcript call those who speak, each once."""
    spoken = (turn.speaker for turn in interview.turns if turn.speaker)
    return dict.fromkeys([*interview.participants, *spoken])


def _ours(study: Study) -> Iterator[str]:
    """What sentences of the program quote and what tells nobody, folded."""
    book = study.codebook
    labels = [*book.themes.values(), *book.stages.values(), *(role.label for role in Role)]
    labels += [each.label for each in book.codes.values()]
    labels += [each.label for each in book.processes.values()]
    labels += [label for lens in book.lenses.values() for label in lens.values.values()]
    spoken = [label for each in study.interviews for label in _labels(each) if not is_name(label)]
    labels += [
        label for label in spoken if all(facts(fold(word)).known for word in re.findall(r"[^\W\d_]+", label))
    ]
    yield from map(fold, labels)


def _name_people(mentions: Sequence[Mentioned], folk: People) -> None:
    """Say which person each mention means: those that say most first, so that a bare name finds its owner."""
    people = [each for each in mentions if each.kind == NameKind.PERSON and not each.placeholder]
    said = [(parts_of(each.text), each.place.interview) for each in people]
    for at in fullest_first(said):
        people[at].key = f"person {folk.number(folk.meant(*said[at]))}"


def _name_others(
    mentions: Sequence[Mentioned], known: Sequence[Known], rivals: Mapping[tuple[str, ...], str]
) -> None:
    """Keys of companies and places: what all forms of a name share; contacts get no number.

    `rivals` are the keys of those that the study names, by the words of each.
    """
    own = {each.stems: each.placeholder for each in known if each.placeholder != FORBIDDEN}
    joined = {"".join(stems): placeholder for stems, placeholder in own.items()}  # «Инжтех Пром»
    for mention in mentions:
        if mention.placeholder or mention.key:
            continue
        if mention.kind not in NUMBERED:
            mention.placeholder = UNNUMBERED[mention.kind]
            continue
        named = core(mention.text) if mention.kind == NameKind.COMPANY else mention.text
        stems = tuple(stem(word) for word in words_of(named))
        inside = next((own[piece] for piece in _pieces(stems) if piece in own), "")
        inside = inside or joined.get(stem("".join(fold(word) for word in words_of(named))), "")
        if inside and mention.kind == NameKind.COMPANY:
            mention.placeholder = inside
        elif mention.kind == NameKind.COMPANY and stems in rivals:
            mention.key = rivals[stems]
        else:
            mention.key = f"{mention.kind} {' '.join(stems)}"


def _pieces(stems: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    for size in range(len(stems), 0, -1):
        for at in range(len(stems) - size + 1):
            yield stems[at : at + size]
