"""Lemma accuracy and speed of `otzvuk.language`, beside spaCy and natasha.

Run `python tests/bench/bench_language.py`.

Data: Universal Dependencies in ../shared/data/ud (GSD test; Taiga dev, which was looked at while the
corrections were written), and the punctuated turns of corpora/training as running speech. Peers come with
`pip install ".[bench]"`; a missing one is skipped with its reason. One core; the best of three runs.
"""

from __future__ import annotations

import os
import random
import re
import sys
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from otzvuk.language import lemmas, parse, tokenise
from otzvuk.language.sentences import sentences
from otzvuk.language.tokens import spans

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # natasha on one core, like the others

ROOT = Path(__file__).parents[2]
UD = ROOT.parent / "shared" / "data" / "ud"
# Coding matches words: no marks, figures, signs or foreign matter.
NOT_CODED = {"PUNCT", "NUM", "SYM", "X"}
ENOUGH, TARGET = 300_000, 150_000
PEER_TOKENS = 30_000  # the slow peers read a part of the text

Words = list[tuple[int, str, str]]  # start, lemma, part of speech


def gold(path: Path) -> Iterator[tuple[str, Words]]:
    """Each sentence's text with the gold lemmas of its coded words and where these begin."""
    text, at, words = "", 0, Words()
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# text = "):
            text, at, words = line.removeprefix("# text = "), 0, Words()
        elif not line:
            yield text, words
        elif line[0].isdigit():
            number, form, lemma, part, _, features, *_ = line.split("\t")
            if not number.isdigit():
                continue
            at = text.index(form, at)
            if part not in NOT_CODED and "Foreign=Yes" not in features:
                words.append((at, lemma, part))
            at += len(form)


def alike(lemma: str) -> str:
    """A lemma as it is compared: case and ё do not count, nor the full stop of «г.»."""
    return lemma.lower().replace("ё", "е").rstrip(".")


def accuracy(path: Path, lemmas_of: Callable[[str], dict[int, str]]) -> tuple[float, float, int]:
    """Share of coded words with the gold lemma: all, without names; and how many words. A word that the
    tokens do not have counts as wrong."""
    right, all_right, count, names = 0, 0, 0, 0
    for text, words in gold(path):
        found = lemmas_of(text)
        for start, lemma, part in words:
            hit = alike(found.get(start, "")) == alike(lemma)
            all_right += hit
            count += 1
            if part == "PROPN":
                names += 1
            else:
                right += hit
    return all_right / count, right / (count - names), count


