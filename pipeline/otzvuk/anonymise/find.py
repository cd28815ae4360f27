"""A study → its names, each with a stable placeholder."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from otzvuk.anonymise.kind import UNNUMBERED, NameKind, Span
from otzvuk.anonymise.known import (
    FORBIDDEN,
    Gazetteer,
    Known,
    client_placeholders,
    core,
    of_company,
    supplier_names,
)
from otzvuk.anonymise.label import interview_labels
from otzvuk.anonymise.lexicon import facts, fold, stem
from otzvuk.anonymise.names import Found, Names, Place, form_key, words_of
from otzvuk.anonymise.offsets import Hidden, Replacement, hidden
from otzvuk.anonymise.person import Parts, People, Person, fullest_first, parts_of
from otzvuk.anonymise.spot import spot_words
from otzvuk.anonymise.userlist import USER_LIST, read_user_list
from otzvuk.anonymise.word import small, words
from otzvuk.interview import Interview
from otzvuk.read.interviewer import is_interviewer
from otzvuk.study import Study

_CONTEXT = 40  # characters around an example
_WORDS = {NameKind.COMPANY: "организация", NameKind.PLACE: "город"}
_ROLES = {"respondent": "респондент", "interviewer": "интервьюер", "": "сотрудник"}


@dataclass
class _Mention:
    place: Place
    text: str
    kind: NameKind
    placeholder: str = ""
    key: str = ""


@dataclass
class _Search:
    """The mentions of a study as they are gathered."""

    mentions: list[_Mention] = field(default_factory=list)
    small: set[str] = field(default_factory=set)


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
    clients = client_placeholders(study)
    known = [
        *extra,
        *supplier_names(study),
        *(each for company, placeholder in clients.items() for each in of_company(company, placeholder)),
    ]
    gazetteer = Gazetteer(known)
    search = _Search()
    for interview in study.interviews:
        _search(interview, gazetteer, search, tagger=tagger)
    folk = People()
    people = _speakers(study, folk)
    _name_people(search.mentions, folk)
    _name_others(search.mentions, known)
    numbers = _numbers(search.mentions, people, folk, earlier)
    keys = {id(person): f"person {at}" for at, person in enumerate(folk.persons)}
    speakers = {who: numbers[keys[id(person)]] for who, person in people.items()}
    silent: dict[str, list[tuple[str, str]]] = {}
    for who, placeholder in speakers.items():
        silent.setdefault(placeholder, []).append(who)
    for mention in search.mentions:
        mention.placeholder = mention.placeholder or numbers[mention.key]
    texts = {(i.id, at): turn.text for i in study.interviews for at, turn in enumerate(i.turns)}
    return Names(
        found=(*_found(search.mentions, texts, silent), *_interviews(study)),
        turns=_turns(search.mentions, texts),
        speakers=speakers,
        companies=clients,
        small=frozenset(search.small),
        gazetteer=gazetteer,
        forms=_forms(search.mentions, speakers, clients),
    )


def _search(interview: Interview, gazetteer: Gazetteer, search: _Search, *, tagger: bool) -> None:
    texts = [turn.text for turn in interview.turns]
    parsed = [words(text) for text in texts]
    lower = small(parsed)
    if lower:
        search.small.add(interview.id)
    spotted = spot_words(texts, parsed, lower=lower, tagger=tagger)
    for turn, text in enumerate(texts):
        matches = [each for sentence in parsed[turn] for each in gazetteer.matches(sentence, small=lower)]
        taken = [(each.start, each.stop) for each in matches]
        for match in matches:
            if match.known.placeholder != FORBIDDEN:
                start, stop = match.start, match.stop
                place = Place(interview.id, turn, start, stop)
                search.mentions.append(
                    _Mention(place, text[start:stop], match.known.kind, match.known.placeholder)
                )
        for span in spotted[turn]:
            if not any(start < span.stop and span.start < stop for start, stop in taken):
                trimmed = _trimmed(span, text)
                place = Place(interview.id, turn, trimmed.start, trimmed.stop)
                search.mentions.append(_Mention(place, text[trimmed.start : trimmed.stop], trimmed.kind))


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
        labels = [*interview.participants, *(turn.speaker for turn in interview.turns if turn.speaker)]
        for speaker in dict.fromkeys(labels):
            role = "interviewer" if speaker in asking or is_interviewer(speaker) else "respondent"
            person = None
            listed = interview.participants.get(speaker)
            for name in dict.fromkeys([listed.speaker if listed else speaker, speaker]):
                if is_name(name):
                    person = folk.add(parts_of(name), interview.id, role)
            if person is None:  # «Спикер 2»: nobody can be meant by that in speech
                person = Person(Parts(), {interview.id}, role)
                folk.persons.append(person)
            found[interview.id, speaker] = person
    return found


def is_name(label: str) -> bool:
    """Whether a speaker's label is a person's name rather than «Спикер 2»."""
    if re.search(r"\b[А-ЯЁA-Z]\.", label):  # «Стужина В. П.»
        return True
    known = [facts(fold(word)) for word in words_of(label)]
    return any(
        each.given or each.patronymic or (each.surname > 0.3 and each.ordinary < 0.5) for each in known
    )


def _name_people(mentions: Sequence[_Mention], folk: People) -> None:
    """Say which person each mention means: those that say most first, so that a bare name finds its owner."""
    people = [each for each in mentions if each.kind == NameKind.PERSON and not each.placeholder]
    said = [(parts_of(each.text), each.place.interview) for each in people]
    numbers: dict[int, int] = {}
    for at in fullest_first(said):
        person = folk.meant(*said[at])
        if id(person) not in numbers:
            numbers[id(person)] = folk.persons.index(person)
        people[at].key = f"person {numbers[id(person)]}"


def _name_others(mentions: Sequence[_Mention], known: Sequence[Known]) -> None:
    """Keys of companies and places: what all forms of a name share; contacts get no number."""
    own = {each.stems: each.placeholder for each in known if each.placeholder != FORBIDDEN}
    for mention in mentions:
        if mention.placeholder or mention.key:
            continue
        if mention.kind not in _WORDS:
            mention.placeholder = UNNUMBERED[mention.kind]
            continue
        named = core(mention.text) if mention.kind == NameKind.COMPANY else mention.text
        stems = tuple(stem(word) for word in words_of(named))
        inside = next((own[piece] for piece in _pieces(stems) if piece in own), "")
        if inside and mention.kind == NameKind.COMPANY:
            mention.placeholder = inside
        else:
            mention.key = f"{mention.kind} {' '.join(stems)}"


def _pieces(stems: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    for size in range(len(stems), 0, -1):
        for at in range(len(stems) - size + 1):
            yield stems[at : at + size]


def _numbers(
    mentions: Sequence[_Mention],
    speakers: Mapping[tuple[str, str], Person],
    folk: People,
    earlier: Iterable[Found],
) -> dict[str, str]:
    """Key → placeholder: respondents in the study's order, everything else in the order of first mention."""
    words_by_key: dict[str, str] = {}
    order: dict[str, None] = {}
    index = {id(person): at for at, person in enumerate(folk.persons)}
    roles = {f"person {at}": person.role for at, person in enumerate(folk.persons)}
    for person in speakers.values():
        order.setdefault(f"person {index[id(person)]}")
    forms: defaultdict[str, set[str]] = defaultdict(set)
    for (_, speaker), person in speakers.items():
        forms[f"person {index[id(person)]}"].add(fold(speaker))
    for mention in mentions:
        if mention.key:
            order.setdefault(mention.key)
            forms[mention.key].add(fold(mention.text))
            if mention.kind == NameKind.PLACE:
                town = any(facts(fold(word)).place > 0.5 for word in words_of(mention.text))
                words_by_key.setdefault(mention.key, "город" if town else "место")
            elif mention.kind == NameKind.COMPANY:
                words_by_key[mention.key] = "организация"
    for key in order:
        if key.startswith("person "):
            words_by_key[key] = _ROLES[roles[key]]
    before = _placeholders_before(earlier)
    found: dict[str, str] = {}
    taken = {placeholder for placeholder, _ in before}
    used: set[str] = set()
    for key in order:
        again = next(
            (
                placeholder
                for placeholder, written in before
                if placeholder not in used
                and placeholder.startswith(f"[{words_by_key[key]}")
                and written & forms[key]
            ),
            "",
        )
        if again:
            found[key] = again
            used.add(again)
    counts: Counter[str] = Counter()
    for key in order:
        word = words_by_key[key]
        if word == "интервьюер":  # who asks is nobody's secret among several
            found[key] = f"[{word}]"
        while key not in found:
            counts[word] += 1
            placeholder = f"[{word} {counts[word]}]"
            if placeholder not in taken:
                found[key] = placeholder
    return found


