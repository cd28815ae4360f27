"""The program's coding against one made by hand: how much of it is the same, and whether it matters.

Mentions are matched within a turn, one to one, as many as can be: two match when they share at least half
of the shorter one and agree on the key of a level (`LEVELS`). `predicted` is always the program's coding,
`gold` the one made by hand; precision is the share of the predicted that match, recall that of the gold.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from otzvuk.model.codebook import Codebook
from otzvuk.model.mention import Coding, Kind, Mention
from otzvuk.model.study import Study
from otzvuk.numbers.count import records
from otzvuk.numbers.damage import TOP, rank
from otzvuk.numbers.survey import Survey

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
    shared = one.span.shared(other)
    return shared > 0 and 2 * shared >= min(one.stop - one.start, other.stop - other.start)


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
    tops = []
    for codings in (predicted, gold):
        ranking = rank(Survey.of(study, codings))
        harmful = [str(process) for process in ranking[ranking["damage"] > 0]["process"]]
        tops.append(harmful[:TOP])
    places = range(max(map(len, tops)))
    rows = [(at + 1, *(top[at] if at < len(top) else "" for top in tops)) for at in places]
    return pd.DataFrame(rows, columns=["place", "predicted", "gold"])
