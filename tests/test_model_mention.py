"""A stretch of a text and what it shares with another."""

from hypothesis import given
from hypothesis import strategies as st

from otzvuk.model.mention import Span

places = st.tuples(st.integers(0, 30), st.integers(1, 10)).map(lambda each: Span(each[0], each[0] + each[1]))


@given(places, places)
def test_what_two_stretches_share_are_the_code_points_in_both(one: Span, other: Span) -> None:
    both = set(range(one.start, one.stop)) & set(range(other.start, other.stop))
    assert max(one.shared(other), 0) == len(both)
    assert one.overlaps(other) == other.overlaps(one) == bool(both)
    assert one.contains(other) == (both == set(range(other.start, other.stop)))


def test_neighbours_do_not_overlap() -> None:
    assert not Span(0, 4).overlaps(Span(4, 9))
    assert Span(0, 4).contains(Span(0, 4))
