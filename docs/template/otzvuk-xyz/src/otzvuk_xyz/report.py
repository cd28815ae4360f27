"""`summary.md`: the named processes, a line each."""

from __future__ import annotations

from pathlib import Path

from otzvuk import Findings


def write_summary(findings: Findings, path: Path) -> None:
    """Write the report to `path`. Names in `findings` are hidden where the study's settings want it."""
    ranking = findings.harm.ranking
    codebook = findings.survey.codebook
    lines = ["# Процессы", ""]
    for process, damage in zip(ranking["process"], ranking["damage"], strict=True):
        lines.append(f"- {codebook.label(process)}: {damage:.2f}")
    path.write_text("\n".join(lines) + "\n", "utf-8")
