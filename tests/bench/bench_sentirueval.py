"""Learning a codebook nobody here wrote: aspects of restaurant reviews, SentiRuEval-2015.

Run by `make bench`, or alone: python tests/bench/bench_sentirueval.py [--dev]. Asserts nothing. Skips with a
message where the data (../shared/data/sentirueval2015_restaurants, research use only) or PyTorch is absent.

The train file becomes a study of marked interviews, one review an interview, in a temporary folder; `otzvuk
train` learns it, beginning from the bundled model; the test file is judged. Only explicit aspects that are
about the restaurant itself (mark Rel) count, as in the shared task. Positive is marked as praise, negative as
a complaint. Neutral terms evaluate nothing, so otzvuk has no kind for them; but the shared task wants them
told apart, and the data hold no wishes: here the third kind stands for «neutral». Terms of both polarities
at once (2 % in either file) are left out of training and counted as wrong in testing.

`--dev` never opens the test file: it prints the same figures on every third review of the train file, taught
by the others; that is how anything is tuned.
"""

import os
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy comes; one core, like the other benchmarks
os.environ.setdefault("OMP_NUM_THREADS", "1")

from defusedxml.ElementTree import parse

from otzvuk.coding.features import samples
from otzvuk.coding.guess import judge_spans
from otzvuk.coding.learned import ModelCoder
from otzvuk.coding.model import Model, read_model
from otzvuk.language import lemma
from otzvuk.model.codebook import read_codebook
from otzvuk.model.interview import Interview, Turn
from otzvuk.model.mention import Kind, Mention
from otzvuk.model.progress import steps
from otzvuk.read import write_marked

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data" / "sentirueval2015_restaurants"
KINDS = {"positive": Kind.PRAISE, "negative": Kind.COMPLAINT, "neutral": Kind.WISH}
POLARITIES = {kind: polarity for polarity, kind in KINDS.items()}
LABELS = {
    "food": "Еда",
    "service": "Обслуживание",
    "interior": "Интерьер",
    "price": "Цены",
    "whole": "В целом",
}
CODEBOOK = (
    "name: restaurants\nthemes: {restaurant: Ресторан}\nstages: {visit: Посещение}\n"
    "processes: {visit: {label: Посещение, stage: visit}}\ncodes:\n"
) + "".join(f"  restaurant.{name}: {{label: {label}, process: visit}}\n" for name, label in LABELS.items())


@dataclass(frozen=True)
class Term:
    """An explicit aspect: its place in the review, its category and polarity."""

    start: int
    stop: int
    text: str
    category: str
    polarity: str


@dataclass(frozen=True)
class Review:
    """A review with its explicit relevant aspects, in the order of the text."""

    id: str
    text: str
    terms: tuple[Term, ...]

    @property
    def interview(self) -> Interview:
        return Interview(self.id, f"{self.id}.txt", (Turn("Гость", self.text),))


def read_reviews(path: Path) -> list[Review]:
    reviews = []
    for review in parse(path).getroot():
        aspects = [each.attrib for each in review.iter("aspect")]
        terms = [
            Term(int(a["from"]), int(a["to"]), a["term"], a["category"].lower(), a["sentiment"])
            for a in aspects
            if a["type"] == "explicit" and a["mark"] == "Rel"
        ]
        terms.sort(key=lambda term: (term.start, term.stop))
        reviews.append(Review(review.get("id"), review.find("text").text, tuple(terms)))
    return reviews


def marked(review: Review) -> str:
    """The review as a marked transcript; a term that begins inside another is left out."""
    mentions, end = [], 0
    for term in review.terms:
        if term.polarity in KINDS and term.start >= end:
            code = f"restaurant.{term.category}"
            kind = KINDS[term.polarity]
            mentions.append(Mention(0, term.start, term.stop, term.text, kind, code, "visit"))
            end = term.stop
    return write_marked(review.interview.turns, mentions)


def learn_from(reviews: list[Review], folder: Path, *, jobs: int) -> Path:
    """Write the reviews as a study and teach a model; answers its folder."""
    from otzvuk.codings.taught import read_coded
    from otzvuk.show.lesson import show_lesson
    from otzvuk.train.learn import learn

    (folder / "marked").mkdir()
    (folder / "codebook.yaml").write_text(CODEBOOK, "utf-8")
    for review in reviews:
        (folder / "marked" / f"{review.id}.txt").write_text(marked(review), "utf-8")
    book = read_codebook(folder / "codebook.yaml")
    coded = read_coded([folder], book)
    started = time.perf_counter()
    with steps("Обучение") as step:
        lesson = learn(
            coded.codings, book, folder / "model", name="restaurants", folds=2, jobs=jobs, step=step
        )
    print(f"learnt in {time.perf_counter() - started:.0f} s; what the command says of it, in Russian:\n")
    show_lesson(lesson, book, left_out=coded.left_out)
    print()
    return lesson.folder


