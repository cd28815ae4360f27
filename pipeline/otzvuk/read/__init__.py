"""From files to interviews: readers of transcripts, and of all that a study's folder says about them."""

from otzvuk.read.check import Findings, check_study, inspect_study
from otzvuk.read.corpus import MarkedStudy, read_marked_study
from otzvuk.read.folder import read_study
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
    "write_marked",
]
