"""Whoever sits at a terminal is asked before a language model is; a program is told how to agree."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar, cast

import typer

from otzvuk.model.errors import InputError

if TYPE_CHECKING:
    from otzvuk.llm.consent import ConsentError

Made = TypeVar("Made")


def with_consent(do: Callable[[], Made]) -> Made:
    """What `do` does; where it needs consent that nobody has given, asked for first, in a terminal only."""
    try:
        return do()
    except InputError as error:
        if not hasattr(error, "sentence") or not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise
        give(cast("ConsentError", error))
    return do()


def give(error: ConsentError, *, yes: bool = False) -> None:
    """Ask, unless `yes` says so already, and note the consent. Raises the error where the answer is no."""
    from otzvuk.llm.address import endpoint_of
    from otzvuk.llm.consent import agree

    if yes or sys.stdin.isatty():
        typer.echo(error.sentence, err=True)
    if not yes and not sys.stdin.isatty():
        raise error
    if not yes and not _agrees():
        raise InputError("без согласия ничего не отправлено", expected="«да» или другой coder в study.yaml")
    path = agree(error.study, endpoint_of(error.study.settings.llm), error.sentence)
    typer.echo(f"Согласие записано: {path}", err=True)


def _agrees() -> bool:
    typer.echo("Согласны? [да/нет] ", err=True, nl=False)
    return sys.stdin.readline().strip().casefold() in {"да", "д", "yes", "y"}
