"""A table for people to check a coding in Excel, and what they answered taken back."""

from otzvuk.codings.review.choose import to_review
from otzvuk.codings.review.record import record
from otzvuk.codings.review.table import read_review
from otzvuk.codings.review.take import Answer, Did, Taken, Told, take
from otzvuk.codings.review.write import write_review

__all__ = ["Answer", "Did", "Taken", "Told", "read_review", "record", "take", "to_review", "write_review"]
