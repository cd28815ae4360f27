"""A coding as a notebook, the terminal and the reports show it: the same stretches are marked."""

import re
from html import unescape

from rich.console import Console

from otzvuk.model.interview import Interview, Turn
from otzvuk.model.mention import Coding, Kind, Mention
from otzvuk.model.stretch import stretches
from otzvuk.show.interview import coloured

TEXT = "Документы опаздывают, а <водитель> грубит"


def mention(words: str, kind: Kind, code: str) -> Mention:
    start = TEXT.index(words)
    return Mention(0, start, start + len(words), words, kind, code, "p", why=f"из-за «{words}»")


OVERLAPPING = (
    mention("Документы опаздывают", Kind.COMPLAINT, "documents.speed"),
    mention("опаздывают, а <водитель> грубит", Kind.WISH, "service.tone"),
)


def test_every_word_of_overlapping_mentions_is_marked_in_a_notebook() -> None:
    shown = Coding(Interview("i", "i.txt", (Turn("П", TEXT),)), OVERLAPPING)._repr_html_()
    marked = "".join(unescape(each) for each in re.findall(r"<mark[^>]*>(.*?)</mark>", shown))
    assert marked == TEXT  # the two cover the whole turn
    without = re.sub(r"<sub>.*?</sub>", "", shown)
    assert TEXT in unescape(re.sub(r"<[^>]+>", "", without))  # no word twice, none lost
    assert re.findall(r"<sub>(.*?)</sub>", shown) == ["Жалоба: documents.speed", "Пожелание: service.tone"]


def test_the_terminal_shows_that_words_are_shared() -> None:
    shown = coloured(TEXT, list(OVERLAPPING), dim=False)
    assert shown.plain == TEXT
    console = Console(force_terminal=True, color_system="standard", width=200)
    styles = {segment.text: str(segment.style) for segment in shown.render(console)}
    assert "red" in styles["Документы "]
    assert "underline" in styles["опаздывают"]
    assert "blue" in styles[", а <водитель> грубит"]


def test_stretches_joined_are_the_text() -> None:
    cut = stretches(TEXT, OVERLAPPING)
    assert "".join(each.text for each in cut) == TEXT
    assert [len(each.over) for each in cut] == [1, 2, 1]
    assert [each.text for each in stretches("", ())] == []
