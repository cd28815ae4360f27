"""A codebook of one's own without training: how often the code of a given mention is right.

Run by `make bench`, or alone: python tests/bench/bench_codebook.py [--restaurants] [--corpus] [--confidence].
Asserts nothing. Parts whose data are absent skip with a message. `--fast`: without the model's encoder.

`--corpus`: the held-back studies of the training corpus, ten codes at a time hidden from the model (other
ids, the model not asked about them; `otzvuk.train.hidden`), or all codes with other ids. On dev the weights
of likeness were fitted, on test they were not; the examples are mentions of the other split. Micro-F1 of the
hidden codes, any of the 30 codes to choose from for any mention (with all of them renamed: of all codes).

`--restaurants`: SentiRuEval-2015 (../shared/data/sentirueval2015_restaurants, research use only), its test
file: the explicit relevant aspects, their places given, five categories as codes. Nothing is trained on it;
the examples are terms of the train file, the mean of five draws. Accuracy.

Beside it, in the same run and with the same words: patterns alone (most words of patterns in the mention,
else in the question), TF-IDF alone (the text or example with the greatest cosine over lemmas, the question at
half; and the same with all that is written of a code for one text).
"""

import os
import random
import sys
from collections.abc import Sequence
from dataclasses import replace

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy comes; one core, like the other benchmarks
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
from bench_sentirueval import DATA, ROOT, Review, covering, read_reviews
from numpy.typing import NDArray

from otzvuk.coding.described import written as words_of
from otzvuk.coding.features import Form, samples
from otzvuk.coding.guess import confidence, judge_spans
from otzvuk.coding.likeness import Shelf, sight_of
from otzvuk.coding.model import Model, find_model, read_model
from otzvuk.coding.owncodes import OwnCodes, Said, likeness_weights
from otzvuk.coding.sense import senses
from otzvuk.coding.topic import Topics
from otzvuk.language import tokenise
from otzvuk.model.codebook import Code, Codebook, Patterns, Process, read_codebook
from otzvuk.train.corpus import read_corpus
from otzvuk.train.hidden import AT_ONCE, EXAMPLES, Book, hidden, parts, removed, renamed, said_of

RESTAURANTS = {
    "food": (
        "Еда",
        "Блюда, напитки, кухня, вкус, порции, меню.",
        ("еда", "блюдо", "кухня", "вкус*", "меню", "порци*", "салат*", "суп*", "мясо", "напит*", "десерт*"),
    ),
    "service": (
        "Обслуживание",
        "Персонал, официанты, администратор, скорость и вежливость обслуживания.",
        ("обслужив*", "официант*", "персонал*", "администратор*", "сервис*", "хостес", "заказ*", "бармен*"),
    ),
    "interior": (
        "Интерьер",
        "Помещение, зал, обстановка, атмосфера, музыка, чистота.",
        ("интерьер*", "обстановк*", "атмосфер*", "зал", "музык*", "уют*", "дизайн*", "столик*", "место"),
    ),
    "price": (
        "Цены",
        "Стоимость, счёт, чек, скидки, дорого или дёшево.",
        ("цен*", "счет", "чек", "стоимост*", "скидк*", "дорог*", "дешев*", "ценник*"),
    ),
    "whole": (
        "В целом",
        "Ресторан, кафе, заведение и посещение в целом.",
        ("ресторан*", "кафе", "заведени*", "место", "впечатлени*", "вечер"),
    ),
}
DRAWS = 5
LEVELS = {"label": "label", "definition": "label, definition", "all": "…, patterns"}


def restaurants(level: str, examples: dict[str, list[str]]) -> Codebook:
    codes = {}
    for name, (label, definition, patterns) in RESTAURANTS.items():
        said = Patterns(topic=patterns) if level == "all" else Patterns()
        told = "" if level == "label" else definition
        like = ("relationship.overall",) if level == "like" and name == "whole" else ()
        codes[f"restaurant.{name}"] = Code(
            label=label,
            process="visit",
            definition=told,
            patterns=said,
            like=like,
            examples=tuple(examples.get(name, ())),
        )
    process = {"visit": Process(label="Посещение", stage="visit")}
    return Codebook(
        name="restaurants",
        themes={"restaurant": "Ресторан"},
        stages={"visit": "Посещение"},
        processes=process,
        codes=codes,
    )


