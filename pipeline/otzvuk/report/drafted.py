"""Drafts of a plan and what became of a plan, worded once for every report: «черновик программы»."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from otzvuk.model import wording
from otzvuk.model.plan import Action
from otzvuk.numbers.count import records
from otzvuk.numbers.findings import Findings
from otzvuk.numbers.plan import Doubt, Draft, Verdict, process_of
from otzvuk.numbers.quote import Quote
from otzvuk.report.story import shortened
from otzvuk.report.wellformed import plain

DRAFT: Final = "черновик программы"
"""What every draft is marked with."""

ABOUT_DRAFTS: Final = (
    "Это черновик программы, а не решение: строки составлены по правилам из того, о чём говорят и просят "
    "клиенты. Меры программа не придумывает, «что сделать» — слова клиентов. Прочитайте цитаты; то, "
    "что решите делать, перенесите в plan.xlsx."
)
ABOUT_OUTCOMES: Final = (
    "Перемена вреда процесса сравнивается с переменой в процессах, которых план не касается. Это не "
    "доказательство причины: за худшее берутся чаще, а худшее и само возвращается к обычному; на процесс "
    "могло повлиять и другое."
)


@dataclass(frozen=True, kw_only=True)
class Drafted:
    """A draft in words: the cells of a row of plan-draft.xlsx, and the quotes it rests on."""

    draft: Draft
    process: str
    said: str
    problem: str
    metric: str
    step: str
    hypothesis: str
    sufferers: str
    doubts: str
    planned: bool
    """Whether the plan has a row about this process already."""

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """What clients ask for, then what they complain of."""
        return (*self.draft.asks, *self.draft.quotes)

    @property
    def about(self) -> str:
        """The process and the problem in one line, what is alike said once."""
        alike = self.problem.casefold().startswith(self.process.casefold())
        return self.problem if alike else f"{self.process}. {self.problem}"

    @property
    def action(self) -> str:
        """The step with the words that it rests on."""
        said = self.draft.asks or self.draft.quotes[:1]
        return f"{self.step}: {'; '.join(wording.in_quotes(shortened(each.text, _BRIEF)) for each in said)}"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of an action, in words; `row` is that of `numbers.plan.OUTCOMES`."""

    row: Mapping[str, Any]
    action: Action
    process: str
    verdict: str
    told: str


def drafted(findings: Findings) -> tuple[Drafted, ...]:
    """The drafts in words, without those that a row of the plan is about already."""
    plan, book = findings.study.plan, findings.study.codebook
    processes = [process_of(action, book) for action in plan]
    found = []
    for draft in findings.drafts:
        about = [action for action, process in zip(plan, processes, strict=True) if process == draft.process]
        if not any(_names(action, draft.code_label) for action in about):
            found.append(_drafted(draft, planned=bool(about)))
    return tuple(found)


def _names(action: Action, label: str) -> bool:
    said = " ".join([action.problem, action.action, action.metric]).casefold()
    return label.casefold() in said


def _drafted(draft: Draft, *, planned: bool) -> Drafted:
    label = plain(draft.code_label)
    roles = "; ".join(f"{each.role.label} — {each.respondents} из {each.asked}" for each in draft.sufferers)
    return Drafted(
        draft=draft,
        process=plain(draft.process_label),
        said=_said(draft),
        problem=f"{label}: {_said(draft)}",
        metric=". ".join(filter(None, [_upper(draft.metric), _upper(draft.how)])) or _own_metric(label),
        step=_step(draft),
        hypothesis=_hypothesis(draft, label),
        sufferers=roles or "жалоб нет, только просьбы",
        doubts=" ".join(each.label for each in draft.doubts if each is not Doubt.NONE),
        planned=planned,
    )


def _said(draft: Draft) -> str:
    """Who complains and who asks, counted."""
    whom = wording.out_of(draft.asked, "respondent")
    parts = []
    if draft.complaints:
        verb = wording.agreeing(draft.complainers, "жалуется", "жалуются")
        said = wording.counted(draft.complaints, "complaint")
        parts.append(f"{verb} {draft.complainers} {whom}, {said}")
    if draft.wishes:
        verb = wording.agreeing(draft.wishers, "просит", "просят")
        parts.append(f"{verb} {draft.wishers} {whom}, {wording.counted(draft.wishes, 'wish')}")
    return "; ".join(parts)


