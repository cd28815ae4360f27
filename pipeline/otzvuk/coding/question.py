"""What an interviewer's turn wants: a mark or not, on which scale, for what."""

from __future__ import annotations

import re
from functools import cached_property

from otzvuk.coding.markwords import lemmas
from otzvuk.coding.numeral import folded, value_of
from otzvuk.coding.objects import Objects, names_elsewhere
from otzvuk.coding.scale import TEN, asks_percent, names_points, scale_of
from otzvuk.language import tags, tokenise

SHORT = 7  # words of a question that goes on with a row of them («А доставка?»)
_ASKS = re.compile(
    r"\bоцен|\bбалл(?!он|аст)|\bотметк|\bшкал|бал+ьн|\bзвезд"
    r"|\b(?:сколько|какую цифру|какое число)\b.*\b(?:постав|дадите|дали бы)|\bпоставите\b|\bпоставили бы\b"
)
_RECOMMEND = re.compile(
    r"\b(?:насколько|вероятн\w*|готов\w*|стане\w+|стали бы|будете|скор\w+)\b.*(?:рекоменд|посовет)"
    r"|\b(?:рекоменд\w+|посовет\w+) (?:нас |их |бы )*(?:будете|стали|станете|готовы|бы\b)"
    r"|\b(?:рекомендовали|порекомендовали|посоветовали) бы\b|^(?:и |а |ну )*рекомендаци\w\W*$"
)
# «Сколько, по вашей оценке, потеряли?», «Оцените потери»: how much something is, not how good.
_FIGURES = re.compile(
    r"\bпо (?:ваш|тво|сво|прикидоч|груб|пример)\w*(?: \w+)? оценк\w*|\bпо оценк\w*"
    r"|\bоцен\w+,? (?:пример\w+ |хотя бы |хоть )*"
    r"(?:потер|ущерб|убыт|затрат|издерж|расход|простои|объем|дол[юи]\b|сколько\b(?!.*(?:\bбалл|постав|дадите)))"
)
# «За что сняли балл?», «Почему не десять?»: about a mark that has been given.
_WHY = re.compile(
    r"\bза что\b.*\b(?:сни|сня|минус|убав|сбав|не\b)|\bпочему\b|\bчего\b.*\bне хват"
    r"|\bчто нужно\b|\bчтобы стало\b"
)
_SUMS_UP = re.compile(
    r"\bитог|\bподвед|\bподытож|\bсводн|\bпрощан|\bобщ|\bцел(?:ом|иком)\b|\bфинал|\bпоследн|\bконец\b|\bзаверш|\bнапоследок|\bкажд|\bвсего\b"
)
_IN_NUMBERS = re.compile(  # «А если баллами?», «Сколько из десяти?», «По пятибалльной?»: the same in numbers
    r"^(?:ну )?(?:а|и|если|то есть|точно|всё-таки|все-таки)\b|^(?:на )?сколько\b|^по \w+\??$|^из \w+\??$"
    r"|\bещё раз\b|\bеще раз\b"
)
_COMPARES = re.compile(r"\bсравн|\bотносительно\b|\bна фоне\b|\bрядом с\b")
_OTHER_QUESTION = re.compile(
    r"\b(?:сколько|когда|какой|какая|какие|какую|где|кто|кого|почему|зачем|что|чем|чего|за что)\b"
)


class Asking:
    """An interviewer's turn and the one before it; what it takes long to tell is told when asked for."""

    def __init__(self, text: str, objects: Objects, before: Asking | None = None) -> None:
        self.text, self.objects = text, objects
        self.before = before
        if before is not None and before.before is not None:
            before.before.before = None  # not all the interview's questions are kept
        self.plain = folded(text)
        self.answered = False  # by a mark

    @cached_property
    def scale(self) -> float | None:
        """The scale that it names."""
        return scale_of(self.text)

    @cached_property
    def percent(self) -> bool:
        """Whether it wants a feeling in percent."""
        return asks_percent(self.text)

    @cached_property
    def recommends(self) -> bool:
        """Whether it asks how likely the supplier is to be recommended."""
        return bool(_RECOMMEND.search(self.plain))

    @cached_property
    def offers(self) -> float | None:
        """A scale that it only hints at: of recommendation, or of the points that it offers."""
        return TEN if self.recommends else names_points(self.text)

    @cached_property
    def asks(self) -> bool:
        """Whether it asks for a mark by itself."""
        return not _WHY.search(self.plain) and bool(
            _ASKS.search(_FIGURES.sub("", self.plain))
            or _RECOMMEND.search(self.plain)
            or self.scale is not None
            or self.percent
        )

    @cached_property
    def goes_on(self) -> bool:
        """Whether it only goes on with a row of questions for marks: «А доставка?»."""
        before = self.before
        return bool(
            not self.asks
            and before is not None
            and (before.answered or before.wanted)
            and len(self.plain.split()) <= SHORT
            and not _OTHER_QUESTION.search(self.plain)
            and not any(tags(token.text) & {"VERB", "INFN"} for token in tokenise(self.text))
        )

    @cached_property
    def wanted(self) -> bool:
        """Whether an answer may be a bare mark."""
        return self.asks or self.goes_on

    @cached_property
    def elsewhere(self) -> bool:
        """Whether somebody else than the supplier is to be marked, or how much something matters."""
        if names_elsewhere(tokenise(self.text)) and not _COMPARES.search(self.plain):
            return True
        return self.goes_on and self.before is not None and self.before.elsewhere

    @cached_property
    def own(self) -> str | None:
        """What it names itself: "" a thing that nobody knows, None where it names nothing."""
        named = self.objects.of_question(self.text)
        return None if named == "" and _SUMS_UP.search(self.plain) else named

    @cached_property
    def follows(self) -> bool:
        """Whether it holds only words about marking («По пятибалльной?»): its object is that before."""
        if self.own is not None or _SUMS_UP.search(self.plain):
            return False
        before = self.before
        if not (before and before.asks and not before.answered) and not _IN_NUMBERS.search(self.plain):
            return False
        for token in tokenise(self.text):
            word = tags(token.text)
            about_marking = (
                token.lemma in lemmas("empty", "measures")
                or scale_of(token.text)
                or value_of(token.text) is not None
            )
            if "NOUN" in word and len(token.text) > 2 and not about_marking:
                return False
            if token.lemma == "они":
                return False
        return True

    @cached_property
    def criterion(self) -> str | None:
        """What is to be marked: its own object, or that of the question that it follows."""
        if self.own is None and self.follows and self.before is not None:
            return self.before.criterion
        return self.own

    @property
    def is_aside(self) -> bool:
        """«Угу», «Понятно»: the question before still stands."""
        short = len(self.plain.split()) <= 3 and "?" not in self.plain
        return short and not self.asks and self.own is None
