"""What a turn says of us and of rivals before anything is compared: who is named, and how they are judged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from typing import Final

from otzvuk.coding.clues import find_clues
from otzvuk.coding.firm import LEAST, OPEN, PERSONAL, Firms, is_named, stem
from otzvuk.coding.pattern import Match, Matcher
from otzvuk.coding.whose import BUT, Named, Piece, pieces_of
from otzvuk.language import Clause, ParsedTurn, Sentence, Token, tags
from otzvuk.language.dictionary import is_known
from otzvuk.model.bundled import bundled
from otzvuk.model.mention import Kind, Mention
from otzvuk.model.span import Span
from otzvuk.model.yamlfile import CheckedModel, read_yaml

_STOPS: Final = frozenset(",;:—–-")
_RELATIVE: Final = frozenset({"чем", "что", "который", "чтобы", "как"})
_CLOSE: Final = frozenset('»"”“')
_GOES_ON: Final = frozenset({"NOUN", "ADJF", "NUMR", "NPRO", "NUMB", "PRTF"})
AFTER_THAN: Final = frozenset(
    {"у", "то", "в", "во", "с", "со", "к", "от", "из", "за", "на", "тот", "же", "какой-нибудь"}
)
_THAN: Final = frozenset(
    {
        "проигрывать",
        "уступать",
        "выигрывать",
        "обходить",
        "обгонять",
        "чем",
        "против",
        "уровень",
        "отличие",
        "отличия",
        "сравнение",
        "фон",
        "лучше",
    }
)
OWNERS: Final = frozenset({"у", "в", "во", "с", "со", "от", "из", "к", "до"})
_FIRM: Final = frozenset(
    {
        "заво", "комбин", "компан", "фирм", "груп", "торгов", "дом", "серв", "плюс", "ооо", "цен",
        "фабри", "конце", "холди", "предприят", "производст",
    }
)  # fmt: skip
"""Beginnings of words that many firms' names share."""
_LONGEST: Final = 5  # words in quotes
FORMER: Final = frozenset({"прошлый", "предыдущий"})


class Lexicon(CheckedModel):
    """`models/lexicons/rivals.yaml`: lists of patterns."""

    rival: tuple[str, ...]
    those: tuple[str, ...]
    unlike: tuple[str, ...]
    us: tuple[str, ...]
    them: tuple[str, ...]
    they: tuple[str, ...]
    those_there: tuple[str, ...]
    now: tuple[str, ...]
    hedge: tuple[str, ...]
    lacking: tuple[str, ...]
    well: tuple[str, ...]
    badly: tuple[str, ...]
    good: tuple[str, ...]
    bad: tuple[str, ...]
    beside: tuple[str, ...]
    ahead: tuple[str, ...]
    behind: tuple[str, ...]
    cannot: tuple[str, ...]
    same: tuple[str, ...]
    past: tuple[str, ...]
    left: tuple[str, ...]
    bars: tuple[str, ...]


@cache
def matcher() -> Matcher:
    """The word lists of rivals, compiled; read at first use."""
    return Matcher(read_yaml(bundled("models", "lexicons", "rivals.yaml"), Lexicon).model_dump())


@dataclass(frozen=True, slots=True)
class Place:
    """A rival at tokens [`first`, `last`): by its `name`, else by a word."""

    first: int
    last: int
    name: bool
    known: bool = False
    """Whether it is a rival by what study.yaml says."""

    def span(self, tokens: Sequence[Token]) -> Span:
        """Where it stands in the turn's text."""
        return Span(tokens[self.first].start, tokens[self.last - 1].stop)


