"""The program's coding against one made by hand: how much of it is the same, and whether it matters.

Mentions are matched within a turn, one to one, as many as can be: two match when they share at least half
of the shorter one and agree on the key of a level (`LEVELS`). `predicted` is always the program's coding,
`gold` the one made by hand; precision is the share of the predicted that match, recall that of the gold.
"""

from __future__ import annotations

import difflib
import json
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from otzvuk.codebook import Codebook, one_of
from otzvuk.count import mentions_table, records, respondents_table
from otzvuk.damage import TOP, rank
from otzvuk.errors import InputError
from otzvuk.interview import Interview
from otzvuk.mention import Coding, Kind, Mention, Trend
from otzvuk.study import Study

LEVELS: Mapping[str, Callable[[Mention], Hashable]] = {
    "span": lambda _: None,
    "kind": lambda mention: mention.kind,
    "theme": lambda mention: (mention.kind, mention.code.partition(".")[0]),
    "code": lambda mention: (mention.kind, mention.code),
    "process": lambda mention: (mention.kind, mention.process),
}
"""What two mentions must agree on at each level besides their place."""

LEVEL_LABELS = {"span": "Отрезок", "kind": "Вид", "theme": "Тема", "code": "Код", "process": "Процесс"}
_SHOWN = 10  # codes whose counts are furthest off

Section = tuple[str, list[list[str]]]


@dataclass(frozen=True)
class Evaluation:
    """A comparison of two codings.

    - `scores`: one row a level: level, matched, predicted, gold, precision, recall, f1
    - `counts`: one row a kind and code that either coding has: kind, code, predicted, gold, error
      (predicted − gold), matched (at level code); furthest off first
    - `top`: one row a place of the first three with damage: place, predicted, gold (process ids; empty
      where a coding has fewer)
    """

    scores: pd.DataFrame
    counts: pd.DataFrame
    top: pd.DataFrame

    @property
    def common_top(self) -> int:
        """How many processes are among the first three of both codings."""
        return len((set(self.top["predicted"]) & set(self.top["gold"])) - {""})

    @property
    def same_top(self) -> bool:
        """Whether the same processes come out on top, in whatever order."""
        return set(self.top["predicted"]) == set(self.top["gold"])

    def sections(self, codebook: Codebook) -> list[Section]:
        """Russian tables to show: a title and rows of text each, the first row their header."""
        levels = [["Уровень", "Точность", "Полнота", "F1", "Совпало", "У программы", "Вручную"]]
        for row in records(self.scores):
            shares = [f"{row[name]:.3f}".replace(".", ",") for name in ("precision", "recall", "f1")]
            numbers = [str(row[name]) for name in ("matched", "predicted", "gold")]
            levels.append([LEVEL_LABELS[row["level"]], *shares, *numbers])
        wrong = self.counts[self.counts["error"] != 0]
        counts = [["Вид и код", "У программы", "Вручную", "Разница", "Совпало"]]
        for row in records(wrong.head(_SHOWN)):
            label = f"{Kind(row['kind']).label}: {codebook.label(row['code'])}"
            error = f"{row['error']:+d}".replace("-", "−")
            counts.append([label, str(row["predicted"]), str(row["gold"]), error, str(row["matched"])])
        top = [["Место", "У программы", "Вручную"]]
        for row in records(self.top):
            named = [codebook.label(row[name]) or "—" for name in ("predicted", "gold")]
            top.append([str(row["place"]), *named])
        off = f"Ошибки счёта: {len(wrong)} из {len(self.counts)} кодов с видом"
        if len(wrong) > _SHOWN:
            off += f", самые большие {_SHOWN}"
        verdict = "те же" if self.same_top else f"общих {self.common_top}"
        return [
            ("Совпадение с ручной разметкой", levels),
            (off, counts if len(counts) > 1 else []),
            (f"Самые вредящие процессы: {verdict}", top if len(top) > 1 else []),
        ]


def evaluate(study: Study, predicted: Iterable[Coding], gold: Iterable[Coding]) -> Evaluation:
    """Compare two codings of a study's interviews, `gold` as of `read_gold`."""
    predicted, gold = tuple(predicted), tuple(gold)
    scores, counts = compare(predicted, gold)
    return Evaluation(scores=scores, counts=counts, top=_top(study, predicted, gold))


