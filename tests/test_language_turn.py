from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from otzvuk.language import ParsedTurn, lemma, parse
from otzvuk.language.tokens import is_word

WORDS = [
    *("качество", "документы", "сроки", "менеджер", "опаздывают", "приходит", "отличное", "вовремя"),
    *("нет", "не", "но", "а", "и", "что", "если", "который", "конечно", "знаете", "ну", "вот", "э-э"),
    *("раньше", "теперь", "потому", "зато", "Самара", "ГОСТ", "1С", "3,5", "10:30", "5", "%"),
    *("до\u00adговор", "зака\u0301з", "cрoки", "iPhone"),
]
MARKS = [
    ", ",
    ". ",
    "… ",
    " — ",
    "; ",
    ": ",
    "! ",
    "?! ",
    " «",
    "» ",
    " (",
    ") ",
    "\n",
    "\n\n",
    " ",
    " ",
    " ",
    "",
    ".»",
]
SPEECH = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(MARKS)), max_size=60).map(
    lambda pairs: "".join(word + mark for word, mark in pairs)
)
FLOW = st.lists(st.sampled_from(WORDS), max_size=90).map(" ".join)
ANYTHING = st.text(alphabet=st.characters(codec="utf-8"), max_size=60)


@given(st.one_of(SPEECH, FLOW, ANYTHING))
@example("")
@example(" \n ")
@example("…")
@example("\u00ad")
@example("Он сказал: «я уточню». (смеётся) И всё")
@example("»слово« (")
def test_every_part_stands_where_it_says(text: str) -> None:
    parsed = parse(text)
    for part in (*parsed.tokens, *parsed.sentences, *parsed.clauses):
        assert text[part.start : part.stop] == part.text
        assert part.text
    for part in (*parsed.sentences, *parsed.clauses):
        assert parsed.tokens[part.first].start == part.start
        assert parsed.tokens[part.last - 1].stop == part.stop
    covered(parsed)


def covered(parsed: ParsedTurn) -> None:
    """Sentences hold all tokens; every word lies in exactly one clause, in order, inside its sentence."""
    assert [at for part in parsed.sentences for at in range(part.first, part.last)] == [
        *range(len(parsed.tokens))
    ]
    for sentence in parsed.sentences:
        for clause in sentence.clauses:
            assert sentence.first <= clause.first < clause.last <= sentence.last
    for before, after in pairwise(parsed.clauses):
        assert before.last <= after.first
        assert before.stop <= after.start
    inside = [at for clause in parsed.clauses for at in range(clause.first, clause.last)]
    words = [at for at, token in enumerate(parsed.tokens) if is_word(token.text)]
    assert set(words) <= set(inside)


@given(SPEECH)
def test_the_same_text_gives_the_same_parts(text: str) -> None:
    assert parse(text) == parse(text)


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("«Мологаплит» держит слово.", ["«Мологаплит» держит слово"]),
        ("Он говорит: «я уточню».", ["Он говорит: «я уточню»"]),
        ("«Ой, а две мы положим в следующую».", ["«Ой, а две мы положим в следующую»"]),
        ("(смеётся) Ну да.", ["(смеётся)", "Ну да"]),
        ("— Да нормально, не жалуемся.", ["Да нормально, не жалуемся"]),
        ("…", []),
        ("«Всё будет. И тишина», — сказал он.", ["Всё будет", "И тишина», — сказал он"]),
        ("Скинули 100 %!", ["Скинули 100 %"]),
    ],
)
def test_outer_marks_are_no_part_of_a_clause_but_its_own_quotes_are(text: str, clauses: list[str]) -> None:
    assert [clause.text for clause in parse(text).clauses] == clauses


def test_tokens_carry_the_lemmas_of_their_forms() -> None:
    parsed = parse("Накладные, э-э, зака\u0301зов приходят по 2-3 дня!")
    assert [token.lemma for token in parsed.tokens] == [lemma(token.text) for token in parsed.tokens]
    assert [token.lemma for token in parsed.tokens] == [
        *("накладная", ",", "э-э", ",", "заказ", "приходить", "по", "2-3", "день", "!")
    ]
