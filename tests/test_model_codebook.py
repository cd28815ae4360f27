"""The bundled codebook holds what the field's codebook asks for, and every pattern of it works."""

import pytest

from otzvuk.coding.pattern import Matcher
from otzvuk.model.codebook import Codebook, read_codebook
from otzvuk.model.interview import Role
from otzvuk.model.mention import Kind


@pytest.fixture(scope="module")
def book() -> Codebook:
    return read_codebook()


def test_thirty_codes_with_labels_definitions_and_every_lens(book: Codebook) -> None:
    assert len(book.codes) == 30
    for code in book.codes.values():
        assert code.label
        assert code.definition
        assert set(code.lenses) == {"level", "value_element", "block", "department"}


def test_every_process_has_a_stage_and_every_stage_a_process(book: Codebook) -> None:
    assert len(book.processes) == 29
    assert {process.stage for process in book.processes.values()} == set(book.stages)


def test_every_role_but_unknown_has_titles(book: Codebook) -> None:
    assert set(book.roles) == set(Role) - {Role.UNKNOWN}
    assert all(role.titles for role in book.roles.values())


def test_every_code_has_patterns_of_topic_and_each_kind(book: Codebook) -> None:
    for name, code in book.codes.items():
        assert code.patterns.topic, name
        for kind in Kind:
            assert getattr(code.patterns, kind), (name, kind)


def test_every_pattern_compiles(book: Codebook) -> None:
    for name, code in book.codes.items():
        Matcher({name: [p for patterns in code.patterns.model_dump().values() for p in patterns]})
