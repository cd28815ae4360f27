"""The command line: parse, call, show; nothing else."""

from otzvuk.cli import study, tables  # noqa: F401  # their import registers the commands, in this order
from otzvuk.cli.app import app, main

__all__ = ["app", "main"]