def compare(predicted: Iterable[Coding], gold: Iterable[Coding]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The `scores` and `counts` of an `Evaluation`."""
    ours, theirs = _by_turn(predicted), _by_turn(gold)
    number, number_gold = sum(map(len, ours.values())), sum(map(len, theirs.values()))
    scores, matched_codes = [], Counter[tuple[str, str]]()
    for level, key in LEVELS.items():
        matched = 0
        for turn in sorted(ours.keys() & theirs.keys()):
            pairs = match(ours[turn], theirs[turn], key)
            matched += len(pairs)
            if level == "code":
                own = (theirs[turn][j] for _, j in pairs)
                matched_codes.update((mention.kind.value, mention.code) for mention in own)
        precision, recall = matched / max(number, 1), matched / max(number_gold, 1)
        f1 = 2 * precision * recall / (precision + recall) if matched else 0.0
        scores.append((level, matched, number, number_gold, precision, recall, f1))
    names = ["level", "matched", "predicted", "gold", "precision", "recall", "f1"]
    return pd.DataFrame(scores, columns=names), _counts(ours, theirs, matched_codes)


def match(
    predicted: Sequence[Mention], gold: Sequence[Mention], key: Callable[[Mention], Hashable]
) -> list[tuple[int, int]]:
    """The most pairs (index in `predicted`, index in `gold`) that one turn's mentions can form.

    Each mention is in one pair at most. Maximum bipartite matching: each predicted mention in turn looks
    for a free partner, breadth first, over partners whose own mention could take another one.
    """
    partners = [
        [j for j, other in enumerate(gold) if overlap(mention, other) and key(mention) == key(other)]
        for mention in predicted
    ]
    of_gold: dict[int, int] = {}
    of_predicted: dict[int, int] = {}
    for start in range(len(predicted)):
        reached_from: dict[int, int] = {}
        free: int | None = None
        queue = deque([start])
        while queue and free is None:
            at = queue.popleft()
            for partner in partners[at]:
                if partner in reached_from:
                    continue
                reached_from[partner] = at
                if partner not in of_gold:
                    free = partner
                    break
                queue.append(of_gold[partner])
        while free is not None:  # back along the way: each takes the new partner and gives up the old
            at = reached_from[free]
            given_up = of_predicted.get(at)
            of_gold[free], of_predicted[at] = at, free
            free = given_up
    return sorted(of_predicted.items())


def overlap(one: Mention, other: Mention) -> bool:
    """Whether two stretches of a turn share at least half of the shorter one."""
    shared = min(one.stop, other.stop) - max(one.start, other.start)
    return shared > 0 and 2 * shared >= min(one.stop - one.start, other.stop - other.start)


def read_gold(path: Path, study: Study) -> tuple[Coding, ...]:
    """Read a coding made by hand: a .jsonl file, one mention a line.

    Fields: interview, turn (0-based, over all turns), kind, code, start, end (code points, end
    exclusive); optional process (null: that of the code), trend and text, which must then stand there.
    Gives a coding for each interview of the study. Raises `InputError` with the line for a line that is
    no such object or does not fit the study.
    """
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("файл не в кодировке UTF-8", file=path, expected="текст JSON в UTF-8") from error
    except OSError as error:
        raise InputError("файл не читается", file=path, expected="существующий файл .jsonl") from error
    interviews = {interview.id: interview for interview in study.interviews}
    found: dict[str, list[Mention]] = defaultdict(list)
    for number, line in enumerate(text.split("\n"), 1):  # JSON may hold other line ends within a string
        if line.strip():
            reader = _Line(path, number, _parse(line, path, number))
            interview = interviews[reader.one_of("interview", interviews, "неизвестное интервью")]
            found[interview.id].append(_mention(reader, interview, study.codebook))
    return tuple(
        Coding(each, tuple(sorted(found[each.id], key=lambda m: (m.turn, m.start, m.stop))))
        for each in study.interviews
    )


def _mention(line: _Line, interview: Interview, codebook: Codebook) -> Mention:
    turn = line.whole("turn", 0, len(interview.turns) - 1)
    said = interview.turns[turn]
    if said.interviewer:
        raise line.error(
            "реплика интервьюера не размечается", turn, "номер реплики респондента, считая с нуля"
        )
    start = line.whole("start", 0, len(said.text))
    stop = line.whole("end", start + 1, len(said.text))
    text = said.text[start:stop]
    if line.fields.get("text") not in (None, text):
        raise line.error("текст не совпадает с местом в реплике", line.fields["text"], f"«{text}»")
    kind = Kind(line.one_of("kind", [kind.value for kind in Kind], "неизвестный вид"))
    code = line.one_of("code", codebook.codes, "неизвестный код")
    process, trend = codebook.process_of(code), Trend.NONE
    if line.fields.get("process"):
        process = line.one_of("process", codebook.processes, "неизвестный процесс")
    if line.fields.get("trend"):
        trend = Trend(line.one_of("trend", [Trend.WORSE.value, Trend.BETTER.value], "неизвестная динамика"))
    return Mention(turn, start, stop, text, kind, code, process, trend, decided_by="person:gold")


@dataclass(frozen=True)
class _Line:
    """A line of a gold file; every complaint about it names file and line."""

    path: Path
    number: int
    fields: Mapping[str, Any]

    def error(self, what: str, value: object, expected: str) -> InputError:
        place = f"строка {self.number}"
        return InputError(what, file=self.path, place=place, value=value, expected=expected)

    def one_of(self, field: str, allowed: Iterable[str], what: str) -> str:
        value, names = self._value(field), list(allowed)
        if value in names:
            return str(value)
        near = difflib.get_close_matches(str(value), names, 1)
        raise self.error(what, value, f"«{near[0]}» или другое известное значение" if near else one_of(names))

    def whole(self, field: str, least: int, most: int) -> int:
        value = self._value(field)
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        expected = f"целое число от {least} до {most}" if least <= most else "место в непустой реплике"
        raise self.error(f"неверное значение поля «{field}»", value, expected)

    def _value(self, field: str) -> object:
        if field not in self.fields:
            raise self.error(f"нет поля «{field}»", None, f"поле «{field}»")
        return self.fields[field]


def _parse(line: str, path: Path, number: int) -> Mapping[str, Any]:
    expected = 'объект JSON в одной строке, например {"interview": "i1", "turn": 3, …}'
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(
            "это не JSON", file=path, place=f"строка {number}", value=line, expected=expected
        ) from error
    if not isinstance(fields, dict):
        raise InputError("это не объект", file=path, place=f"строка {number}", value=line, expected=expected)
    return fields


def _by_turn(codings: Iterable[Coding]) -> dict[tuple[str, int], list[Mention]]:
    turns: dict[tuple[str, int], list[Mention]] = defaultdict(list)
    for coding in codings:
        for mention in coding.mentions:
            turns[coding.interview.id, mention.turn].append(mention)
    return turns


def _counts(
    ours: Mapping[tuple[str, int], list[Mention]],
    theirs: Mapping[tuple[str, int], list[Mention]],
    matched: Mapping[tuple[str, str], int],
) -> pd.DataFrame:
    predicted, gold = (
        Counter((m.kind.value, m.code) for each in turns.values() for m in each) for turns in (ours, theirs)
    )
    rows = [
        (*key, predicted[key], gold[key], matched.get(key, 0))
        for key in sorted(predicted.keys() | gold.keys())
    ]
    table = pd.DataFrame(rows, columns=["kind", "code", "predicted", "gold", "matched"])
    table.insert(4, "error", table["predicted"] - table["gold"])
    return table.sort_values("error", key=abs, ascending=False, kind="stable").reset_index(drop=True)


def _top(study: Study, predicted: Sequence[Coding], gold: Sequence[Coding]) -> pd.DataFrame:
    asked = respondents_table(study)
    tops = []
    for codings in (predicted, gold):
        ranking = rank(mentions_table(study, codings), asked, study.codebook, settings=study.settings)
        harmful = [str(process) for process in ranking[ranking["damage"] > 0]["process"]]
        tops.append(harmful[:TOP])
    places = range(max(map(len, tops)))
    rows = [(at + 1, *(top[at] if at < len(top) else "" for top in tops)) for at in places]
    return pd.DataFrame(rows, columns=["place", "predicted", "gold"])
