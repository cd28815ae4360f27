"""What a search costs with 10, 50 and 200 interviews: the index once, then each query (CPU time)."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

from otzvuk.model.codebook import read_codebook
from otzvuk.model.study import Settings, Study
from otzvuk.numbers.search import Index, read_query, search
from otzvuk.numbers.survey import Survey
from otzvuk.read import read_marked_study

CORPUS = Path(__file__).parents[2] / "corpora" / "training"
QUERIES = ("срок", "накладная", "срок поставка", "«срок поставки»", "постав*")


def main() -> None:
    folders = [each for each in sorted(CORPUS.iterdir()) if (each / "marked").is_dir()]
    talks = [coding.interview for each in folders for coding in read_marked_study(each).codings]
    for size in (10, 50, 200):
        own = tuple(replace(each, id=f"{at}") for at, each in enumerate(talks[:size]))
        started = time.process_time()
        index = Index(own)
        made = time.process_time() - started
        study = Study(path=CORPUS, settings=Settings(), codebook=read_codebook(), interviews=own)
        survey = Survey.of(study, ())
        spent = []
        for query in QUERIES:
            started = time.process_time()
            found = search(survey, read_query(query), index=index)
            spent.append(f"{query}: {len(found)}, {(time.process_time() - started) * 1000:.1f} ms")
        print(f"{size} interviews: index {made:.2f} s; " + "; ".join(spent))


if __name__ == "__main__":
    main()
