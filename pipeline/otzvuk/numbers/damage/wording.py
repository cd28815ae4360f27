"""Russian words for processes in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from otzvuk.model.codebook import Codebook


def quoted(process: str, codebook: Codebook) -> str:
    """A process by its label, in quotation marks: «Доставка»."""
    return f"«{codebook.label(process)}»"


def listed(processes: Sequence[str], codebook: Codebook) -> str:
    """Processes by their labels, with commas between them."""
    return ", ".join(quoted(each, codebook) for each in processes)
