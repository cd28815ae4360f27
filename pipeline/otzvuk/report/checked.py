"""How many of the mentions a person has looked at, in words."""

from __future__ import annotations

from otzvuk.numbers.survey import Survey


def checked(survey: Survey) -> str:
    """A Russian sentence; empty where nobody has looked at any."""
    seen, whole = survey.seen
    return f"Проверено человеком: {seen} из {whole}." if seen else ""
