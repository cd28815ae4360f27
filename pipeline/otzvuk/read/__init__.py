"""From files to interviews: readers of transcripts, and of all that a study's folder says about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otzvuk.model.late import late

if TYPE_CHECKING:
    from otzvuk.read.check import Findings, check_study, inspect_study
    from otzvuk.read.corpus import MarkedStudy, read_marked_study
    from otzvuk.read.folder import read_study, require_interviews
    from otzvuk.read.interviews import read_interview
    from otzvuk.read.marked import Marked, read_marked, write_marked

__all__ = [
    "Findings",
    "Marked",
    "MarkedStudy",
    "check_study",
    "inspect_study",
    "read_interview",
    "read_marked",
    "read_marked_study",
    "read_study",
    "require_interviews",
    "write_marked",
]

# Imported at first use, so that the reading process does not wait for what only a whole study needs.
_PLACES = {
    "Findings": "check",
    "check_study": "check",
    "inspect_study": "check",
    "MarkedStudy": "corpus",
    "read_marked_study": "corpus",
    "read_study": "folder",
    "require_interviews": "folder",
    "read_interview": "interviews",
} | dict.fromkeys(("Marked", "read_marked", "write_marked"), "marked")

__getattr__ = late(__name__, _PLACES)
