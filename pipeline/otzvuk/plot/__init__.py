"""The pictures of the report for notebooks and papers, drawn by matplotlib: `pip install 'otzvuk[plot]'`.

    from otzvuk import plot

    found = otzvuk.find(survey)
    axes = plot.ranking(found)                      # a notebook shows it as it is
    axes.figure.savefig("вред.png", dpi=200)
    figure, (one, other) = plt.subplots(1, 2)       # or drawn where you want it
    plot.themes(found, ax=one)

Every function takes `Findings`, draws on `ax` or on a figure of its own and returns the axes, with its words
in Russian. Nothing is counted here and nothing kept: pyplot, its windows and its current figure are not used.
"""

from otzvuk.plot.pictures import (
    certainty,
    journey,
    network,
    priorities,
    ranking,
    saturation,
    scores,
    stages,
    themes,
    waves,
)

__all__ = [
    "certainty",
    "journey",
    "network",
    "priorities",
    "ranking",
    "saturation",
    "scores",
    "stages",
    "themes",
    "waves",
]
