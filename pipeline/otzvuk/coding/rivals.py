"""Whom an evaluation compares the supplier with, and whether for better or for worse.

Only a clear comparison is taken: «быстрее, чем у X», «у X дешевле», «в отличие от X», or words about a
rival beside words about us of which one praises or blames. Where nothing tells who is meant or which way,
nothing is found: a wrong comparison is worse than a missing one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from otzvuk.coding.firm import NOBODY, OPEN, Firms
from otzvuk.coding.pattern import Match
from otzvuk.coding.rivaldeclared import declared
from otzvuk.coding.rivalry import (
    AFTER_THAN,
    FORMER,
    OWNERS,
    Place,
    Spoken,
    is_comparative,
    matcher,
    sign,
)
from otzvuk.coding.topic import Topics
from otzvuk.coding.whose import BUT
from otzvuk.language import Clause, ParsedTurn, Sentence, parse, tags
from otzvuk.model.mention import Kind, Mention
from otzvuk.model.rival import Rival, Verdict
from otzvuk.model.span import Span

_MAY_HOLD: Final = re.compile(
    r"друг|конкур|поставщ|подрядч|дистриб|перевозч|исполнител|провайдер|никто|остальн|многих|прочи|равных нет"
    r"|чем |отличи|сравнени|на фоне|китай|тур[кое]|неме?ц|белорус|польск|поляк|словак|итальян"
    r"|финн|голланд|датск"
    r"|импортн|перекуп|соседн|[«\"„“][А-ЯЁA-Z]|(?<=[\w,] )[А-ЯЁ][а-яё]{3}|до них|до вас|всех",
    re.IGNORECASE,
)
_ASKS_OF_US: Final = re.compile(
    r"\bнаш|\bнас\b|\bнам|\bмы\b|сравн|отлича|друг(?:их|ими|ие)|конкурент", re.IGNORECASE
)
_COMPARES: Final = re.compile(
    r"сравн|отлича|на фоне|конкурент|лучше|хуже"
    r"|(?:у|от|чем) друг(?:их|ие)|друг\w+ (?:поставщ|подряд|фирм|завод)",
    re.IGNORECASE,
)
_THAT: Final = frozenset({"тот", "того", "те", "тех", "там", "него"})
_NOBODY: Final = frozenset({"никто", "другой", "остальной", "прочий", "рынок", "нигде", "кто", "нет"})
_WE: Final = frozenset({"мы", "я"})
_REACH: Final = 7  # tokens between a comparative and its «чем»
_LEAST_SAID: Final = 3  # tokens of a piece that says something of a rival


def rivals_in(
    text: str,
    topics: Topics,
    *,
    turn: int = 0,
    own: frozenset[str] = frozenset(),
    firms: frozenset[str] = frozenset(),
    mentions: Sequence[Mention] = (),
    question: str = "",
    known: Firms = NOBODY,
    theirs: Sequence[Mention] = (),
) -> list[Rival]:
    """The rivals that a respondent's turn compares the supplier with, in the order of the text.

    `own` are the supplier's names in lower case, `firms` stems of other firms (`firms_in`), `mentions` those
    of the turn, `question` the interviewer's before: one about us or about rivals makes the answer speak of
    us. `known` are firms that are rivals for sure: only of them words without a comparison count; `theirs` is
    what the coder took for praise or blame of them.
    """
    if not (_MAY_HOLD.search(text) or known.may_hold(text)):
        return []
    judged = [m for m in mentions if m.kind is not Kind.WISH]
    reader = _Turn(
        parse(text), topics, turn, question, own=own, firms=firms, known=known, mentions=judged, theirs=theirs
    )
    return reader.found()


class _Turn(Spoken):
    """A turn that is read for comparisons."""

    def __init__(
        self,
        parsed: ParsedTurn,
        topics: Topics,
        turn: int,
        question: str,
        *,
        own: frozenset[str],
        firms: frozenset[str],
        known: Firms,
        mentions: Sequence[Mention],
        theirs: Sequence[Mention],
    ) -> None:
        super().__init__(
            parsed,
            own=own,
            firms=firms,
            known=known,
            mentions=mentions,
            theirs=theirs,
            question=question,
            asked=bool(_ASKS_OF_US.search(question)),
        )
        self.topics, self.turn = topics, turn
        self.compares = bool(_COMPARES.search(question))

    def found(self) -> list[Rival]:
        said: list[Rival] = []
        for at, sentence in enumerate(self.parsed.sentences):
            matches = self.matches[at]
            if any(match.label == "bars" for match in matches):
                continue
            places = self._places(sentence, matches)
            nobody = next((each for each in matches if each.label == "cannot"), None)
            around = Span(sentence.start, sentence.stop)
            if (
                nobody is not None
                and self._kinds(around) <= {Kind.PRAISE}
                and (self._kinds(around) or self.is_us(sentence))
            ):
                named = [each for each in places if each.name]
                place = named[0] if named else self._nobody(nobody)
                said.append(self._rival(place, Verdict.BETTER, around))
                continue
            if not places:
                places = self._before(at)
            seen: set[Verdict] = set()
            for place in places:
                found = self._compared(at, place)
                if found is not None and found[0] not in seen:
                    seen.add(found[0])
                    said.append(self._rival(place, *found))
        return _named_once(said, self.parsed)

    def _before(self, at: int) -> list[Place]:
        """The one rival of the sentence before, where «тот», «у тех» goes on with it."""
        if not at or self._than_us(self.parsed.sentences[at]) is None:
            return []
        here = self.parsed.sentences[at]
        if not any(each.text.lower() in _THAT for each in self.tokens[here.first : here.last]):
            return []
        places = self._places(self.parsed.sentences[at - 1], self.matches[at - 1])
        return places if len(places) == 1 else []

    def _nobody(self, match: Match) -> Place:
        """The word of «другие так не умеют», «лучше вас никто не возит» that stands for the rivals."""
        for at in range(match.first, match.last):
            if self.tokens[at].lemma in _NOBODY:
                market = self.tokens[min(at + 2, match.last - 1)].lemma == "рынок"
                return Place(at, min(at + 3, match.last) if market else at + 1, False)
        return Place(match.first, match.last, False)

    def _rival(self, place: Place, verdict: Verdict, around: Span) -> Rival:
        span = place.span(self.tokens)
        own = self._mention(around, _KIND.get(verdict)) or self._of_theirs(around, verdict)
        code, process = (own.code, own.process) if own else self._topic(around)
        return Rival(
            turn=self.turn,
            start=span.start,
            stop=span.stop,
            text=self.parsed.text[span.start : span.stop],
            verdict=verdict,
            aspect=around,
            code=code,
            process=process,
        )

    def _of_theirs(self, around: Span, verdict: Verdict) -> Mention | None:
        near = [m for m in self.theirs if verdict is Verdict.ALONE and m.span.overlaps(around)]
        return max(near, key=lambda m: m.span.shared(around)) if near else None

    def _topic(self, around: Span) -> tuple[str, str]:
        at = [n for n, each in enumerate(self.tokens) if around.overlaps(each)]
        codes = {each.code for each in self.topics.evidence(self.tokens, at[0], at[-1] + 1)} if at else set()
        if len(codes) != 1:
            return "", ""
        code = codes.pop()
        return code, self.topics.codebook.codes[code].process

    def _compared(self, at: int, place: Place) -> tuple[Verdict, Span] | None:
        if place.last <= self.parsed.sentences[at].first:
            return self._than_ours(at, place)
        for rule in (
            self._same,
            self._than,
            self._marked,
            self._theirs,
            self._contrasted,
            self._answered,
            self._declared,
            self._alone,
        ):
            found = rule(at, place)
            if found is not None:
                return found
        return None

    def _same(self, at: int, place: Place) -> tuple[Verdict, Span] | None:
        """«как у всех», «на уровне X»: the rival stands in the words or right after."""
        sentence = self.parsed.sentences[at]
        for match in self.matches[at]:
            near = match.first - 2 <= place.first <= match.last + 1
            if match.label != "same" or any(
                is_comparative(each) for each in self.tokens[match.last : sentence.last]
            ):
                continue
            if "=всех" in match.pattern and not self._mentioned_or_named(match, sentence):
                continue
            if not (near or "=не" in match.pattern or "=ни" in match.pattern):
                continue
            said = self.tokens[match.first : match.last]
            pairs = pairwise(said)
            if all(one.text[0].isalnum() or two.lemma in {"что", "как"} for one, two in pairs):
                return Verdict.SAME, Span(sentence.start, sentence.stop)
        return None

    def _mentioned_or_named(self, match: Match, sentence: Sentence) -> bool:
        """Whether what is the same as everywhere is a thing of ours: a mention, or a code in its clause."""
        if self._kinds(Span(sentence.start, sentence.stop)):
            return True
        clause = next((each for each in sentence.clauses if each.first <= match.first < each.last), None)
        codes = self.topics.evidence(self.tokens, clause.first, clause.last) if clause else ()
        return any(each.code.startswith("price.") for each in codes)

    def _agreed(self, verdict: Verdict | None, around: Span) -> Verdict | None:
        """The verdict of the words where the coder does not hear the opposite; without words, the coder's."""
        kinds = self._kinds(around)
        if verdict is None:
            if len(kinds) != 1:
                return None
            return Verdict.BETTER if Kind.PRAISE in kinds else Verdict.WORSE
        return verdict if not kinds or _KIND[verdict] in kinds else None

    def _polarity(self, first: int, last: int) -> int | None:
        """Of a comparative at [first, last): 1 good, -1 bad, 0 neither, None where there is none."""
        labels = {m.label for m in matcher().find(self.tokens, first, last)} & {"good", "bad"}
        if len(labels) == 1:
            return 1 if "good" in labels else -1
        return 0 if labels or any(is_comparative(each) for each in self.tokens[first:last]) else None

    def _than(self, at: int, place: Place) -> tuple[Verdict, Span] | None:
        """«быстрее, чем у X», «дороже X», «X быстрее, чем вы», «лучше вас только X»."""
        sentence = self.parsed.sentences[at]
        around = Span(sentence.start, sentence.stop)
        begin = place.first
        while begin > sentence.first and (
            self.tokens[begin - 1].lemma in AFTER_THAN or self.tokens[begin - 1].text in OPEN
        ):
            begin -= 1
        before = self.tokens[begin - 1] if begin > sentence.first else None
        if before is None:
            return None
        if before.lemma == "чем" or (is_comparative(before) and begin == place.first):
            first = max(sentence.first, begin - 1 - _REACH)
            polarity = self._polarity(first, begin)
            if polarity is None or self._ours(sentence, place) or self._rival_first(sentence, place):
                return None
            if any(each.lemma == "не" for each in self.tokens[first:begin]):
                return None  # «не быстрее, чем у X» says neither
            word = {1: Verdict.BETTER, -1: Verdict.WORSE, 0: None}[polarity]
            known = self._spoken_of(at) or bool(
                {m.label for m in self.matches[at]} & {"them", "they", "those_there"}
            )
            vague = not place.name and place.last - place.first == 1 and not self._is_rival_word(at, place)
            all_of = self.tokens[place.first].lemma == "весь"
            if vague and not (self._kinds(around) or (self.is_us(sentence) and not all_of)):
                return None  # «лучше всех», «лучше остальных» is said of cooks and children too
            verdict = (word or self._agreed(None, around)) if known else None
            return (verdict, around) if verdict else None
        return None

    def _is_rival_word(self, at: int, place: Place) -> bool:
        return any(m.label == "rival" and m.first == place.first for m in self.matches[at])

    def _rival_first(self, sentence: Sentence, place: Place) -> bool:
        return any(each.last <= place.first for each in self._named(sentence))

    def _ours(self, sentence: Sentence, place: Place) -> bool:
        """Whether it is the client who is compared: «мы дешевле, чем X», «наша сборка дороже»."""
        before = self.tokens[sentence.first : place.first]
        if any(each.lemma == "наш" for each in before) or any(
            one.lemma == "у" and two.text.lower() in {"нас", "меня"} for one, two in pairwise(before)
        ):
            return not self.is_us(sentence, loosely=True)
        return any(each.lemma in _WE and each.text.lower() in _WE for each in before) and not self.is_us(
            sentence, loosely=True
        )

    def _theirs(self, at: int, place: Place) -> tuple[Verdict, Span] | None:
        """«у X дешевле», «X возит быстрее», «X дешевле, чем вы», «лучше вас только X»."""
        sentence = self.parsed.sentences[at]
        clause = self._clause(sentence, place)
        around = Span(sentence.start, sentence.stop)
        tail = self.tokens[clause.first : place.first]
        if self._than_us(sentence) is not None:
            return self._than_ours(at, place)
        near = min(clause.last, place.last + _REACH)
        polarity = self._polarity(place.last, near)
        if not polarity or any(each.lemma == "чем" for each in self.tokens[clause.first : sentence.last]):
            return None
        if not self._spoken_of(at) or any(each.lemma in _WE for each in self.tokens[place.last : near]):
            return None
        if not self._is_subject(clause, place):
            return None
        if any(is_comparative(each) for each in tail) or self.is_us(_cut(clause, self.parsed, place.first)):
            return None
        if any(each.lemma in {"стать", "становиться"} for each in self.tokens[clause.first : clause.last]):
            return None
        return (Verdict.WORSE if polarity > 0 else Verdict.BETTER), around

    def _than_ours(self, at: int, place: Place) -> tuple[Verdict, Span] | None:
        """«X дешевле, чем вы», «лучше вас только X», «быстрее вас никто»."""
        sentence = self.parsed.sentences[at]
        of_us = self._than_us(sentence)
        if of_us is None:
            return None
        first = max(sentence.first, of_us - 2 * _REACH)
        before, polarity = self.tokens[first:of_us], self._polarity(first, of_us)
        if not polarity or any(each.lemma == "не" for each in before):
            return None
        words = {each.text.lower() for each in self.tokens[of_us : of_us + 4]}
        nobody = (
            bool(words & {"никто", "никого", "нет", "нигде"}) or self.tokens[place.first].lemma == "никто"
        )
        worse = (polarity > 0) is not nobody
        return (Verdict.WORSE if worse else Verdict.BETTER), Span(sentence.start, sentence.stop)

    def _is_subject(self, clause: Clause, place: Place) -> bool:
        """«у X …», «X …», «вот X …»; not «девчата из X»."""
        if place.first == clause.first:
            return True
        before = self.tokens[place.first - 1]
        if place.first - 1 == clause.first and before.lemma in OWNERS:
            return True
        return (
            before.lemma in {"у", "этот", "тот"}
            or not before.text[0].isalnum()
            or bool(tags(before.text) & {"CONJ", "PRCL", "INTJ", "ADVB"})
        )

    def _than_us(self, sentence: Sentence) -> int | None:
        """The token at which «чем вы», «вас», «вашего», the supplier's name stand after a comparative."""
        tokens = self.tokens
        for at in range(sentence.first + 1, sentence.last):
            token = tokens[at]
            if not (token.lemma in {"вы", "ваш"} or self._is_own(token)):
                continue
            before = at - 1
            while before > sentence.first and tokens[before].lemma in AFTER_THAN:
                before -= 1
            if tokens[before].lemma == "чем":
                return at
            if (
                before == at - 1
                and is_comparative(tokens[before])
                and token.text.lower() not in {"вы", "вам"}
            ):
                return at
        return None

    def _marked(self, at: int, place: Place) -> tuple[Verdict, Span] | None:
        """«в отличие от X», «по сравнению с X», «до X далеко»: the coder says which way."""
        sentence, matches = self.parsed.sentences[at], self.matches[at]
        around = Span(sentence.start, sentence.stop)
        labels = {m.label for m in matches}
        if any(m.label == "beside" and m.first < place.first <= m.last + 2 for m in matches):
            verdict = self._agreed(self._side(sentence, labels, around), around)
            return (verdict, around) if verdict else None
        if labels & {"ahead", "behind"} and (self.is_us(sentence, loosely=True) or self._kinds(around)):
            word = Verdict.BETTER if "ahead" in labels else Verdict.WORSE
            if (
                not self.is_us(_head(sentence, self.parsed, place.first))
                and place.first < min(m.first for m in matches if m.label in {"ahead", "behind"})
                and not self._before_is(place, OWNERS)
                and not any("=далеко" in m.pattern for m in matches)
            ):
                return None  # «X проигрывает вам»: who is ahead is not clear
            verdict = self._agreed(word, around)
            return (verdict, around) if verdict else None
        if "left" in labels and self._before_is(place, {"от"}):
            verdict = self._agreed(None, self._wide(at))
            return (verdict, around) if verdict is Verdict.BETTER else None
        return None

    def _side(self, sentence: Sentence, labels: set[str], around: Span) -> Verdict | None:
        """What the words beside «в отличие от X» say of us; None where the coder has to tell."""
        if labels & {"ahead", "behind", "hedge"}:
            return Verdict.WORSE if "behind" in labels else Verdict.BETTER
        polarity = self._polarity(sentence.first, sentence.last)
        if polarity and self.is_us(sentence, loosely=True):
            return Verdict.BETTER if polarity > 0 else Verdict.WORSE
        heard = sign(self.heard(sentence))
        if heard and not self._kinds(around) and self.is_us(sentence, loosely=True):
            return Verdict.BETTER if heard > 0 else Verdict.WORSE
        return None

    def _wide(self, at: int) -> Span:
        last = self.parsed.sentences[min(at + 1, len(self.parsed.sentences) - 1)]
        return Span(self.parsed.sentences[at].start, last.stop)

    def _contrasted(self, at: int, place: Place) -> tuple[Verdict, Span] | None:
        """A clause about the rival and one about us beside it, of which one is praised or blamed."""
        sentence = self.parsed.sentences[at]
        clause = self._clause(sentence, place)
        past = self._is_past(at)
        if self.is_us(clause) or self.tokens[place.first].lemma == "весь":
            return None
        if clause.last - clause.first < _LEAST_SAID and not past:
            return None  # «Китайцы, там дилер, …»
        if not (past or self._is_subject(clause, place)):
            return None
        for each in self._beside(at, clause):
            span = Span(min(clause.start, each.start), max(clause.stop, each.stop))
            within = each.first < sentence.last and each.last > sentence.first
            between = _between(self._pieces(sentence), clause, each)
            ours, theirs = self.judged(each), self.judged(clause, *between, apart=each)
            labels = {m.label for m in matcher().find(self.tokens, each.first, each.last)}
            but = past or self._is_opposed(clause, each)
            if "hedge" in labels and ours >= 0:
                return Verdict.BETTER, span
            if not (but or within):
                continue
            if "lacking" in labels and ours <= 0 and theirs >= 0:
                return Verdict.WORSE, span
            coded = bool(self._kinds(Span(each.start, each.stop)))
            if ours and (theirs == -ours or (theirs == 0 and but and (coded or within))):
                return (Verdict.BETTER if ours > 0 else Verdict.WORSE), span
            if not ours and theirs and but and within:
                return (Verdict.BETTER if theirs < 0 else Verdict.WORSE), span
        return None

    def _answered(self, at: int, place: Place) -> tuple[Verdict, Span] | None:
        """«— Есть у кого лучше? — У X кабинет удобный»: asked to compare, they praise or blame a rival."""
        sentence = self.parsed.sentences[at]
        clause = self._clause(sentence, place)
        if (
            not self.compares
            or at > 1
            or not self._is_subject(clause, place)
            or self.is_us(sentence, loosely=True)
        ):
            return None
        theirs = sign(self.heard(sentence))
        kinds = self._kinds(Span(sentence.start, sentence.stop))
        heard = {Kind.PRAISE: 1, Kind.COMPLAINT: -1}
        if not theirs or any(heard[each] != theirs for each in kinds):
            return None
        return (Verdict.WORSE if theirs > 0 else Verdict.BETTER), Span(sentence.start, sentence.stop)

    def _alone(self, at: int, place: Place) -> tuple[Verdict, Span] | None:
        """Words of praise or blame about a firm or a past supplier, with none about us in sight."""
        sentence = self.parsed.sentences[at]
        around = Span(sentence.start, sentence.stop)
        former = any(
            m.first == place.first and m.label == "rival" and m.pattern.split("|")[0] in FORMER
            for m in self.matches[at]
        )
        if not (former or (place.name and self._is_former(at))):
            return None
        if self._kinds(around) or self.is_us(sentence, loosely=True):
            return None
        if not self._is_subject(self._clause(sentence, place), place) or not self.heard(sentence):
            return None
        return Verdict.ALONE, around

    def _declared(self, at: int, place: Place) -> tuple[Verdict, Span] | None:
        return declared(self, at, place) if place.known else None

    def _is_opposed(self, clause: Clause, other: Clause | Sentence) -> bool:
        """«У X …, у вас …», «… А эти …»: said of both in the same way, or of us with «а», «но»."""
        first, second = (self.tokens[other.first], self.tokens[min(other.first + 1, other.last - 1)])
        if first.lemma in BUT and second.lemma != "вот":
            return True
        pairs = pairwise(self.tokens[other.first : other.last])
        ours = any(one.lemma == "у" and (two.lemma == "вы" or self._is_own(two)) for one, two in pairs)
        return ours and any(each.lemma == "у" for each in self.tokens[clause.first : clause.last])

    def _beside(self, at: int, clause: Clause) -> Iterable[Clause | Sentence]:
        """Clauses and sentences about us next to one about a rival, those after it first."""
        sentences = self.parsed.sentences
        past = self._is_past(at)
        others = [each for each in self._pieces(sentences[at]) if each.start != clause.start]
        for each in sorted(others, key=lambda one: one.start < clause.start):
            if self.is_us(each, loosely=each.start > clause.start) or (past and self._is_now(each)):
                yield each
        for number, near in enumerate(sentences[at + 1 : at + 2], at + 1):
            if self._places(near, self.matches[number]):
                continue  # it compares on its own
            if self.is_us(near, loosely=True) or (past and self._is_now(near)):
                yield near
        if at and self.is_us(sentences[at - 1]) and not self._named_in(sentences[at - 1]):
            yield sentences[at - 1]