def by_patterns(said: Sequence[Said], names: Sequence[str]) -> NDArray[np.int64]:
    """The code of most words of patterns, else the question's; -1 where there is none."""
    chosen = []
    for each in said:
        best = max(each.patterns, key=lambda code: each.patterns[code], default=next(iter(each.asked), None))
        chosen.append(names.index(best) if best else -1)
    return np.array(chosen)


def by_tfidf(said: Sequence[Said], codebook: Codebook, model: Model) -> NDArray[np.int64]:
    """The code of the nearest text or example; -1 where nothing is alike."""
    texts: list[list[Form]] = [words_of(code, model.words) for code in codebook.codes.values()]
    of = list(range(len(texts)))
    for at, code in enumerate(codebook.codes.values()):
        for example in code.examples:
            texts.append([model.words.form(token) for token in tokenise(example)])
            of.append(at)
    shelf = Shelf(sight_of(model), texts)
    like = shelf.alike([each.forms for each in said]).lemmas
    like = like + 0.5 * shelf.alike([each.question for each in said]).lemmas
    return np.where(like.max(1) > 0, np.array(of)[like.argmax(1)], -1)


def by_centroid(said: Sequence[Said], codebook: Codebook, model: Model) -> NDArray[np.int64]:
    """The same with all that is written of a code for one text (Rocchio)."""
    texts: list[list[Form]] = []
    for code in codebook.codes.values():
        examples = (model.words.form(token) for each in code.examples for token in tokenise(each))
        texts.append([*words_of(code, model.words), *examples])
    shelf = Shelf(sight_of(model), texts)
    like = shelf.alike([each.forms for each in said]).lemmas
    like = like + 0.5 * shelf.alike([each.question for each in said]).lemmas
    return np.where(like.max(1) > 0, like.argmax(1), -1)


def micro_f1(chosen: NDArray[np.int64], right: NDArray[np.int64], of: Sequence[int]) -> float:
    """F1 of some codes together."""
    told, gold = np.isin(chosen, of), np.isin(right, of)
    return float(2 * (told & (chosen == right)).sum() / max(told.sum() + gold.sum(), 1))


def corpus(model: Model) -> None:
    from otzvuk.train.likeness import Asked, given, number

    book = read_codebook()
    read = read_corpus(ROOT / "corpora" / "training", book)

    def rows(one: Book, asked: Asked, of: Sequence[str]) -> list[float]:
        own = OwnCodes(one.codebook, model, Topics(one.codebook), without=one.without)
        seen = own.said(asked.guesses, asked.questions)
        right = np.array([number(one, own, model, spans[0].code) for spans in asked.answers])
        numbers = [own.names.index(one.called[code]) for code in of]
        ways = (
            by_patterns(seen, own.names),
            by_tfidf(seen, one.codebook, model),
            by_centroid(seen, one.codebook, model),
            own.probabilities(seen).argmax(1),
        )
        return [micro_f1(way, right, numbers) for way in ways]

    for split, asked, other in (
        ("dev", given(read.dev, model), read.test),
        ("test", given(read.test, model), read.dev),
    ):
        said_so = said_of(other)
        for name in ("hidden", "renamed"):
            for level, told in LEVELS.items():
                for many in EXAMPLES:
                    made: list[tuple[Book, Sequence[str]]]
                    if name == "hidden":
                        made = [
                            (hidden(book, ten, said_so, level=level, many=many), ten)
                            for ten in parts(list(book.codes))
                        ]
                    else:
                        made = [(renamed(book, said_so, level=level, many=many), list(book.codes))]
                    figures = np.mean([rows(one, asked, of) for one, of in made], 0)
                    report(f"{split} {name}: {told}, {many} examples", figures)


def report(what: str, figures: Sequence[float]) -> None:
    patterns, nearest, centroid, ours = figures
    told = f"patterns {patterns:.3f}  TF-IDF {nearest:.3f}, as one text {centroid:.3f}  otzvuk {ours:.3f}"
    print(f"{what:50} {told}", flush=True)


