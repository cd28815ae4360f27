"""The command line: parse, call, show; nothing else."""

from otzvuk.cli import study, tables, marks, waves, indices, layers, metrics, planning, sections  # noqa: F401, I001  # importing registers, in this order
from otzvuk.cli import transfer, words, bench, items, privacy, doubts, review, decisions  # noqa: F401
from otzvuk.cli import learning, llm, plugged  # noqa: F401
from otzvuk.cli.app import app, main

__all__ = ["app", "main"]
