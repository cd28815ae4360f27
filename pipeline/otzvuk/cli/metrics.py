"""The metric tree: which figures would have warned, and which code asks for each."""

from __future__ import annotations

from otzvuk.cli.app import StudyFolder, app
from otzvuk.cli.counting import opened
from otzvuk.cli.given import Given, counts
from otzvuk.cli.usage import RussianCommand


@app.command(
    cls=RussianCommand,
    help="Дерево метрик: вычисляемые и триггерные показатели вредных процессов и коды, которые о них просят.",
)
@counts
def metrics(study: StudyFolder, *, given: Given) -> None:
    """Print the metric tree of the processes with damage."""
    from otzvuk.numbers import scores
    from otzvuk.numbers.damage import rank
    from otzvuk.show.metrics import show_metrics

    given.check(study)
    read = opened(study)
    tree = scores.read_metric_tree(read.settings.metrics, read.codebook, beside=read.path)
    survey = given.written(given.coded(read))
    ranking = rank(survey)
    codes = scores.metric_codes(survey, ranking=ranking, tree=tree)
    show_metrics(scores.metric_tree(survey, ranking=ranking, tree=tree), codes)
    given.write(codes)
