"""report.docx: the report as clients expect it, to send as it is or in their own template."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from otzvuk.folder.whole import whole_file
from otzvuk.model import wording
from otzvuk.model.arrangement import OwnText
from otzvuk.model.interview import Role
from otzvuk.model.mention import Kind
from otzvuk.model.sections import SECTIONS, Report
from otzvuk.numbers.count import records
from otzvuk.numbers.quote import CHOSEN, Quote
from otzvuk.numbers.scores import Reached, Zone, scale_words
from otzvuk.numbers.scores.tree import NO_METRIC
from otzvuk.report import csicube, importancemap, metrictree, npsbands, why
from otzvuk.report.about import about
from otzvuk.report.clientpages import write_accounts, write_cards
from otzvuk.report.journeymap import write_map
from otzvuk.report.layered import Layer
from otzvuk.report.levelpages import levels_section
from otzvuk.report.nativechart import COMPLAINT, PRAISE, Bars
from otzvuk.report.outlinepages import write_tree
from otzvuk.report.planned import write_plan
from otzvuk.report.story import (
    HURTING_DRAWN,
    Hurting,
    Marked,
    Row,
    Story,
    certainty,
    change_of,
    harm_moved,
    numbers,
    shortened,
    signed,
)  # fmt: skip
from otzvuk.report.wellformed import plain
from otzvuk.report.wordfile import LEAD, WordFile

_CODES = 8  # codes listed as strengths or development zones
_LAYER = 6  # rows of a table of what is said beside the mentions
_FEW = 3  # marks of fewer people say little


def write_document(path: Path, story: Story, *, template: Path | None = None) -> None:
    """Write the report; the same arguments give the same bytes.

    `template` is a .docx or .dotx whose styles, page and headers the report takes; its own text goes. Raises
    `InputError` where the template is no Word file or the report cannot be written.
    """
    content = render_document(story, template=template)
    with whole_file(path) as temporary:
        temporary.write_bytes(content)


def render_document(story: Story, *, template: Path | None = None) -> bytes:
    """The report as bytes."""
    file = WordFile(template)
    file.text(story.title, "Title")
    if story.subtitle:
        file.text(story.subtitle, "Subtitle")
    file.note(f"Отчёт по интервью с клиентами. {story.made}.")
    file.contents("Содержание")
    own = story.arrangement.own
    for text in own(Report.WORD):
        _own(file, text)
    for name in sections(story):
        introduced = own(Report.WORD, before=name)
        for text in introduced:
            if text.title:
                _own(file, text)
        titled = plain(story.arrangement.title_of(name))
        with file.section(titled, [text.paragraphs for text in introduced if not text.title]):
            WRITERS[name](file, story)
        for text in own(Report.WORD, after=name):
            _own(file, text)
    author = f"Отзвук {story.run.get('version', '')}".strip()
    return file.save(title=story.title, author=author, created=story.created, footer=story.title)


def sections(story: Story) -> tuple[str, ...]:
    """The names of the sections of the document in their order: those of report.yaml, else the usual ones."""
    usual = tuple(name for name in WRITERS if SECTIONS[name].word == "core")
    return story.arrangement.names(Report.WORD) or usual


def _own(file: WordFile, text: OwnText) -> None:
    """A text of the user's own, under its title where it has one."""
    if text.title:
        file.heading(" ".join(text.title.split()))
    file.paragraphs(text.paragraphs)


def _brief(file: WordFile, story: Story) -> None:
    settings = story.findings.study.settings
    file.heading("Задача и кого спросили")
    file.text(
        "Вопрос исследования: какие процессы поставщика больше всего вредят клиентам, что клиенты ценят "
        "и чего хотят."
    )
    if settings.description:
        file.text(settings.description)
    file.text(story.whom)
    if story.corrected:
        file.text(story.corrected)
    rows = [
        [group.role.label, group.respondents, group.companies, *(group.counts[kind.value] for kind in Kind)]
        for group in story.groups
    ]
    columns = ("Роль", "Респондентов", "Компаний", "Похвал", "Жалоб", "Пожеланий")
    if story.asked:
        file.table("Кого спросили и сколько они сказали", columns, rows, shares=(30, 16, 13, 13, 13, 15))


