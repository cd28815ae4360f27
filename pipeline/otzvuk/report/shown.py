"""Quotes as reports show them: checked against the transcripts, shortened, with what is asked of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from otzvuk.model.wording import in_quotes
from otzvuk.numbers.findings import Findings
from otzvuk.numbers.quote import Quote, Wish, check_quotes
from otzvuk.report.story import LONGEST_QUOTE, Story, shortened


@dataclass(frozen=True, slots=True)
class Wished:
    """The wishes about one process, those of most people first."""

    label: str
    wishes: tuple[Wish, ...]


def shown_quotes(story: Story) -> tuple[Quote, ...]:
    """The picked quotes of the findings, row by row.

    Raises `InputError` where the words of one of them, or of a wish, do not stand in the transcript.
    """
    check_quotes(story.findings.survey, story.picked)
    return tuple(_short(quote) for quote in story.picked)


def shown_wishes(findings: Findings) -> tuple[Wish, ...]:
    """The wishes of the findings; raises `InputError` as `shown_quotes` does."""
    for wish in findings.wishes:
        check_quotes(findings.survey, wish.quotes)
    return tuple(
        replace(wish, quotes=tuple(_short(quote) for quote in wish.quotes)) for wish in findings.wishes
    )


def shown_strengths(findings: Findings) -> tuple[Quote, ...]:
    """The quotes of all strengths; raises `InputError` as `shown_quotes` does."""
    quotes = [quote for own in findings.strengths.values() for each in own for quote in each.quotes]
    check_quotes(findings.survey, quotes)
    return tuple(_short(quote) for quote in quotes)


def by_process(wishes: Sequence[Wish]) -> tuple[Wished, ...]:
    """The wishes in their order, under their processes."""
    return tuple(
        Wished(label, tuple(own)) for label, own in groupby(wishes, key=lambda wish: wish.process_label)
    )


def quoted(quote: Quote) -> str:
    """The quote in quotation marks for one cell, with what was done to its words."""
    said = in_quotes(quote.text)
    return f"{said} ({quote.note})" if quote.note else said


def _short(quote: Quote) -> Quote:
    """The quote with no more words than are read; those left out are told and stay in `original`."""
    if len(quote.text) <= LONGEST_QUOTE:
        return quote
    return replace(quote, text=shortened(quote.text, LONGEST_QUOTE), cut=True)
