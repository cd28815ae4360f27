"""What one mention of a name tells about the others: bare repetitions, and words that belong to a name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from otzvuk.anonymise.company import is_body_word
from otzvuk.anonymise.kind import NameKind, Span
from otzvuk.anonymise.lexicon import is_visible, stem
from otzvuk.anonymise.people import next_person
from otzvuk.anonymise.place import OF_PLACE
from otzvuk.anonymise.surname import acts, dealt_with, is_thing
from otzvuk.anonymise.word import Word

_ORDER = (NameKind.COMPANY, NameKind.PERSON, NameKind.PLACE)


def agreed(texts: Sequence[Sequence[Word]], found: Sequence[Sequence[Span]]) -> list[list[Span]]:
    """The spans, those of one word with the kind that this word mostly has in the interview.

    slovnet takes the same unknown word for a company here and a person there. Given names remain people, and
    a word that stood in quotes or after «ООО» is a company.
    """
    votes: dict[str, Counter[NameKind]] = defaultdict(Counter)
    single: dict[tuple[int, Span], str] = {}
    for at, (words, spans) in enumerate(zip(texts, found, strict=True)):
        for word, span in _inside(words, spans):
            bare = span.stop - span.start - (word.stop - word.start)
            own = word.facts.given or word.facts.patronymic
            if bare <= 2 and word.is_word and span.kind in _ORDER and not own:
                single[at, span] = stem(word.low)
                quoted = bare == 2 or (word.gap == "" and span.kind == NameKind.COMPANY)
                votes[stem(word.low)][span.kind] += 10 if quoted else 1
    best = {
        key: max(_ORDER, key=lambda kind: (count[kind], -_ORDER.index(kind))) for key, count in votes.items()
    }
    return [
        [span._replace(kind=best[single[at, span]]) if (at, span) in single else span for span in spans]
        for at, spans in enumerate(found)
    ]


def told_by(
    texts: Sequence[Sequence[Word]], found: Sequence[Sequence[Span]], *, small: bool
) -> dict[str, NameKind]:
    """Stem → kind of the words of names found in an interview that tell who is meant wherever they stand.

    Only words that hardly mean anything else: unknown to the dictionary or known as a surname or company, or
    with a capital inside a sentence.
    """
    kinds: dict[str, NameKind] = {}
    for words, spans in zip(texts, found, strict=True):
        for word, span in _inside(words, spans):
            size = span.stop - span.start
            whole = len(word.text) >= size - 2 or span.kind == NameKind.PERSON
            if span.kind in _ORDER and whole and _telling(word, small=small):
                kinds.setdefault(stem(word.low), span.kind)
    return kinds


def repeated(
    texts: Sequence[Sequence[Word]], kinds: Mapping[str, NameKind], *, small: bool
) -> list[list[Span]]:
    """Words that are part of a name found elsewhere (`told_by`), and stand alone here."""
    return [
        [
            Span(word.start, word.stop, kinds[stem(word.low)])
            for at, word in enumerate(words)
            if word.is_word
            and stem(word.low) in kinds
            and (_telling(word, small=small or word.text.islower()) or _meant(words, at, kinds, small=small))
        ]
        for words in texts
    ]


def joined(text: str, spans: Sequence[Span], again: Sequence[Span]) -> list[Span]:
    """The spans, a person's name of `again` made one with that beside it: «[Крот] [Геннадий]»."""
    found: list[Span] = []
    recalled = {(span.start, span.stop) for span in again if span.kind == NameKind.PERSON}
    for span in spans:
        last = found[-1] if found else None
        if (
            last
            and last.kind == span.kind == NameKind.PERSON
            and text[last.stop : span.start] == " "
            and len({(last.start, last.stop), (span.start, span.stop)} & recalled) == 1
        ):
            found[-1] = Span(last.start, span.stop, span.kind)
        else:
            found.append(span)
    return found


def _meant(words: Sequence[Word], at: int, kinds: Mapping[str, NameKind], *, small: bool) -> bool:
    """Whether an ordinary word that somebody in the study is called by may be that person here."""
    word = words[at]
    if kinds[stem(word.low)] != NameKind.PERSON or len(word.low) < 3 or is_visible(word.low):
        return False
    if word.first and word.capital and not small:
        return not word.facts.function and not is_thing(words, at)
    return (small or word.text.islower()) and (acts(words, at) or dealt_with(words, at))


def _telling(word: Word, *, small: bool) -> bool:
    known = word.facts
    if not word.is_word or len(word.low) < 4 or word.low.isdigit() or is_visible(word.low) or known.function:
        return False
    if not small and word.capital:
        return not (word.first and known.known and known.ordinary > 0.5)
    return small and (not known.known or known.surname + known.company > 0.5)


def _inside(words: Sequence[Word], spans: Sequence[Span]) -> list[tuple[Word, Span]]:
    return [
        (word, span)
        for span in spans
        for word in words
        if span.start <= word.start and word.stop <= span.stop
    ]


def grown(words: Sequence[Word], spans: Sequence[Span]) -> list[Span]:
    """The spans with what belongs to them: «российского [Минсельхоза]», «[МЧС] по [Твери]»."""
    by_stop = {word.stop: at for at, word in enumerate(words)}
    by_start = {word.start: at for at, word in enumerate(words)}
    wider = []
    for span in spans:
        at = by_start.get(span.start, 0)
        if (
            span.kind == NameKind.COMPANY
            and at
            and OF_PLACE.match(words[at - 1].low)
            and words[at].gap == " "
        ):
            span = span._replace(start=words[at - 1].start)
        if span.kind == NameKind.COMPANY:
            span = _with_genitive(words, span, by_stop.get(span.stop))
        wider.append(span)
    joined: list[Span] = wider[:1]
    for _, span in pairwise(wider):
        last = joined[-1]
        left, right = by_stop.get(last.stop), by_start.get(span.start)
        if left is not None and right is not None:
            between = [word.low for word in words[left + 1 : right]]
            gap = words[right].gap
            if (between == [] and last.kind == span.kind == NameKind.PERSON and gap == " ") or (
                between == ["по"] and last.kind == NameKind.COMPANY and span.kind == NameKind.PLACE
            ):
                joined[-1] = Span(last.start, span.stop, last.kind)
                continue
        joined.append(span if span.start >= last.stop else Span(last.stop, span.stop, span.kind))
    return [span for span in joined if span.start < span.stop]


def _with_genitive(words: Sequence[Word], span: Span, last: int | None) -> Span:
    """«министерства [иностранных дел]»: what a body is of belongs to its name."""
    if last is None or not is_body_word(words[last]):
        return span
    end = last
    while end + 1 < min(len(words), last + 4):
        word = words[end + 1]
        if (
            not word.is_word
            or word.gap != " "
            or not word.facts.genitive
            or word.facts.function
            or word.first
        ):
            break
        end += 1
    return span._replace(stop=words[end].stop)


def parted(words: Sequence[Word], spans: Sequence[Span]) -> list[Span]:
    """The spans, those of two people taken apart: «[нина фёдоровна] [серёге]»."""
    found: list[Span] = []
    for span in spans:
        if span.kind != NameKind.PERSON:
            found.append(span)
            continue
        inside = [word for word in words if span.start <= word.start and word.stop <= span.stop]
        begin, chain = span.start, list[Word]()
        for word in inside:
            if chain and next_person(chain, word):
                found.append(Span(begin, chain[-1].stop, span.kind))
                begin, chain = word.start, []
            chain.append(word)
        found.append(Span(begin, span.stop, span.kind))
    return found
