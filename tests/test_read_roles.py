"""Roles by job title."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from otzvuk.model.codebook import RoleTitles, read_codebook
from otzvuk.model.interview import Role
from otzvuk.read.roles import role_named, role_of
from reading import CODEBOOK


@pytest.fixture(scope="module")
def titles() -> Mapping[Role, RoleTitles]:
    return read_codebook(CODEBOOK).roles


@pytest.mark.parametrize(
    ("position", "role"),
    [
        ("Директор", "economic"),
        ("Генеральный директор", "economic"),
        ("Технический директор", "technical"),
        ("ТЕХНИЧЕСКИЙ ДИРЕКТОР завода", "technical"),
        ("Директор (технический)", "economic"),
        ("главный технолог", "technical"),
        ("Зам. главного бухгалтера", "economic"),
        ("начальник ОТК", "technical"),
        ("открывающий смену", "unknown"),
        ("Начальник склада", "user"),
        ("заместитель начальника центрального склада", "user"),
        ("начальник отдела закупок", "economic"),
        ("склад, начальник", "unknown"),
        ("инженер-технолог", "technical"),
        ("начальник", "unknown"),
        ("", "unknown"),
    ],
)
def test_role_of_a_position(titles: Mapping[Role, RoleTitles], position: str, role: str) -> None:
    assert role_of(position, titles) == role


@pytest.mark.parametrize(
    ("position", "role"),
    [
        ("Начальник ПТО", "technical"),
        ("нач. цеха", "user"),
        ("Зам. нач. производства", "technical"),
        ("Финдиректор", "economic"),
        ("Гендиректор", "economic"),
        ("ген. дир.", "economic"),
        ("Главбух", "economic"),
        ("Специалист ВЭД", "economic"),
    ],
)
def test_titles_as_people_shorten_them(position: str, role: str) -> None:
    assert role_of(position, read_codebook().roles) == role


def test_the_longer_title_wins_whatever_the_order() -> None:
    short, long = RoleTitles(titles=("директор",)), RoleTitles(titles=("технич директор",))
    for book in ({Role.ECONOMIC: short, Role.TECHNICAL: long}, {Role.TECHNICAL: long, Role.ECONOMIC: short}):
        assert role_of("технический директор", book) is Role.TECHNICAL


@pytest.mark.parametrize(
    ("name", "role"),
    [("user", "user"), ("Technical ", "technical"), ("Экономический покупатель", "economic"),
     ("эксплуатант", "user"), ("unknown", "unknown"), ("директор", None)],
)  # fmt: skip
def test_a_role_is_named_by_id_or_in_russian(name: str, role: str | None) -> None:
    assert role_named(name) == role
