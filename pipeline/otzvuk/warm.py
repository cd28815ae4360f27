"""Imported by the server of worker processes before it starts any (`otzvuk.model.spread`): what all share.

Dictionaries, lists of names, slovnet and the shipped coder are loaded here once and lie in the memory of all
workers; what a study wants otherwise, a worker loads itself.
"""

from __future__ import annotations

import gc
from contextlib import suppress


def _warm() -> None:
    from otzvuk.anonymise.spot import spot
    from otzvuk.coding.coder import coder_for
    from otzvuk.model.codebook import read_codebook
    from otzvuk.model.interview import Interview, Turn
    from otzvuk.model.study import Guide

    text = "Иван Петров из Казани говорит, что доставка опаздывает и цены выросли."
    spot([text])
    talk = Interview(id="", file="", turns=(Turn("", text),))
    coder_for(read_codebook(), Guide(), careful=False).code(talk)
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 10, 10)  # as `otzvuk.cli.app` has it


# Nobody sees what fails here: a worker that finds nothing loaded loads it, and tells of its faults.
with suppress(Exception):
    _warm()
