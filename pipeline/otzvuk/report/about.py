"""How it was counted: what every report says about its own figures."""

from __future__ import annotations

from datetime import datetime

from otzvuk.coding.ways import summary, ways
from otzvuk.model.interview import Role
from otzvuk.model.study import Settings, Study
from otzvuk.numbers.count import records
from otzvuk.numbers.findings import Findings


def about(findings: Findings, *, created: datetime) -> list[tuple[str, int | float | str]]:
    """Pairs of what and its value or explanation, in Russian, in the order to be read."""
    survey, study, settings = findings.survey, findings.study, findings.survey.settings
    roles = {Role(row["role"]): row["respondents"] for row in records(findings.overview.roles)}
    return [
        ("Поставщик", settings.supplier or "не указан"),
        *([("Отрасль", settings.industry)] if settings.industry else []),
        ("Составлено", f"{created:%d.%m.%Y %H:%M}"),
        ("Кодовая книга", f"{study.codebook.name}, версия {study.codebook.version}"),
        *([("Разметка", f"готовая: {study.coding}")] if study.coding else _codes(study)),
        *([("Кто учтён", survey.scope.whom)] if survey.scope.whom else []),
        *([("Волна", survey.scope.when)] if survey.scope.when else []),
        ("Интервью", len(study.interviews)),
        ("Респондентов", len(survey.respondents)),
        *((f"  {role.label}", number) for role, number in roles.items() if number),
        ("Компаний", survey.companies),
        ("Упоминаний", len(survey.mentions)),
        *((f"  {kind.label}", number) for kind, number in findings.overview.mentions.items()),
        *([("Проверено человеком", "{} из {}".format(*survey.seen))] if survey.seen[0] else []),
        ("Оценок", len(survey.ratings)),
        *_method(settings),
        *(("Не прочитано", f"{failure.file}: {failure.message}") for failure in study.failures),
        *(("Предположение", sentence) for sentence in study.assumptions),
        *(
            ("Предположение", f"{interview.id}: {sentence}")
            for interview in study.interviews
            for sentence in interview.assumptions
        ),
    ]


def _codes(study: Study) -> list[tuple[str, str]]:
    """How the codes of a codebook of one's own are recognised; nothing of one that a model knows."""
    found = ways(study)
    if not found:
        return []
    by: dict[str, list[str]] = {}
    for each in found:
        by.setdefault(each.how, []).append(each.label)
    said = summary(found)
    return [
        ("Как узнаны коды", said[:1].upper() + said[1:] + ". Насколько хорошо, скажет otzvuk check."),
        *(("  узнаны " + how, "; ".join(labels)) for how, labels in by.items()),
    ]


def _method(settings: Settings) -> list[tuple[str, str]]:
    weights = [f"{role.label} — {weight:g}" for role, weight in settings.role_weights.items()]
    least = settings.headline
    return [
        (
            "Упоминание",
            "Самый короткий отрезок реплики респондента, который оценивает один код: похвала, жалоба или "
            "пожелание. Упоминания складываются: сумма по кодам равна итогу темы, по темам — итогу вида.",
        ),
        (
            "Респонденты и компании",
            "Считаются без повторов, поэтому итог может быть меньше суммы строк. Респондент без компании "
            "считается респондентом, но не компанией.",
        ),
        ("Доля в группе", "Доля упоминаний строки в упоминаниях группы, в которую она входит."),
        (
            "Доля опрошенных",
            "Доля респондентов, сказавших об этом, среди всех опрошенных; на листах с ролями — среди "
            "опрошенных этой роли.",
        ),
        (
            "Вред процесса",
            "Для каждого респондента жалобы за вычетом похвалы, не меньше 0 и не больше "
            f"{settings.damage_cap}; среднее по всем опрошенным, также по тем, кто о процессе молчал. "
            "Пожелания не входят.",
        ),
        (
            "Веса ролей",
            "; ".join([*weights, "остальные — 1"]) if weights else "Все респонденты весят одинаково.",
        ),
        (
            "Насколько мы уверены",
            f"Выборка пересобрана {settings.replicates} раз (бутстреп): с возвращением берутся компании, "
            f"затем респонденты в них (начальное число {settings.seed}), а с ними — ошибки разметки: "
            "чем меньше её уверенность, тем шире интервалы; проверенное человеком считается верным. "
            "«Место от — до» — 90 %-й интервал места, «Вероятность первой тройки» — доля повторов, в которых "
            "процесс попал в первую тройку.",
        ),
        (
            "Назван главным",
            f"Не больше трёх процессов, которые все вместе с вероятностью не меньше "
            f"{least.p_top3 * 100:g} % входят "
            f"в первую тройку; жалуются не меньше {least.reach * 100:g} % опрошенных, место в тройке не "
            f"поделено с четвёртым. "
            "Если опрошено меньше трёх респондентов, не назван ни один.",
        ),
        (
            "Вклад в среднюю оценку",
            "Средняя оценка всех минус средняя без тех, кто жалуется на процесс (из 10). Меньше нуля: "
            "процесс тянет оценки вниз.",
        ),
        ("Вред без одной компании", "Наименьший и наибольший вред, если исключать компании по одной."),
        (
            "Реплика",
            "Номер реплики в интервью считается с нуля вместе с репликами интервьюера, как в mentions.csv.",
        ),
    ]