def _main(file: WordFile, story: Story) -> None:
    file.heading("Главное")
    first, *rest = story.sentences
    if story.caution:
        file.text(story.caution)
    file.text(first, LEAD)
    for sentence in filter(None, (*rest, story.moved)):
        file.text(sentence)
    drawn = story.harmful[:HURTING_DRAWN]
    if len(drawn) > 1:
        file.chart(
            "Вред процессов: жалобы за вычетом похвалы на одного опрошенного. Серым — процессы, которые "
            "нельзя уверенно назвать главными.",
            damage_bars(drawn),
            created=story.created,
        )
    if drawn:
        file.table(
            "Процессы, которые вредят клиентам, от самого вредного",
            ("Место", "Процесс", "Назван", "Жалоб", "Респондентов", "Компаний", "Место (90 %)", "В тройке",
             *([f"Вред и его перемена к волне {story.before}"] if story.before else [])),
            [
                [
                    row["place"], row["label"], "да" if row["named"] else "", row["mentions"],
                    row["respondents"], row["companies"], wording.ranks(row["rank_low"], row["rank_high"]),
                    wording.chance(row["p_top3"], brief=True),
                    *([_harm_moved(row)] if story.before else []),
                ]
                for row in drawn
            ],
            shares=(9, 24, 9, 8, 14, 11, 9, 9, 15) if story.before else (9, 31, 10, 10, 15, 13, 12, 11),
            small=bool(story.before),
            bold=[row["named"] for row in drawn],
        )  # fmt: skip
    _integral(file, story)
    for change in story.findings.waves:
        if change.sentences == (story.findings.incomparable,):
            continue  # said above
        file.text(" ".join(change.sentences), bold=f"Волны {change.before} и {change.after}.")


def _harm_moved(row: Row) -> str:
    """The damage with its change: «0,60 (+0,27)»."""
    moved = harm_moved(row)
    return f"{wording.number(row['damage'])} ({moved})" if moved else wording.number(row["damage"])


def damage_bars(rows: Sequence[Row]) -> Bars:
    """The chart of damage: processes worst first, the unsure ones grey."""
    listed = "; ".join(f"{row['label']} — {wording.number(row['damage'])}" for row in rows)
    return Bars(
        [row["label"] for row in rows],
        [("Вред на одного опрошенного", COMPLAINT, [wording.rounded(row["damage"], 2) for row in rows])],
        f"Столбики вреда процессов на одного опрошенного: {listed}.",
        digits=2,
        faint=[not row["named"] for row in rows],
    )


def _integral(file: WordFile, story: Story) -> None:
    scores = story.findings.scores
    indices = [
        [row["label"], wording.measured(row["value"], row["unit"], _digits(row)),
         *([_index_moved(row)] if story.before else []), row["marks"], row["respondents"], row["note"]]
        for row in records(scores.indices)
    ]  # fmt: skip
    beside = ["К прошлой волне"] if story.before else []
    columns = ("Показатель", "Значение", *beside, "Оценок", "Респондентов", "Примечание")
    shares = (30, 14, 18, 10, 14, 14) if story.before else (34, 16, 12, 16, 22)
    file.table("Индексы", columns, indices, shares=shares)
    if scores.csi is not None:
        rows = [
            [row["client"], wording.number(row["csi"]), wording.number(row["normalised"]), row["worst"]]
            for row in records(scores.csi)
            if not row["block"]
        ]
        columns = ("Клиент", "CSI", "На шкале", "Тянет вниз больше всего")
        file.table("CSI по показателям процессов", columns, rows, shares=(30, 14, 20, 36))
        rules = story.findings.study.settings.scores
        file.note(scale_words(rules.csi_scale, rules.csi_bounds))


def _index_moved(row: Row) -> str:
    """The change of an index with what it was."""
    if not row["previous"]:
        return "—"
    unit, digits = "\u00a0п.\u00a0п." if row["unit"] == "%" else "", _digits(row)
    was = wording.number(row["previous_value"], digits)
    return f"{wording.signed(row['change'], digits)}{unit} (было {was})"


def _digits(row: Row) -> int:
    """A mean of marks has a digit after the comma: between 3,5 and 4,4 lies all that it tells."""
    return 0 if row["unit"] in ("%", "пункты") else 1


def _hurting(file: WordFile, story: Story) -> None:
    if not story.hurting:
        return
    file.heading("Что вредит клиентам")
    for each in story.hurting:
        _process(file, story, each)


