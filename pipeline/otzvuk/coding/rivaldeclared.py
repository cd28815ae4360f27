"""What a turn says of a rival that study.yaml names: names that are known need fewer words around them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from otzvuk.coding.rivalry import Place, Spoken, is_comparative, matcher, sign
from otzvuk.coding.whose import Piece, Whose
from otzvuk.language import Clause, Sentence, tags
from otzvuk.model.mention import Kind
from otzvuk.model.rival import Verdict
from otzvuk.model.span import Span

_AFTER: Final = frozenset({"после", "вместо"})
_ALIKE: Final = frozenset({"разница", "одинаковый", "одинаково", "оба", "один", "равно", "похожий"})

Found = tuple[Verdict, Span]


def declared(spoken: Spoken, at: int, place: Place) -> Found | None:
    """The verdict on a known rival at `place` of sentence `at`, and where it is said; None where none is."""
    for rule in (_after, _than_theirs, _alike, _cheaper, _opposed, _alone):
        found = rule(spoken, at, place)
        if found is not None:
            return found
    return None


def _after(spoken: Spoken, at: int, place: Place) -> Found | None:
    """«после X ваши инструкции – день и ночь»: what is said then is said of us."""
    sentence = spoken.parsed.sentences[at]
    before = spoken.tokens[place.first - 1] if place.first > sentence.first else None
    if before is None or before.lemma not in _AFTER or not spoken.is_us(sentence):
        return None
    way = spoken.judged(sentence) or sign(spoken.heard(sentence))
    return _verdict(way, sentence) if way else None


def _than_theirs(spoken: Spoken, at: int, place: Place) -> Found | None:
    """«крепче кормоваровской», «быстрее X»: a comparative right before the name."""
    sentence = spoken.parsed.sentences[at]
    if place.first == sentence.first or not is_comparative(spoken.tokens[place.first - 1]):
        return None
    words = spoken.tokens[sentence.first : place.first]
    way = _way(spoken, place.first - 1, place.first)
    if not way or any(each.lemma in {"не", "наш", "мы"} for each in words):
        return None
    return _verdict(way, sentence)


def _alike(spoken: Spoken, at: int, place: Place) -> Found | None:
    """«что вы, что X – разницы никакой»."""
    sentence = spoken.parsed.sentences[at]
    tokens = spoken.tokens[sentence.first : sentence.last]
    twice = sum(each.text.lower() in {"что", "и"} for each in tokens) > 1
    before = spoken.tokens[place.first - 1].lemma if place.first > sentence.first else ""
    if before not in {"что", "и", "у"} or not twice or len(spoken.known[at]) > 1:
        return None
    if not any(each.lemma in _ALIKE for each in tokens):
        return None
    return Verdict.SAME, Span(sentence.start, sentence.stop)


def _cheaper(spoken: Spoken, _: int, place: Place) -> Found | None:
    """«спросили X, у них дешевле», «прайс X ниже»: a comparative in words about the rival."""
    for each in _theirs(spoken, place):
        owned = each.rival and place.first > each.clause.first and _is_noun(spoken, place.first - 1)
        first = each.clause.first if owned else max(each.clause.first, place.last if each.rival else 0)
        words = spoken.tokens[first : each.clause.last]
        if any(one.lemma in {"чем", "не", "стать"} for one in words):
            continue
        way = _way(spoken, first, each.clause.last)
        if way:
            start = min(spoken.tokens[place.first].start, each.clause.start)
            return (Verdict.WORSE if way > 0 else Verdict.BETTER), Span(start, each.clause.stop)
    return None


def _opposed(spoken: Spoken, at: int, place: Place) -> Found | None:
    """«вы три дня оформляете, X за час»: words about us beside those about the rival say the contrary."""
    theirs = _theirs(spoken, place)
    if not theirs:
        return None
    way = _judged(spoken, theirs, place)
    first, last = theirs[0].clause, theirs[-1].clause
    for each in _beside(spoken, first.first, last.last):
        ours = spoken.judged(each.clause, apart=first)
        if not way and not ours:
            ours, way = _compared(spoken, each), 0
            if ours:
                return (Verdict.BETTER if ours > 0 else Verdict.WORSE), Span(
                    each.clause.start, each.clause.stop
                )
        if (ours and ours == -way) or (
            way and not ours and each.whose is Whose.OURS and _together(spoken, at, each)
        ):
            span = Span(min(first.start, each.clause.start), max(last.stop, each.clause.stop))
            return (Verdict.BETTER if way < 0 else Verdict.WORSE), span
    return None


def _alone(spoken: Spoken, _: int, place: Place) -> Found | None:
    """Praise or blame of the rival, by the coder or by the words, beside nothing about us."""
    theirs = _theirs(spoken, place)
    if not theirs:
        return None
    said = Span(theirs[0].clause.start, theirs[-1].clause.stop)
    heard = any(m.span.overlaps(said) for m in spoken.theirs)
    if heard or any(spoken.heard(_bare(spoken, each, place)) for each in theirs):
        return Verdict.ALONE, said
    return None


def _judged(spoken: Spoken, theirs: Sequence[Piece], place: Place) -> int:
    """1 where the rival is praised, -1 where it is blamed: by the coder, else by the words."""
    said = Span(theirs[0].clause.start, theirs[-1].clause.stop)
    kinds = {m.kind for m in spoken.theirs if m.span.overlaps(said)}
    if len(kinds) == 1:
        return 1 if Kind.PRAISE in kinds else -1
    return sign(sum(sign(spoken.heard(_bare(spoken, each, place))) for each in theirs))


def _bare(spoken: Spoken, piece: Piece, place: Place) -> Clause:
    """A piece without the name in it, which judges nothing: «Короб Плюс»."""
    clause = piece.clause
    if not clause.first <= place.first < clause.last:
        return clause
    begin, end = (place.last, clause.last) if place.last < clause.last else (clause.first, place.first)
    if begin >= end:
        return clause._replace(last=clause.first)
    return spoken.parsed.clause(begin, end)


def _compared(spoken: Spoken, piece: Piece) -> int:
    """What a comparative says of us beside a rival: «ваши прочнее»; nothing where it has its own «чем»."""
    words = spoken.tokens[piece.clause.first : piece.clause.last + 1]  # «лучше, чем был»
    if any(each.lemma in {"чем", "не", "стать"} for each in words):
        return 0
    return _way(spoken, piece.clause.first, piece.clause.last)


def _is_noun(spoken: Spoken, at: int) -> bool:
    return "NOUN" in tags(spoken.tokens[at].text)


def _theirs(spoken: Spoken, place: Place) -> list[Piece]:
    """The pieces that speak of the rival at `place`, from that of its name to the next name of a rival."""
    found: list[Piece] = []
    for each in spoken.whose:
        if each.clause.last <= place.first:
            continue
        if each.clause.first > place.first and (each.rival or each.whose is Whose.OURS):
            break
        if each.whose is Whose.THEIRS:
            found.append(each)
    return found


def _beside(spoken: Spoken, first: int, last: int) -> Sequence[Piece]:
    """The pieces about us right before and right after tokens [first, last).

    So is one of nobody named, where the coder hears a mention of ours in it.
    """
    ours = [
        each
        for each in spoken.whose
        if each.whose is Whose.OURS
        or (
            each.whose is Whose.OPEN
            and not each.rival
            and any(m.span.overlaps(Span(each.clause.start, each.clause.stop)) for m in spoken.mentions)
        )
    ]
    before = [each for each in ours if each.clause.last == first]
    return [*before, *(each for each in ours if each.clause.first == last)]


def _together(spoken: Spoken, at: int, piece: Piece) -> bool:
    """Whether a piece stands in sentence `at`."""
    sentence = spoken.parsed.sentences[at]
    return sentence.first <= piece.clause.first < sentence.last


def _way(spoken: Spoken, first: int, last: int) -> int:
    """1 where tokens [first, last) hold a good comparative, -1 for a bad one, 0 for none or both."""
    labels = {m.label for m in matcher().find(spoken.tokens, first, last)} & {"good", "bad"}
    return 0 if len(labels) != 1 else 1 if "good" in labels else -1


def _verdict(way: int, around: Sentence) -> Found:
    return (Verdict.BETTER if way > 0 else Verdict.WORSE), Span(around.start, around.stop)
