"""`python -m otzvuk.train.validate`: is the training corpus sound, and what is in it.

Beyond what reading checks (tags, codes, processes), it looks for text said twice: runs of `SHINGLE` words
that two interviews share (Broder 1997), reports how varied the language is by the share of distinct
lemma trigrams, and how dense and how spoken dense and field-like talk are (`otzvuk.train.talk`).
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from otzvuk.agreement.measure import compare
from otzvuk.language import lemma
from otzvuk.model.codebook import read_codebook
from otzvuk.model.interview import Interview
from otzvuk.model.mention import Coding
from otzvuk.read.guarded import read_table
from otzvuk.read.marked import read_marked
from otzvuk.train.corpus import Corpus, is_field, read_corpus
from otzvuk.train.sayings import Stock, in_stock
from otzvuk.train.talk import Talk, talk_of, words_of

SHINGLE = 7


@dataclass(frozen=True)
class Inventory:
    """What a corpus holds. `repeated` are runs of words that stand in more than one interview."""

    interviews: int
    words: int
    kinds: Mapping[str, int]
    codes: Mapping[tuple[str, str], int]
    registers: Mapping[str, int]
    industries: tuple[str, ...]
    phrases: int
    background: int
    trigrams: float
    exchanges: int
    dense: Talk
    field: Talk
    layers: Stock
    repeated: tuple[str, ...] = ()

    @property
    def mentions(self) -> int:
        """All mentions of the interviews."""
        return sum(self.kinds.values())


def shingles(words: list[str], size: int = SHINGLE) -> set[tuple[str, ...]]:
    """The runs of `size` words."""
    return {tuple(words[at : at + size]) for at in range(len(words) - size + 1)}


def take_stock(folder: Path) -> Inventory:
    """Read the corpus in `folder` and count. Raises `InputError` for a fault of its files."""
    corpus = read_corpus(folder, read_codebook())
    codings = corpus.all
    answers = [_said(coding) for coding in codings]
    registers, industries = _described(folder)
    return Inventory(
        interviews=len(codings),
        words=sum(len(words_of(turn.text)) for each in codings for turn in each.interview.turns),
        kinds=Counter(mention.kind.value for each in codings for mention in each.mentions),
        codes=Counter((mention.code, mention.kind.value) for each in codings for mention in each.mentions),
        registers=registers,
        industries=industries,
        phrases=sum(phrase.code is not None for phrase in corpus.phrases),
        background=sum(phrase.code is None for phrase in corpus.phrases),
        trigrams=_distinct_trigrams(answers),
        exchanges=len(corpus.exchanges),
        dense=talk_of([each for each in codings if not is_field(each)]),
        field=talk_of([each for each in codings if is_field(each)]),
        layers=(layers := in_stock(folder)),
        repeated=tuple(repeats(_texts(corpus, layers))),
    )


def agreement(folder: Path, studies: str = "*") -> pd.DataFrame | None:
    """Scores of the second, blind coding (`blind/`) against the corpus, as of `otzvuk.evaluate`.

    A file `study__iN.txt` is interview iN of a study; `studies` is a pattern of their names. Turns whose
    words were changed since are left out; None where there is no second coding.
    """
    book = read_codebook()
    ours: list[Coding] = []
    theirs: list[Coding] = []
    for path in sorted((folder / "blind").glob(f"{studies}__*.txt")):
        study, _, name = path.stem.partition("__")
        first, second = (
            read_marked(each, codebook=book) for each in (folder / study / "marked" / f"{name}.txt", path)
        )
        same = {
            at for at, (a, b) in enumerate(zip(first.turns, second.turns, strict=False)) if a.text == b.text
        }
        interview = Interview(id=path.stem, file=path.name, turns=first.turns)
        for marked, codings in ((second, ours), (first, theirs)):
            kept = tuple(mention for mention in marked.mentions if mention.turn in same)
            codings.append(Coding(interview, mentions=kept))
    return compare(ours, theirs)[0] if theirs else None


def repeats(texts: Mapping[str, list[str]]) -> Iterable[str]:
    """Runs of words that more than one text holds, each once, with the names of the texts."""
    places: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name, words in texts.items():
        for run in shingles(words):
            places[run].append(name)
    for run, names in sorted(places.items()):
        if len(names) > 1:
            yield f"{' '.join(run)}: {', '.join(sorted(names)[:3])}"


def _texts(corpus: Corpus, layers: Stock) -> dict[str, list[str]]:
    texts = {name: words_of(text) for name, text in layers.turns.items()}
    texts |= {each.interview.id: _said(each) for each in (*corpus.all, *corpus.exchanges)}
    return texts | {f"фраза {n}: {p.text[:30]}": words_of(p.text) for n, p in enumerate(corpus.phrases)}


def _said(coding: Coding) -> list[str]:
    turns = coding.interview.turns
    return [word for turn in turns if not turn.interviewer for word in words_of(turn.text)]


def _distinct_trigrams(answers: Iterable[list[str]]) -> float:
    seen: set[tuple[str, ...]] = set()
    total = 0
    for words in answers:
        lemmas = [lemma(word) for word in words]
        runs = [tuple(lemmas[at : at + 3]) for at in range(len(lemmas) - 2)]
        seen.update(runs)
        total += len(runs)
    return len(seen) / max(total, 1)


def _described(folder: Path) -> tuple[Counter[str], tuple[str, ...]]:
    """Interviews by register, and the industries, as the studies' own tables say."""
    registers: Counter[str] = Counter()
    industries = []
    for study in sorted(path.parent for path in folder.glob("*/participants.csv")):
        rows = read_table(study / "participants.csv").rows
        registers.update({row["interview"]: row["register"] for row in rows}.values())
        industries.append(study.name.partition("-")[2])
    return registers, tuple(industries)


def main() -> None:
    """Print the inventory of the corpus named on the command line; exit code 1 where text is repeated."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "corpora/training")
    found = take_stock(folder)
    lines = [
        f"interviews {found.interviews}, words {found.words}, mentions {found.mentions} {dict(found.kinds)}",
        f"dense: {found.dense}",
        f"field: {found.field}",
        f"exchanges {found.exchanges}",
        f"layers {len(found.layers.turns)} turns, {dict(found.layers.marks)}; "
        f"whole interviews {found.layers.interviews}",
        f"distinct lemma trigrams {found.trigrams:.3f}",
        f"phrases {found.phrases}, background {found.background}",
        f"registers {dict(found.registers)}",
        f"industries {len(found.industries)}",
        *(f"{code:28} " + " ".join(str(found.codes[code, kind]).rjust(4) for kind in found.kinds)
          for code in sorted({code for code, _ in found.codes})),
        *(f"repeated: {each}" for each in found.repeated),
    ]  # fmt: skip
    for name, studies in (("dense", "s*"), ("field-like", "f*")):
        second = agreement(folder, studies)
        if second is not None:
            lines += [
                f"second, blind coding against the first, {name}:",
                second.round(3).to_string(index=False),
            ]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.exit(1 if found.repeated else 0)


if __name__ == "__main__":
    main()
