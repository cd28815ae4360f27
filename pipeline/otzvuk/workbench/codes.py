"""Коды: what each code holds, its clear and doubtful cases; renamed, described, merged, split, added.

Edits wait until «Сохранить»; only then the user's codebook file is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, Final

from otzvuk.codings.decisions import new_decision
from otzvuk.folder.codebookdraft import Draft
from otzvuk.folder.codebookfile import Edit, new_code
from otzvuk.model.choice import choice
from otzvuk.model.codebook import Codebook
from otzvuk.model.decision import JUDGING, Act, Decision, Judged
from otzvuk.model.errors import InputError
from otzvuk.model.mention import PERSON, Kind
from otzvuk.model.wording import clock
from otzvuk.workbench.desk import Desk
from otzvuk.workbench.marking import chosen, marked, new_batch, stretch_of
from otzvuk.workbench.render import Answer, Ask, Elsewhere, Shown, inside

_SHOWN: Final = 30  # mentions of a code


def codes(ask: Ask) -> Answer:
    """All codes with how much was said of each."""
    desk, draft = ask.desk, _draft(ask.desk)
    book = draft.codebook
    counts = _counts(desk, draft)
    groups = [
        {
            "theme": label,
            "codes": [
                {
                    "name": name,
                    "code": code,
                    "counts": counts.get(name, Counter()),
                    "new": name not in desk.codebook.codes,
                }
                for name, code in book.codes.items()
                if book.theme_of(name) == theme
            ],
        }
        for theme, label in book.themes.items()
    ]
    data = {"groups": groups, "draft": draft, "edits": _told(draft, desk.codebook)}
    data |= {"drafted": book}
    return Shown("codes.html.j2", "Коды", data)


def code(ask: Ask) -> Answer:
    """One code: its definition, its examples, what was said of it, the doubtful first."""
    desk, name, draft, view = ask.desk, ask.params["name"], _draft(ask.desk), ask.view
    book = draft.codebook
    if name not in book.codes:
        raise InputError("такого кода в книге нет", value=name)
    own = [
        (each.coding.interview, mention)
        for each in desk.held.within.values()
        for mention in each.by_code.get(name, ())
    ]
    order = ask.one("order", "doubtful")
    own.sort(key=lambda pair: pair[1].confidence, reverse=order == "clear")
    rows = [
        {
            "mention": each,
            "text": view.words(interview.id, each.turn, each.start, each.stop),
            "interview": interview.id,
            "person": view.person(interview.id, each.turn),
            "time": clock(interview.turns[each.turn].seconds_at(each.start)),
            "value": view.stretch(interview.id, each.turn, each.start, each.stop),
            "human": each.decided_by.startswith(PERSON),
        }
        for interview, each in own[:_SHOWN]
    ]
    data = {"name": name, "code": book.codes[name], "rows": rows, "total": len(own), "order": order}
    data |= {"counts": Counter(each.kind.value for _, each in own), "draft": draft, "drafted": book}
    data |= {"edits": _told(draft, desk.codebook)}
    data["waits"] = name not in desk.codebook.codes
    data["examples"] = [view.said(each) for each in book.codes[name].examples]
    return Shown("code.html.j2", book.codes[name].label, data)


def edit(ask: Ask) -> Answer:
    """One edit of a code; nothing is written into the codebook yet."""
    draft, name, do = _draft(ask.desk), ask.params["name"], ask.one("do")
    where = inside(ask.one("back", "/codes"))
    if do == "describe":
        before = draft.codebook.codes.get(name)
        if before is None:
            raise InputError("такого кода в книге нет", value=name)
        known = {" ".join(ask.view.said(each).split()): each for each in before.examples}
        lines = [" ".join(each.split()) for each in ask.one("examples").splitlines() if each.strip()]
        examples = tuple(known.get(each, each) for each in lines)  # hidden names are only shown as such
        for changed, made in (
            (ask.one("label").strip() != before.label, Edit(do="label", code=name, text=ask.one("label"))),
            (
                " ".join(ask.one("definition").split()) != before.definition,
                Edit(do="definition", code=name, text=ask.one("definition")),
            ),
            (examples != before.examples, Edit(do="examples", code=name, examples=examples)),
        ):
            if changed:
                draft = draft.with_edit(made)
        return Elsewhere(where, "Правка отложена: книга изменится, когда вы её сохраните.")
    if do == "merge":
        into = choice(
            ask.one("into"),
            {each: one.label for each, one in draft.codebook.codes.items()},
            "нет такого кода",
        )
        _refuse_named(ask.desk, name)
        draft.with_edit(Edit(do="merge", code=name, text=into))
        return Elsewhere("/codes", "Соединение отложено до сохранения.")
    raise InputError("неизвестная правка", value=do)


def add(ask: Ask) -> Answer:
    """Add a code; with `from` it begins as a part of another, and takes the chosen mentions with it."""
    draft, label = _draft(ask.desk), " ".join(ask.one("label").split())
    book = draft.codebook
    theme = choice(ask.one("theme"), dict(book.themes), "нет такой темы")
    process = choice(
        ask.one("process"), {name: each.label for name, each in book.processes.items()}, "нет такого процесса"
    )
    if not label:
        raise InputError("у кода должно быть название", expected="хотя бы одно слово")
    name = new_code(label, theme, book.codes)
    taken = [stretch_of(ask, each) for each in ask.many("mention")]
    if ask.one("from") and not taken:
        raise InputError("не отмечено, что отделить", expected="отметьте упоминания слева от слов")
    examples = tuple(ask.desk.place(*each).text for each in taken)
    draft.with_edit(
        Edit(
            do="add",
            code=name,
            text=label,
            process=process,
            examples=examples,
            places=tuple("|".join(map(str, each)) for each in taken),
        )
    )
    said = "Новый код отложен до сохранения"
    moved = f"; с ним перейдут упоминания: {len(taken)}, их слова — его примеры" if taken else ""
    return Elsewhere(f"/code/{name}", f"{said}{moved}.")


def recode(ask: Ask) -> Answer:
    """Give chosen mentions another code; undone in one go."""
    desk, batch = ask.desk, new_batch()
    stretches = [stretch_of(ask, each) for each in ask.many("mention")]
    if not stretches:
        raise InputError("не выбрано ни одного упоминания", expected="отметьте их слева от слов")
    judged = chosen(ask) if ask.one("kind") else None
    decisions = []
    for each in stretches:
        said = judged
        if said is None:
            own = [m for m in desk.coding(each[0]).mentions if (m.turn, m.start, m.stop) == each[1:]]
            kind = own[0].kind if own else Kind.COMPLAINT
            code = choice(
                ask.one("code"),
                {name: one.label for name, one in desk.codebook.codes.items()},
                "нет такого кода",
            )
            said = (kind, code, desk.codebook.process_of(code), own[0].trend if own else chosen(ask)[3])
        decisions.append(marked(desk, each, said, by=ask.by, batch=batch))
    desk.record(*decisions)
    return Elsewhere(inside(ask.one("back", "/codes")), f"Перенесено упоминаний: {len(decisions)}.")


def undo_edit(ask: Ask) -> Answer:
    """Take the last edit back."""
    draft = _draft(ask.desk)
    if not draft.edits:
        return Elsewhere("/codes", "Правок нет.")
    if ask.one("all"):
        while draft.edits:
            draft = draft.undone()
        return Elsewhere("/codes", "Все правки отменены, книга прежняя.")
    draft.undone()
    return Elsewhere("/codes", "Последняя правка отменена.")


def save(ask: Ask) -> Answer:
    """Write the codebook; what people decided of codes that were merged follows."""
    desk, draft = ask.desk, _draft(ask.desk)
    if not draft.edits:
        return Elsewhere("/codes", "Сохранять нечего: правок нет.")
    merged = {each.code: each.text for each in draft.edits if each.do == "merge"}
    for name in merged:
        _refuse_named(desk, name)
    book = draft.codebook
    kept = draft.save(today=date.today())
    following = _following(desk.decisions, merged, book, by=ask.by)
    following += _taken(desk, draft, book, by=ask.by)
    desk.record(*following)
    desk.reopen()
    copies = ", ".join(each.name for each in kept)
    said = "Кодовая книга сохранена" + (f", прежняя — {copies}." if copies else ".")
    said += " Разметка с ней пересчитывается."
    return Elsewhere("/codes", said)


def _following(
    decisions: tuple[Decision, ...], merged: dict[str, str], book: Codebook, *, by: str
) -> list[Decision]:
    """The decisions that put what people decided of codes that are gone under those they were merged into."""
    batch, found = new_batch(), []
    note = f"код соединён с другим: {by}"
    for each in decisions:
        if each.act not in JUDGING or not any(one.code in merged for one in each.now):
            continue
        now = []
        for one in each.now:
            target = one.code
            while target in merged:
                target = merged[target]
            process = one.process if target == one.code else _process(one.process, target, book)
            now.append(replace(one, code=target, process=process))
        was = list(dict.fromkeys((*each.was, *each.now)))  # the former decision no longer counts
        found.append(
            new_decision(Act.CHANGE, each.place, by=each.by, was=was, now=now, note=note, batch=batch)
        )
    return found


def _taken(desk: Desk, draft: Draft, book: Codebook, *, by: str) -> list[Decision]:
    """The decisions that mentions which were parted off have the new code; what no longer stands is left."""
    batch, found = new_batch(), []
    for edit in draft.edits:
        for place in edit.places if edit.code in book.codes else ():
            name, turn, start, stop = place.rsplit("|", 3)
            if name not in desk.interviews:
                continue
            spot = (int(turn), int(start), int(stop))
            for each in desk.coding(name).mentions:
                if (each.turn, each.start, each.stop) == spot:
                    now = replace(
                        Judged.of(each), code=edit.code, process=_process(each.process, edit.code, book)
                    )
                    where = desk.place(name, *spot)
                    found.append(
                        new_decision(Act.CHANGE, where, by=by, was=[Judged.of(each)], now=[now], batch=batch)
                    )
    return found


def _process(process: str, code: str, book: Codebook) -> str:
    own = book.codes[code]
    return process if process in (own.process, *own.other_processes) else own.process


def _refuse_named(desk: Desk, code: str) -> None:
    """Raise `InputError` where the guide or the questionnaire names a code that is to go."""
    guide = desk.study.guide
    named = {each for block in guide.blocks for each in block.codes}
    for block in guide.blocks:
        for question in block.questions:
            named |= set(getattr(question, "codes", ()))
    if code in named:
        raise InputError(
            "код назван в guide.yaml, с ним его не соединить",
            value=code,
            expected="сначала уберите его из гайда",
        )
    if any(score.criterion == code for score in desk.study.scores):
        raise InputError(
            "за код стоят оценки в ratings, с ним его не соединить",
            value=code,
            expected="сначала замените его там",
        )


def _draft(desk: Desk) -> Draft:
    if desk.study.coding:
        raise InputError(
            "разметка взята готовой, её кодовую книгу здесь не изменить",
            value=desk.study.coding,
            expected="исследование без ключа coding",
        )
    return Draft.of(desk.folder, desk.study.settings.codebook)


def _counts(desk: Desk, draft: Draft) -> dict[str, Counter[str]]:
    """How many mentions of each kind a code has; those of merged codes where they will be."""
    merged = {each.code: each.text for each in draft.edits if each.do == "merge"}
    counts: dict[str, Counter[str]] = {}
    for sort, number in desk.held.sorts.items():
        name = sort.code
        while name in merged:
            name = merged[name]
        own = counts.setdefault(name, Counter())
        own[sort.kind] += number
        own["all"] += number
        own["unsure"] += number * sort.doubtful
    return counts


def _told(draft: Draft, book: Codebook) -> list[str]:
    """The edits in Russian; codes are called as they were before them."""
    added = {each.code: each.text for each in draft.edits if each.do == "add"}
    return [_edit_told(each, lambda code: added.get(code) or book.label(code)) for each in draft.edits]


def _edit_told(edit: Edit, label: Callable[[str], str]) -> str:
    name = label(edit.code)
    said: dict[str, Any] = {
        "label": f"«{name}» → «{edit.text}»",
        "definition": f"«{name}»: новое определение",
        "examples": f"«{name}»: примеров {len(edit.examples)}",
        "add": f"новый код «{edit.text}»",
        "merge": f"«{name}» войдёт в «{label(edit.text)}»",
    }
    return str(said[edit.do])


ROUTES: Final = [
    ("GET", "/codes", codes),
    ("POST", "/codes/add", add),
    ("POST", "/codes/recode", recode),
    ("POST", "/codes/undo", undo_edit),
    ("POST", "/codes/save", save),
    ("GET", "/code/{name}", code),
    ("POST", "/code/{name}", edit),
]
