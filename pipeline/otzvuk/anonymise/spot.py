"""Names in the texts of one interview: the dictionary's rules and slovnet's eye together."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from otzvuk.anonymise.company import companies, is_body
from otzvuk.anonymise.contact import contacts
from otzvuk.anonymise.grammar import is_pos, is_verb
from otzvuk.anonymise.kind import NameKind, Span
from otzvuk.anonymise.lexicon import exclamations, is_visible, ordinary
from otzvuk.anonymise.people import cues, people, unlike
from otzvuk.anonymise.place import places
from otzvuk.anonymise.repeat import agreed, grown, parted, repeated, told_by
from otzvuk.anonymise.surname import acts, after_position, is_pet, is_thing, is_word_too
from otzvuk.anonymise.tagger import tag
from otzvuk.anonymise.word import Word, is_loud, small, words

_LIKELY = 0.05  # share of readings as a name from which a small word is shown to slovnet with a capital
_ALONE = 0.25  # the same for a single small word that slovnet takes for a name


def spot(texts: Sequence[str], *, tagger: bool = True) -> list[list[Span]]:
    """The names in each text, in order, not overlapping; all texts are of one interview."""
    parsed = [words(text) for text in texts]
    return spot_words(texts, parsed, lower=small(parsed), tagger=tagger)


def spot_words(
    texts: Sequence[str],
    parsed: Sequence[list[list[Word]]],
    *,
    lower: bool,
    tagger: bool = True,
    common: Collection[str] = (),
) -> list[list[Span]]:
    """As `spot`, of texts whose words are known; `lower`: names are written in small letters.

    Without `tagger` only rules and lists decide. `common` are words (folded) that the study writes in small
    letters although it has capitals for names: one of them at a sentence's beginning is no name by itself.
    """
    seen: list[list[Span]] = [[] for _ in texts]
    lowers = [[lower or is_loud(sentence) for sentence in text] for text in parsed]
    if tagger:
        flat = [
            (at, sentence, low)
            for at, text in enumerate(parsed)
            for sentence, low in zip(text, lowers[at], strict=True)
            if sentence
        ]
        shown = [_shown(texts[at], sentence, lower=low) for at, sentence, low in flat]
        for (at, sentence, low), tagged in zip(flat, tag(shown), strict=True):
            begin = sentence[0].start
            for each in tagged:
                moved = Span(each.start + begin, each.stop + begin, each.kind)
                believed = _believed(moved, sentence, lower=low, common=common)
                if believed:
                    seen[at].append(believed)
    both = [list(zip(*each, strict=True)) for each in zip(parsed, lowers, strict=True)]
    found = [
        merged(
            [
                list(contacts(text)),
                [each for one, low in both[at] for each in people(one, small=low)],
                [each for one, low in both[at] for each in companies(one, small=low)],
                seen[at],
                [each for one, low in both[at] for each in places(one, small=low)],
            ],
        )
        for at, text in enumerate(texts)
    ]
    flat_words = [[word for sentence in text for word in sentence] for text in parsed]
    found = agreed(flat_words, found)
    again = repeated(flat_words, told_by(flat_words, found, small=lower), small=lower)
    return [
        parted(flat_words[at], grown(flat_words[at], merged([found[at], again[at]])))
        for at in range(len(texts))
    ]


def _shown(text: str, sentence: Sequence[Word], *, lower: bool) -> str:
    """The sentence as slovnet gets it: with capitals where speech recognition left out likely ones."""
    begin, end = sentence[0].start, sentence[-1].stop
    if not lower:
        return text[begin:end]
    letters = list(text[begin:end].lower())
    if len(letters) != end - begin:
        return text[begin:end]
    for word in sentence:
        if word.is_word and _likely(word):
            letters[word.start - begin] = letters[word.start - begin].upper()
    raised = "".join(letters)
    return raised if len(raised) == end - begin else text[begin:end]


def _likely(word: Word) -> bool:
    known = word.facts
    if known.function or is_visible(word.low) or len(word.low) < 3 or not word.low[0].isalpha():
        return False
    names = known.name + known.surname + known.place + known.company
    if known.given or known.patronymic:
        return not known.doubtful or names > 0.3
    return names >= _LIKELY if known.known else known.foreign


def _believed(span: Span, sentence: Sequence[Word], *, lower: bool, common: Collection[str]) -> Span | None:
    """The span without ordinary words at its beginning, None where nothing else is left of it."""
    covered = [
        word for word in sentence if word.start < span.stop and span.start < word.stop and word.is_word
    ]
    kept = list(covered)
    if all(is_visible(word.low) for word in covered):
        return None
    while kept and (is_visible(kept[0].low) or kept[0].low.isdigit() or _plain(kept[0], span, lower=lower)):
        if kept[0] is covered[-1] and _unsure(span, sentence, kept[0], lower=lower, common=common):
            break
        kept.pop(0)
    while (
        len(kept) > 1
        and kept[-1].facts.known
        and kept[-1].facts.function
        and not kept[-1].capital
        and is_pos(kept[-1].low, "VERB")
    ):
        kept.pop()
        span = span._replace(stop=kept[-1].stop)
    if not kept or all(len(word.low) == 1 for word in kept):
        return None
    at = sentence.index(kept[0])
    told = (
        lower or kept[0].first or kept[0].shouted
    )  # «ОТОЗВАЛИ.», «перевыставили»: no capital that says more
    if len(kept) == 1 and span.kind != NameKind.PERSON and told and is_verb(kept[0].low):
        return None
    if is_pet(sentence, at) or (len(kept) == 2 and unlike(kept[:1], kept[1])):
        return None
    if len(kept) == 1 and (kept[0].first or lower):
        known = kept[0].facts
        ordinary = known.known and max(known.place, known.company) < 0.3 and kept[0].first
        if span.kind != NameKind.PERSON and ordinary and is_thing(sentence, at):
            return None
        if ((known.doubtful and known.known) or is_word_too(kept[0].low)) and is_thing(sentence, at):
            return None
    if lower:
        if len(kept) == 1 and not _stands_alone(kept[0], span.kind, sentence[at - 1] if at else None):
            return None
    elif len(kept) == len(covered) == 1 and kept[0].first and not kept[0].facts.known and not kept[0].shouted:
        alone = _stands_alone(kept[0], span.kind, None)
        if not alone and not (
            span.kind == NameKind.PERSON and acts(sentence, at)
        ):  # «Недовозы бывают»: a capital only by its place
            return None
    elif len(kept) < len(covered):
        if not any(word.capital for word in kept) and not (
            span.kind == NameKind.COMPANY and is_body(covered)
        ):
            return None
        if span.kind != NameKind.PERSON and not is_visible(covered[0].low) and not covered[0].first:
            return span  # «Федеральная служба …»: the first word belongs to it
    return span._replace(start=max(span.start, kept[0].start)) if len(kept) < len(covered) else span


def _unsure(
    span: Span, sentence: Sequence[Word], word: Word, *, lower: bool, common: Collection[str]
) -> bool:
    """Whether an ordinary first word that slovnet takes for a person is rather hidden than shown."""
    at = sentence.index(word)
    if lower or span.kind != NameKind.PERSON or not word.first or word.facts.function:
        return False
    if word.facts.compound or is_visible(word.low) or not (word.facts.listed or word.facts.surname):
        return False
    if word.low in exclamations() and sum(each.is_word for each in sentence) == 1:
        return False  # «Шутка.»
    if acts(sentence, at) or after_position(sentence, at):
        return True
    return word.low not in common and not is_thing(sentence, at)


_SURNAME = re.compile(
    r"(?:[оеё]в|[иы]н|ск|цк|[ея]нк|чук|щук|дзе|швили|ян|ов|оглы|идзе)(?:[аеуы]|ым|ой|ий|ого|ому|им|ая|ую|о)?$"
)
_TOWN = re.compile(r"(?:ск|град|бург|горск|поль|славль|камск|уральск|анск)(?:а|у|е|ом)?$")


def _stands_alone(word: Word, kind: NameKind, before: Word | None) -> bool:
    """Whether slovnet may be believed about a single small word: jargon is unknown to the dictionary too."""
    known = word.facts
    if kind == NameKind.PERSON:
        if known.given or known.patronymic:
            return word.low not in ordinary()
        if known.known:
            return known.surname >= _ALONE and not known.doubtful
        cued = before is not None and before.low in cues()
        return cued or known.listed or (known.surname > 0 and bool(_SURNAME.search(word.low)))
    if kind == NameKind.PLACE:
        return known.known or bool(_TOWN.search(word.low))
    return known.company >= _ALONE or not known.known


def _plain(word: Word, span: Span, *, lower: bool) -> bool:
    """Whether a word is an ordinary one whose capital, if any, only says that a sentence begins."""
    known = word.facts
    if known.given or known.patronymic:
        return False
    if lower:
        if span.kind == NameKind.PLACE:
            return known.known and known.place < _ALONE
        names = known.surname + known.name
        return (
            span.kind == NameKind.PERSON
            and names <= 0.02
            and (known.known or known.function or known.compound)
        )
    if not word.first or word.shouted:
        return False
    return known.compound or (known.known and known.ordinary > 0.5)


def merged(layers: Iterable[list[Span]]) -> list[Span]:
    """Spans in order without overlap: those that overlap grow together.

    The kind is that of the earliest layer, but a company's name that holds a person's remains one.
    """
    kept: list[Span] = []
    for layer in layers:
        for span in sorted(layer, key=lambda it: (it.start, -it.stop)):
            clash = [old for old in kept if old.start < span.stop and span.start < old.stop]
            start = min([span.start, *(old.start for old in clash)])
            stop = max([span.stop, *(old.stop for old in clash)])
            kind = clash[0].kind if clash else span.kind
            around = (start, stop) == (span.start, span.stop) and len(clash) > 0
            if around and span.kind == NameKind.COMPANY and kind in (NameKind.PERSON, NameKind.PLACE):
                kind = span.kind if (start, stop) != clash[0][:2] else kind
            kept = [old for old in kept if old not in clash]
            kept.append(Span(start, stop, kind))
    return sorted(kept)
