"""The words of a comparison: what is measured, what became of it, and the columns of the table."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Measure(StrEnum):
    """What of an item is compared."""

    COMPLAINT = "complaint"
    PRAISE = "praise"
    DAMAGE = "damage"
    SPEECH = "speech"
    QUESTIONNAIRE = "questionnaire"

    @property
    def label(self) -> str:
        """The measure's Russian name."""
        return {
            "complaint": "Доля респондентов с жалобой",
            "praise": "Доля респондентов с похвалой",
            "damage": "Вред",
            "speech": "Средняя оценка в речи, из 10",
            "questionnaire": "Средняя оценка в анкете, из 10",
        }[self.value]

    @property
    def is_share(self) -> bool:
        """Whether the measure is a share of respondents."""
        return self in (Measure.COMPLAINT, Measure.PRAISE)

    @property
    def more_is_worse(self) -> bool:
        """Whether the customer is worse off when it grows."""
        return self in (Measure.COMPLAINT, Measure.DAMAGE)


class Change(StrEnum):
    """What became of an item between two waves."""

    APPEARED = "appeared"
    GONE = "gone"
    WORSE = "worse"
    BETTER = "better"
    UNCLEAR = "unclear"
    UNTESTED = "untested"

    @property
    def label(self) -> str:
        """The change's Russian name."""
        return {
            "appeared": "появилось",
            "gone": "исчезло",
            "worse": "стало хуже",
            "better": "стало лучше",
            "unclear": "ясного изменения нет",
            "untested": "слишком мало респондентов",
        }[self.value]


CHANGES: Mapping[str, str] = {
    "by": "string",
    "item": "string",
    "measure": "string",
    "before_wave": "string",
    "after_wave": "string",
    "before": "float64",
    "after": "float64",
    "difference": "float64",
    "low": "float64",
    "high": "float64",
    "change": "string",
    "clear": "bool",
    "jointly": "bool",
    "people_before": "int64",
    "people_after": "int64",
    "asked_before": "int64",
    "asked_after": "int64",
    "said_worse": "int64",
    "said_better": "int64",
    "note": "string",
}
"""Columns and types of the table of changes, one row an item and measure."""
