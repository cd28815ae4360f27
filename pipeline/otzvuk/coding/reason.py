"""Why somebody leaves or stays, where it is said after the sign: «Почему? Да сроки замучили»."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from otzvuk.coding.topic import Topics
from otzvuk.language import ParsedTurn, Sentence, parse
from otzvuk.model.interview import Interview
from otzvuk.model.leaving import Leaving
from otzvuk.model.mention import Mention
from otzvuk.model.span import Span

SENTENCES: Final = 2  # of an answer to «почему?» that say why
WORDS: Final = 6  # of a «почему?» that somebody asks oneself
_WHY: Final = re.compile(
    r"\b(?:почему|отчего|зачем|из-за чего|с чем (?:это )?связан\w*"
    r"|что (?:случил\w+|не так|не устраива\w+|мешает|стало причиной|было причиной)"
    r"|(?:по )?как(?:ой|ая|ие|им|ова)? причин\w*|в ч[её]м (?:же )?(?:причин\w*|дело|проблем\w*)"
    r"|чем (?:это )?вызван\w*)\b",
    re.IGNORECASE,
)


def asks_why(question: str) -> bool:
    """Whether a question is after the reason of what was just said."""
    return _WHY.search(question) is not None


def answered_oneself(parsed: ParsedTurn, at: int) -> Span | None:
    """The sentence after a «почему?» that the speaker asks oneself right after sentence `at`."""
    if at + 2 >= len(parsed.sentences):
        return None
    asked, answer = parsed.sentences[at + 1 : at + 3]
    words = sum(each.text[0].isalnum() for each in parsed.tokens[asked.first : asked.last])
    if words > WORDS or not asked.text.rstrip().endswith("?") or not asks_why(asked.text):
        return None
    return Span(answer.start, answer.stop)


def reason_asked(
    sign: Leaving, interview: Interview, turn: int, mentions: Sequence[Mention], topics: Topics
) -> Leaving:
    """The sign with the reason that answers «почему?», asked right after it; as it was where nobody asks.

    `turn` is the speaker's next, `mentions` those of it that may be a reason.
    """
    between = interview.turns[sign.turn + 1 : turn]
    same = interview.turns[turn].speaker == interview.turns[sign.turn].speaker
    if not same or not between or not all(each.interviewer for each in between):
        return sign
    if not asks_why(between[-1].text):
        return sign
    sentences = parse(interview.turns[turn].text).sentences[:SENTENCES]
    if not sentences:
        return sign
    told = Span(sentences[0].start, sentences[-1].stop)
    near = [each for each in mentions if each.span.overlaps(told)]
    if near:
        first = min(near, key=lambda each: each.start)
        holds = next(each for each in sentences if first.span.overlaps(each))
        return replace(
            sign,
            reason=Span(holds.start, holds.stop),
            reason_turn=turn,
            code=first.code,
            process=first.process,
        )
    code, process = code_of(sentences[0], interview.turns[turn].text, topics)
    return replace(
        sign, reason=Span(sentences[0].start, sentences[0].stop), reason_turn=turn, code=code, process=process
    )


def code_of(said: Sentence | Span, text: str, topics: Topics) -> tuple[str, str]:
    """The one code, and its process, that words of a turn name; "" for none or several."""
    tokens = parse(text).tokens
    inside = [at for at, each in enumerate(tokens) if each.start < said.stop and said.start < each.stop]
    found = topics.evidence(tokens, inside[0], inside[-1] + 1) if inside else []
    codes = {each.code for each in found}
    if len(codes) != 1:
        return "", ""
    code = codes.pop()
    return code, topics.codebook.codes[code].process
