"""A text as tokens that leave nothing out, for programs that count so."""

from hypothesis import given
from hypothesis import strategies as st

from otzvuk.language import parse
from otzvuk.language.cover import cover

PARTS = [
    "сроки",
    "т.д.",
    "кто-то",
    "зака\u0301з",
    "до\u00adговор",
    "😀",
    "👨🏻‍🚒",
    "3,5",
    "—",
    "!",
    "?!",
    "\u200b",
    "к\u0306",
]
BLANKS = ["", " ", "  ", "\u00a0", "\n", "\t ", " \n\n ", "\u2003"]
texts = st.lists(st.tuples(st.sampled_from(PARTS), st.sampled_from(BLANKS)), max_size=12).map(
    lambda parts: "".join(part + blank for part, blank in parts)
)
any_text = texts | st.text(st.characters(codec="utf-8"), max_size=30)


@st.composite
def spans_in(draw: st.DrawFn, text: str) -> list[tuple[int, int]]:
    """Up to three stretches of the text, with at least a letter each, wherever they begin and end."""
    places = []
    for _ in range(draw(st.integers(0, 3)) if text else 0):
        start = draw(st.integers(0, len(text) - 1))
        places.append((start, draw(st.integers(start + 1, len(text)))))
    return places


@given(st.data(), any_text)
def test_pieces_are_the_text_and_every_span_is_made_of_them(data: st.DataObject, text: str) -> None:
    spans = data.draw(spans_in(text))
    pieces = cover(text, spans)
    assert "".join(each.text + " " * each.space for each in pieces) == text
    assert all(text[each.start : each.stop] == each.text != "" for each in pieces)
    for start, stop in spans:
        assert start in {each.start for each in pieces}
        assert stop in {each.stop for each in pieces}


@given(any_text)
def test_uncut_the_pieces_are_our_tokens_and_blanks(text: str) -> None:
    pieces = cover(text)
    tokens = {(token.start, token.stop): token.lemma for token in parse(text).tokens}
    assert {
        (each.start, each.stop): each.lemma for each in pieces if (each.start, each.stop) in tokens
    } == tokens
    firsts = [each.start for each in pieces if each.first]
    assert firsts == [sentence.start for sentence in parse(text).sentences[1:]]


def test_one_space_belongs_to_the_word_before_it() -> None:
    told = [(each.text, each.space) for each in cover("Сроки  плохо.\u00a0Да ")]
    assert told == [
        ("Сроки", True), (" ", False), ("плохо", False), (".", False), ("\u00a0", False), ("Да", True),
    ]  # fmt: skip
