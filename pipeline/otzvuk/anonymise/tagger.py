"""slovnet's recognition of names over many texts at once; loaded at the first use."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

from otzvuk.anonymise.kind import NameKind, Span
from otzvuk.anonymise.lexicon import natasha_data
from otzvuk.model.memory import give_back

_BATCH: Final = 16
_KINDS = {"PER": NameKind.PERSON, "LOC": NameKind.PLACE, "ORG": NameKind.COMPANY}


@cache
def _tagger() -> Any:
    from slovnet import NER

    data = natasha_data()
    tagger = NER.load(str(data / "model" / "slovnet_ner_news_v1.tar"), batch_size=_BATCH)
    return tagger.navec(_vectors(data / "emb" / "navec_news_v1_1B_250K_300d_100q.tar"))


def _vectors(path: Path) -> Any:
    """What slovnet takes of navec: the vectors without their words, which it knows itself.

    `Navec.load` reads the words, too, and computes what tells words alike: half a second and 140 MB.
    """
    from navec.meta import Meta
    from navec.navec import META, PQ_
    from navec.pq import PQ
    from navec.tar import Tar

    class Codes(PQ):  # type: ignore[misc]
        def precompute(self) -> None:
            """Nothing: nobody asks which words are alike."""

    with Tar(path) as tar:
        meta = Meta.from_file(tar.load(META))
        Meta.check_protocol(meta.protocol)
        return SimpleNamespace(meta=meta, pq=Codes.from_file(tar.load(PQ_)))


def release_tagger() -> None:
    """Let go of slovnet and its vectors (70 MB); who asks again waits until they are loaded."""
    _tagger.cache_clear()
    give_back()


def tag(texts: Sequence[str]) -> list[list[Span]]:
    """The names in each of `texts` (sentences), by their news-trained model.

    Sentences of like length go together, which gives the same answer faster.
    """
    order = sorted((at for at, text in enumerate(texts) if text.strip()), key=lambda at: len(texts[at]))
    found: list[list[Span]] = [[] for _ in texts]
    for at, markup in zip(order, _tagger().map([texts[at] for at in order]), strict=True):
        found[at] = [Span(span.start, span.stop, _KINDS[span.type]) for span in markup.spans]
    return found
