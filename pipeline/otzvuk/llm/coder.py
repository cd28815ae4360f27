"""A study coded by a language model: questions asked that nobody has answered yet, every answer verified."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from otzvuk.coding.process import place
from otzvuk.coding.ratings import find_ratings
from otzvuk.coding.rules import RuleCoder
from otzvuk.llm.address import Endpoint, endpoint_of
from otzvuk.llm.answer import read_answer, verified
from otzvuk.llm.client import Client, Reply, TooLongError
from otzvuk.llm.consent import ConsentError, is_agreed, sentence
from otzvuk.llm.kept import Kept, cost
from otzvuk.llm.portion import Portion, Talk
from otzvuk.llm.prompt import Asking, Question, prompt_digest
from otzvuk.llm.tally import Tally
from otzvuk.model.errors import InputError
from otzvuk.model.interview import Interview
from otzvuk.model.mention import Coding, Mention
from otzvuk.model.study import LanguageModel, Study

if TYPE_CHECKING:
    from otzvuk.anonymise import Names

DECIDED: Final = "llm:"
"""How `decided_by` begins where a language model has decided."""

_TOO_LONG: Final = Reply(content="", cut=True, tokens=0)


class LlmCoder:
    """Codes interviews by a language model; marks and processes are found by rule, as for every coder.

    What is asked, in which order and what is made of the answers depends on the study alone, so that the same
    answers give the same coding. An answer that breaks off is asked for again in two halves.
    """

    def __init__(self, study: Study, *, silent: bool = False) -> None:
        self.study, self.codebook = study, study.codebook
        self.settings = _checked(study)
        self.decided_by = f"{DECIDED}{self.settings.model}"
        self.kept = Kept(study.path)
        self._asking = Asking(study)
        self._names = names_for(study) if self.settings.hide_names else None
        self._topics = RuleCoder(study.codebook, study.guide).topics
        self._silent = silent
        self._server: Client | None = None
        self._lock = threading.Lock()
        self._spent: int | None = None

    def code(self, interview: Interview) -> Coding:
        """The mentions and ratings of an interview. Raises `InputError` where nobody answers."""
        return self.told(interview)[0]

    def told(self, interview: Interview) -> tuple[Coding, Tally]:
        """The coding of an interview, and what became of what the model said."""
        talk = self.talk(interview)
        portions = list(talk.portions(self.settings.words))
        if self.settings.parallel > 1 and not self._silent:
            with ThreadPoolExecutor(self.settings.parallel) as pool:
                answered = list(pool.map(lambda each: list(self._answered(each)), portions))
        else:
            answered = [list(self._answered(each)) for each in portions]
        mentions, tally = list[Mention](), Tally()
        for portion, reply in (pair for pairs in answered for pair in pairs):
            read = read_answer(reply.content)
            found, counted = verified(read.claims, portion, talk, self.codebook, self.decided_by)
            mentions += found
            spent = cost(self._asking.question(portion), reply)
            tally = tally + counted + Tally(questions=1, unread=not read.whole, tokens=spent)
        mentions.sort(key=lambda each: (each.turn, each.start, each.stop, each.kind, each.code))
        ratings = tuple(find_ratings(interview, self._topics))
        return Coding(
            interview, mentions=tuple(place(mentions, interview, self._topics)), ratings=ratings
        ), tally

    def talk(self, interview: Interview) -> Talk:
        """An interview as it is sent."""
        return Talk(interview, self._names)

    def unanswered(self, interviews: Iterable[Interview]) -> Iterator[Question]:
        """The questions that nobody has answered, as far as the answers there are tell which are asked."""
        for interview in interviews:
            for portion in self.talk(interview).portions(self.settings.words):
                yield from self._open(portion)

    def known(self, interviews: Iterable[Interview]) -> Iterator[tuple[Question, Reply]]:
        """The questions that have been answered, with their answers."""
        for interview in interviews:
            for portion in self.talk(interview).portions(self.settings.words):
                yield from self._given(portion)

    def _answered(self, portion: Portion) -> Iterator[tuple[Portion, Reply]]:
        """The portion with its answer; its halves with theirs, where that breaks off or cannot be read."""
        question = self._asking.question(portion)
        reply = self.kept.get(question)
        if reply is None:
            reply = self._ask(question)
            self.kept.put(question, reply)
        halves = _halves(portion, reply)
        if halves is None:
            if reply == _TOO_LONG:
                raise InputError(
                    "вопрос не помещается в память языковой модели", file="study.yaml", place="llm.words",
                    value=self.settings.words, expected="число меньше или сервер с большим контекстом",
                )  # fmt: skip
            yield portion, reply
            return
        for half in halves:
            yield from self._answered(half)

    def _open(self, portion: Portion) -> Iterator[Question]:
        question = self._asking.question(portion)
        reply = self.kept.get(question)
        if reply is None:
            yield question
            return
        for half in _halves(portion, reply) or ():
            yield from self._open(half)

    def _given(self, portion: Portion) -> Iterator[tuple[Question, Reply]]:
        question = self._asking.question(portion)
        reply = self.kept.get(question)
        if reply is not None:
            yield question, reply
            for half in _halves(portion, reply) or ():
                yield from self._given(half)

    def _ask(self, question: Question) -> Reply:
        if self._silent:
            raise UnansweredError
        with self._lock:
            client = self._client()
            self._reserve(question)
        try:
            reply = client.ask(question.body)
        except TooLongError:
            reply = _TOO_LONG
        with self._lock:
            assert self._spent is not None
            self._spent += cost(question, reply) - question.tokens
        return reply

    def _client(self) -> Client:
        if self._server is None:
            endpoint = self.endpoint()
            if not is_agreed(self.study, endpoint):
                raise ConsentError(self.study, self.consent(endpoint))
            self._server = Client(endpoint, self.settings)
        return self._server

    def endpoint(self) -> Endpoint:
        """Where the server stands; `InputError` where it may not be asked, or has no limit and should."""
        if not self.settings.url:
            raise InputError(
                "не сказано, где отвечает языковая модель", file="study.yaml", place="llm.url",
                expected="адрес вида http://localhost:8080/v1 или ответы файлом: otzvuk llm prompts",
            )  # fmt: skip
        found = endpoint_of(self.settings)
        if not found.local and not self.settings.budget:
            raise InputError(
                "не сказано, во сколько токенов может обойтись чужой сервер", file="study.yaml",
                place="llm.budget", expected="число токенов; сколько нужно, скажет otzvuk llm code --dry-run",
            )  # fmt: skip
        return found

    def consent(self, endpoint: Endpoint) -> str:
        """What somebody agrees to."""
        words = sum(len(turn.text.split()) for each in self.study.interviews for turn in each.turns)
        return sentence(self.study, endpoint, words=words)

    def _reserve(self, question: Question) -> None:
        """Count what a question will cost; raises `InputError` where that is more than is left."""
        budget = self.settings.budget
        if self._spent is None:
            self._spent = sum(cost(*each) for each in self.known(self.study.interviews))
        if budget and self._spent + question.tokens > budget:
            left = sum(1 for _ in self.unanswered(self.study.interviews))
            raise InputError(
                f"бюджет языковой модели исчерпан: потрачено токенов {self._spent} из",
                file="study.yaml", place="llm.budget", value=budget,
                expected=f"больше токенов (вопросов осталось {left}); отвеченное сохранено",
            )  # fmt: skip
        self._spent += question.tokens


class UnansweredError(Exception):
    """A question that nobody has answered, where nobody is to be asked."""


def _halves(portion: Portion, reply: Reply) -> tuple[Portion, Portion] | None:
    return portion.halves() if reply.cut or not read_answer(reply.content).whole else None


def _checked(study: Study) -> LanguageModel:
    model = study.settings.llm
    if not model.model:
        raise InputError(
            "не сказано, какая языковая модель размечает", file="study.yaml", place="llm.model",
            expected="имя модели, как его знает сервер",
        )  # fmt: skip
    return model


def names_for(study: Study) -> Names:
    """The names of a study as its reports hide them."""
    from otzvuk.anonymise import FOUND_LIST, find_names, read_found

    return find_names(study, earlier=read_found(study.path / FOUND_LIST))


def llm_check(study: Study) -> None:
    """Raise `InputError` where the settings name no model, or a server that may not be asked; nobody is."""
    model = _checked(study)
    if model.url and not model.allow_remote:  # another machine's name is not looked up for this
        endpoint_of(model)


def llm_coder(study: Study) -> LlmCoder:
    """The coder of `coder: llm`."""
    return LlmCoder(study)


def llm_key(study: Study) -> tuple[str, str]:
    """What a coding by a language model is called (`llm:<model>`) and what it depends on, as a digest."""
    model = _checked(study)
    own = [model.model, str(model.words), str(model.answer_tokens), str(model.hide_names), prompt_digest()]
    return f"{DECIDED}{model.model}", sha256("\0".join(own).encode()).hexdigest()


def llm_told(study: Study) -> str:
    """What became of what the model said of a study, for people; "" where not all of it is known any more."""
    coder, tally = LlmCoder(study, silent=True), Tally()
    try:
        for each in study.interviews:
            tally = tally + coder.told(each)[1]
    except UnansweredError:
        return ""
    return tally.sentence