def _process(file: WordFile, story: Story, each: Hurting) -> None:
    row = each.row
    file.heading(each.label, 2)
    file.text(f"Этап «{each.stage}»; {numbers(row, story.asked)}".replace(" ;", ";"))
    sure = "" if row["named"] else " Уверенно назвать главным нельзя."
    marked = (
        f" Средняя оценка {wording.number(row['mean_score'], 1)} из 10 (оценок: {row['scores']})."
        if row["scores"]
        else ""
    )
    praise = f" Похвал: {each.praise}." if each.praise else ""
    file.text(certainty(row) + sure + marked + praise)
    if moved := harm_moved(row):
        file.text(f"Вред {wording.number(row['damage'])}; {_since_wave(row, story.before, moved)}.")
    who = [[role.label, asked, people, said] for role, asked, people, said in each.sufferers]
    if len(each.causes) > 1:
        listed = "; ".join(f"{name} — {count}" for name, count in each.causes)
        file.chart(
            f"{each.label}: на что жалуются, число жалоб",
            Bars(
                [name for name, _ in each.causes],
                [("Жалоб", COMPLAINT, [count for _, count in each.causes])],
                f"Столбики числа жалоб на процесс «{each.label}»: {listed}.",
            ),
            created=story.created,
        )
    elif each.causes:
        file.text(f"Все жалобы — «{each.causes[0][0]}».")
    columns = ("Роль", "Опрошено", "Жалуются", "Жалоб")
    file.table(f"{each.label}: кто жалуется", columns, who, shares=(46, 18, 18, 18))
    _quotes(file, each.quotes)
    if each.wishes:
        file.heading("Чего хотят", 3)
        _quotes(file, each.wishes)


def _since_wave(row: Row, before: str, moved: str) -> str:
    """What the damage was in the wave before and whether the change is clear."""
    was = f"в волне {before} — {wording.number(row['before']['before'])} ({moved})"
    return was if row["before"]["clear"] else f"{was}; перемена может быть случайной"


def _quotes(file: WordFile, quotes: Sequence[Quote]) -> None:
    for quote in quotes:
        file.quote(shortened(quote.text), signed(quote))


def _chosen(file: WordFile, story: Story) -> None:
    if not story.apart:
        return
    file.heading(CHOSEN)
    file.note("Слова, которые выбрал человек вне размеченных высказываний: они не входят ни в одно число.")
    for quote in story.apart:
        said = f"{quote.who} ({', '.join(part for part in (quote.interview, quote.where) if part)})"
        file.quote(shortened(quote.text), f"{said}. {quote.remark}" if quote.remark else said)


def _zones(file: WordFile, story: Story) -> None:
    file.heading("Сильные стороны и зоны развития")
    rules = story.findings.study.settings.scores
    file.note(
        f"Сильная сторона — средняя оценка не ниже {wording.short(rules.strength)} из 10, зона развития — "
        f"ниже {wording.short(rules.development)}. Оценки из речи и из анкеты не смешиваются; изменение — "
        f"к прошлой волне. Среднее меньше чем по {_FEW} респондентам — только ориентир."
    )
    sides = (
        ("Сильные стороны", Zone.STRENGTH, Kind.PRAISE, story.praised, "За что хвалят"),
        ("Зоны развития", Zone.DEVELOPMENT, Kind.COMPLAINT, story.blamed, "На что жалуются"),
    )
    for title, zone, kind, codes, about_codes in sides:
        file.heading(title, 2)
        marked = story.marked(zone.value)
        _marks(file, title, marked)
        if codes:
            columns = ("Код", "Похвал", "Жалоб", "Респондентов", "Стало лучше", "Стало хуже")
            rows = [
                [
                    row["label"],
                    row["praise"],
                    row["complaint"],
                    row["respondents"],
                    row["better"],
                    row["worse"],
                ]
                for row in codes[:_CODES]
            ]
            caption = f"{about_codes} чаще всего" + (
                f" (первые {_CODES} из {len(codes)})" if len(codes) > _CODES else ""
            )
            file.table(caption, columns, rows, shares=(40, 11, 11, 16, 11, 11), small=True)
        theses = kind is Kind.PRAISE and "levels" in sections(story)  # there with their quotes
        departments = () if theses else story.by_department(kind, most=1)
        for name, quotes in departments:
            file.heading(name, 3)
            _quotes(file, quotes)
        if not marked and not codes and not departments:
            none = "похвал больше, чем жалоб, нет ни у одного кода" if kind is Kind.PRAISE else "жалоб нет"
            file.text(f"Назвать нельзя: оценок в этой зоне нет, {none}.")


