"""A mark given in speech, as the words show it: before its object and scale are settled."""

from __future__ import annotations

from dataclasses import dataclass

SAID, STRONG, BARE = 3, 2, 1  # how plainly a number is said as a mark


@dataclass(frozen=True)
class Mark:
    """A mark at tokens [first, last): `value` out of `scale` (None where nothing beside it says the scale).

    `plain` is how plainly it is said as one (`SAID`, `STRONG`, `BARE`), `begin` the token after the number
    before. `off`: the number is taken off the best mark («снимаю два»). `begun`: the speaker goes on from it
    («изначально десять»). `asks`: it is wondered about («пять с половиной не бывает?»). `corrects`: what
    stands before takes an earlier one back. `word`: a school's word for a mark out of five («на отлично»),
    not a number. `rough`: two numbers with the mark between them.
    """

    first: int
    last: int
    value: float
    scale: float | None
    plain: int = BARE
    begin: int = 0
    off: bool = False
    begun: bool = False
    asks: bool = False
    corrects: bool = False
    word: bool = False
    rough: bool = False
