"""Pictures of the report and rich displays: Russian words, axes of one's own or of their own, no pyplot."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

import otzvuk
from otzvuk import display, plot
from otzvuk.model.errors import InputError
from otzvuk.numbers.findings import Findings
from studies import Person, eight_people, make_survey


@pytest.fixture(scope="module")
def found() -> Findings:
    return otzvuk.find(make_survey(*eight_people()))


@pytest.fixture(scope="module")
def nothing() -> Findings:
    return otzvuk.find(make_survey(Person("Анна", says=["+price.level"])))


def words(axes: Axes) -> str:
    ticks = [*axes.get_xticklabels(), *axes.get_yticklabels(), *axes.texts]
    told = [
        axes.get_title(loc="left"),
        axes.get_xlabel(),
        axes.get_ylabel(),
        *(each.get_text() for each in ticks),
    ]
    return " ".join(" ".join(told).split())


@pytest.mark.parametrize("name", plot.__all__)
def test_every_picture_is_drawn_in_russian_on_axes_of_its_own_or_on_yours(found: Findings, name: str) -> None:
    draw = getattr(plot, name)
    axes = draw(found)
    assert axes._repr_png_().startswith(b"\x89PNG")
    assert re.search("[а-я]", axes.get_title(loc="left"))
    assert not re.search(r"\b[a-z]+[._][a-z_]+\b", words(axes)), "an id where a label belongs"
    assert not re.search(r"\d\.\d", words(axes)), "a decimal point where a comma belongs"
    mine = Figure().subplots()
    assert draw(found, ax=mine) is mine
    assert words(mine) == words(axes)


@pytest.mark.parametrize("name", sorted(set(plot.__all__) - {"waves"}))
def test_a_study_with_nothing_to_draw_gives_an_empty_picture(nothing: Findings, name: str) -> None:
    assert getattr(plot, name)(nothing)._repr_png_()


def test_waves_need_two(nothing: Findings) -> None:
    with pytest.raises(InputError, match="две волны"):
        plot.waves(nothing)


def test_the_ranking_is_that_of_the_report(found: Findings) -> None:
    axes = plot.ranking(found, most=3)
    table = found.harm.ranking
    worst = table[table["damage"] > 0].head(3)
    assert [bar.get_width() for bar in axes.patches] == worst["damage"].tolist()
    assert axes.get_yticklabels()[0].get_text() == found.study.codebook.label(worst["process"].iloc[0])


def test_nothing_of_pyplot_is_used() -> None:
    code = "import sys; from otzvuk.plot.axes import own_axes; own_axes(2, 2)._repr_png_()"
    code += "; assert 'matplotlib.pyplot' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_without_matplotlib_the_install_command_is_told(
    found: Findings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.axes", None)
    monkeypatch.delitem(sys.modules, "otzvuk.plot.axes")
    with pytest.raises(InputError, match=r"pip install 'otzvuk\[plot\]'"):
        plot.ranking(found)


def test_the_ranking_and_the_quotes_show_themselves(found: Findings) -> None:
    shown = display.ranking(found)
    worst = found.study.codebook.label(found.harm.ranking["process"].iloc[0])
    assert worst in shown._repr_html_()
    assert worst in str(shown)
    quotes = display.quotes(found, kind="жалоба")
    assert "Жалоба:" in str(quotes)
    assert "Похвала:" not in quotes.html
    one = display.quotes(found, process=worst)
    assert {line.split(": ")[1].split(" · ")[0] for line in str(one).splitlines()} == {worst}
    with pytest.raises(InputError, match="нет такого процесса «погода»"):
        display.quotes(found, process="погода")


def test_an_interview_shows_its_mentions_in_russian(found: Findings) -> None:
    coding = found.survey.codings[0]
    shown = display.interview(found, coding.interview.id)
    for mention in coding.mentions:
        label = f"{mention.kind.label}: {found.study.codebook.label(mention.code)}"
        assert label in shown.html
        assert f"{label}: «{mention.text}»" in str(shown) or f"{label}, " in str(shown)
    assert shown.html.count("<mark") == len(coding.mentions)
    with pytest.raises(InputError, match="нет такого интервью «i99»"):
        display.interview(found, "i99")


def test_what_people_said_cannot_become_markup() -> None:
    hostile = Person("<b>Анна</b>", company="<script>alert(1)</script>", says=["-documents.errors"])
    found = otzvuk.find(make_survey(hostile))
    name = found.survey.codings[0].interview.id
    for html in (
        display.quotes(found).html,
        display.ranking(found).html,
        display.interview(found, name).html,
    ):
        assert "<script" not in html
        assert "<b>Анна" not in html
    assert "&lt;b&gt;Анна" in display.quotes(found).html