def _marks(file: WordFile, title: str, marked: Sequence[Marked]) -> None:
    rows = [
        [
            each.label, each.source, wording.number(each.row["mean_ten"], 1), each.row["marks"],
            each.row["respondents"], change_of(each),
        ]
        for each in marked
    ]  # fmt: skip
    columns = ("Что оценено", "Откуда", "Средняя из 10", "Оценок", "Респондентов", "Изменение")
    file.table(f"{title}: оценки", columns, rows, shares=(28, 12, 11, 9, 14, 26), small=True)


def _stages(file: WordFile, story: Story) -> None:
    file.heading("По этапам и ролям")
    journey = records(story.findings.views.journey)
    stages = [row for row in journey if row["depth"] == 1 and row["mentions"]]
    if not stages:
        file.text("Ни об одном этапе ничего не сказано.")
        return
    listed = "; ".join(
        f"{row['label']} — похвал {row['praise']}, жалоб {row['complaint']}" for row in stages
    )  # fmt: skip
    file.chart(
        "Похвалы и жалобы на пути клиента",
        Bars(
            [row["label"] for row in stages],
            [
                ("Похвалы", PRAISE, [row["praise"] for row in stages]),
                ("Жалобы", COMPLAINT, [row["complaint"] for row in stages]),
            ],
            f"Столбики похвал и жалоб по этапам: {listed}.",
        ),
        created=story.created,
    )
    silent = [plain(row["label"]) for row in journey if row["depth"] == 1 and not row["mentions"]]
    if silent:
        file.note(f"Ничего не сказано об этапах: {'; '.join(silent)}.")
    cells = story.findings.talk.crosstabs.get(("role", "stage"))
    for stage in stages:
        file.heading(plain(stage["label"]), 2)
        processes = [
            [row["label"], row["praise"], row["complaint"], row["wish"], row["respondents"]]
            for row in journey
            if row["depth"] == 2 and row["stage"] == stage["stage"] and row["mentions"]
        ]
        columns = ("Процесс", "Похвал", "Жалоб", "Пожеланий", "Респондентов")
        file.table(f"Процессы этапа «{plain(stage['label'])}»", columns, processes,
                   shares=(44, 12, 12, 14, 18), small=True)  # fmt: skip
        for kind in (Kind.COMPLAINT, Kind.PRAISE):
            _quotes(file, story.quotes(kind, stage=stage["stage"], most=1))
    if cells is not None and len(cells):
        file.heading("Кто о каком этапе говорит", 2)
        rows_of: dict[str, list[object]] = {}
        named = [plain(row["label"]) for row in stages]
        shown = {row["stage"] for row in stages}
        for cell in records(cells):
            if cell["column"] in shown:
                told = f"{cell['mentions']} ({cell['respondents']})"
                asked = cell["row_respondents"]
                rows_of.setdefault(plain(cell["row_label"]), [asked]).append(told)
        rows = [[label, *rest] for label, rest in rows_of.items()]
        share = 56 / len(named)
        file.table(
            "Упоминаний роли на этапе; в скобках — сколько респондентов",
            ("Роль", "Говорили", *named),
            rows,
            shares=(28, 16, *(share for _ in named)),
        )


def _wishes(file: WordFile, story: Story) -> None:
    if not story.wishes:
        return
    file.heading("Идеи и пожелания")
    process = ""
    for wish in story.wishes:
        if wish.process != process:
            process = wish.process
            file.heading(wish.process_label, 2)
        said = wording.counted(wish.mentions, "wish")
        verb = wording.agreeing(wish.respondents, "просит", "просят")
        whom = f"{verb} {wish.respondents} {wording.out_of(story.asked, 'respondent')}"
        file.text(f"{said}; {whom}.", bold=f"{wish.code_label}:")
        _quotes(file, wish.quotes)


def _layer(name: str) -> Callable[[WordFile, Story], None]:
    """What writes the layer of that name; nothing where nobody speaks of it."""

    def write(file: WordFile, story: Story) -> None:
        for layer in story.layers:
            if layer.anchor == name:
                _write_layer(file, layer)

    return write


