"""Numbers and addresses that point at somebody, hidden by their form, whatever the words around them say."""

from __future__ import annotations

from collections.abc import Iterator

from otzvuk.anonymise.address import addresses
from otzvuk.anonymise.kind import Span
from otzvuk.anonymise.net import net_addresses
from otzvuk.anonymise.papers import papers
from otzvuk.anonymise.phone import phones


def contacts(text: str) -> Iterator[Span]:
    """Phones, e-mails, sites, nicknames, requisites, papers, plates, streets; they may overlap."""
    yield from net_addresses(text)
    yield from phones(text)
    yield from papers(text)
    yield from addresses(text)
