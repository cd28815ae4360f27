"""Long work says how far it is: to a terminal, or in plain lines where they are asked for."""

import time

import pytest

from otzvuk.model.progress import phase, plainly, track


def test_plain_lines_say_what_is_done_and_how_far_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    with plainly(every=0.05):
        for _ in track(range(3), "Чтение", total=3):
            time.sleep(0.1)
        with phase("Отчёты"):
            time.sleep(0.2)
    said, told = capsys.readouterr()
    assert not said
    assert "Чтение: 1 из 3, 0 с" in told
    assert "Отчёты, 0 с" in told
    assert "\r" not in told


def test_without_a_terminal_nothing_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with phase("Отчёты"):
        assert list(track("ab", "Чтение", total=2)) == ["a", "b"]
    assert capsys.readouterr() == ("", "")