def _placeholders_before(earlier: Iterable[Found]) -> list[tuple[str, set[str]]]:
    return [
        (each.placeholder, {fold(form) for form in each.forms})
        for each in earlier
        if any(sign.isdigit() for sign in each.placeholder)
    ]


def _found(
    mentions: Sequence[_Mention],
    texts: Mapping[tuple[str, int], str],
    silent: Mapping[str, Sequence[tuple[str, str]]],
) -> tuple[Found, ...]:
    groups: dict[tuple[NameKind, str], list[_Mention]] = {}
    for mention in mentions:
        kind = NameKind.USER if mention.kind == NameKind.USER else mention.kind
        groups.setdefault((kind, mention.placeholder), []).append(mention)
    rows = []
    for (kind, placeholder), group in groups.items():
        place = group[0].place
        rows.append(
            Found(
                kind,
                placeholder,
                dict(sorted(Counter(each.text for each in group).items(), key=lambda it: (-it[1], it[0]))),
                tuple(dict.fromkeys(each.place.interview for each in group)),
                place,
                _context(texts[place.interview, place.turn], place),
            )
        )
    said = {placeholder for _, placeholder in groups}
    for placeholder, labels in silent.items():
        if placeholder not in said:
            rows.append(
                Found(
                    NameKind.PERSON,
                    placeholder,
                    {label: 0 for _, label in labels},
                    tuple(dict.fromkeys(interview for interview, _ in labels)),
                )
            )
    kinds = list(NameKind)
    return tuple(sorted(rows, key=lambda it: (kinds.index(it.kind), _natural(it.placeholder))))


