"""Columns of times in tables: clocks, dates, seconds, milliseconds or frames."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from otzvuk.model.errors import InputError
from otzvuk.read.jsonkeys import Given
from otzvuk.read.moments import Moment, clock_of, moment, parted
from otzvuk.read.transcript import Line


def timed_lines(
    lines: Sequence[Line], cells: Sequence[tuple[str, str]], units: Mapping[str, float], path: Path
) -> tuple[list[Line], tuple[str, ...]]:
    """`lines` with the times that `cells` give for their starts and ends, and in Russian what was guessed.

    `units` are the seconds of the units that the header names for `time` and `end`; bare numbers without
    one are of the unit that makes a human pace. Raises `InputError` for a cell that is no time.
    """
    end = units.get("end", units.get("time"))
    read = [
        (_moment(start, units.get("time"), line, path), _moment(stop, end, line, path))
        for line, (start, stop) in zip(lines, map(_parted, cells), strict=True)
    ]
    clock = clock_of((line.text, *each) for line, each in zip(lines, read, strict=True))
    found = [
        replace(line, seconds=clock.seconds(start), stop=clock.seconds(stop))
        for line, (start, stop) in zip(lines, read, strict=True)
    ]
    return found, clock.notes


def _parted(cells: tuple[str, str]) -> tuple[str, str]:
    """A start and an end, where both stand in one cell («00:04 – 00:11») as well."""
    return parted(cells[0]) or cells


def _moment(cell: str, unit: float | None, line: Line, path: Path) -> Moment | None:
    if not cell.strip():
        return None
    try:
        return moment(Given(cell.strip(" []()"), unit, "start"), line.place)
    except InputError as error:
        raise InputError(
            "неверное время", file=path, place=line.place, value=cell, expected="чч:мм:сс или секунды"
        ) from error
