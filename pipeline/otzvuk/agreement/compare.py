"""How far two coders agree: every figure with an interval over interviews, uncoded text stated apart.

κ and α look at words: what does each coder say of a word? Most words are coded by neither, so two careless
coders agree about most of them; beside the figures over all words stand those over words that both coded.
α_u looks at where stretches begin and end, F1 at mentions that match (`otzvuk.evaluate`).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from otzvuk.agreement.coefficients import Floats, alpha, f1, kappa
from otzvuk.agreement.continuum import Continuum, Key
from otzvuk.agreement.disagreements import disagreements
from otzvuk.agreement.measure import LEVEL_LABELS, LEVELS, Section
from otzvuk.agreement.unitizing import alpha_u, units
from otzvuk.codings.anywhere import Pair, Side, pairs, read_sides
from otzvuk.model.codebook import Codebook
from otzvuk.model.mention import Kind
from otzvuk.numbers.count import records

_FIGURES = ("f1", "kappa", "alpha", "alpha_u", "kappa_both", "alpha_both")


@dataclass(frozen=True)
class Agreement:
    """Two codings compared; a figure that is not defined is nan, as are intervals of a single interview.

    - `levels`: a row a level of `evaluate`: level, matched, a, b (mentions), then f1, kappa, alpha, alpha_u,
      kappa_both, alpha_both (these two over words that both coded), each followed by its `_low` and `_high`
    - `codes`: a row a kind and code: kind, code, matched, a, b, then f1, kappa, alpha, alpha_u with bounds
    - `words`: one row: words, both, only_a, only_b, neither; agreement (share of words coded by both or by
      neither), coded (2·both / all codings of words: agreement on what is coded), uncoded (the same of what
      is not), each with bounds
    - `disagreements`: the places where they differ, as `otzvuk.agreement.disagreements` says
    """

    one: str
    other: str
    interviews: int
    levels: pd.DataFrame
    codes: pd.DataFrame
    words: pd.DataFrame
    disagreements: pd.DataFrame
    notes: tuple[str, ...] = ()

    def sections(self, codebook: Codebook) -> list[Section]:
        """Russian tables to show: a title and rows of text each, the first row their header."""
        levels = [["Уровень", "F1", "κ", "α", "α_u", "κ по словам, размеченным обоими"]]
        for row in records(self.levels):
            figures = [_shown(row, name) for name in ("f1", "kappa", "alpha", "alpha_u", "kappa_both")]
            levels.append([LEVEL_LABELS[row["level"]], *figures])
        codes = [["Вид и код", "A", "B", "Совпало", "F1", "κ", "α_u"]]
        for row in records(self.codes):
            label = f"{Kind(row['kind']).label}: {codebook.label(row['code'])}"
            counts = [str(row[name]) for name in ("a", "b", "matched")]
            codes.append([label, *counts, *(_shown(row, name) for name in ("f1", "kappa", "alpha_u"))])
        (word,) = records(self.words)
        words = [["Слова респондентов", "Сколько"]]
        for title, name in _WORDS.items():
            words.append([title, str(word[name])])
        for title, name in _SHARES.items():
            words.append([title, _shown(word, name)])
        differ = [["Интервью", "Реплика", "Кто", "Слова", "Расхождение", "A", "B"]]
        for row in records(self.disagreements.head(_SHOWN)):
            sides = [_side(row, side, codebook) for side in "ab"]
            place = [row["interview"], str(row["turn"] + 1), row["speaker"], row["text"], row["what"]]
            differ.append([*place, *sides])
        number = len(self.disagreements)
        title = f"О чём поговорить: расхождений {number}" + (f", первые {_SHOWN}" if number > _SHOWN else "")
        return [
            (f"Согласие двух разметок, интервью: {self.interviews}", levels),
            ("По кодам", codes if len(codes) > 1 else []),
            ("Размеченное и неразмеченное", words),
            (title, differ if number else []),
        ]


_SHOWN = 20
_WORDS = {
    "Всего": "words",
    "Размечены обоими": "both",
    "Только A": "only_a",
    "Только B": "only_b",
    "Не размечены никем": "neither",
}
_SHARES = {
    "Согласие по всем словам (завышено неразмеченными)": "agreement",
    "Согласие по размеченному": "coded",
    "Согласие по неразмеченному": "uncoded",
}


def agree(
    one: Path, other: Path, *, study: Path | None = None, replicates: int = 1000, seed: int = 2025
) -> Agreement:
    """Compare the codings at two paths, as of `read_sides`; `study` is the folder with the transcripts."""
    return compare(*read_sides(one, other, study=study), replicates=replicates, seed=seed)


def compare(one: Side, other: Side, *, replicates: int = 1000, seed: int = 2025) -> Agreement:
    """Compare two codings; intervals are percentiles of `replicates` samples of interviews."""
    found, notes = pairs(one, other)
    sample = _weights(len(found), replicates, seed)
    texts = [Continuum(pair) for pair in found]
    if len(found) < 2:
        notes = (*notes, "интервью одно, поэтому интервалов нет")
    keys = sorted(
        {(m.kind, m.code) for pair in found for coding in (pair.one, pair.other) for m in coding.mentions}
    )
    levels = pd.DataFrame([{"level": name, **_level(key, texts, sample)} for name, key in LEVELS.items()])
    codes = [{"kind": kind.value, "code": code, **_code((kind, code), texts, sample)} for kind, code in keys]
    columns = ["kind", "code", "matched", "a", "b", *_bounded(_FIGURES[:4])]
    return Agreement(
        one=one.name,
        other=other.name,
        interviews=len(found),
        levels=levels,
        codes=pd.DataFrame(codes, columns=columns),
        words=pd.DataFrame([_words(texts, sample)]),
        disagreements=disagreements(found),
        notes=notes,
    )


def _weights(interviews: int, replicates: int, seed: int) -> Floats:
    """How often each interview counts: first each once, then in samples as many as there are."""
    once = np.ones((1, interviews))
    if interviews < 2:
        return once
    drawn = np.random.default_rng(seed).multinomial(
        interviews, [1 / interviews] * interviews, size=replicates
    )
    return np.concatenate([once, drawn.astype(np.float64)])


def _level(key: Key, texts: Sequence[Continuum], sample: Floats) -> dict[str, float]:
    sides = [tuple(text.values(key)) for text in texts]
    agreed, one, other = _tables(sides)
    both = [
        tuple(zip(*[(a, b) for a, b in zip(*side, strict=True) if a and b], strict=True)) or ((), ())
        for side in sides
    ]
    figures = _matched(texts, key, sample)
    figures |= {"kappa": kappa(sample @ agreed, sample @ one, sample @ other)}
    figures |= {"alpha": alpha(sample @ agreed, sample @ one, sample @ other)}
    figures |= {"alpha_u": _unitized(texts, key, sample)}
    agreed, one, other = _tables(both)
    figures |= {"kappa_both": kappa(sample @ agreed, sample @ one, sample @ other)}
    figures |= {"alpha_both": alpha(sample @ agreed, sample @ one, sample @ other)}
    return _row(figures, _FIGURES)


def _code(code: tuple[Kind, str], texts: Sequence[Continuum], sample: Floats) -> dict[str, float]:
    key = LEVELS["code"]
    own = [_only(text, code) for text in texts]
    agreed, one, other = _covered(own)
    figures = _matched(own, key, sample)
    figures |= {"kappa": kappa(sample @ agreed, sample @ one, sample @ other)}
    figures |= {"alpha": alpha(sample @ agreed, sample @ one, sample @ other)}
    figures |= {"alpha_u": _unitized(own, key, sample)}
    return _row(figures, _FIGURES[:4])


def _only(text: Continuum, code: tuple[Kind, str]) -> Continuum:
    """`text` with the mentions of one kind and code alone; its words stay."""
    narrowed = copy(text)
    one, other = (
        replace(coding, mentions=tuple(each for each in coding.mentions if (each.kind, each.code) == code))
        for coding in (text.pair.one, text.pair.other)
    )
    narrowed.pair = Pair(one, other)
    return narrowed


def _covered(texts: Sequence[Continuum]) -> tuple[Floats, Floats, Floats]:
    """For each interview how many words agree, and how many each side leaves alone and covers."""
    agreed, tables = np.zeros(len(texts)), np.zeros((2, len(texts), 2))
    for at, text in enumerate(texts):
        one, other = (
            {word for span, _ in spans for word in text.touched(span)} for spans in text.spans(LEVELS["span"])
        )
        agreed[at] = text.words - len(one ^ other)
        for which, covered in enumerate((one, other)):
            tables[which, at] = text.words - len(covered), len(covered)
    return agreed, tables[0], tables[1]


def _words(texts: Sequence[Continuum], sample: Floats) -> dict[str, float]:
    counts = np.zeros((len(texts), 4))
    agreed, one, other = _covered(texts)
    for at, text in enumerate(texts):
        either = (text.words - agreed[at] + one[at, 1] + other[at, 1]) / 2
        both = one[at, 1] + other[at, 1] - either
        counts[at] = text.words - either, other[at, 1] - both, one[at, 1] - both, both
    neither, only_b, only_a, both = (sample @ counts).T
    figures = {
        "agreement": f1(both + neither, both + neither + only_a, both + neither + only_b),
        "coded": f1(both, both + only_a, both + only_b),
        "uncoded": f1(neither, neither + only_a, neither + only_b),
    }
    with np.errstate(invalid="ignore", divide="ignore"):
        figures["agreement"] = (both + neither) / (both + neither + only_a + only_b)
    whole = {
        "words": counts.sum(),
        "both": both[0],
        "only_a": only_a[0],
        "only_b": only_b[0],
        "neither": neither[0],
    }
    row: dict[str, float] = {name: int(number) for name, number in whole.items()}
    for name, values in figures.items():
        row |= _bounds(name, values)
    return row


def _matched(texts: Sequence[Continuum], key: Key, sample: Floats) -> dict[str, Floats]:
    counts = np.array(
        [
            [sum(1 for _ in text.matched(key)), len(text.pair.one.mentions), len(text.pair.other.mentions)]
            for text in texts
        ],
        float,
    )
    matched, one, other = (sample @ counts).T
    return {"matched": matched, "a": one, "b": other, "f1": f1(matched, one, other)}


def _unitized(texts: Sequence[Continuum], key: Key, sample: Floats) -> Floats:
    lengths = [text.length for text in texts]
    found = [tuple(text.spans(key)) for text in texts]
    keys = dict.fromkeys(value for sides in found for side in sides for _, value in side)
    parted = (
        units(
            [[span for span, own in sides[0] if own == value] for sides in found],
            [[span for span, own in sides[1] if own == value] for sides in found],
            lengths,
        )
        for value in keys
    )
    return alpha_u(parted, np.array(lengths, float), sample)


def _tables(sides: Sequence[Sequence[Sequence[Hashable]]]) -> tuple[Floats, Floats, Floats]:
    """For each interview how many words agree, and how often each side gives each value."""
    values = {
        value: at
        for at, value in enumerate(dict.fromkeys(each for pair in sides for side in pair for each in side))
    }
    agreed, tables = np.zeros(len(sides)), np.zeros((2, len(sides), max(len(values), 1)))
    for at, pair in enumerate(sides):
        agreed[at] = sum(a == b for a, b in zip(pair[0], pair[1], strict=True))
        for which, side in enumerate(pair):
            for value in side:
                tables[which, at, values[value]] += 1
    return agreed, tables[0], tables[1]


def _row(figures: dict[str, Floats], names: Iterable[str]) -> dict[str, float]:
    row: dict[str, float] = {name: int(figures[name][0]) for name in ("matched", "a", "b")}
    for name in names:
        row |= _bounds(name, figures[name])
    return row


def _bounds(name: str, values: Floats) -> dict[str, float]:
    """A figure and its 95 % interval; none where a tenth of the samples have no such figure."""
    low = high = float("nan")
    drawn = values[1:][~np.isnan(values[1:])]
    if len(drawn) and len(drawn) >= 0.9 * (len(values) - 1):
        low, high = (float(bound) for bound in np.quantile(drawn, [0.025, 0.975]))
    return {name: float(values[0]), f"{name}_low": low, f"{name}_high": high}


def _bounded(names: Iterable[str]) -> list[str]:
    return [f"{name}{end}" for name in names for end in ("", "_low", "_high")]


def _shown(row: dict[str, float], name: str) -> str:
    if row[name] != row[name]:
        return "—"
    figure, low, high = (f"{row[name + end]:.2f}".replace(".", ",") for end in ("", "_low", "_high"))
    return figure if row[f"{name}_low"] != row[f"{name}_low"] else f"{figure} ({low}…{high})"


def _side(row: dict[str, str], side: str, codebook: Codebook) -> str:
    if not row[f"{side}_kind"]:
        return "—"
    return f"{Kind(row[f'{side}_kind']).label}: {codebook.label(row[f'{side}_code'])}"