def judged(model: Model, reviews: list[Review]) -> list[tuple[str, str]]:
    """Category and polarity of every term of the reviews, their places given."""
    taken = [each for review in reviews for each in samples(review.interview, model.words)]
    places = [
        (number, *covering([(token.start, token.stop) for token in sample.tokens], term))
        for number, (sample, review) in enumerate(zip(taken, reviews, strict=True))
        for term in review.terms
    ]
    return [
        (model.card.codes[int(found.codes.argmax())].partition(".")[2], POLARITIES[found.kind])
        for found in judge_spans(model.voices, taken, places)
    ]


def covering(tokens: list[tuple[int, int]], term: Term) -> tuple[int, int]:
    """The tokens [first, last) that share a character with the term."""
    touched = [at for at, (start, stop) in enumerate(tokens) if start < term.stop and term.start < stop]
    return touched[0], touched[-1] + 1


def looked_up(train: list[Review], terms: list[Term], key: Callable[[str], str]) -> list[str]:
    """The floor: the most frequent category in training of a term's `key`, of all terms for a new one."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for review in train:
        for term in review.terms:
            seen[key(term.text)][term.category] += 1
    usual = sum(seen.values(), Counter[str]()).most_common(1)[0][0]
    return [
        seen[word].most_common(1)[0][0] if word in seen else usual for word in (key(t.text) for t in terms)
    ]


def lemmas(text: str) -> str:
    return " ".join(lemma(word) for word in text.lower().split())


def report(name: str, predicted: list[str], gold: list[str]) -> None:
    """Accuracy, macro-F1 over the classes of `gold`, and F1 of each."""
    f1 = {}
    for label in sorted(set(gold), key=lambda each: -gold.count(each)):
        right = sum(ours == theirs == label for ours, theirs in zip(predicted, gold, strict=True))
        f1[label] = 2 * right / (predicted.count(label) + gold.count(label))
    accuracy = sum(ours == theirs for ours, theirs in zip(predicted, gold, strict=True)) / len(gold)
    each = ", ".join(f"{label} {value:.3f}" for label, value in f1.items())
    print(f"{name:28} accuracy {accuracy:.3f}  macro-F {sum(f1.values()) / len(f1):.3f}  ({each})")


def found(model: Model, codebook: Path, reviews: list[Review]) -> None:
    """From bare text: spans, with their category, with their polarity too; exact, and by any overlap."""
    coder = ModelCoder(model, read_codebook(codebook))
    right: Counter[str] = Counter()
    predicted = gold = 0
    for review in reviews:
        mentions = coder.code(review.interview).mentions
        predicted, gold = predicted + len(mentions), gold + len(review.terms)
        for exact in (True, False):
            left = list(review.terms)
            for mention in mentions:
                at = next((term for term in left if _same(mention, term, exact=exact)), None)
                if at is None:
                    continue
                left.remove(at)
                sort = "exact" if exact else "overlap"
                same = mention.code == f"restaurant.{at.category}"
                right[f"{sort} span"] += 1
                right[f"{sort} span+category"] += same
                right[f"{sort} span+category+polarity"] += same and POLARITIES[mention.kind] == at.polarity
    scores = "  ".join(f"{name} {2 * number / (predicted + gold):.3f}" for name, number in right.items())
    print(f"from bare text, F1: {scores}  ({predicted} found, {gold} there)")


def _same(mention: Mention, term: Term, *, exact: bool) -> bool:
    if exact:
        return (mention.start, mention.stop) == (term.start, term.stop)
    return mention.start < term.stop and term.start < mention.stop


def main() -> None:
    if not DATA.is_dir():
        print(f"skipped: no {DATA}")
        return
    if find_spec("torch") is None:
        print("skipped: no PyTorch; pip install '.[train]'")
        return
    train = read_reviews(DATA / "SentiRuEval_rest_markup_train.xml")
    if "--dev" in sys.argv:
        train, test = [each for at, each in enumerate(train) if at % 3], train[::3]
    else:
        test = read_reviews(DATA / "SentiRuEval_rest_markup_test.xml")
    terms = [term for review in test for term in review.terms]
    categories, polarities = [each.category for each in terms], [each.polarity for each in terms]
    print(f"{len(train)} reviews to learn from, {len(test)} to judge with {len(terms)} terms")
    with tempfile.TemporaryDirectory() as temporary:
        model = read_model(learn_from(train, Path(temporary), jobs=len(os.sched_getaffinity(0))))
        ours = judged(model, test)
        report("category: by the word", looked_up(train, terms, str.lower), categories)
        report("category: by the lemmas", looked_up(train, terms, lemmas), categories)
        report("category: otzvuk", [category for category, _ in ours], categories)
        most = Counter(polarities).most_common(1)[0][0]
        report("polarity: the most frequent", [most] * len(terms), polarities)
        report("polarity: otzvuk", [polarity for _, polarity in ours], polarities)
        clear = [at for at, polarity in enumerate(polarities) if polarity in ("positive", "negative")]
        report("… of positive and negative", [ours[at][1] for at in clear], [polarities[at] for at in clear])
        found(model, Path(temporary) / "codebook.yaml", test)


if __name__ == "__main__":
    main()
