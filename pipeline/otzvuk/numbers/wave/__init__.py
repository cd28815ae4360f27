"""What changed between two waves of a study, or between two studies.

    before, after = by_wave(survey)
    changes = compare(before, after)
    sentences(changes, codebook)

For every code, process (theme, stage, …) and criterion: what it was, what it is, the difference with an
interval that respects that colleagues and repeated respondents are no independent evidence, and a label:
appeared, gone, worse, better, no clear change, too few to say. Beside it, how many mentions of the later
wave say themselves that it got worse or better.
"""

from otzvuk.numbers.wave.change import CHANGES, Change, Measure
from otzvuk.numbers.wave.compare import compare
from otzvuk.numbers.wave.contrast import contrasts
from otzvuk.numbers.wave.sentence import sentences
from otzvuk.numbers.wave.wave import Wave, by_wave

__all__ = ["CHANGES", "Change", "Measure", "Wave", "by_wave", "compare", "contrasts", "sentences"]
