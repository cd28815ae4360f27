"""A number of a turn with what stands around it: whether it is said as a mark, and how."""

from __future__ import annotations

import re

from otzvuk.coding.mark import BARE, SAID, STRONG, Mark
from otzvuk.coding.markwords import lemmas
from otzvuk.coding.numeral import Number, folded, is_oblique, scale_after_of, value_of
from otzvuk.coding.scale import HUNDRED, is_scale, said_scale
from otzvuk.language import ParsedTurn, tags

UNITS = frozenset({"балл", "балльчик", "бал", "звезда", "очко"})
_USUAL = frozenset({None, 5.0, 10.0, HUNDRED})  # scales that nobody must ask for
_MEASURES = frozenset({"тысяч", "тысячи", "кг", "мм", "см", "руб", "шт", "т", "м", "°"})
# «в восемь», «номер пять», «по два»: hours, dates, portions.
_NO_MARK_AFTER = frozenset(
    [
        "в",
        "во",
        "к",
        "ко",
        "до",
        "через",
        "после",
        "около",
        "с",
        "со",
        "от",
        "номер",
        "за",
        "по",
        "под",
        "из",
        "у",
        "раз",
        "старше",
        "спустя",
        "порядка",
    ]
)
_BOUNDED = re.compile(r"(?:не\s+)?(?:больше|выше|ниже|меньше|более|менее|около|районе|ближе к|до|между)$")
_REACHES = re.compile(r"(тян\w+|близк\w+|ближе|дотяг\w+|дорос\w*) (до|к)$")
_CUES = re.compile(
    r"\b(нет|не|хотя|ну|шучу|точнее|вернее|скорее|пусть|ладно|теперь|сейчас|тогда|так|стоп|даже|всё-таки"
    r"|все-таки|лучше|итого|выходит|получается|окончательно|впрочем|то есть|в среднем)\b"
)
_SO = re.compile(r"\b(так что|выходит|итого|получается|значит|стало быть|поэтому|остается|вот)\b")
_IF = re.compile(r"\bесли б\w?\b|\bкабы\b|\bбудь\b")
# «Если бы просили оценить, дал бы восемь» is a mark all the same.
_IF_ASKED = re.compile(r"\bесли б\w?\b[^,]*\b(оцен|став|постав|спрос|спраш|прос|выбир|над|нуж)")
_BEGUN = re.compile(r"\b(изначально|сначала|сперва|был[аоиы]? бы|хотел\w?|думал\w?|собирал\w+|могло? бы)\b")
_PAST = re.compile(
    r"\b(раньше|прежде|когда-то|в прошл\w+|год\w* назад|лет назад|ставил\w? бы раньше|было(?! бы))\b"
)
_NOBODY = re.compile(
    r"\bне \w*(став|дал|дам|дать|дава|оцен|тян|заслуж|бывает)\w*|\bникому\b|\bнет$|\bне бывает\b"
)
_PERCENT = frozenset({"процент", "%"})
_SATISFIED = frozenset({"доволен", "довольный", "удовлетворить", "устраивать", "оценивать", "оценить"})