class Spoken:
    """A turn's text with its mentions, in which rivals and we are looked for.

    `own` are the supplier's names, `firms` stems of other firms, `known` those that are rivals for sure;
    `theirs` is what the coder took for praise or blame of a rival.
    """

    def __init__(
        self,
        parsed: ParsedTurn,
        *,
        own: frozenset[str],
        firms: frozenset[str],
        known: Firms,
        mentions: Sequence[Mention],
        theirs: Sequence[Mention],
        question: str,
        asked: bool,
    ) -> None:
        self.parsed, self.tokens = parsed, parsed.tokens
        self.own = frozenset(
            stem(each) for name in own for each in name.split() if len(each) > 2 and stem(each) not in _FIRM
        )
        self.firms = firms
        self.mentions, self.theirs, self.asked = mentions, theirs, asked
        self._names, self._declared_firms, self._question = own, known, question
        self.known = [known.find(self.tokens, each.first, each.last) for each in parsed.sentences]
        self.matches = [matcher().find(self.tokens, each.first, each.last) for each in parsed.sentences]

    @cached_property
    def whose(self) -> list[Piece]:
        """The turn in pieces, each with whom it speaks of."""
        return pieces_of(self.parsed, Named(Firms(self._names), self._declared_firms), self._question)

    def _places(self, sentence: Sentence, matches: Sequence[Match]) -> list[Place]:
        found = list(self._named(sentence))
        taken = {at for each in found for at in range(each.first, each.last)}
        unlike = {match.first for match in self._all(sentence, "unlike")}
        for match in matches:
            if match.label not in {"rival", "those"} or taken & set(range(match.first, match.last)):
                continue
            if match.label == "those" and not self._is_those(match, unlike):
                continue
            taken.update(range(match.first, match.last))
            found.append(Place(match.first, match.last, False))
        return sorted(found, key=lambda each: each.first)

    def _all(self, sentence: Sentence | Clause, label: str) -> list[Match]:
        return [m for m in matcher().find(self.tokens, sentence.first, sentence.last) if m.label == label]

    def _is_those(self, match: Match, unlike: set[int]) -> bool:
        """«других» alone, not «других людей»; after «чем», «у» or a comparative."""
        following = self.tokens[match.last] if match.last < len(self.tokens) else None
        market = self.tokens[match.last - 1].lemma in {"рынок", "рыночный"}
        goes_on = following is not None and bool(tags(following.text) & _GOES_ON)
        if match.last in unlike or (goes_on and not market):
            return False
        before = self.tokens[match.first - 1] if match.first else None
        return before is not None and (before.lemma in {"чем", "у", "от", "фон"} or is_comparative(before))

    def _named(self, sentence: Sentence) -> Iterable[Place]:
        """Firms: in quotation marks, by a known stem, or a capital inside of the sentence."""
        tokens, at = self.tokens, sentence.first
        declared = dict(self.known[self.parsed.sentences.index(sentence)])
        while at < sentence.last:
            token = tokens[at]
            if at in declared:
                yield Place(at, declared[at], True, known=True)
                at = declared[at]
                continue
            if token.text in OPEN:
                close = next(
                    (
                        n
                        for n in range(at + 2, min(at + _LONGEST + 2, sentence.last))
                        if tokens[n].text in _CLOSE
                    ),
                    None,
                )
                if close is not None and tokens[at + 1].text[0].isupper():
                    if not self._is_own(tokens[at + 1]):
                        yield Place(at, close + 1, True)
                    at = close + 1
                    continue
            if token.text[0].isupper() and len(token.text) >= LEAST and not self._is_own(token):
                known = is_named(token.text, self.firms) or self._is_made_up(at, sentence)
                if known or (at > sentence.first and self._may_be_firm(at)):
                    yield Place(at, at + 1, True)
            at += 1

    def _is_made_up(self, at: int, sentence: Sentence) -> bool:
        """A capital word that the dictionary lacks, where a firm stands: «у Сталепрома», «Альфакод …»."""
        token = self.tokens[at]
        word = token.text
        if not word[1:].islower() or is_known(word.lower()) or tags(word) & PERSONAL:
            return False
        return at > sentence.first and self.tokens[at - 1].lemma in OWNERS

    def _may_be_firm(self, at: int) -> bool:
        """A capital where only what is compared stands: after «чем у», a comparative, «в отличие от»."""
        token, before = self.tokens[at], self.tokens[at - 1]
        if token.text.isupper() or tags(token.text) & PERSONAL or not before.text[0].isalpha():
            return False
        while at > 1 and before.lemma in AFTER_THAN:
            at -= 1
            before = self.tokens[at - 1]
        return before.lemma in _THAN or is_comparative(before)

    def _is_own(self, token: Token) -> bool:
        word = token.text.lower().replace("ё", "е")
        return any(word.startswith(each) for each in self.own)

    def is_us(self, clause: Sentence | Clause, *, loosely: bool = False) -> bool:
        """Whether a clause speaks of us: «вы», our name; `loosely` «эти», «а они», «тут» as well."""
        labels = {m.label for m in matcher().find(self.tokens, clause.first, clause.last)}
        named = any(self._is_own(self.tokens[at]) for at in range(clause.first, clause.last))
        return named or "us" in labels or (loosely and bool(labels & {"them", "they"}))

    def _clause(self, sentence: Sentence, place: Place) -> Clause:
        return next(each for each in self._pieces(sentence) if each.first <= place.first < each.last)

    def _pieces(self, sentence: Sentence) -> list[Clause]:
        """The sentence cut at every comma, dash and «а»: finer than its clauses; quoted names stay whole."""
        cuts, inside = [sentence.first], False
        for at in range(sentence.first, sentence.last):
            token = self.tokens[at]
            inside = token.text in OPEN if not inside else token.text not in _CLOSE
            if inside or at + 1 >= sentence.last:
                continue
            if (token.text in _STOPS and self.tokens[at + 1].lemma not in _RELATIVE) or (
                self.tokens[at + 1].lemma in BUT and token.text not in _STOPS
            ):
                cuts.append(at + 1)
        cuts.append(sentence.last)
        return [self.parsed.clause(first, last) for first, last in pairwise(cuts)]

    def _mention(self, around: Span, kind: Kind | None) -> Mention | None:
        near = [m for m in self.mentions if m.span.overlaps(around) and kind in {None, m.kind}]
        return max(near, key=lambda m: m.span.shared(around)) if near else None

    def _kinds(self, around: Span) -> set[Kind]:
        return {m.kind for m in self.mentions if m.span.overlaps(around)}

    def _spoken_of(self, at: int) -> bool:
        """Whether we are spoken of in a sentence or beside it."""
        near = self.parsed.sentences[max(0, at - 1) : at + 2]
        return self.asked or any(
            self.is_us(each) or self._kinds(Span(each.start, each.stop)) for each in near
        )

    def judged(self, *clauses: Clause | Sentence, apart: Clause | Sentence | None = None) -> int:
        """1 where the clauses praise, -1 where they blame, 0 where they do neither or both.

        What the coder finds decides, else the words; mentions that go on into `apart` are left out.
        """
        places = [Span(each.start, each.stop) for each in clauses]
        away = Span(apart.start, apart.stop) if apart else Span(0, 0)
        kinds = {
            m.kind
            for m in (*self.mentions, *self.theirs)
            if any(m.span.overlaps(each) for each in places) and not m.span.overlaps(away)
        }
        if len(kinds) == 1:
            return 1 if Kind.PRAISE in kinds else -1
        return 0 if kinds else sign(sum(sign(self.heard(each)) for each in clauses))

    def heard(self, clause: Clause | Sentence) -> int:
        """What the words of a clause say by themselves: more than 0 is good, less is bad."""
        labels = [m.label for m in matcher().find(self.tokens, clause.first, clause.last)]
        said = Clause(clause.start, clause.stop, clause.text, clause.first, clause.last)
        polarity = find_clues(self.tokens, said).polarity
        return polarity + labels.count("well") - labels.count("badly")

    def _is_past(self, at: int) -> bool:
        """«раньше брали у X», «до вас был X», «прошлый поставщик»."""
        return any(
            m.label == "past" or (m.label == "rival" and m.pattern.split("|")[0] in FORMER)
            for m in self.matches[at]
        )

    def _is_former(self, at: int) -> bool:
        return any(m.label == "past" for m in self.matches[at])

    def _is_now(self, clause: Clause | Sentence) -> bool:
        return bool(self._all(clause, "now"))

    def _named_in(self, sentence: Sentence) -> bool:
        return any(True for _ in self._named(sentence))

    def _before_is(self, place: Place, lemmas: Iterable[str]) -> bool:
        return place.first > 0 and self.tokens[place.first - 1].lemma in lemmas


def is_comparative(token: Token) -> bool:
    """Whether a word compares: «быстрее», «лучше», «выше»."""
    return (
        token.lemma in {"лучше", "больше", "хуже"}
        or "COMP" in tags(token.text)
        or token.text.lower() in {"выше", "ниже"}
    )


def sign(value: int) -> int:
    """1, 0 or -1."""
    return (value > 0) - (value < 0)
