"""Edits of a codebook that wait to be saved: kept beside it in the study, so that nothing is lost."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from otzvuk.folder.codebookfile import CodebookFile, Edit
from otzvuk.folder.layout import CACHE, DRAFT
from otzvuk.folder.whole import whole_file
from otzvuk.model.codebook import Codebook
from otzvuk.model.errors import InputError


@dataclass(frozen=True)
class Draft:
    """The edits of one codebook file that are not saved yet, in the order in which they were made.

    `stale` says that the file has changed since the first of them: they can be looked at and undone, but not
    saved.
    """

    file: CodebookFile
    edits: tuple[Edit, ...] = ()
    stale: bool = False

    @classmethod
    def of(cls, study: Path, codebook: str) -> Draft:
        """The draft of the codebook that the study in folder `study` names. Raises `InputError`."""
        file = CodebookFile.of(study, codebook)
        kept = _kept_of(study)
        if kept.get("codebook") != file.path.name or not kept.get("edits"):
            return cls(file)
        edits = tuple(map(_edit, kept["edits"]))
        return cls(file, edits, stale=kept["digest"] != file.digest)

    @property
    def codebook(self) -> Codebook:
        """The codebook with the edits made; as it is in the file where they no longer can be."""
        if self.stale:
            return self.file.codebook()
        return self.file.codebook(self.edits)

    def with_edit(self, edit: Edit) -> Draft:
        """The draft with one edit more, kept. Raises `InputError` where that makes no codebook."""
        if self.stale:
            raise InputError(
                "кодовая книга изменена с тех пор, как вы начали её править",
                file=self.file.path,
                expected="отмените свои правки и повторите их",
            )
        edits = (*self.edits, edit)
        self.file.codebook(edits)
        return self._kept(edits)

    def undone(self) -> Draft:
        """The draft without its last edit."""
        return self._kept(self.edits[:-1])

    def save(self, *, today: date) -> tuple[Path, ...]:
        """Write the codebook (`CodebookFile.save`) and forget the draft; the copies of former states."""
        if self.stale:
            raise InputError(
                "кодовая книга изменена с тех пор, как вы начали её править; ваши правки не записаны",
                file=self.file.path,
                expected="отмените свои правки и повторите их",
            )
        kept = self.file.save(self.edits, today=today)
        self._kept(())
        return kept

    def _kept(self, edits: Sequence[Edit]) -> Draft:
        path = self.file.study / DRAFT
        kept = _kept_of(self.file.study)
        digest = kept["digest"] if self.stale and kept else self.file.digest
        said = {
            "codebook": self.file.path.name,
            "digest": digest,
            "edits": [asdict(each) for each in edits],
        }
        if edits:
            with whole_file(path) as temporary:
                temporary.write_text(json.dumps(said, ensure_ascii=False, indent=1), "utf-8")
        else:
            path.unlink(missing_ok=True)
        (self.file.study / CACHE / DRAFT).unlink(missing_ok=True)
        return Draft(self.file, tuple(edits), stale=self.stale and bool(edits))


def _edit(kept: Mapping[str, Any]) -> Edit:
    listed: dict[str, Any] = {name: tuple(kept.get(name, ())) for name in ("examples", "places")}
    return Edit(**{**kept, **listed})


def _kept_of(study: Path) -> dict[str, Any]:
    """What was kept in the study; until 0.2 it lay in its cache, which people may delete."""
    return _read(study / DRAFT) or _read(study / CACHE / DRAFT)


def _read(path: Path) -> dict[str, Any]:
    """What was kept; nothing where the file is not there or is damaged."""
    try:
        kept = json.loads(path.read_text("utf-8"))
        return kept if isinstance(kept, dict) and {"codebook", "digest", "edits"} <= kept.keys() else {}
    except (OSError, ValueError):
        return {}
