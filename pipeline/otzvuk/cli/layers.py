"""Commands that print what is said beside the mentions: harm, leaving, what matters, rivals."""

from __future__ import annotations

from otzvuk.cli.app import StudyFolder, app
from otzvuk.cli.counting import opened
from otzvuk.cli.given import Given, counts
from otzvuk.cli.usage import RussianCommand


@app.command(
    cls=RussianCommand, help="Цена вреда: время, деньги и доли, которые называли сами клиенты, по процессам."
)
@counts
def harm(study: StudyFolder, *, given: Given) -> None:
    """Print what people say that harm costs, and the sums by process."""
    from otzvuk.numbers import layers
    from otzvuk.numbers.damage import rank
    from otzvuk.report.layered import of_losses
    from otzvuk.show.layers import show_layer

    given.check(study)
    survey = given.written(given.coded(opened(study)))
    found = layers.losses(survey)
    sums = layers.losses_by_process(found, rank(survey))
    show_layer(
        of_losses(found, sums, survey.codebook), none="Сумм не нашлось: ни времени, ни денег, ни долей."
    )
    given.write(found)


@app.command(
    cls=RussianCommand,
    help="Кто смотрит по сторонам, кто уйти не может, кто остаётся: слова, причина, кто решает.",
)
@counts
def leaving(study: StudyFolder, *, given: Given) -> None:
    """Print what people say of leaving."""
    from otzvuk.numbers import layers
    from otzvuk.report.layered import of_leaving
    from otzvuk.show.layers import show_layer

    given.check(study)
    survey = given.written(given.coded(opened(study)))
    found = layers.leaving(survey)
    show_layer(of_leaving(found, survey.codebook), none="Слов об уходе не нашлось.")
    given.write(found)


@app.command(cls=RussianCommand, help="Что для клиентов важнее всего, их словами, и как это оценивают.")
@counts
def matters(study: StudyFolder, *, given: Given) -> None:
    """Print what people say that matters."""
    from otzvuk.numbers import layers
    from otzvuk.report.layered import of_matters
    from otzvuk.show.layers import show_importance, show_layer

    given.check(study)
    survey = given.written(given.coded(opened(study)))
    found = layers.matters(survey)
    weighed = layers.weighed(found, survey)
    show_layer(of_matters(found, weighed, survey.codebook), none="Слов о том, что важнее всего, не нашлось.")
    show_importance(layers.importance(weighed, survey))
    given.write(found)


@app.command(
    cls=RussianCommand,
    help="Мы против конкурентов: с кем клиенты сравнивают, на чём, лучше мы или хуже, их словами.",
)
@counts
def rivals(study: StudyFolder, *, given: Given) -> None:
    """Print whom people compare the supplier with."""
    from otzvuk.numbers import layers
    from otzvuk.report.layered import of_rivals
    from otzvuk.show.layers import show_layer

    given.check(study)
    survey = given.written(given.coded(opened(study)))
    found = layers.rivals(survey)
    layer = of_rivals(found, layers.against(found), survey.codebook)
    show_layer(layer, none="Сравнений с другими поставщиками не нашлось.")
    given.write(found)
