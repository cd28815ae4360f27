"""The command line: parse, call, show; nothing else."""

from otzvuk.cli import study, tables, layers, transfer, words  # noqa: F401, I001  # importing registers, in this order
from otzvuk.cli import bench, items, privacy, doubts, review, decisions, learning, llm, plugged  # noqa: F401
from otzvuk.cli.app import app, main

__all__ = ["app", "main"]
