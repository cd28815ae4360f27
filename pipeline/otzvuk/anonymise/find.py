"""A study → its names, each with a stable placeholder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from otzvuk.anonymise.kind import UNNUMBERED, NameKind, Span
from otzvuk.anonymise.known import (
    FORBIDDEN,
    Gazetteer,
    Known,
    Match,
    client_placeholders,
    core,
    of_company,
    supplier_names,
)
from otzvuk.anonymise.lexicon import fold, stem
from otzvuk.anonymise.listing import forms_of, found_of, hidden_interviews, turns_of
from otzvuk.anonymise.mentioned import NUMBERED, Mentioned, is_name
from otzvuk.anonymise.names import Found, Names, Place, words_of
from otzvuk.anonymise.numbering import numbers_of
from otzvuk.anonymise.person import Parts, People, Person, fullest_first, parts_of
from otzvuk.anonymise.repeat import repeated, told_by
from otzvuk.anonymise.spot import merged, spot_words
from otzvuk.anonymise.userlist import USER_LIST, read_user_list
from otzvuk.anonymise.word import Word, is_loud, small, words, written_small
from otzvuk.folder.cache import Cache, cache_of, digest_of, program
from otzvuk.model.interview import Interview
from otzvuk.model.progress import track
from otzvuk.model.study import Study
from otzvuk.read.interviewer import is_interviewer


@dataclass
class _Search:
    """The mentions of a study as they are gathered; `cache` has what was found in interviews before."""

    cache: Cache
    mentions: list[Mentioned] = field(default_factory=list)
    small: set[str] = field(default_factory=set)
    spotted: dict[str, list[list[Span]]] = field(default_factory=dict)
    matches: dict[str, list[list[Match]]] = field(default_factory=dict)

    def note(self, interview: Interview) -> None:
        """Take down what was found in an interview: known names first, then what they leave."""
        for turn, (matches, spans) in enumerate(
            zip(self.matches[interview.id], self.spotted[interview.id], strict=True)
        ):
            text = interview.turns[turn].text
            taken = [(each.start, each.stop) for each in matches]
            for match in matches:
                if match.known.placeholder != FORBIDDEN:
                    place = Place(interview.id, turn, match.start, match.stop)
                    self.mentions.append(
                        Mentioned(
                            place, text[match.start : match.stop], match.known.kind, match.known.placeholder
                        )
                    )
            for span in spans:
                if not any(start < span.stop and span.start < stop for start, stop in taken):
                    start, stop, kind = _trimmed(span, text)
                    place = Place(interview.id, turn, start, stop)
                    self.mentions.append(Mentioned(place, text[start:stop], kind))


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
    known = [
        *extra,
        *supplier_names(study),
        *(each for company, placeholder in clients.items() for each in of_company(company, placeholder)),
    ]
    gazetteer = Gazetteer(known)
    search = _Search(cache_of(study.path))
    parsed = {each.id: [words(turn.text) for turn in each.turns] for each in study.interviews}
    common = written_small(parsed.values())
    for interview in track(study.interviews, "Имена", total=len(study.interviews)):
        _search(interview, parsed[interview.id], gazetteer, search, common, tagger=tagger)
    search.cache.tidy()
    _recall(parsed, search)
    for interview in study.interviews:
        search.note(interview)
    folk = People()
    people = _speakers(study, folk)
    _name_people(search.mentions, folk)
    _name_others(search.mentions, known)
    numbers = numbers_of(search.mentions, people, folk, earlier)
    keys = {id(person): f"person {at}" for at, person in enumerate(folk.persons)}
    speakers = {who: numbers[keys[id(person)]] for who, person in people.items()}
    silent: dict[str, list[tuple[str, str]]] = {}
    for who, placeholder in speakers.items():
        silent.setdefault(placeholder, []).append(who)
    for mention in search.mentions:
        mention.placeholder = mention.placeholder or numbers[mention.key]
    texts = {(i.id, at): turn.text for i in study.interviews for at, turn in enumerate(i.turns)}
    return Names(
        found=(*found_of(search.mentions, texts, silent, clients), *hidden_interviews(study)),
        turns=turns_of(search.mentions, texts),
        speakers=speakers,
        companies=clients,
        small=frozenset(search.small),
        gazetteer=gazetteer,
        forms=forms_of(search.mentions, speakers, clients),
    )


def _search(
    interview: Interview,
    parsed: Sequence[list[list[Word]]],
    gazetteer: Gazetteer,
    search: _Search,
    common: frozenset[str],
    *,
    tagger: bool,
) -> None:
    texts = [turn.text for turn in interview.turns]
    lower = small(parsed)
    if lower:
        search.small.add(interview.id)
    search.spotted[interview.id] = _spotted(texts, parsed, search.cache, common, lower=lower, tagger=tagger)
    search.matches[interview.id] = [
        [each for sentence in turn for each in gazetteer.matches(sentence, small=lower or is_loud(sentence))]
        for turn in parsed
    ]


def _spotted(
    texts: Sequence[str],
    parsed: Sequence[list[list[Word]]],
    cache: Cache,
    common: frozenset[str],
    *,
    lower: bool,
    tagger: bool,
) -> list[list[Span]]:
    """`spot_words`, kept between runs; of the words in common use only the interview's own matter to it."""
    ordinary = sorted({word.low for turn in parsed for each in turn for word in each if word.low in common})
    key = digest_of(program(), f"{lower} {tagger}", str(len(texts)), *texts, *ordinary)
    kept: list[list[Span]] | None = cache.get("spotted", key)
    if kept is None:
        kept = spot_words(texts, parsed, lower=lower, tagger=tagger, common=frozenset(ordinary))
        cache.put("spotted", key, kept)
    return kept


def _recall(parsed: Mapping[str, Sequence[list[list[Word]]]], search: _Search) -> None:
    """Hide a name seen in one interview in all of them."""
    flat = {
        id: [[word for sentence in turn for word in sentence] for turn in turns]
        for id, turns in parsed.items()
    }
    kinds: dict[str, NameKind] = {}
    for id, turns in flat.items():
        for key, kind in told_by(turns, search.spotted[id], small=id in search.small).items():
            kinds.setdefault(key, kind)
    for id, turns in flat.items():
        again = repeated(turns, kinds, small=id in search.small)
        search.spotted[id] = [
            merged([own, more]) for own, more in zip(search.spotted[id], again, strict=True)
        ]


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


def _name_people(mentions: Sequence[Mentioned], folk: People) -> None:
    """Say which person each mention means: those that say most first, so that a bare name finds its owner."""
    people = [each for each in mentions if each.kind == NameKind.PERSON and not each.placeholder]
    said = [(parts_of(each.text), each.place.interview) for each in people]
    numbers: dict[int, int] = {}
    for at in fullest_first(said):
        person = folk.meant(*said[at])
        if id(person) not in numbers:
            numbers[id(person)] = folk.persons.index(person)
        people[at].key = f"person {numbers[id(person)]}"


def _name_others(mentions: Sequence[Mentioned], known: Sequence[Known]) -> None:
    """Keys of companies and places: what all forms of a name share; contacts get no number."""
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
        else:
            mention.key = f"{mention.kind} {' '.join(stems)}"


def _pieces(stems: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    for size in range(len(stems), 0, -1):
        for at in range(len(stems) - size + 1):
            yield stems[at : at + size]
