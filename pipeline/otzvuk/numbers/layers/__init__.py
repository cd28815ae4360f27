"""What interviews say beside their mentions, as tables: what harm costs, who leaves and why,
who decides, what matters most, whom we are compared with, the way that clients go.

Nothing of it is counted as a mention, and no figure stands without the words that say it.
"""

from otzvuk.numbers.layers.deciders import DECIDERS, deciders
from otzvuk.numbers.layers.found import Layered, layered
from otzvuk.numbers.layers.importance import IMPORTANCE, Quadrant, importance
from otzvuk.numbers.layers.journeymap import CELLS, journey_map
from otzvuk.numbers.layers.leaving import LEAVING, leaving
from otzvuk.numbers.layers.losses import LOSSES, NAMED, losses, losses_by_process
from otzvuk.numbers.layers.matters import MATTERS, WEIGHED, matters, weighed
from otzvuk.numbers.layers.rivals import AGAINST, RIVALS, against, rivals
from otzvuk.numbers.layers.steps import STEPS, steps

__all__ = [
    "AGAINST",
    "CELLS",
    "DECIDERS",
    "IMPORTANCE",
    "LEAVING",
    "LOSSES",
    "MATTERS",
    "NAMED",
    "RIVALS",
    "STEPS",
    "WEIGHED",
    "Layered",
    "Quadrant",
    "against",
    "deciders",
    "importance",
    "journey_map",
    "layered",
    "leaving",
    "losses",
    "losses_by_process",
    "matters",
    "rivals",
    "steps",
    "weighed",
]
