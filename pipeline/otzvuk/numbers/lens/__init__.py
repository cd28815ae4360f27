"""One coding, many views: the same mentions by theme, journey, level, value element, client and person.

A lens is an attribute of codes in the codebook; whatever a user adds there works in every function here.
"""

from otzvuk.numbers.lens.account import ACCOUNT, Attitude, account_map, attitude, attitudes
from otzvuk.numbers.lens.branches import BRANCHES, FREQUENCY_TREE, frequency_tree
from otzvuk.numbers.lens.client import (
    CLIENTS,
    FACTORS,
    LOYALTY,
    ClientProfile,
    Pull,
    client_profile,
    client_profiles,
    clients,
    factors,
    loyalty_blocks,
    pull_of,
)
from otzvuk.numbers.lens.journey import JOURNEY, journey
from otzvuk.numbers.lens.rollup import GROUPED, ROLLED, lens_labels, roll_up, roll_up_groups
from otzvuk.numbers.lens.scored import SCORED, SCORES, scored
from otzvuk.numbers.lens.tally import COUNTS, tally
from otzvuk.numbers.lens.themes import THEMES, theme_tree

__all__ = [
    "ACCOUNT",
    "BRANCHES",
    "CLIENTS",
    "COUNTS",
    "FACTORS",
    "FREQUENCY_TREE",
    "GROUPED",
    "JOURNEY",
    "LOYALTY",
    "ROLLED",
    "SCORED",
    "SCORES",
    "THEMES",
    "Attitude",
    "ClientProfile",
    "Pull",
    "account_map",
    "attitude",
    "attitudes",
    "client_profile",
    "client_profiles",
    "clients",
    "factors",
    "frequency_tree",
    "journey",
    "lens_labels",
    "loyalty_blocks",
    "pull_of",
    "roll_up",
    "roll_up_groups",
    "scored",
    "tally",
    "theme_tree",
]
