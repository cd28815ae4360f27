"""The folder that a model is written to: whole or not at all, and over nothing but a model."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from otzvuk.folder.layout import refuse_inside
from otzvuk.model.errors import InputError

CARD = "model.json"


@contextmanager
def written_whole(folder: Path, *, card: str = CARD, what: str = "модель") -> Iterator[Path]:
    """A new folder to write a model into, which takes the place of `folder` at the end.

    `card` is the file that tells which files are the model's, `what` the model's Russian name.

    An error on the way leaves `folder` as it was. Raises `InputError` at once where `folder` is a file or
    holds anything but a model, or nothing can be written beside it.
    """
    folder = folder.resolve()
    _check(folder, card, what)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    except OSError as error:
        raise InputError(
            f"сюда {what} не записать", file=folder, expected="папка, в которую можно писать"
        ) from error
    try:
        made.chmod(0o755)  # mkdtemp's folders are for their owner alone
        yield made
        _check(folder, card, what)  # training takes minutes: somebody may have put something there
        _put(made, folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _put(made: Path, folder: Path) -> None:
    """Rename `made` to `folder`; nobody ever meets half a model there."""
    old = made.with_name(f"{made.name}.old")
    if folder.exists():
        folder.rename(old)
    try:
        made.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _check(folder: Path, card: str, what: str) -> None:
    refuse_inside(folder)
    if not folder.exists():
        return
    foreign = "" if folder.is_dir() else folder.name
    if folder.is_dir():
        own = _files(folder / card)
        foreign = next(
            (name for name in sorted(each.name for each in folder.iterdir()) if name not in own), ""
        )
    if foreign:
        raise InputError(
            f"здесь лежит не {what}, и перезаписать это нельзя",
            file=folder,
            value=foreign,
            expected=f"новая папка или та, где прежде было {what}",
        )


def _files(card: Path) -> set[str]:
    """The files of the model that the card describes; none where there is no card."""
    try:
        return {card.name, *json.loads(card.read_text("utf-8"))["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        return set()
