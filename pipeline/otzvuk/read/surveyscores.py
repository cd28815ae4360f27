"""Marks ticked in surveys → scores of the study: which code or process a question on a scale is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from otzvuk.model.codebook import Codebook
from otzvuk.model.interview import Interview
from otzvuk.model.study import Guide, Question, Score
from otzvuk.read.names import key
from otzvuk.read.questionnaire import criteria

_STEM = 4  # letters that the forms of a word have in common, as a rule
_LEAST = 4  # letters of a word that means something
_SHARE = 0.6  # of a label's words must stand in the question


# what is asked, beside the words that ask for a mark
_ASKING = frozenset(
    (
        "балл",
        "ваша",
        "ваше",
        "ваши",
        "вашу",
        "дово",
        "наск",
        "наша",
        "наше",
        "наши",
        "нашу",
        "оцен",
        "пожа",
        "пост",
        "скол",
        "удов",
        "шкал",
    )
)
_WHOLE = re.compile(r"\b(?:по)?рекоменд|\b(?:по)?совет(?:уе|ова|уй)|\bnps\b", re.IGNORECASE)
_US = re.compile(
    r"\b(?:удовлетвор|доволь?н|оцен)\w*\b.*\b(?:нами|нас|наш\w* (?:компани|фирм)\w*|компани\w+|поставщик\w*|"
    r"сотрудничеств\w+)(?: в целом)?[\s?.]*(?:\bот \d.*|\bпо .*шкал.*|\(.*)?$",
    re.IGNORECASE,
)


def survey_scores(
    interviews: Sequence[Interview], codebook: Codebook | None, guide: Guide, *, overall: str = ""
) -> tuple[tuple[Score, ...], tuple[str, ...]]:
    """The scores of all marks that `interviews` hold, and in Russian what their questions were taken for.

    A question is about the code, process or block that it names (in brackets, too), else about what the
    guide says of it, else about the one whose label stands in it. Whether people would recommend the supplier
    or are content with it is about `overall`, the mark as a whole. What is about nothing is left out.
    """
    if codebook is None or not any(each.marks for each in interviews):
        return (), ()
    asked = _Asked(codebook, guide, overall)
    scores: list[Score] = []
    notes: list[str] = []
    for interview in interviews:
        for question in dict.fromkeys(mark.question for mark in interview.marks):
            marks = [mark for mark in interview.marks if mark.question == question]
            criterion = asked.about(question)
            if criterion is None:
                notes.append(
                    f"{interview.file}: оценки по вопросу «{question}» ({len(marks)}) не учтены: неясно, к "
                    "чему он относится; запустите otzvuk criteria или впишите его в guide.yaml с ключом codes"
                )
                continue
            notes.append(
                f"{interview.file}: оценки по вопросу «{question}» ({len(marks)}) отнесены к "
                f"«{asked.label(criterion)}»"
            )
            scores += [
                Score(
                    interview=interview.id,
                    speaker=mark.speaker,
                    criterion=criterion,
                    value=mark.value,
                    scale=mark.scale,
                    wave=interview.wave,
                )
                for mark in marks
                if mark.speaker in interview.participants
            ]
    return tuple(scores), tuple(notes)


def strange_questions(
    interviews: Sequence[Interview], codebook: Codebook, guide: Guide, *, overall: str = ""
) -> dict[str, float | None]:
    """The questions of surveys whose marks are not counted, with the scale where all share one."""
    asked, found = _Asked(codebook, guide, overall), dict[str, set[float]]()
    for interview in interviews:
        for mark in interview.marks:
            if asked.about(mark.question) is None:
                found.setdefault(mark.question, set()).add(mark.scale)
    return {name: next(iter(scales)) if len(scales) == 1 else None for name, scales in found.items()}


def meant(names: Iterable[str], codebook: Codebook, guide: Guide) -> dict[str, str]:
    """By criterion, the one code or process that its words may be about: a guess for people to judge."""
    asked = _Asked(codebook, guide)
    return {name: near for name in names if (near := asked.by_words(name))}


class _Asked:
    """What questions can be about."""

    def __init__(self, codebook: Codebook, guide: Guide, overall: str = "") -> None:
        self._overall = overall if overall in codebook.codes else None
        self._named = criteria(codebook, guide)
        self._labels = {code: each.label for code, each in codebook.codes.items()}
        self._labels |= {process: each.label for process, each in codebook.processes.items()}
        self._guide = dict(_guided(guide))

    def about(self, question: str) -> str | None:
        """The criterion of a question; None where none or several would do."""
        inner: list[str] = re.findall(r"[\[(«\"]([^\])»\"]+)[\])»\"]", question)
        for part in (question, *inner):
            if found := self._named.get(part.casefold()) or self._named.get(key(part)):
                return found
        if found := self._guide.get(key(question)):
            return found
        part = inner[-1] if inner and "[" in question else question
        if found := self.by_words(part) or self._named.get(_subject(part)):
            return found
        return self._overall if _WHOLE.search(part) or _US.search(part) else None

    def label(self, criterion: str) -> str:
        """The criterion's name for people."""
        return self._labels.get(criterion, criterion)

    def by_words(self, question: str) -> str | None:
        """The code or process whose label stands in the question; None where none or several do."""
        said = _stems(question)
        found: dict[str, float] = {}
        for name, label in self._labels.items():
            own = _stems(label)
            share = len(own & said) / len(own) if own else 0.0
            if share >= _SHARE and (len(own & said) > 1 or share == 1):
                found[name] = len(own & said) + share
        best = [name for name in found if found[name] == max(found.values())]
        return best[0] if len(best) == 1 else None


def _guided(guide: Guide) -> Iterable[tuple[str, str]]:
    for block in guide.blocks:
        for each in block.questions:
            own = each if isinstance(each, Question) else Question(text=each)
            about = [*own.codes, *own.processes] or [*block.codes, *block.processes]
            if about:
                yield key(own.text), about[0]


def _subject(question: str) -> str:
    """What a question asks a mark for, where it is one word: «Оцените сервис от 1 до 10» → «сервис»."""
    bare = re.sub(r"\([^)]*\)", " ", key(question))
    words = [word for word in re.findall(r"[^\W\d_]+", bare) if len(word) >= _LEAST]
    left = [word for word in words if word[:_STEM] not in _ASKING]
    return left[0] if len(left) == 1 else ""


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in re.findall(r"[^\W\d_]+", key(text)) if len(word) >= _LEAST}