def running_text() -> list[str]:
    """At least `ENOUGH` tokens of turns and paragraphs, in a fixed random order."""
    texts = [text for path in sorted(UD.glob("*.conllu")) for text, _ in gold(path)]
    for path in sorted((ROOT / "corpora" / "training").glob("*/marked/*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            texts.append(re.sub(r"<[^>]*>", "", line).partition(": ")[2])
    random.Random(0).shuffle(texts)
    paragraphs = [" ".join(texts[at : at + 4]) for at in range(0, len(texts), 4)]
    chosen, count = list[str](), 0
    while count < ENOUGH:
        for paragraph in paragraphs:
            chosen.append(paragraph)
            count += len(spans(paragraph))
    return chosen


def speed(work: Callable[[], int], repeat: int = 3) -> float:
    """Tokens a second, the best of `repeat` runs; `work` returns how many tokens it handled."""
    best = 0.0
    for _ in range(repeat):
        start = time.perf_counter()
        count = work()
        best = max(best, count / (time.perf_counter() - start))
    return best


def basics(texts: list[str]) -> int:
    """Sentences, tokens and lemmas: what the peers do."""
    count, known = 0, lemmas.WORDS
    for text in texts:
        tokens = spans(text)
        sentences(text, tokens)
        count += len([known[word].lemma for _, _, word in tokens])
    return count


def everything(texts: list[str]) -> int:
    """The whole `parse`: clauses as well; what it remembers of the last run is forgotten first."""
    parse.cache_clear()
    tokenise.cache_clear()
    return sum(len(parse(text).tokens) for text in texts)


def ours(text: str) -> dict[int, str]:
    return {token.start: token.lemma for token in parse(text).tokens}


def spacy_peer() -> tuple[str, Callable[[str], dict[int, str]], Callable[[list[str]], int]]:
    spacy = import_module("spacy")
    language = spacy.blank("ru")
    language.add_pipe("sentencizer")
    language.add_pipe("lemmatizer", config={"mode": "pymorphy3"})
    language.initialize()

    def lemmas_of(text: str) -> dict[int, str]:
        return {token.idx: token.lemma_ for token in language(text)}

    return (
        f"spaCy {spacy.__version__} blank(ru) + pymorphy3",
        lemmas_of,
        lambda texts: sum(map(len, language.pipe(texts))),
    )


def natasha_peer() -> tuple[str, Callable[[str], dict[int, str]], Callable[[list[str]], int]]:
    # natasha's MorphVocab asks for pymorphy2, which Python 3.11 cannot import.
    sys.modules.setdefault("pymorphy2", import_module("pymorphy3"))
    natasha = import_module("natasha")
    segmenter, vocabulary = natasha.Segmenter(), natasha.MorphVocab()
    tagger = natasha.NewsMorphTagger(natasha.NewsEmbedding())

    def lemmas_of(text: str) -> dict[int, str]:
        doc = natasha.Doc(text)
        doc.segment(segmenter)
        doc.tag_morph(tagger)
        for token in doc.tokens:
            token.lemmatize(vocabulary)
        return {token.start: token.lemma for token in doc.tokens}

    return "natasha morph + lemmatize", lemmas_of, lambda texts: sum(len(lemmas_of(text)) for text in texts)


def main() -> None:
    """Measure and print; exit code 1 where a target is missed."""
    if not UD.is_dir():
        sys.exit(f"пропущено: нет данных {UD}")
    start = time.perf_counter()
    lemmas.lemma("слово")
    print(f"first lemma (loads the dictionary): {time.perf_counter() - start:.2f} s")

    texts = running_text()
    start = time.perf_counter()
    count = basics(texts)
    cold = count / (time.perf_counter() - start)
    forms = len(lemmas.WORDS)
    print(f"running text: {count:,} tokens, {forms:,} forms\n")
    warm = speed(lambda: basics(texts))
    everything(texts)
    rows = [
        ("otzvuk sentences + tokens + lemmas, cold", cold),
        ("otzvuk sentences + tokens + lemmas, warm", warm),
        ("otzvuk parse (clauses too), warm", speed(lambda: everything(texts))),
    ]
    flow = [
        " ".join(word.lower() for _, _, word in spans(text) if word[0].isalnum()) for text in texts[:3000]
    ]
    everything(flow)
    rows.append(("otzvuk parse of unpunctuated speech, warm", speed(lambda: everything(flow))))
    scores = [("otzvuk", ours)]
    part, read = list[str](), 0
    for text in texts:
        part.append(text)
        read += len(spans(text))
        if read >= PEER_TOKENS:
            break
    for peer in (spacy_peer, natasha_peer):
        try:
            name, lemmas_of, work = peer()
        except ImportError as missing:
            print(f'{peer.__name__}: skipped, {missing}; pip install ".[bench]"')
            continue
        work(part)
        rows.append((f"{name}, warm", speed(lambda work=work: work(part))))
        scores.append((name, lemmas_of))

    print(f"{'tokens/s, one core, best of 3':<60}{'':>12}")
    for name, value in rows:
        print(f"{name:<60}{value:>12,.0f}")
    print(f"\n{'lemma accuracy on coded words (all; without names)':<60}{'GSD test':>18}{'Taiga dev':>18}")
    for name, lemmas_of in scores:
        cells = [accuracy(UD / f"ru_{bank}.conllu", lemmas_of) for bank in ("gsd-ud-test", "taiga-ud-dev")]
        print(f"{name:<60}" + "".join(f"{f'{every:.4f}; {rest:.4f}':>18}" for every, rest, _ in cells))
    reached = accuracy(UD / "ru_gsd-ud-test.conllu", ours)[0]
    print(f"\ntargets: accuracy {reached:.4f} of 0.95, speed {warm:,.0f} of {TARGET:,} tokens/s")
    sys.exit(reached < 0.95 or warm < TARGET)


if __name__ == "__main__":
    main()
