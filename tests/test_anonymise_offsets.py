"""A text with hidden names and the way back to the original."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otzvuk.anonymise.offsets import Hidden, Replacement, hidden


@st.composite
def some_hidden(draw: st.DrawFn) -> Hidden:
    text = draw(st.text("аб вГ.\n😀", max_size=60))
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=10)))
    pairs = list(zip(edges[::2], edges[1::2], strict=False))
    labels = draw(
        st.lists(st.sampled_from(["[сотрудник 3]", "[т]", ""]), min_size=len(pairs), max_size=len(pairs))
    )
    found = [Replacement(start, stop, label) for (start, stop), label in zip(pairs, labels, strict=True)]
    return Hidden(text, tuple(found))


@given(some_hidden())
def test_the_text_is_rebuilt_from_its_pieces(this: Hidden) -> None:
    back, at = "", 0
    for each in this.replacements:
        gap = each.start - len(back)
        back += this.text[at : at + gap]
        at += gap
        assert this.text[at : at + len(each.text)] == each.text
        at += len(each.text)
        back += this.original[each.start : each.stop]
    assert back + this.text[at:] == this.original


@given(some_hidden(), st.data())
def test_places_outside_names_go_there_and_back(this: Hidden, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(this.original)))
    if any(each.start < offset < each.stop for each in this.replacements):
        inside = next(each for each in this.replacements if each.start < offset < each.stop)
        assert this.text[this.start(offset) : this.stop(offset)] == inside.text
    elif all(each.text for each in this.replacements):
        assert this.source(this.start(offset)) == offset or offset in {e.stop for e in this.replacements}
        if offset < len(this.original) and not any(e.start <= offset < e.stop for e in this.replacements):
            assert this.text[this.start(offset)] == this.original[offset]


@given(some_hidden(), st.data())
def test_a_span_of_the_original_is_a_span_of_the_text(this: Hidden, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(this.original)))
    stop = data.draw(st.integers(start, len(this.original)))
    first, last = this.span(start, stop)
    assert 0 <= first <= last <= len(this.text) or start == stop
    if start < stop:
        alone = hidden(
            this.original[start:stop],
            [
                Replacement(max(each.start, start) - start, min(each.stop, stop) - start, each.text)
                for each in this.replacements
                if each.start < stop and start < each.stop
            ],
        )
        assert this.cut(start, stop) == alone.text


def test_overlapping_replacements_are_refused_but_the_maker_settles_them() -> None:
    with pytest.raises(ValueError, match="overlaps"):
        Hidden("Иван Иванов", (Replacement(0, 6, "[а]"), Replacement(5, 11, "[б]")))
    assert hidden("Иван Иванов", [Replacement(5, 11, "[б]"), Replacement(0, 11, "[а]")]).text == "[а]"
