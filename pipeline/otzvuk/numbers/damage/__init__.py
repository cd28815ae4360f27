"""Tables → the processes that hurt customers most, and how sure that is.

**Damage.** What respondent *i* holds against process *p* is complaints minus praise about *p*, not below
0 and not above the cap (`damage_cap`, 3), so that no talkative respondent decides; wishes do not count.
The damage of *p* is the mean of that over all respondents asked, silent ones included, each weighted by
the weight of the role (`role_weights`, 1 where none is given). It lies between 0 and the cap.

**How sure.** The two-stage bootstrap over companies and their people (`otzvuk.numbers.resample`). Each sample
ranks the processes anew:

- `rank_low`, `rank_high`: the 90 % interval of the rank. Ties count against precision: the low end takes
  the best rank that a tied process could have, the high end the worst.
- `p_top3`: the share of samples with the process among the first three and its damage above 0. Processes
  tied around the third place share what is left of the three places, so that the sum is never above 3.

Under `FEWEST` respondents resampling shows nothing but the people at hand: the interval is then every
rank, `p_top3` is that of a blind draw, and no process is named.

**Named** (at most three) is a process with damage, with `p_top3` and reach at or above the thresholds of
study.yaml, and whose place among the first three is not owed to a tie with the fourth.

The result depends on the tables and the seed only, not on the order of rows.

Beside the table stand, in modules of their own: what one company or the marks say (`details`), how the
order changes under other settings (`sensitivity`), rank intervals that hold for all processes at once
(`rank_intervals`), what the balance and the mean mark would be without a process (`impacts`), and what to
do first (`priorities`).
"""

from otzvuk.numbers.damage.alternatives import (
    GRID,
    SENSITIVITY,
    default_grid,
    sensitivity,
    sensitivity_grid,
    sensitivity_sentence,
)
from otzvuk.numbers.damage.detail import DETAILS, details
from otzvuk.numbers.damage.earlier import SINCE, since
from otzvuk.numbers.damage.impact import IMPACTS, impacts
from otzvuk.numbers.damage.place import TOP
from otzvuk.numbers.damage.priority import PRIORITIES, priorities, priorities_note
from otzvuk.numbers.damage.ranking import DAMAGE, rank
from otzvuk.numbers.damage.simultaneous import RANK_INTERVALS, rank_intervals, simultaneous_ranks
from otzvuk.numbers.resample import FEWEST

__all__ = [
    "DAMAGE",
    "DETAILS",
    "FEWEST",
    "GRID",
    "IMPACTS",
    "PRIORITIES",
    "RANK_INTERVALS",
    "SENSITIVITY",
    "SINCE",
    "TOP",
    "default_grid",
    "details",
    "impacts",
    "priorities",
    "priorities_note",
    "rank",
    "rank_intervals",
    "sensitivity",
    "sensitivity_grid",
    "sensitivity_sentence",
    "simultaneous_ranks",
    "since",
]