def _between(pieces: Sequence[Clause], clause: Clause, other: Clause | Sentence) -> list[Clause]:
    """What stands between two pieces of a sentence: it goes on with the first."""
    return [each for each in pieces if clause.last <= each.first and each.last <= other.first]


def _named_once(said: Sequence[Rival], parsed: ParsedTurn) -> list[Rival]:
    """«Вам равных нет. «X» и разговаривать не стал» is one comparison: with the one that is named."""
    kept = []
    for number, each in enumerate(said):
        following = said[number + 1] if number + 1 < len(said) else None
        vague = each.text.lower() in {"нет", "никто"}
        close = (
            following is not None
            and following.verdict is each.verdict
            and sum(each.start < one.start <= following.start for one in parsed.sentences) == 1
        )
        if not (vague and close):
            kept.append(each)
    return kept


_KIND: Final = {Verdict.BETTER: Kind.PRAISE, Verdict.WORSE: Kind.COMPLAINT}


def _cut(clause: Clause, parsed: ParsedTurn, last: int) -> Clause:
    """The clause up to a token."""
    stop = parsed.tokens[last].start
    return clause._replace(stop=stop, text=parsed.text[clause.start : stop], last=last)


def _head(sentence: Sentence, parsed: ParsedTurn, last: int) -> Clause:
    stop = parsed.tokens[last].start
    return Clause(sentence.start, stop, parsed.text[sentence.start : stop], sentence.first, last)
