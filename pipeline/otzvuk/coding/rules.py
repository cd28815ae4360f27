"""Coding by rule: patterns of the codebook, evaluating words and the question that was asked.

The rules stand in `RULES` in the order in which they are tried on a clause; each is a small function
that answers with a `Verdict` or None ('no opinion'). The name of the rule that decided is the
mention's `decided_by`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from otzvuk.coding.clues import Clues, find_clues
from otzvuk.coding.outright import outright
from otzvuk.coding.process import place
from otzvuk.coding.ratings import find_ratings
from otzvuk.coding.remarks import without_remarks
from otzvuk.coding.topic import Evidence, Topics
from otzvuk.coding.whose import Named, ours
from otzvuk.language import Clause, ParsedTurn, Sentence, Token, parse
from otzvuk.model.codebook import Codebook
from otzvuk.model.interview import Interview
from otzvuk.model.mention import Coding, Kind, Mention, Trend
from otzvuk.model.study import Guide

FEW = 3  # words of a turn in which more words judge than elsewhere
SHORT_ANSWER = 60  # tokens of an answer's first sentence that may take its topic from the question


class Verdict(NamedTuple):
    """What a rule decided about a clause."""

    kind: Kind
    code: str
    rule: str
    confidence: float
    why: str


@dataclass(frozen=True)
class Moment:
    """A clause with all that a rule may look at."""

    tokens: Sequence[Token]
    sentence: Sentence
    clause: Clause
    clues: Clues
    evidence: tuple[Evidence, ...]
    question: tuple[str, ...]  # codes of the question, likeliest first
    asked: bool  # the clause stands at the beginning of the answer
    before: str | None  # the code of the mention just before, in the same sentence

    @property
    def topics(self) -> list[str]:
        """Codes by the number of words of their patterns that fit, most first."""
        weight: Counter[str] = Counter()
        for each in self.evidence:
            weight[each.code] += (each.match.last - each.match.first) * (1 if each.kind is None else 2)
        return sorted(weight, key=lambda code: (-weight[code], code not in self.question, code))

    @property
    def topic(self) -> str | None:
        """The clause's own topic, else that of the question, else that of the mention before."""
        topics = self.topics
        if topics:
            return topics[0]
        if self.question and self.asked:
            return self.question[0]
        return self.before


# «Если бы они срывали сроки, мы бы ушли»; «хорошо, если бы привозили» is a wish and stays.
_CONDITION = re.compile(r"\W*(а |но |и |да |вот |ну )?(если бы?|кабы|будь)\b", re.IGNORECASE)


def _not_said(moment: Moment) -> bool:
    """Questions, hypotheses and words about somebody else evaluate nothing."""
    signs = moment.clues.signs
    if moment.sentence.text.rstrip('»") ').endswith("?"):
        return True
    if ("hypothetical" in signs and "wish" not in signs) or _CONDITION.match(moment.sentence.text):
        return True
    return "elsewhere" in signs and not signs & {"worse_than_others", "better_than_others"}


def rule_wish(moment: Moment) -> Verdict | None:
    """A wish opens the clause, or a wish pattern fits beside «бы»."""
    wishes = [each for each in moment.evidence if each.kind is Kind.WISH]
    if "wish" not in moment.clues.signs and not (wishes and _opens_a_wish(moment)):
        return None
    code = wishes[0].code if wishes else moment.topic
    if code is None:
        return None
    return Verdict(Kind.WISH, code, "wish", 0.6 if moment.topics else 0.45, _why("пожелание", moment, code))


def _opens_a_wish(moment: Moment) -> bool:
    """«бы», «чтобы», an order or a plea: words without which a wish pattern only names its topic."""
    forms = {token.text.lower() for token in moment.tokens[moment.clause.first : moment.clause.last]}
    return bool(
        forms & {"бы", "б", "чтобы", "чтоб", "пусть", "пускай", "давайте", "хоть", "можно", "надо", "нужно"}
    )


def rule_said_outright(moment: Moment) -> Verdict | None:
    """A pattern that says the code and the kind fits; a negator turns the kind round."""
    clause = moment.clause
    said = outright(moment.tokens, clause.first, clause.last, moment.evidence)
    if not said:
        return None
    best, kind = max(
        said,
        key=lambda one: (
            one.evidence.match.last - one.evidence.match.first,
            one.evidence.code in moment.question,
        ),
    )
    return Verdict(kind, best.code, "pattern", 0.55, f"шаблон «{best.match.pattern}»")


def rule_topic_and_evaluation(moment: Moment) -> Verdict | None:
    """The clause names a topic and an evaluating word says what the speaker thinks of it."""
    topics = moment.topics
    if not topics or not moment.clues.polarity:
        return None
    kind = Kind.PRAISE if moment.clues.polarity > 0 else Kind.COMPLAINT
    return Verdict(kind, topics[0], "topic", 0.45, _why("тема и оценка", moment, topics[0]))


def rule_short_answer(moment: Moment) -> Verdict | None:
    """An evaluation at the beginning of an answer takes its topic from the question."""
    if not moment.asked or not moment.question:
        return None
    polarity = moment.clues.polarity or _in_brief(moment)
    if not polarity:
        return None
    kind = Kind.PRAISE if polarity > 0 else Kind.COMPLAINT
    return Verdict(
        kind, moment.question[0], "answer", 0.45, _why("ответ на вопрос", moment, moment.question[0])
    )


def _in_brief(moment: Moment) -> int:
    """What the words say that judge only where there are few: more than 0 is good, less is bad."""
    if sum(token.text[0].isalnum() for token in moment.tokens) > FEW:
        return 0
    signs = moment.clues.signs
    return ("brief_positive" in signs) - ("brief_negative" in signs)


