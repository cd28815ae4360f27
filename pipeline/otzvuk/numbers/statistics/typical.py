"""What is typical for whom: words or codes that one group uses more than another.

Weighted log-odds with an informative Dirichlet prior: Monroe, Colaresi & Quinn, Fightin' words, Political
Analysis 16 (2008) 372–403, sec. 3.3–3.5. With `y` uses of an item among `n` in a group and `α` pseudo-uses
among `α₀`, the log-odds are `ln((y + α) / (n + α₀ − y − α))`; `δ` is the difference between the groups, its
variance the sum of the reciprocals of both groups' two terms (the paper leaves out the second one, which is
as good as nothing for words, but not for codes), `z = δ / √variance`. The prior is the item's share in all
mentions, so that rare words must do more to stand out, and common ones cannot by their mass alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from otzvuk.language.spelling import as_said
from otzvuk.model.codebook import one_of
from otzvuk.model.errors import InputError
from otzvuk.model.wording import in_quotes
from otzvuk.numbers.count import framed, natural
from otzvuk.numbers.said import Attribute
from otzvuk.numbers.statistics.words import content_lemmas, content_words
from otzvuk.numbers.survey import Survey

TYPICAL: Mapping[str, str] = {
    "item": "string",
    "label": "string",
    "one": "string",
    "other": "string",
    "count_one": "int64",
    "count_other": "int64",
    "respondents_one": "int64",
    "respondents_other": "int64",
    "log_odds": "float64",
    "z": "float64",
    "typical_for": "string",
    "examples": "string",
    "mentions": "string",
}
"""Columns and types of the table of what is typical, one row an item."""

STANDS_OUT = 1.96
"""From this |z| an item counts as typical, where at least `FEWEST` respondents of the group use it."""

FEWEST = 2

REST = "все остальные"

Floats = NDArray[np.float64]


class _Use(NamedTuple):
    """An item, the group and person that used it, the text, its row in the mentions, its place."""

    item: str
    group: str
    person: str
    text: str
    row: str
    place: tuple[Any, ...]


def log_odds(one: Floats, other: Floats, prior: Floats) -> tuple[Floats, Floats]:
    """δ and z of each item from its counts in two groups and its pseudo-counts; see the module.

    >>> delta, z = log_odds(np.array([9.0, 1.0]), np.array([4.0, 6.0]), np.array([0.5, 0.5]))
    >>> delta.round(3).tolist(), z.round(3).tolist()
    ([2.214, -2.214], [2.066, -2.066])
    """
    terms = []
    for counts in (one, other):
        used = counts + prior
        terms.append((used, used.sum() - used))
    (mine, mine_not), (theirs, theirs_not) = terms
    delta = np.log(mine / mine_not) - np.log(theirs / theirs_not)
    return delta, delta / np.sqrt(1 / mine + 1 / mine_not + 1 / theirs + 1 / theirs_not)


def typical(
    survey: Survey,
    *,
    by: str,
    one: str,
    other: str | None = None,
    item: Literal["lemma", "code"] = "lemma",
    once: bool = False,
    prior: float | None = None,
    examples: int = 3,
) -> pd.DataFrame:
    """Lemmas or codes of the mentions where attribute `by` is `one` against those where it is `other`.

    Without `other`, against all the rest. A lemma counts once in a mention, a stretch with several codes is
    one mention; with `once` every item counts once for a respondent. `prior` is α₀, the weight of the prior
    in uses (default: a tenth of both groups' uses). One row for each item that either group uses, the most
    typical for `one` first: `item`, its `label` (a lemma as most of them spell it), the labels of the groups,
    uses and respondents in each, `log_odds` (δ), `z`, `typical_for` (the label of the group it is typical
    for; empty where z is nearer to 0 than
    `STANDS_OUT` or fewer than `FEWEST` respondents of it use the item: z ranks, it proves nothing about one
    person's favourite word), up to `examples` quotes of that side, each another respondent's where possible,
    and their row labels in `mentions`, separated by spaces.

    Raises `InputError` for an unknown attribute or value.
    """
    table, mentions, codebook = survey.said, survey.mentions, survey.codebook
    attribute = table.attribute(by)
    names = _label(attribute, one), REST if other is None else _label(attribute, other)
    uses = _uses(table.mentions, mentions, by=by, item=item)
    sides = [0 if use.group == one else 1 if other is None or use.group == other else 2 for use in uses]
    if once:
        first = dict[tuple[str, str, int], tuple[_Use, int]]()
        for use, side in zip(uses, sides, strict=True):
            first.setdefault((use.person, use.item, side), (use, side))
        uses, sides = [use for use, _ in first.values()], [side for _, side in first.values()]
    background = Counter(use.item for use in uses)
    used: dict[str, tuple[list[_Use], list[_Use]]] = {}
    for use, side in zip(uses, sides, strict=True):
        if side < 2:
            used.setdefault(use.item, ([], []))[side].append(use)
    if not used:
        return framed([], TYPICAL)
    items = sorted(used)
    uses_by = [[len(own) for own in used[name]] for name in items]
    people_by = [[len({use.person for use in own}) for own in used[name]] for name in items]
    if len(items) < 2:  # odds need something else that could have been said
        delta = z = np.zeros(len(items))
    else:
        share = np.array([background[name] for name in items], dtype=np.float64) / len(uses)
        compared = sum(map(sum, uses_by))
        weight = max(1.0, compared / 10) if prior is None else prior
        mine, theirs = np.array(uses_by, dtype=np.float64).T
        delta, z = log_odds(mine, theirs, weight * share / share.sum())
    texts = [use.text for use, side in zip(uses, sides, strict=True) if side < 2]
    said = _forms(texts) if item == "lemma" else {}
    rows: list[dict[str, Any]] = []
    for at, name in enumerate(items):
        more = 0 if z[at] >= 0 else 1
        proven = abs(z[at]) >= STANDS_OUT and people_by[at][more] >= FEWEST
        quotes, where = _examples(used[name][more], examples)
        rows.append(
            {
                "item": name,
                "label": codebook.label(name) if item == "code" else as_said(name, said.get(name, {})),
                "one": names[0],
                "other": names[1],
                "count_one": uses_by[at][0],
                "count_other": uses_by[at][1],
                "respondents_one": people_by[at][0],
                "respondents_other": people_by[at][1],
                "log_odds": round(float(delta[at]), 9),
                "z": round(float(z[at]), 9),
                "typical_for": names[more] if proven else "",
                "examples": quotes,
                "mentions": where,
            }
        )
    rows.sort(key=lambda row: (-row["z"], -row["count_one"], row["item"]))
    return framed(rows, TYPICAL)


def _label(attribute: Attribute, value: str) -> str:
    if value not in attribute.values:
        expected = one_of([each for each in attribute.values if each])
        raise InputError(f"у признака {attribute.name} нет такого значения", value=value, expected=expected)
    return attribute.values[value]


def _uses(grouped: pd.DataFrame, mentions: pd.DataFrame, *, by: str, item: str) -> list[_Use]:
    """One for each item of each mention."""
    text = mentions if len(mentions) == len(grouped) else mentions.loc[grouped.index]
    columns = (
        grouped[by].tolist(),
        grouped["_person"].tolist(),
        text["text"].tolist(),
        [str(row) for row in grouped.index.tolist()],
        _places(text),
        grouped["code"].tolist(),
    )
    found: list[_Use] = []
    seen = set[tuple[str, str, tuple[Any, ...]]]()
    for group, person, words, row, place, code in zip(*columns, strict=True):
        if item == "code":
            found.append(_Use(code, group, person, words, row, place))
            continue
        # A stretch with two codes is one mention of the group, whatever the codes.
        if (group, person, place) not in seen:
            seen.add((group, person, place))
            lemmas = sorted(set(content_lemmas(words)))
            found += [_Use(lemma, group, person, words, row, place) for lemma in lemmas]
    return found


def _forms(texts: Sequence[str]) -> dict[str, Counter[str]]:
    """The forms in which each lemma is said in different texts."""
    forms: dict[str, Counter[str]] = {}
    for text in dict.fromkeys(texts):
        for lemma, form in content_words(text):
            forms.setdefault(lemma, Counter())[form] += 1
    return forms


def _places(text: pd.DataFrame) -> list[tuple[Any, ...]]:
    columns = (text[name].tolist() for name in ("interview", "turn", "start", "end"))
    return [(natural(place[0]), *place[1:]) for place in zip(*columns, strict=True)]


def _examples(uses: Sequence[_Use], most: int) -> tuple[str, str]:
    """Quotes as «…»; «…», and their rows: first one of each respondent, short ones before long ones."""
    rows = sorted(uses, key=lambda use: (abs(len(use.text) - 90), use.place))
    seen = dict[str, int]()
    ranked = []
    for at, use in enumerate(rows):
        seen[use.person] = seen.get(use.person, 0) + 1
        ranked.append((seen[use.person], at, use.text, use.row))
    chosen = sorted(ranked)[:most]
    return "; ".join(in_quotes(text) for _, _, text, _ in chosen), " ".join(row for *_, row in chosen)