class Place:
    """A number with all that stands around it in its sentence."""

    def __init__(self, parsed: ParsedTurn, number: Number, begin: int) -> None:
        self.tokens, self.number = parsed.tokens, number
        self.sentence = next(each for each in parsed.sentences if each.first <= number.first < each.last)
        self.low, self.high = self.sentence.first, self.sentence.last
        self.denied = False
        self.after = begin  # the token after the number before
        self.begin = max(self.low, begin)

    def word(self, at: int) -> str:
        """The word at a token of the sentence, folded; "" outside it."""
        return folded(self.tokens[at].text) if self.low <= at < self.high else ""

    def lemma(self, at: int) -> str:
        """The lemma at a token of the sentence; "" outside it."""
        return self.tokens[at].lemma if self.low <= at < self.high else ""

    def words(self, first: int, last: int) -> str:
        """The words of tokens [first, last), as far as they are the sentence's."""
        return " ".join(self.word(at) for at in range(max(first, self.low), min(last, self.high)))

    def mark(self, *, asked: bool, percent: bool) -> Mark | None:
        """The mark that the number is, or None."""
        number = self.number
        first, last, scale = number.first, number.last, number.scale
        unit, last = (True, last + 1) if self.lemma(last) in UNITS else (self._unit_before(), last)
        in_percent, last = self._percent(last)
        if self.word(last) == "из":
            scale = self._scale_after(last)
            if scale is None:
                return None  # «десять из двенадцати позиций»
            last += 2
        elif self.word(first - 2) == "из" and is_scale(scale_after_of(self.word(first - 1))):
            scale, first = scale_after_of(self.word(first - 1)), first - 2  # «из десяти шесть»
        elif self.word(first - 1) == "из":
            return None  # the scale itself
        self.denied = self._denied()
        if self._counts(last, unit=unit or in_percent) or self.denied:
            return None
        if scale not in _USUAL and not asked and not percent:
            return None  # «сорок из ста двадцати»
        before = self.words(self.begin, number.first)
        scale = scale or said_scale(before)
        off, start = self._taken_off(first)
        if off and not asked:
            return None
        plain = self._plain(
            first, last, scale, unit=unit, asked=asked, percent=percent, in_percent=in_percent
        )
        if plain is None and not off:
            return None
        clause = self.words(self._clause_start(), number.first)
        self.denied = bool(_PAST.search(clause)) or self._by_another()
        if self.denied:
            return None
        if scale is None and (in_percent or (percent and not unit)):
            scale = HUNDRED
        if scale is not None and number.value > scale:
            return None
        sentence = self.words(self.low, self.high)
        hypothetical = bool(_IF.search(sentence)) and not _IF_ASKED.search(sentence)
        return Mark(
            first=start if off else first,
            last=last,
            value=number.value,
            scale=scale,
            plain=plain or BARE,
            begin=self.after,
            off=off,
            begun=hypothetical or bool(_BEGUN.search(before)),
            asks=self.word(self.high - 1).startswith("?"),
            corrects=bool(_CUES.search(before)),
            rough=number.rough,
        )

    def _clause_start(self) -> int:
        clause = next((c for c in self.sentence.clauses if c.first <= self.number.first < c.last), None)
        return max(self.begin, clause.first) if clause else self.begin

    def _unit_before(self) -> bool:
        at = self.number.first - 1
        return self.lemma(at if self.word(at) != "на" else at - 1) in UNITS  # «баллов на шесть»

    def _percent(self, last: int) -> tuple[bool, int]:
        if self.lemma(last) in _PERCENT:
            return True, last + 1
        at = self.number.first - 1
        return self.lemma(at if self.word(at) != "на" else at - 1) in _PERCENT, last

    def _scale_after(self, at: int) -> float | None:
        """The scale after «из» where it is one: «шесть из десяти», not «шесть из десяти машин»."""
        scale = scale_after_of(self.word(at + 1))
        if scale is None or not is_scale(scale):
            return None
        if self.lemma(at + 2) in UNITS or self.word(at + 2) == "возможных":
            return scale
        after = self._tags(at + 2)
        if value_of(self.word(at + 2)) is not None:
            return None  # «из ста сорока»
        return None if after & {"NOUN", "ADJF"} and "gent" in after else scale

    def _tags(self, at: int) -> frozenset[str]:
        return tags(self.tokens[at].text) if self.low <= at < self.high else frozenset()

    def _counts(self, last: int, *, unit: bool) -> bool:
        """Whether the number tells how many things there are, the hour, the date or a portion."""
        number = self.number
        if unit:
            return False
        before, at = self.lemma(number.first - 1), number.first - 1
        measure = before in lemmas("measures") and "gent" in self._tags(at)
        if measure or self.word(at).startswith("человек"):
            return True  # «тысяч десять», «часа два»
        for place in (last, last + 1):
            after = self._tags(place)
            many = number.value >= 5 or number.value != int(number.value)
            if "NOUN" in after and "gent" in after and (not many or "plur" in after):
                return True
            if self.lemma(place) in {"раз", "человек"} or (number.value == 1 and after & {"NOUN"}):
                return True
            if number.value < 5 and place == last and {"NOUN", "plur"} <= after and after & {"nomn", "accs"}:
                return True
            if not (after & {"ADJF", "PRTF", "NUMR"} and "gent" in after) or place > last:
                break
        return self.word(last) in _MEASURES

    def _denied(self) -> bool:
        """«никому не ставлю десять», «десять нет», «не восемь»; «не больше двойки» is a mark."""
        number = self.number
        start = number.first
        while start > self.begin and self.word(start - 1)[0].isalnum():
            start -= 1
        clause = self.words(start, number.first)
        after = self.words(number.last, number.last + 2)
        if self.word(number.first - 1) == "не" or self.word(number.first - 1) == "ни":
            return True
        if re.match(r"(нет|не бывает)\b", after) or _NOBODY.search(self._until_stop()):
            return True
        if re.search(r"(той|этой|такой) же$", self.words(number.first - 2, number.first)):
            return True  # «пятёрку из той же десятки»
        return bool(_NOBODY.search(clause)) and not _BOUNDED.search(clause)

    def _until_stop(self) -> str:
        """The words after the number up to the next mark of punctuation."""
        last = self.number.last
        while last < self.high and self.word(last)[0].isalnum():
            last += 1
        return self.words(self.number.last, last)

    def _taken_off(self, first: int) -> tuple[bool, int]:
        """Whether the number is taken off the best mark, and where those words begin."""
        for at in range(first - 1, max(self.begin, first - 4) - 1, -1):
            if self.lemma(at) in lemmas("takes_off") and self.word(at - 1) != "с":
                return True, at
            if not self.word(at)[:1].isalpha():
                break
        last = self.number.last
        last += self.lemma(last) in UNITS
        for at in range(last, last + 2):
            if self.lemma(at) in lemmas("takes_off") and "VERB" in self._tags(at):
                return True, first
        return False, first

    def _plain(
        self,
        first: int,
        last: int,
        scale: float | None,
        *,
        unit: bool,
        asked: bool,
        percent: bool,
        in_percent: bool,
    ) -> int | None:
        """How plainly the number is said as a mark; None where it is none."""
        number = self.number
        near = {
            self.lemma(at) for at in (*range(max(self._clause_start(), first - 4), first), last, last + 1)
        }
        if in_percent:
            return STRONG if percent or near & _SATISFIED else None
        if scale is not None:
            return SAID if self._may_be_of(first, last, asked=asked) else None
        before = self.word(first - 1)
        oblique = is_oblique(self.tokens[number.first].text) and number.last == number.first + 1
        if before in _NO_MARK_AFTER and not _REACHES.search(self.words(first - 2, first)):
            bounded = _BOUNDED.search(self.words(first - 3, first)) and before not in {"до", "к"}
            if not bounded and not unit:
                return None
        if unit:
            return STRONG
        gives = bool(near & lemmas("gives"))
        if (
            number.school
            and not self._followed_by_act(last)
            and (asked or gives or before == "на" or self._stands_first(first, last))
        ):
            return STRONG
        if gives and number.value <= 10 and not self._followed_by_act(last):
            return STRONG
        if oblique and not _BOUNDED.search(self.words(first - 3, first)):
            return None
        if self.lemma(number.first) == "один" and self.word(last)[:1].isalnum():
            return None  # «один приезжал», «одна и та же»
        if self._preceded_by_act(first):
            return None  # «приняли две»
        taken = any(self.lemma(at) in lemmas("takes_off") for at in range(self.low, first))
        if taken and not _SO.search(self.words(self.low, first)):
            return None  # «балл сняла за апрель, ещё два за грубость»
        return BARE if asked and not self._followed_by_act(last) else None

    def _may_be_of(self, first: int, last: int, *, asked: bool) -> bool:
        """Not «сдали восемь из девяти», «к девяти из десяти», «девять из десяти едут»."""
        if self._preceded_by_act(first):
            return False
        if is_oblique(self.tokens[self.number.first].text) and self.word(first - 1) in _NO_MARK_AFTER:
            return bool(_REACHES.search(self.words(first - 2, first)))
        return asked or not (self._followed_by_act(last) and "1per" not in self._tags(last))

    def _preceded_by_act(self, first: int) -> bool:
        """«приняли две»; not «по стали девять», where a noun only looks like a verb."""
        act = "VERB" in self._tags(first - 1) and "PREP" not in self._tags(first - 2)
        return act and self.lemma(first - 1) not in lemmas("gives", "plain")

    def _stands_first(self, first: int, last: int) -> bool:
        """«двойка им за это»; not «тройка машин»."""
        after = self.word(last) or "."
        return first == self.low and (
            after in {"им", "ему", "ей", "за", "по", "с", "максимум"} or not after[0].isalnum()
        )

    def _followed_by_act(self, last: int) -> bool:
        """«три закрыли», «две отвалились»: the number is who or what does it."""
        after = self._tags(last)
        return bool(after & {"VERB", "PRTS"}) and self.lemma(last) not in lemmas("gives", "plain")

    def _by_another(self) -> bool:
        """«зам поставил четыре»: somebody else's mark."""
        span = range(self._clause_start(), min(self.number.last + 2, self.high))
        if any(self.word(at) in {"я", "мы"} for at in span):
            return False
        gave = (at for at in span if self.lemma(at) in lemmas("says") and self._tags(at) & {"past", "3per"})
        at = next(gave, None)
        if at is None:
            return False
        named = (self._tags(each) for each in range(span.start, at))
        return any(
            {"NOUN", "anim", "nomn"} <= each or {"NPRO", "nomn", "sing", "3per"} <= each for each in named
        )
