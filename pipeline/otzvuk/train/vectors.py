"""The word table of a model: navec's vectors, fewer, shorter and in one byte a number.

Navec (github.com/natasha/navec, MIT) are GloVe vectors of 250 thousand word forms of Russian news. The model
that ships has words of its own; only building it needs these.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from otzvuk.anonymise.lexicon import natasha_data

FILE = "emb/navec_news_v1_1B_250K_300d_100q.tar"
SIZE = 192
MOST = 120_000


def word_table(
    *, most: int = MOST, size: int = SIZE
) -> tuple[list[str], NDArray[np.int8], NDArray[np.float32]]:
    """The `most` most frequent words, their vectors' `size` principal components, and the scale a column.

    A vector is `table[row] * scale`. Raises `InputError` where they are not there.
    """
    from navec import Navec

    navec = Navec.load(natasha_data() / FILE)
    ranked = np.argsort(-np.asarray(navec.vocab.counts), kind="stable")
    listed = (navec.vocab.words[at] for at in ranked)
    words = sorted([word for word in listed if not word.startswith("<")][:most])
    rows = np.stack([navec[word] for word in words]).astype(np.float32)
    rows -= rows.mean(0)
    # Principal components by the covariance; its eigenvectors' signs are fixed so that rebuilds agree.
    _, axes = np.linalg.eigh(rows.T @ rows / len(rows))
    axes = axes[:, ::-1][:, :size]
    axes = axes * np.sign(axes[np.abs(axes).argmax(0), np.arange(size)])
    short = rows @ axes
    scale = (np.abs(short).max(0) / 127).astype(np.float32)
    return words, np.round(short / scale).astype(np.int8), scale
