"""A whole study and its codings with names hidden: what reports are made of.

Every report that is computed from the hidden study hides alike, and counts what the study itself counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import PurePosixPath
from typing import Final

from otzvuk.anonymise.kind import UNNUMBERED, NameKind
from otzvuk.anonymise.known import SUPPLIER
from otzvuk.anonymise.label import (
    Companies,
    Speakers,
    Strings,
    file_label,
    interview_labels,
    is_plain,
    replaced,
)
from otzvuk.anonymise.mentioned import is_name
from otzvuk.anonymise.names import Names
from otzvuk.model.arrangement import Arrangement
from otzvuk.model.interview import Cue, Interview, Participant, Turn
from otzvuk.model.mention import PERSON, Coding, Mention, Picked, Rating
from otzvuk.model.plan import LABELS, Action
from otzvuk.model.saying import Saying
from otzvuk.model.span import Span
from otzvuk.model.study import Block, Failure, Guide, Question, Score, Settings, Study

HIDDEN_NOTE: Final = (
    "Имена людей, компаний и мест, телефоны, адреса и номера документов заменены метками вида [сотрудник 3]. "
    "Найдено не всё: прочитайте отчёт, прежде чем отправлять. На новостях factRuEval-2016 без замены "
    "осталось около 1 % букв имён людей, в тексте без заглавных букв — около 10 %, из названий организаций — "
    "около пятой части; клички, прилагательные от названий и редкие подробности не ищутся."
)
"""What reports say about hidden names, and how well it is measured (models/names/README.md)."""

_FILE: Final = re.compile(
    r"([\w./-]*\w)\.(?:docx?|odt|rtf|pdf|txt|md|html?|srt|vtt|lrc|json|tsv|csv|xlsx?)(?!\w)", re.I
)
_SKIPPED: Final = re.compile(r"(пропущен[^«]*?):? «.*»", re.I | re.S)
"""What a sentence of the program repeats of the text around the talk: titles, notes, heads of pages."""
_LABEL: Final = re.compile(r"\[[^\[\]]+\]")
_OURS: Final = frozenset(("participants", "ratings", "metrics", "names", "names_found", "gold", "mentions"))


def _tells_nothing(stem: str) -> bool:
    """Whether a file of that name without ending is the study's own, an interview's by label, or a number."""
    name = stem.rsplit("/", 1)[-1]
    return name in _OURS or is_plain(name)


def hide_study(study: Study, codings: Sequence[Coding], names: Names) -> tuple[Study, tuple[Coding, ...]]:
    """`study` and `codings` with placeholders instead of the names that `names` (of this study) found.

    Hidden are the turns, with every offset moved (`turn.text[x.start:x.stop] == x.text` holds; a mention
    whose edge cuts a name takes the whole placeholder), speakers, companies, supplier, interview ids and
    files that are more than a number, and names inside whatever else people wrote: positions, further
    columns, guide, assumptions, explanations. The codebook stays. Respondents and companies map one to one,
    so that every count stays. The first assumption says that names are hidden and how well (`HIDDEN_NOTE`).
    """
    mask = _Mask(study, names)
    interviews = tuple(mask.interview(each) for each in study.interviews)
    hidden = {one.id: other for one, other in zip(study.interviews, interviews, strict=True)}
    known = {interview.id for interview in study.interviews}
    return (
        replace(
            study,
            settings=mask.settings(study.settings),
            interviews=interviews,
            guide=mask.guide(study.guide),
            scores=tuple(mask.score(each, read=each.interview in known) for each in study.scores),
            assumptions=(HIDDEN_NOTE, *map(mask.sentence, study.assumptions)),
            failures=tuple(mask.failures(study.failures)),
            plan=mask.plan(study.plan),
            coding=mask.sentence(study.coding) if study.coding else "",
            arrangement=mask.arrangement(study.arrangement),
        ),
        tuple(mask.coding(each, hidden[each.interview.id]) for each in codings),
    )


class _Mask:
    """What replaces what in one study."""

    def __init__(self, study: Study, names: Names) -> None:
        self._names = names
        self._text = cache(lambda text: names.hide_text(text).text)
        self._people = lru_cache(maxsize=16)(self._people_of)
        self._companies = Companies(study, names)
        self._labels = interview_labels(study)
        self._speakers = {each.id: Speakers(each, names) for each in study.interviews}
        self._files = _files(study, self._labels)
        self._strings = Strings(
            {
                **{name: label for name, label in self._labels.items() if name != label},
                **self._files,
                **{company: self._companies(company) for company in names.companies},
            }
        )

    def sentence(self, text: str, interview: str = "") -> str:
        """A sentence of the program about the study: known names first, then whatever looks like one.

        What stands around the talk tells most of who is asked: a report that hides names does not repeat it.
        """
        known = [self._strings, self._people(interview)] if interview else [self._strings]
        text = replaced(text, known)
        text = _SKIPPED.sub(r"\1 (слова — в самом файле)", text)
        text = _FILE.sub(lambda found: found[0] if _tells_nothing(found[1]) else "[файл]", text)
        return self._names.hide(interview, None, text).text

    def _people_of(self, interview: str) -> Strings:
        named = self._speakers[interview].named()
        return Strings({name: to for name, to in named.items() if is_name(name)})

    def interview(self, interview: Interview) -> Interview:
        """An interview under its label, its turns and people hidden."""
        speakers = self._speakers[interview.id]
        people = {speakers(label): person for label, person in interview.participants.items()}
        return Interview(
            id=self._labels[interview.id],
            file=self._files[interview.file],
            turns=tuple(self._turn(interview.id, at, turn) for at, turn in enumerate(interview.turns)),
            participants={label: self._person(person, label) for label, person in people.items()},
            wave=interview.wave,
            assumptions=tuple(self.sentence(each, interview.id) for each in interview.assumptions),
            outside=interview.outside,
        )

    def coding(self, coding: Coding, interview: Interview) -> Coding:
        """A coding of the hidden `interview`."""
        return Coding(
            interview,
            mentions=tuple(self._mention(coding.interview.id, each) for each in coding.mentions),
            ratings=tuple(self._rating(coding.interview.id, each) for each in coding.ratings),
            picked=tuple(self._picked(coding.interview.id, each) for each in coding.picked),
            checks=coding.checks,
            sayings=None
            if coding.sayings is None
            else tuple(self._saying(coding.interview.id, x) for x in coding.sayings),
            theirs=tuple(self._mention(coding.interview.id, each) for each in coding.theirs),
        )

    def settings(self, settings: Settings) -> Settings:
        """Settings without the supplier's name; criteria are renamed as the scores' are.

        Of rivals their labels stay; one of whom nobody speaks, or of whose name any word would stay, is left
        out.
        """
        rules = settings.scores
        rivals = tuple(map(self._text, settings.rivals))
        named = {name: tuple(map(self._text, getattr(rules, name))) for name in ("nps", "csat", "ces")}
        # What is updated counts as written by the user: the default of `overall` stays a default.
        overall = {"overall": self._text(rules.overall)} if "overall" in rules.model_fields_set else {}
        return settings.model_copy(
            update={
                **({} if settings.keep_supplier or not settings.supplier.strip() else {"supplier": SUPPLIER}),
                **({} if settings.keep_supplier else {"aliases": ()}),
                "rivals": tuple(
                    each
                    for each in dict.fromkeys(rivals)
                    if _LABEL.fullmatch(each) and each != UNNUMBERED[NameKind.COMPANY]
                ),
                "interviewers": tuple("[интервьюер]" for _ in settings.interviewers[:1]),
                "industry": self._text(settings.industry),
                "description": self._text(settings.description),
                "scores": rules.model_copy(update=named | overall),
            }
        )

    def guide(self, guide: Guide) -> Guide:
        """The guide with the names in its titles, questions and items hidden."""
        items = tuple(
            each.model_copy(update={"name": self._text(each.name), "block": self._text(each.block)})
            for each in guide.items
        )
        return guide.model_copy(update={"blocks": tuple(map(self._block, guide.blocks)), "items": items})

    def score(self, score: Score, *, read: bool) -> Score:
        """A score of the questionnaire; that of an interview which was not `read` keeps its number only."""
        speaker = self._speakers[score.interview](score.speaker) if read else self._stranger(score.speaker)
        return replace(
            score,
            interview=self._labels[score.interview],
            speaker=speaker,
            criterion=self._text(score.criterion),
        )

    def arrangement(self, arrangement: Arrangement) -> Arrangement:
        """What people wrote into the reports themselves."""
        texts = [
            each.model_copy(update={"text": self._lines(each.text), "title": self.sentence(each.title)})
            for each in arrangement.texts or ()
        ]
        titles = {name: self.sentence(each or "") for name, each in (arrangement.titles or {}).items()}
        title = self.sentence(arrangement.title)
        return arrangement.model_copy(update={"title": title, "titles": titles, "texts": tuple(texts)})

    def _lines(self, text: str) -> str:
        return "\n".join(map(self.sentence, text.splitlines()))

    def plan(self, actions: Iterable[Action]) -> tuple[Action, ...]:
        """The plan; those who are to do it and were never named in a talk are told apart by numbers."""
        owners: dict[str, str] = {}
        return tuple(self._action(each, owners) for each in actions)

    def _action(self, action: Action, owners: dict[str, str]) -> Action:
        cells = {name: self.sentence(getattr(action, name)) for name in LABELS}
        if UNNUMBERED[NameKind.PERSON] in cells["owner"]:
            name = " ".join(action.owner.casefold().split())
            cells["owner"] = owners.setdefault(name, f"[ответственный {len(owners) + 1}]")
        return Action(**cells, more={name: self.sentence(value) for name, value in action.more.items()})

    def failures(self, failures: Iterable[Failure]) -> Iterable[Failure]:
        """What could not be read; who reads the report is not told the file's name."""
        for failure in failures:
            yield replace(failure, file=self._files[failure.file], message=self.sentence(failure.message))

    def _stranger(self, speaker: str) -> str:
        hidden = self._text(speaker)
        return hidden if hidden.startswith("[") or not speaker else "[респондент]"

    def _turn(self, interview: str, at: int, turn: Turn) -> Turn:
        hidden = self._names.hide_turn(interview, at)
        cues = tuple(Cue(hidden.start(cue.offset), cue.seconds) for cue in turn.cues)
        return replace(turn, speaker=self._speakers[interview](turn.speaker), text=hidden.text, cues=cues)

    def _person(self, person: Participant, speaker: str) -> Participant:
        return replace(
            person,
            speaker=speaker,
            company=self._companies(person.company),
            position=self._text(person.position),
            function=self._text(person.function),
            attributes={name: self._text(value) for name, value in person.attributes.items()},
        )

    def _mention(self, interview: str, mention: Mention) -> Mention:
        start, stop, text = self._moved(interview, mention)
        decided = f"{PERSON}[кодировщик]" if mention.decided_by.startswith(PERSON) else mention.decided_by
        why = self._text(mention.why)
        return replace(mention, start=start, stop=stop, text=text, decided_by=decided, why=why)

    def _rating(self, interview: str, rating: Rating) -> Rating:
        start, stop, text = self._moved(interview, rating)
        return replace(rating, start=start, stop=stop, text=text, criterion=self._text(rating.criterion))

    def _picked(self, interview: str, picked: Picked) -> Picked:
        hidden = self._names.hide_turn(interview, picked.turn)
        start, stop = hidden.span(picked.start, picked.stop)
        kept = tuple(Span(*hidden.span(each.start, each.stop)) for each in picked.kept)
        return replace(picked, start=start, stop=stop, kept=kept, note=self.sentence(picked.note, interview))

    def _saying(self, interview: str, saying: Saying) -> Saying:
        start, stop = self._names.hide_turn(interview, saying.turn).span(saying.start, saying.stop)
        return replace(saying, start=start, stop=stop)

    def _moved(self, interview: str, placed: Mention | Rating) -> tuple[int, int, str]:
        hidden = self._names.hide_turn(interview, placed.turn)
        start, stop = hidden.span(placed.start, placed.stop)
        return start, stop, hidden.text[start:stop]

    def _block(self, block: Block) -> Block:
        questions = tuple(map(self._question, block.questions))
        return block.model_copy(update={"title": self._text(block.title), "questions": questions})

    def _question(self, question: Question | str) -> Question | str:
        if isinstance(question, str):
            return self._text(question)
        return question.model_copy(update={"text": self._text(question.text)})


def _files(study: Study, labels: Mapping[str, str]) -> dict[str, str]:
    """File → what reports call it: those of interviews by their interview, unread ones by number."""
    found: dict[str, str] = {}
    for interview in study.interviews:
        found.setdefault(interview.file, file_label(interview.file, labels[interview.id]))
    for at, failure in enumerate(study.failures, 1):
        found.setdefault(failure.file, file_label(failure.file, f"файл {at}"))
    for file, label in list(
        found.items()
    ):  # sentences name files without their folder, and without their ending
        path = PurePosixPath(file.replace("\\", "/"))
        if not is_plain(path.stem):
            found.setdefault(path.name, label)
            found.setdefault(path.stem, label)
    return {file: label for file, label in found.items() if file}