def _step(draft: Draft) -> str:
    """What to do: what clients ask for; where they do not say, to ask those who complain."""
    if draft.asks:
        return "Проверить, можно ли сделать то, о чём просят"
    who = draft.sufferers[0].role.label.casefold() if draft.sufferers else "клиенты"
    return f"Чего ждут, никто не сказал: спросить тех, кто жалуется ({who}), и разобрать их случаи"


def _hypothesis(draft: Draft, label: str) -> str:
    """What should be seen if the draft is right: never said to be so."""
    first = "сделать то, о чём просят" if draft.asks else "устранить то, на что жалуются"
    whom = f" (прежде всего — {draft.sufferers[0].role.label.casefold()})" if draft.sufferers else ""
    harm = f" и вред процесса (сейчас {wording.number(draft.damage)})" if draft.damage > 0 else ""
    shown = f"«{draft.metric}»" if draft.metric else "доля жалоб на это"
    seen = f"жалоб на «{label}»{whom} станет меньше" if draft.complaints else f"«{label}» станут хвалить"
    return f"Если {first}, {seen}. Покажет это {shown}{harm} в следующей волне."


def _own_metric(label: str) -> str:
    return f"В дереве метрик нет. Доля респондентов с жалобой на «{label}» в следующей волне"


_BRIEF: Final = 160  # characters of a quote within a sentence


def _upper(text: str) -> str:
    text = plain(text).rstrip(". ")
    return text[:1].upper() + text[1:]


def outcomes(findings: Findings) -> tuple[Outcome, ...]:
    """What became of the plan's actions, in words; none where there are fewer than two waves."""
    plan, book = findings.study.plan, findings.study.codebook
    return tuple(
        Outcome(
            row=row,
            action=plan[int(row["action"])],
            process=plain(book.label(row["process"])) if row["process"] else "",
            verdict=Verdict(row["verdict"]).label,
            told=_told(row),
        )
        for row in records(findings.outcomes)
    )


def summary(found: Sequence[Outcome]) -> str:
    """How many actions stand how, in a sentence; empty without any."""
    if not found:
        return ""
    counts = {each: sum(own.verdict == each.label for own in found) for each in Verdict}
    named = [(str(own.row["before_wave"]), str(own.row["after_wave"])) for own in found]
    pairs = sorted({pair for pair in named if pair[0] and pair[0] != pair[1]})
    between = f" (волны {pairs[0][0]} и {pairs[0][1]})" if len(pairs) == 1 else ""
    said = "; ".join(f"{each.label} — {number}" for each, number in counts.items() if number)
    return f"Что видно по мерам плана{between}: {said}."


def _told(row: Mapping[str, Any]) -> str:
    if row["note"] and not row["asked_after"]:
        return f"{_upper(row['note'])}."
    moved = f"Вред {wording.number(row['before'])} → {wording.number(row['after'])}"
    small = f"опрошено {row['asked_before']} и {row['asked_after']}"
    if row["note"]:
        return f"{moved}; {row['note']} ({small})."
    beside = (
        f"{moved} ({wording.signed(row['change'], 2)}), в нетронутых процессах ({row['control']}) в среднем "
        f"{wording.signed(row['control_change'], 2)}; разность {wording.signed(row['difference'], 2)}, 95 %: "
        f"от {wording.signed(row['low'], 2)} до {wording.signed(row['high'], 2)}; {small}"
    )
    return f"{beside}. {_READ[Verdict(row['verdict'])]}"


_READ: Final = {
    Verdict.FELL: "Снизился больше, чем там, где ничего не делали.",
    Verdict.STAYED: "Заметного снижения, большего чем в остальных процессах, данные не допускают.",
    Verdict.UNSEEN: "Интервал широк: могло быть и снижение, и его отсутствие.",
}