def _interviews(study: Study) -> Iterable[Found]:
    """What reports call interviews whose ids tell."""
    labels = interview_labels(study)
    for each in study.interviews:
        if labels[each.id] != each.id:
            yield Found(
                NameKind.INTERVIEW, labels[each.id], dict.fromkeys((each.id, each.file), 0), (each.id,)
            )


def _natural(placeholder: str) -> tuple[str, int]:
    digits = "".join(sign for sign in placeholder if sign.isdigit())
    return placeholder.rstrip("0123456789] "), int(digits or 0)


def _context(text: str, place: Place) -> str:
    begin, end = max(0, place.start - _CONTEXT), min(len(text), place.stop + _CONTEXT)
    around = " ".join(text[begin:end].split())
    return f"{'…' if begin else ''}{around}{'…' if end < len(text) else ''}"


def _turns(
    mentions: Sequence[_Mention], texts: Mapping[tuple[str, int], str]
) -> dict[tuple[str, int], Hidden]:
    replacements: defaultdict[tuple[str, int], list[Replacement]] = defaultdict(list)
    for mention in mentions:
        place = mention.place
        replacements[place.interview, place.turn].append(
            Replacement(place.start, place.stop, mention.placeholder)
        )
    return {where: hidden(text, replacements.get(where, ())) for where, text in texts.items()}


def _forms(
    mentions: Sequence[_Mention], speakers: Mapping[tuple[str, str], str], clients: Mapping[str, str]
) -> dict[str, dict[tuple[str, ...], str]]:
    """Interview ("" for all) → form's words → its most frequent placeholder there; for free text."""
    counted: defaultdict[tuple[str, tuple[str, ...]], Counter[str]] = defaultdict(Counter)
    for mention in mentions:
        key = form_key(words_of(mention.text))
        if key and (mention.kind in _WORDS or mention.kind == NameKind.PERSON):
            counted[mention.place.interview, key][mention.placeholder] += 1
            counted["", key][mention.placeholder] += 1
    for (interview, speaker), placeholder in speakers.items():
        if is_name(speaker):
            counted[interview, form_key(words_of(speaker))][placeholder] += 1
            counted["", form_key(words_of(speaker))][placeholder] += 1
    for company, placeholder in clients.items():
        counted["", form_key(words_of(company))][placeholder] += 1
    found: defaultdict[str, dict[tuple[str, ...], str]] = defaultdict(dict)
    for (interview, key), placeholders in counted.items():
        found[interview][key] = min(placeholders.items(), key=lambda it: (-it[1], it[0]))[0]
    return dict(found)
