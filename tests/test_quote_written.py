"""Quotes from a study: chosen, checked, shown, written; and everything that a transcript can hold."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pandas as pd
import pytest

from otzvuk.model.errors import InputError
from otzvuk.model.interview import Interview, Participant, Role, Turn
from otzvuk.model.mention import Coding, Kind, Mention
from otzvuk.numbers.quote import (
    COLUMNS,
    GAP,
    Quote,
    Stands,
    as_csv,
    as_markdown,
    as_text,
    check_quotes,
    pick_quotes,
    quotes_of,
    select_quotes,
    wishes,
    wishes_as_text,
)
from otzvuk.numbers.survey import Survey
from studies import eight_people, make_study, mixed

Said = tuple[str, Kind, str]
BAD = [
    "<script>alert(1)</script> машину ждали три недели, линия стояла",
    '=HYPERLINK("http://x.example";"жмите") и машину ждали три недели',
    "+7 машин не приехало, @склад молчит",
    "Машину\x00 ждали\x1b[31m три недели\x07, линия стояла",
    "Ждали 😀😀 три недели, а потом 👩‍👩‍👧 приехали",
    "Машину ‮иледен ирт иладж‬ и \u200bне дождались",
    "[ссылка](javascript:alert(1)) *и* `код` | таблица www.example.com https://example.com",
    "Ждали\r\nтри\tнедели",
    " ".join(["и ждали машину"] * 1700),
]


def talk(*said: Said, question: str = "Как у вас с доставкой?", company: str = "Альфа") -> Survey:
    """A study in which each of these things is said by another person, the whole turn being the mention."""
    empty, _ = make_study()
    codings = []
    for number, (text, kind, code) in enumerate(said, 1):
        name = f"Человек {number}"
        turns = (Turn("Интервьюер", question, interviewer=True), Turn(name, text, place=f"строка {number}"))
        people = {name: Participant(name, f"{company} {number}", "технолог", list(Role)[number % 3])}
        process = empty.codebook.codes[code].process
        mention = Mention(1, 0, len(text), text, kind, code, process, confidence=0.9)
        codings.append(Coding(Interview(f"i{number}", f"i{number}.txt", turns, people), (mention,)))
    study = replace(empty, interviews=tuple(coding.interview for coding in codings))
    return Survey.of(study, codings)


def complaints(*texts: str) -> Survey:
    return talk(*((text, Kind.COMPLAINT, "discipline.lead_times") for text in texts))


@pytest.mark.parametrize("text", BAD)
def test_bad_text_is_shown_sanely_everywhere(text: str):
    survey = complaints(text)
    (quote,) = select_quotes(survey)
    check_quotes(survey, [quote])
    assert 0 < len(quote.text) < 800
    assert not any(
        ord(letter) < 32 or letter in "\u202e\u202c\u200b\ufeff" for letter in quote.text + quote.original
    )
    (row,) = csv.DictReader(io.StringIO(as_csv([quote])), delimiter=";")
    assert list(row) == list(COLUMNS)
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in row.values())
    markdown = as_markdown([quote], context=True)
    assert "<script" not in markdown.replace("\\<", "")
    assert "](javascript" not in markdown.replace("\\]", "")
    assert "https://" not in markdown
    assert "\x1b" not in as_text([quote], context=True)


def test_a_quote_says_who_where_why_and_what_was_asked():
    survey = complaints("машину ждали три недели линия стояла потеряли деньги и время")
    (quote,) = select_quotes(survey)
    assert quote.who == "Человек 1, технолог, Альфа 1"
    assert (quote.where, quote.question, quote.labels) == (
        "строка 1",
        "Как у вас с доставкой?",
        ("Доставка", "Жалоба"),
    )
    assert quote.restored
    assert quote.text[0] == "М"
    assert quote.text.endswith(".")
    assert quote.original == survey.study.interviews[0].turns[1].text
    text = as_text([quote], context=True)
    for part in (
        "Почему: ",
        "знаки и заглавные буквы восстановлены",
        "Как сказано: машину",
        "Вопрос: Как у вас",
    ):
        assert part in text


def test_words_before_and_after_are_kept():
    survey = complaints(
        "Ну, расскажу по порядку, хотя это долго и не всем интересно слушать меня сейчас. "
        "Машину ждали три недели, и заказчик за это время успел уйти к другим поставщикам. "
        "Потом всё наладилось, и больше мы к этому вопросу в компании не возвращались никогда."
    )
    begin = survey.study.interviews[0].turns[1].text.index("Машину")
    end = survey.study.interviews[0].turns[1].text.index(" Потом")
    text = survey.study.interviews[0].turns[1].text[begin:end]
    narrow = survey.mentions.assign(start=begin, end=end, text=text)
    (quote,) = select_quotes(survey.but(mentions=narrow))
    assert quote.original.startswith("Машину ждали")
    assert quote.before.endswith("слушать меня сейчас.")
    assert quote.after.startswith("Потом всё наладилось")


def test_a_quote_is_the_same_whatever_else_is_asked_for():
    late, blunt = "Машину ждали три недели.", "Мастер грубит."
    survey = complaints(f"{late} {blunt}")
    turn = survey.mentions.iloc[[0, 0]].reset_index(drop=True)
    both = turn.assign(start=[0, len(late) + 1], end=[len(late), len(late) + 1 + len(blunt)])
    both = both.assign(text=[late, blunt], kind=["complaint", "wish"], code=["discipline.lead_times"] * 2)
    survey = survey.but(mentions=both)
    (first, second) = select_quotes(survey, by=("kind",))
    assert (first.original, second.original) == (late, blunt)
    assert select_quotes(survey, where={"kind": ["complaint"]}, by=("kind",))[0].original == late
    assert wishes(survey)[0].quotes[0].original == blunt


def test_words_that_are_not_in_the_transcript_are_refused():
    survey = complaints("Машину ждали три недели, линия стояла")
    picked = pick_quotes(survey)
    for wrong in (
        picked.assign(text=picked.text + "!"),
        picked.assign(turn=7),
        picked.assign(interview="i9"),
        picked.assign(shown_end=9999),
    ):
        with pytest.raises(InputError, match="стенограмме"):
            quotes_of(survey, wrong)
    (quote,) = quotes_of(survey, picked)
    with pytest.raises(InputError, match="стенограмме"):
        check_quotes(survey, [replace(quote, original="Машину не ждали")])


def test_no_complaints_and_no_mentions_at_all():
    survey = talk(("Привозят вовремя, день в день", Kind.PRAISE, "discipline.lead_times"))
    assert select_quotes(survey, where={"kind": ["complaint"]}) == []
    assert wishes(survey) == ()
    assert wishes_as_text(()) == "Пожеланий нет.\n"
    assert as_text([]) == as_markdown([]) == "Подходящих цитат нет.\n"
    assert as_csv([]).count("\n") == 1
    assert select_quotes(survey.but(mentions=survey.mentions.iloc[:0])) == []


def test_a_single_quote_has_a_reason():
    survey = complaints("Плохо")
    (quote,) = select_quotes(survey, best=5)
    assert quote.place == 1
    assert quote.why


def test_an_exception_is_called_one_and_what_most_say_typical():
    bad = [
        (f"Машину ждали {n} недели, линия стояла", Kind.COMPLAINT, "discipline.lead_times") for n in "23456"
    ]
    survey = talk(*bad, ("Машины приходят вовремя, день в день", Kind.PRAISE, "discipline.lead_times"))
    quotes = select_quotes(survey)
    praise = next(quote for quote in quotes if quote.kind is Kind.PRAISE)
    assert praise.stands is Stands.EXCEPTION
    assert "исключение: хвалят 1 из 6, жалуются 5" in praise.why
    assert {quote.stands for quote in quotes if quote.kind is Kind.COMPLAINT} == {Stands.TYPICAL}


def test_a_missing_topic_comes_from_the_question():
    study, _ = make_study()
    book = study.codebook.model_copy(
        update={
            "codes": study.codebook.codes
            | {
                "discipline.lead_times": study.codebook.codes["discipline.lead_times"].model_copy(
                    update={
                        "patterns": study.codebook.codes["price.level"].patterns.model_copy(
                            update={"topic": ("срок",)}
                        )
                    }
                )
            }
        }
    )
    said = talk(
        ("Стало гораздо хуже, чем раньше", Kind.COMPLAINT, "discipline.lead_times"),
        question="Что со сроками?",
    )
    (quote,) = select_quotes(Survey.of(replace(said.study, codebook=book), said.codings))
    assert quote.text == "[сроки] Стало гораздо хуже, чем раньше"
    assert quote.original == "Стало гораздо хуже, чем раньше"
    assert "из вопроса" in quote.note


def test_wishes_are_grouped_by_what_they_are_about():
    survey = talk(
        ("Сделали бы личный кабинет", Kind.WISH, "service.digital"),
        ("Хочу видеть остатки в кабинете", Kind.WISH, "service.digital"),
        ("Присылали бы статус заказа", Kind.WISH, "service.informing"),
        ("Возят долго", Kind.COMPLAINT, "discipline.lead_times"),
    )
    found = wishes(survey)
    assert [(wish.code, wish.respondents, len(wish.quotes)) for wish in found] == [
        ("service.digital", 2, 2),
        ("service.informing", 1, 1),
    ]
    assert "Личный кабинет (респондентов: 2, высказываний: 2)" in wishes_as_text(found)


def test_filters_take_ids_and_labels_and_name_what_there_is():
    study, codings = make_study(*eight_people())
    survey = Survey.of(study, codings)
    by_id = select_quotes(survey, where={"process": ["delivery"]})
    assert by_id == select_quotes(survey, where={"process": ["ДОСТАВКА"], "role": []})
    assert by_id == select_quotes(survey, where={"process": ["достав"]})
    assert {quote.process for quote in by_id} == {"delivery"}
    with pytest.raises(InputError, match="delivery"):
        select_quotes(survey, where={"process": ["телепортация"]})
    with pytest.raises(InputError, match="process"):
        select_quotes(survey, where={"погода": ["ясно"]})
    with pytest.raises(InputError, match="погода"):
        pick_quotes(survey, by=["погода"])


def test_the_best_of_a_study_are_always_the_same():
    study, codings = make_study(*eight_people())
    survey = Survey.of(study, codings)
    one = select_quotes(survey, by=("role", "kind"))
    two = select_quotes(mixed(survey), by=("role", "kind"))
    assert as_csv(one) == as_csv(two)
    assert len(select_quotes(survey, by=(), best=4)) == 4


def test_names_can_be_hidden_in_everything_shown():
    survey = complaints("Человек 1 сказал: машину ждали три недели, линия стояла")
    (quote,) = select_quotes(survey)
    hidden: Quote = quote.hidden(lambda text: text.replace("Человек 1", "[сотрудник 1]"))
    assert "Человек" not in as_text([hidden], context=True) + as_csv([hidden])
    assert GAP not in hidden.text


def test_one_sentence_is_quoted_once_whatever_it_was_coded_as():
    survey = complaints("Машину ждали три недели, а линия в это время стояла без сырья")
    one, other = (
        survey.mentions.assign(end=24, text="Машину ждали три недели,"),
        survey.mentions.assign(start=25, text=survey.mentions.text[0][25:], code="discipline.loading"),
    )
    both = pd.concat([one, other], ignore_index=True)
    assert len(select_quotes(survey.but(mentions=both), best=3)) == 1
