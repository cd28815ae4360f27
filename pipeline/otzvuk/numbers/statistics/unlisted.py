"""Themes nobody listed: topics among the strays, proposed to extend the codebook.

The strays (`numbers.statistics.stray`) are grouped by what they are about: TF-IDF of their lemmas without the
evaluating words, factorised by NMF (`otzvuk.numbers.statistics.factors`), each clause with the topic it
belongs to most. A topic is named by its terms with the greatest C-value
(`otzvuk.numbers.statistics.terms`). It is a proposal to read, nothing is coded by it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from otzvuk.coding.clues import find_clues
from otzvuk.folder.cache import digest_of, remembered
from otzvuk.language import Clause, tokenise
from otzvuk.language.spelling import as_said
from otzvuk.model.wording import in_quotes
from otzvuk.numbers.count import COMPANY, PERSON, framed
from otzvuk.numbers.statistics.factors import belonging, weights
from otzvuk.numbers.statistics.stray import UNSURE, strays
from otzvuk.numbers.statistics.terms import Phrase, c_values, candidates
from otzvuk.numbers.statistics.words import content_lemmas, empty_words, spoken, topic_lemmas
from otzvuk.numbers.survey import Survey

UNLISTED: Mapping[str, str] = {
    "topic": "int64",
    "name": "string",
    "terms": "string",
    "c_value": "float64",
    "clauses": "int64",
    "unsure": "int64",
    "outside": "int64",
    "respondents": "int64",
    "companies": "int64",
    "nearest": "string",
    "nearest_label": "string",
    "examples": "string",
    "proposed": "bool",
}
"""Columns and types of the proposals, one row a topic, the one of most respondents first."""

FEWEST_CLAUSES, FEWEST_RESPONDENTS = 8, 2

MOST_TOPICS = 8


@dataclass(frozen=True)
class Unlisted:
    """The proposals (`topics`, columns `UNLISTED`) and the strays with their `topic` (0: in none).

    `verdict` says in Russian how much there was to look at and what came of it.
    """

    topics: pd.DataFrame
    clauses: pd.DataFrame
    verdict: str


def unlisted(
    survey: Survey,
    *,
    below: float = 0.3,
    most: int = MOST_TOPICS,
    examples: int = 3,
) -> Unlisted:
    """Propose up to `most` themes for the `strays`, paying no heed to the supplier's name and aliases.

    In a talk about the supplier they say nothing. `below` as for `strays`.

    Columns: `topic` from 1; `name`, its best term as most often said; `terms`, up to five; the name's
    `c_value`; `clauses` and how many of them are `unsure` mentions and how many `outside`; `respondents`,
    `companies`; `nearest`, the code that unsure mentions of the topic got most often, with its label;
    `examples`, quotes of different respondents, the most typical first; `proposed`: two respondents or more
    speak of it. Under `FEWEST_CLAUSES` clauses there are no topics, and the verdict says so.
    """
    stray, codebook, own = strays(survey, below=below), survey.codebook, survey.settings
    without = [name for name in (own.supplier, *own.aliases) if name]
    ignored = {*chain.from_iterable(content_lemmas(word) for word in without), *_evaluating(stray["text"])}
    ignored |= empty_words()[1]
    words = [[word for word in topic_lemmas(text) if word not in ignored] for text in stray["text"]]
    persons = [str(each) for each in stray[PERSON]]
    topic, weight = remembered(
        "topics",
        digest_of(repr((words, persons, most, own.seed))),
        lambda: _topics(words, persons, most=most, seed=own.seed),
    )
    rows: list[dict[str, Any]] = []
    for number in range(1, int(topic.max(initial=0)) + 1):
        inside = np.flatnonzero(topic == number)
        inside = inside[np.argsort(-weight[inside], kind="stable")]
        members = stray.iloc[inside]
        terms = _terms(members["text"].tolist(), ignored)
        codes = Counter(code for code in members["code"] if code)
        nearest = min(codes, key=lambda code: (-codes[code], code)) if codes else ""
        respondents = members[PERSON].nunique()
        rows.append(
            {
                "name": terms[0][0] if terms else "",
                "terms": ", ".join(name for name, _ in terms),
                "c_value": terms[0][1] if terms else 0.0,
                "clauses": len(members),
                "unsure": int((members["source"] == UNSURE).sum()),
                "outside": int((members["source"] != UNSURE).sum()),
                "respondents": respondents,
                "companies": members[COMPANY].nunique(),
                "nearest": nearest,
                "nearest_label": codebook.label(nearest) if nearest else "",
                "examples": _examples(members, examples),
                "proposed": respondents >= FEWEST_RESPONDENTS,
                "_number": number,
            }
        )
    rows.sort(key=lambda row: (-row["respondents"], -row["clauses"], row["_number"]))
    renumbered = {row["_number"]: place for place, row in enumerate(rows, 1)}
    for row in rows:
        row["topic"] = renumbered[row["_number"]]
    found = pd.Series([renumbered.get(int(each), 0) for each in topic], index=stray.index, dtype="int64")
    proposals = framed(rows, UNLISTED)
    return Unlisted(proposals, stray.assign(topic=found), _verdict(stray, proposals))


def _topics(
    words: list[list[str]], persons: list[str], *, most: int, seed: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The topic of each clause (0: none) and how much it belongs to it."""
    nothing = np.zeros(len(words), dtype=np.int64), np.zeros(len(words))
    if len(words) < FEWEST_CLAUSES:
        return nothing
    # A word of one person is that person's way to speak, no theme.
    heard: dict[str, set[str]] = {}
    for person, said in zip(persons, words, strict=True):
        for word in said:
            heard.setdefault(word, set()).add(person)
    shared = {word for word, people in heard.items() if len(people) >= FEWEST_RESPONDENTS}
    kept = [[word for word in said if word in shared] for said in words]
    size = min(most, len(shared), max(1, round(np.sqrt(sum(map(bool, kept)) / 2))))
    if len(shared) < 2 or not size:
        return nothing
    belongs = np.round(belonging(weights(kept), size, seed=seed), 9)
    weight = belongs.max(axis=1)
    return np.where(weight > 0, belongs.argmax(axis=1) + 1, 0).astype(np.int64), weight