def _write_layer(file: WordFile, layer: Layer) -> None:
    file.heading(layer.title)
    first, *rest = layer.sentences
    file.text(first)
    for table in layer.tables:
        rows = [
            [
                wording.in_quotes(plain(cell)) if at == table.words else plain(cell)
                for at, cell in enumerate(row)
            ]
            for row in table.rows[:_LAYER]
        ]
        file.table(table.caption, table.columns, rows, shares=table.shares, small=True)
        if len(table.rows) > _LAYER:
            file.note(f"Ещё строк: {len(table.rows) - _LAYER}; они в report.html и frequencies.xlsx.")
    for sentence in rest:
        file.note(sentence)


def _watch(file: WordFile, story: Story) -> None:
    harm = story.findings.harm
    file.heading("Что делать и за чем следить")
    priorities = records(harm.priorities)
    if not priorities:
        file.text("Порядок работ назвать нельзя: ни один процесс не вредит больше, чем помогает.")
    book = story.findings.study.codebook
    rows = [
        [
            row["priority_rank"], book.label(row["process"]), wording.percent(row["impact"]),
            wording.percent(row["reach"]),
            wording.short(row["effort"]) if row["effort"] > 0 else "не указана",
            wording.number(row["priority"]),
        ]
        for row in priorities
    ]  # fmt: skip
    columns = ("Порядок", "Процесс", "Вред, доля наибольшего", "Жалуются", "Трудоёмкость (1–5)", "Приоритет")
    file.table("Что сначала: вред × охват × лёгкость", columns, rows, shares=(11, 34, 15, 11, 16, 13))
    if harm.priorities_note:
        file.note(harm.priorities_note)
    shown = {each.row["process"] for each in story.hurting}
    for process in dict.fromkeys(row["process"] for row in records(harm.metric_tree)):
        own = [row for row in records(harm.metric_tree) if row["process"] == process]
        if process not in shown:
            continue
        file.heading(plain(own[0]["process_label"]), 2)
        if not any(row["metric_label"] for row in own):
            file.note(f"{NO_METRIC[:1].upper()}{NO_METRIC[1:]}: своё дерево называют в study.yaml (metrics).")
            continue
        telling = [row for row in own if row["warned_of"]] or own[:1]  # the others are on the page
        watched = ("Показатель", "Вид", "Как измерять", "Предупредил бы о жалобах")
        rows = [
            [row["metric_label"], row["sort_label"], row["how"],
             f"{row['warned_of']} из {row['complaints']}"]
            for row in telling
        ]  # fmt: skip
        caption = f"За чем следить: {plain(own[0]['process_label'])}"
        file.table(caption, watched, rows, shares=(26, 20, 38, 16), small=True)
        touch = [part for part in (own[0]["touch_point"], own[0]["form"]) if part]
        if touch:
            file.text(f"Когда и как спрашивать: {'; '.join(touch)}.")


def _maturity(file: WordFile, story: Story) -> None:
    found = story.findings.scores.maturity
    if found is None:
        return
    file.heading("Зрелость работы с обратной связью")
    file.text(found.sentence)
    rows = [[step, *(text for text, _ in cells)] for step, cells in found.rows]
    file.table(
        "Пять шагов по уровням: тёмное — где компания сейчас, бледное — что пройдено",
        ("Шаг", *(f"{level} «{name}»" for level, name in enumerate(found.levels))),
        rows,
        shares=(16, 21, 21, 21, 21),
        fills=[["", *(_REACHED[reached] for _, reached in cells)] for _, cells in found.rows],
        small=True,
    )


_REACHED = {Reached.HERE: "BFE0D8", Reached.PASSED: "E6F2EF", Reached.AHEAD: ""}
"""How cells of the matrix of maturity are filled, in hexadecimal RGB."""


def _method(file: WordFile, story: Story) -> None:
    found = story.findings
    file.heading("Метод и ограничения")
    file.text(story.made + ".")
    file.text(found.harm.sensitivity_note)
    saturation = found.talk.saturation
    if saturation.verdict:
        verdict = saturation.verdict[:1].upper() + saturation.verdict[1:]
        file.text(f"{verdict}.", bold="Хватит ли интервью.")
    file.text(
        "Это качественное исследование: числа описывают опрошенных людей, а не всех клиентов. Разметку "
        "сделала программа; перед важным решением прочитайте цитаты. Цитаты — слова респондентов, сокращения "
        "отмечены […], добавленное — в квадратных скобках."
    )
    rows = about(found, created=story.created)
    for name, value in rows:
        if isinstance(value, str) and name in _DEFINED:
            file.item(value, bold=f"{name}.")
    file.note("Остальные определения и настройки — на листе «О расчёте» в frequencies.xlsx и в report.html.")


