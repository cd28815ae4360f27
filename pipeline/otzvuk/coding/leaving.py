"""Whether a client goes, cannot go or stays, in the client's own words, with the reason and who decides."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from otzvuk.coding.pattern import Match, Matcher
from otzvuk.language import Clause, ParsedTurn, Sentence, Token, parse
from otzvuk.model.bundled import bundled
from otzvuk.model.leaving import Leaving, Sign
from otzvuk.model.span import Span
from otzvuk.model.yamlfile import CheckedModel, read_yaml

_MAY_HOLD: Final = re.compile(
    r"уй[дт]|уход|ушл|друг|конкур|постав|тендер|альтернатив|замен|замест|проб|дева|дене|деть|единств|монопол"
    r"|привяз|завис|остан|остае|остаё|менят|меня|продл|расторг|разрыв|смотр|ищ|сторон|объ[её]м|берем|берём|брать"
    r"|без вас|без них|кроме|выбор|негде|труб|терп|аналог|раскладыв|своё|свое|своих|бросаем|надолго|работать"
    r"|подсел|урез|сократ|снизи|образц|запрос|предложени|поддерж|только вы|только вас|держимся|аутсорс|прощ"
    r"|расста|обойд|игл|крюч|залож|верн|приглян|закупк|добра|горой|отдал|отдад",
    re.IGNORECASE,
)
_CAUSE: Final = re.compile(
    r"\b(?:потому что|потому|так как|поскольку|из-за|из за|за то|ведь|достал[аи]?|надоел[аио]?|устали|иначе"
    r"|а то|пока)\b",
    re.IGNORECASE,
)
_QUOTED: Final = re.compile('[«"„“][А-ЯЁA-Z]')
_ORDER: Final = {Sign.STAYS: 0, Sign.DEPENDENCE: 1, Sign.LEAVING: 2}


class Lexicon(CheckedModel):
    """`models/lexicons/leaving.yaml`: lists of patterns."""

    leaving: tuple[str, ...]
    named: tuple[str, ...]
    dependence: tuple[str, ...]
    stays: tuple[str, ...]
    unreal: tuple[str, ...]
    over: tuple[str, ...]
    elsewhere: tuple[str, ...]


@cache
def _matcher() -> Matcher:
    return Matcher(read_yaml(bundled("models", "lexicons", "leaving.yaml"), Lexicon).model_dump())


def leaving_in(text: str, *, turn: int = 0) -> list[Leaving]:
    """What a respondent's turn says of leaving, in the order of the text; of one sentence one of a sign."""
    if not _MAY_HOLD.search(text):
        return []
    parsed = parse(text)
    if any(match.label == "over" for match in _matcher().find(parsed.tokens)):
        return []
    found: list[Leaving] = []
    for sentence in parsed.sentences:
        for clause in sentence.clauses:
            each = _in_clause(parsed, sentence, clause, turn)
            if each is not None and not any(_same(each, other, sentence) for other in found):
                found.append(each)
    return found


def _same(each: Leaving, other: Leaving, sentence: Sentence) -> bool:
    return sentence.start <= other.start < sentence.stop and other.sign is each.sign


def _in_clause(parsed: ParsedTurn, sentence: Sentence, clause: Clause, turn: int) -> Leaving | None:
    tokens = parsed.tokens
    matches = _matcher().find(tokens, clause.first, clause.last)
    if _QUOTED.search(clause.text):
        matches = [each._replace(label="leaving") if each.label == "named" else each for each in matches]
    signs = [match for match in matches if match.label in {sign.value for sign in Sign}]
    if not signs or any(match.label == "elsewhere" for match in matches):
        return None
    whole = _matcher().find(tokens, sentence.first, clause.last)
    if any(match.label == "unreal" for match in whole):
        return None
    best = min(signs, key=lambda match: _ORDER[Sign(match.label)])
    sign = Sign(best.label)
    if sign is Sign.LEAVING and _negated(tokens, best, clause):
        return None
    start, stop = clause.start, clause.stop
    return Leaving(
        turn=turn,
        start=start,
        stop=stop,
        text=parsed.text[start:stop],
        sign=sign,
        reason=_reason(parsed, sentence, clause),
        who=_who(parsed, sentence),
    )


def _negated(tokens: Sequence[Token], match: Match, clause: Clause) -> bool:
    """«уходить не собираемся» is found as staying; any other denial says nothing."""
    if re.search(r"(?<!\w)(не|ни|нет|без)(?!\w)", match.pattern):
        return False
    words = {token.lemma for token in tokens[clause.first : clause.last]}
    return bool(words & {"не", "ни", "никогда", "нет", "некогда", "бы"})


def _reason(parsed: ParsedTurn, sentence: Sentence, clause: Clause) -> Span | None:
    """The clause that says why: one with a word of cause, in the sentence or the one after."""
    at = parsed.sentences.index(sentence)
    others = [each for each in sentence.clauses if each is not clause]
    following = parsed.sentences[at + 1].clauses if at + 1 < len(parsed.sentences) else ()
    for each in (*others, *following):
        if _CAUSE.match(each.text):
            return Span(each.start, each.stop)
    return None


_WHO: Final = re.compile(
    r"\b(?:(?:генеральн\w+|коммерческ\w+|финансов\w+|техническ\w+|исполнительн\w+|наш\w?|главн\w+) )?"
    r"(?:совет директоров|директор\w*|учредител\w+|акционер\w*|собственник\w*|владел\w+|хозя\w+|шеф\w*"
    r"|начальств\w+|руководств\w+|головн\w+ компани\w+|головн\w+ офис\w*|холдинг\w*|наверху|сверху"
    r"|снабжен\w+|закупк\w+|финансист\w*|главный инженер|главного инженера|гендиректор\w*|гендир\w*"
    r"|правлени\w+|главбух\w*|закупщик\w*|технолог\w*|тендерн\w+ комитет\w*|безопасник\w*)\b",
    re.IGNORECASE,
)
_DECIDES: Final = re.compile(
    r"\b(?:реш\w+|сказал\w*|говор\w+|поруч\w+|объяв\w+|настаива\w+|треб\w+|хоч\w+|хот\w+|велел\w*"
    r"|постав\w+ задач\w+|переводит|перевед\w+|приглянул\w+|дал\w* команд\w+|дал\w* указани\w+|распоряд\w+"
    r"|спустил\w*|обязал\w*|подпис\w+|предупред\w+|запрет\w+|бурчит|думает)\b",
    re.IGNORECASE,
)


def _who(parsed: ParsedTurn, sentence: Sentence) -> Span | None:
    """Who decides: a person of weight beside a word of deciding, in the sentence or the one after."""
    at = parsed.sentences.index(sentence)
    for each in parsed.sentences[at : at + 2]:
        person = _WHO.search(each.text)
        if person is not None and _DECIDES.search(each.text):
            return Span(each.start + person.start(), each.start + person.end())
    return None