RULES: tuple[Callable[[Moment], Verdict | None], ...] = (
    rule_wish,
    rule_said_outright,
    rule_topic_and_evaluation,
    rule_short_answer,
)


def _why(what: str, moment: Moment, code: str) -> str:
    words = [*moment.clues.words, *(each.match.pattern for each in moment.evidence if each.code == code)]
    return f"{what}: " + ", ".join(f"«{word}»" for word in dict.fromkeys(words)) if words else what


class RuleCoder:
    """Codes interviews by the patterns of a codebook, the bundled lexicon and the guide.

    `named` are the supplier and its rivals, as far as a study names them.
    """

    def __init__(self, codebook: Codebook, guide: Guide | None = None) -> None:
        self.codebook = codebook
        self.topics = Topics(codebook, guide)
        self.named = Named()

    def code(self, interview: Interview) -> Coding:
        """The mentions and ratings of an interview; interviewers' turns are never coded."""
        mentions = self.mentions(interview, range(len(interview.turns)))
        mentions, theirs = ours(mentions, interview, self.named)
        return Coding(
            interview,
            mentions=tuple(place(mentions, interview, self.topics)),
            ratings=tuple(find_ratings(interview, self.topics)),
            theirs=tuple(place(theirs, interview, self.topics)),
        )

    def mentions(self, interview: Interview, turns: Iterable[int]) -> list[Mention]:
        """The mentions of some turns, with the processes of their codes."""
        found: list[Mention] = []
        for index in turns:
            turn = interview.turns[index]
            if not turn.interviewer and turn.text.strip():
                asked = interview.question_before(index)
                found += self._mentions(index, parse(turn.text), asked.text if asked else "")
        return without_remarks(found, interview)

    def _mentions(self, index: int, parsed: ParsedTurn, question: str) -> list[Mention]:
        codes = self.topics.of_question(question)[0] if question else ()
        found: list[tuple[Clause, Clause, Verdict, Clues]] = []
        for number, sentence in enumerate(parsed.sentences):
            before: str | None = None
            for clause in sentence.clauses:
                clues = find_clues(parsed.tokens, clause)
                evidence = tuple(self.topics.evidence(parsed.tokens, clause.first, clause.last))
                first = number == 0 and sentence.last - sentence.first <= SHORT_ANSWER
                moment = Moment(
                    tokens=parsed.tokens,
                    sentence=sentence,
                    clause=clause,
                    clues=clues,
                    evidence=evidence,
                    question=codes,
                    asked=first,
                    before=before,
                )
                verdict = (
                    None if _not_said(moment) else next(filter(None, (rule(moment) for rule in RULES)), None)
                )
                if verdict is None:
                    continue
                before = verdict.code
                last = found[-1] if found else None
                if (
                    last
                    and last[1].last + 1 >= clause.first
                    and (last[2].kind, last[2].code) == (verdict.kind, verdict.code)
                ):
                    found[-1] = (last[0], clause, last[2], last[3])  # adjacent clauses that make one point
                else:
                    found.append((clause, clause, verdict, clues))
        return [self._mention(index, parsed, first, last, verdict) for first, last, verdict, _ in found]

    def _mention(
        self,
        index: int,
        parsed: ParsedTurn,
        first: Clause,
        last: Clause,
        verdict: Verdict,
    ) -> Mention:
        start, stop = trimmed(parsed, first.first, last.last)
        clues = find_clues(parsed.tokens, Clause(0, 0, "", first.first, last.last))
        return Mention(
            turn=index,
            start=start,
            stop=stop,
            text=parsed.text[start:stop],
            kind=verdict.kind,
            code=verdict.code,
            process=self.codebook.process_of(verdict.code),
            trend=trend_of(verdict.kind, clues),
            confidence=verdict.confidence,
            decided_by=f"rule:{verdict.rule}",
            why=verdict.why,
        )


# Words at the edge of a clause that are not part of the point it makes.
_EDGE = frozenset(
    {"а", "и", "но", "да", "ну", "вот", "зато", "однако", "хотя", "то", "же", "ведь", "вообще", "конечно"}
    | {"знаете", "короче", "значит", "так", "что", "потому", "поэтому", "при", "этом", "э-э", "м-м"}
    | {"слушайте", "понимаете"}
)


def trimmed(parsed: ParsedTurn, first: int, last: int) -> tuple[int, int]:
    """Offsets of tokens [first, last) without linking words before and punctuation around.

    At least one word stays.
    """
    tokens = parsed.tokens
    words = [n for n in range(first, last) if tokens[n].text[0].isalnum()]
    if not words:
        return tokens[first].start, tokens[last - 1].stop
    begin = next((n for n in words if tokens[n].text.lower() not in _EDGE), words[0])
    start, stop = tokens[begin].start, tokens[words[-1]].stop
    # A quotation mark that opens or closes inside belongs to the words.
    text = parsed.text
    if stop < len(text) and text[stop] in "»”" and "«" in text[start:stop]:
        stop += 1
    if start > 0 and text[start - 1] in "«“":
        start -= 1
    return start, stop


def trend_of(kind: Kind, clues: Clues) -> Trend:
    """Worse or better, where the words say that it used to be otherwise (coding guide, rule 7)."""
    changed = {"before", "now"} <= clues.signs
    if kind is Kind.COMPLAINT and (changed or ("became_worse" in clues.signs and "before" in clues.signs)):
        return Trend.WORSE
    if kind is Kind.PRAISE and (changed or "became_better" in clues.signs):
        return Trend.BETTER
    return Trend.NONE