def reviews_said(
    reviews: Sequence[Review], model: Model, codebook: Codebook
) -> tuple[OwnCodes, list[Said], list[str]]:
    own = OwnCodes(codebook, model, Topics(codebook))
    taken = [each for review in reviews for each in samples(review.interview, model.words)]
    places = [
        (at, *covering([(token.start, token.stop) for token in sample.tokens], term))
        for at, (sample, review) in enumerate(zip(taken, reviews, strict=True))
        for term in review.terms
    ]
    found = judge_spans(model.voices, taken, places)
    return (
        own,
        own.said(found, [""] * len(found)),
        [term.category for review in reviews for term in review.terms],
    )


def sentirueval(model: Model) -> None:
    if not DATA.is_dir():
        print(f"skipped: no {DATA}")
        return
    train = read_reviews(DATA / "SentiRuEval_rest_markup_train.xml")
    test = read_reviews(DATA / "SentiRuEval_rest_markup_test.xml")
    pool: dict[str, list[str]] = {}
    for review in train:
        for term in review.terms:
            pool.setdefault(term.category, []).append(term.text)
    for level in (*LEVELS, "like"):
        for many in EXAMPLES:
            figures = []
            for draw in range(DRAWS if many else 1):
                taken = random.Random(draw)
                drawn = {name: taken.sample(texts, many) for name, texts in sorted(pool.items())}
                book = restaurants(level, drawn)
                own, said, categories = reviews_said(test, model, book)
                right = np.array([own.names.index(f"restaurant.{each}") for each in categories])
                ways = (
                    by_patterns(said, own.names),
                    by_tfidf(said, book, model),
                    by_centroid(said, book, model),
                    own.probabilities(said).argmax(1),
                )
                figures.append([float((way == right).mean()) for way in ways])
            told = LEVELS.get(level, "label, definition, like")
            report(f"restaurants: {told}, {many} examples", np.mean(figures, 0))


def confident(model: Model) -> None:
    """How well the confidence is calibrated on what is found in test."""
    from otzvuk.train.likeness import found, is_right

    book = read_codebook()
    read = read_corpus(ROOT / "corpora" / "training", book)
    asked, said_so = found(read.test, model), said_of(read.dev)
    ten = parts(list(book.codes))[0]
    unknown = hidden(book, ten, said_so, level="definition", many=0)
    for name, one in (
        ("hidden", unknown),
        ("… and half of them removed", removed(unknown, ten[: AT_ONCE // 2])),
        ("renamed, labels only", renamed(book, said_so, level="label", many=0)),
        ("renamed, 5 examples", renamed(book, said_so, level="definition", many=5)),
    ):
        own = OwnCodes(one.codebook, model, Topics(one.codebook), without=one.without)
        codes = own.probabilities(own.said(asked.guesses, asked.questions))
        sure, right = [], []
        for each, row, spans in zip(asked.guesses, codes, asked.answers, strict=True):
            evidence = each._replace(codes=np.maximum(row, np.float32(1e-9))).evidence
            sure.append(confidence(evidence, likeness_weights(careful=senses(model) is not None).calibration))
            right.append(is_right(one, model, each, int(row.argmax()), spans))
        bins = np.minimum((np.array(sure) * 10).astype(int), 9)
        gaps = [
            abs(np.mean(np.array(sure)[bins == at]) - np.mean(np.array(right)[bins == at]))
            * (bins == at).mean()
            for at in np.unique(bins)
        ]
        print(
            f"confidence, {name}: mean {np.mean(sure):.3f}, right {np.mean(right):.3f}, ECE {sum(gaps):.3f}"
        )


def main() -> None:
    folder = find_model("b2b")
    if folder is None:
        print("skipped: no bundled model; make model")
        return
    wanted = set(sys.argv[1:])
    model = read_model(folder, careful="--fast" not in wanted)
    from otzvuk.train.encoder.settle import remembering

    model = replace(model, voices=remembering(model.voices))  # examples are read in many books
    wanted = wanted - {"--fast"} or {"--corpus", "--restaurants", "--confidence"}
    if "--restaurants" in wanted:
        sentirueval(model)
    if "--confidence" in wanted:
        confident(model)
    if "--corpus" in wanted:
        corpus(model)


if __name__ == "__main__":
    main()
