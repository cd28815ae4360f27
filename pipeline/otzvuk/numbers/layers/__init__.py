"""What interviews say beside their mentions, as tables: what harm costs, who leaves and why,
what matters most.

Nothing of it is counted as a mention, and no figure stands without the words that say it.
"""

from otzvuk.numbers.layers.found import Layered, layered
from otzvuk.numbers.layers.leaving import LEAVING, leaving
from otzvuk.numbers.layers.losses import LOSSES, NAMED, losses, losses_by_process
from otzvuk.numbers.layers.matters import MATTERS, WEIGHED, matters, weighed

__all__ = [
    "LEAVING",
    "LOSSES",
    "MATTERS",
    "NAMED",
    "WEIGHED",
    "Layered",
    "layered",
    "leaving",
    "losses",
    "losses_by_process",
    "matters",
    "weighed",
]