def _terms(texts: list[str], ignored: Collection[str], most: int = 5) -> list[tuple[str, float]]:
    """The terms of a topic as most often said, with their C-values; none that is a part of a better one."""
    counts: Counter[Phrase] = Counter()
    forms: dict[Phrase, Counter[str]] = {}
    for text in texts:
        for phrase, said in candidates(tokenise(spoken(text)), without=ignored):
            counts[phrase] += 1
            forms.setdefault(phrase, Counter())[said] += 1
    values = c_values(counts, single_words=True)
    chosen: list[Phrase] = []
    for phrase in sorted(values, key=lambda each: (-values[each], len(each), each)):
        if values[phrase] > 0 and not any(set(phrase) & set(other) for other in chosen):
            chosen.append(phrase)
    names = []
    for phrase in chosen[:most]:
        heard = forms[phrase]
        often = min(heard, key=lambda form: (-heard[form], form))
        name = as_said(phrase[0], heard) if len(phrase) == 1 else often
        names.append((name, round(values[phrase], 9)))
    return names


def _examples(members: pd.DataFrame, most: int) -> str:
    """The clauses that belong to the topic most, other respondents before the same again."""
    seen: Counter[str] = Counter()
    ranked = []
    for at, (person, text) in enumerate(zip(members[PERSON], members["text"], strict=True)):
        seen[person] += 1
        ranked.append((seen[person], at, text))
    return "; ".join(in_quotes(text) for _, _, text in sorted(ranked)[:most])


def _verdict(strays: pd.DataFrame, proposals: pd.DataFrame) -> str:
    unsure = int((strays["source"] == UNSURE).sum())
    looked = f"неуверенных упоминаний — {unsure}, оценок вне упоминаний — {len(strays) - unsure}"
    if len(strays) < FEWEST_CLAUSES:
        return f"слишком мало высказываний, чтобы искать новые темы: {looked}"
    proposed = int(proposals["proposed"].sum())
    if not proposed:
        return f"общих тем вне кодовой книги не видно: {looked}"
    return f"предложено тем: {proposed}; просмотрено: {looked}"


def _evaluating(texts: Iterable[str]) -> Iterator[str]:
    """Lemmas of the lexicon's good and bad words in them: they say what is thought, not of what."""
    for text in texts:
        tokens = tokenise(text)
        for words in find_clues(tokens, Clause(0, len(text), text, 0, len(tokens))).words:
            yield from content_lemmas(words)