def _assumed(file: WordFile, story: Story) -> None:
    if story.assumed:
        file.heading("Приложение. Что программа предположила о файлах")
        for sentence in story.assumed:
            file.item(sentence)


_DEFINED: Final = frozenset({
    "Разметка", "Как узнаны коды", "Кто учтён", "Волна", "Упоминание", "Вред процесса", "Веса ролей",
    "Насколько мы уверены", "Назван главным",
})  # fmt: skip
"""What of how it was counted the document says: the rest is in the workbook and on the page."""


def _appendix(file: WordFile, story: Story) -> None:
    file.heading("Приложение. Таблицы частот")
    write_tree(file, story)
    people = [
        [row["speaker"], row["position"], row["company"], row["role_label"], row["wave"]]
        for row in _people(story)
    ]
    columns = ("Респондент", "Должность", "Компания", "Роль", "Волна")
    file.table("Опрошенные", columns, people, shares=(24, 27, 22, 18, 9), small=True)
    file.note(
        "Этапы и процессы, все процессы по вреду и те же высказывания по уровням, элементам ценности и "
        "блокам — в report.html и frequencies.xlsx; сюда их добавят строки ranking и lenses в report.yaml."
    )


_COUNTED: Final = ("Похвал", "Жалоб", "Пожеланий", "Респондентов", "Компаний")
_SHARES: Final = (42, 11, 11, 13, 16, 13)


def _ranking(file: WordFile, story: Story) -> None:
    """All processes: by damage, and by stage."""
    file.heading("Приложение. Все процессы")
    harmful = [row for row in story.ranking if row["damage"]]
    file.table(
        "Процессы по вреду; остальные не вредят",
        ("Место", "Процесс", "Вред", "Жалоб", "Респондентов", "Компаний", "Место (90 %)"),
        [
            [
                row["place"], row["label"], wording.number(row["damage"]), row["mentions"],
                row["respondents"], row["companies"], wording.ranks(row["rank_low"], row["rank_high"]),
            ]
            for row in harmful
        ],
        shares=(9, 36, 10, 10, 15, 13, 13),
        bold=[row["named"] for row in harmful],
    )  # fmt: skip
    journey = [row for row in records(story.findings.views.journey) if row["mentions"]]
    file.table(
        "Этапы и процессы",
        ("Этап, процесс", *_COUNTED),
        [[row["label"], *_counts(row)] for row in journey],
        shares=_SHARES,
        bold=[row["depth"] < 2 for row in journey],
    )


def _lenses(file: WordFile, story: Story) -> None:
    """The same mentions by every lens of the codebook."""
    views, book = story.findings.views, story.findings.study.codebook
    if not views.rolled:
        return
    file.heading("Приложение. Те же высказывания с других сторон")
    for name, table in views.rolled.items():
        rows = [[row["label"], *_counts(row)] for row in records(table) if row["mentions"]]
        label = plain(book.lenses[name].label) if name in book.lenses else name
        file.table(f"По признаку «{label}»", (label, *_COUNTED), rows, shares=_SHARES)


def _people(story: Story) -> list[dict[str, Any]]:
    return [
        {**row, "role_label": Role(row["role"]).label} for row in records(story.findings.survey.respondents)
    ]


def _counts(row: Row) -> list[int]:
    return [row[name] for name in ("praise", "complaint", "wish", "respondents", "companies")]


WRITERS: Final[Mapping[str, Callable[[WordFile, Story], None]]] = {
    "asked": _brief,
    "main": _main,
    "hurting": _hurting,
    "chosen": _chosen,
    "levels": levels_section,
    "zones": _zones,
    "why": why.write_why,
    "journey": _stages,
    "journeymap": write_map,
    "wishes": _wishes,
    "losses": _layer("losses"),
    "leaving": _layer("leaving"),
    "matters": _layer("matters"),
    "importance": importancemap.write_importance,
    "rivals": _layer("rivals"),
    "accounts": write_accounts,
    "clientcards": write_cards,
    "first": _watch,
    "metrics": metrictree.write_metrics,
    "csi": csicube.write_csi,
    "nps": npsbands.write_nps,
    "plan": write_plan,
    "maturity": _maturity,
    "method": _method,
    "frequencies": _appendix,
    "ranking": _ranking,
    "lenses": _lenses,
    "assumed": _assumed,
}
"""What writes each section of the document, in the usual order; nothing comes of one without data."""
