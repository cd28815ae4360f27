"""The inline-coded format: tags → mentions and ratings, and back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otzvuk.model.codebook import read_codebook
from otzvuk.model.errors import InputError
from otzvuk.model.interview import Turn
from otzvuk.model.mention import Kind, Mention, Rating, Trend
from otzvuk.read import read_marked, read_marked_study, write_marked
from reading import CODEBOOK, SHARED, lay_out

GOLD = SHARED / "gold" / "open"


def test_tags_become_mentions_and_ratings() -> None:
    text = (
        "И: Как?\n"
        'Пётр: Ну, <c s="discipline.lead_times,documents.errors" t="worse">сроки & бумаги</c>. '
        '<p s="documents.errors" process="delivery">На <r s="documents.errors" v="8" of="10">восемь</r></p>'
        ".\n"
    )
    turns, mentions, ratings = read_marked(text)
    assert turns == (
        Turn("И", "Как?", "строка 1"),
        Turn("Пётр", "Ну, сроки & бумаги. На восемь.", "строка 2"),
    )
    assert [(each.text, each.kind, each.code, each.process, each.trend) for each in mentions] == [
        ("сроки & бумаги", Kind.COMPLAINT, "discipline.lead_times", "", Trend.WORSE),
        ("сроки & бумаги", Kind.COMPLAINT, "documents.errors", "", Trend.WORSE),
        ("На восемь", Kind.PRAISE, "documents.errors", "delivery", Trend.NONE),
    ]
    assert ratings == (Rating(1, 23, 29, "восемь", "documents.errors", 8.0, 10.0),)
    assert all(turns[each.turn].text[each.start : each.stop] == each.text for each in (*mentions, *ratings))
    assert write_marked(turns, mentions, ratings) == text


def test_with_a_codebook_the_process_is_filled_in() -> None:
    book = read_codebook(CODEBOOK)
    text = (
        'Р: <w s="documents.errors">Без ошибок</w>, <w s="documents.errors" process="delivery">в срок</w>\n'
    )
    turns, mentions, ratings = read_marked(text, codebook=book)
    assert [each.process for each in mentions] == ["document_exchange", "delivery"]
    assert write_marked(turns, mentions, ratings, codebook=book) == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("И: да\nпросто слова", "строка 2, столбец 1: в начале строки нет имени говорящего"),
        ('Р: а <c s="x.y">б', "строка 1, столбец 6: тег не закрыт «<c>»; ожидается </c>"),
        ("Р: а</c>", "столбец 5: закрывающий тег не к месту «</c>»; ожидается сначала открывающий тег"),
        ('Р: <c s="x.y">а</p>', "столбец 16: закрывающий тег не к месту «</p>»; ожидается </c>"),
        ('Р: <c s="x.y">а<p s="x.y">б</p></c>', "столбец 16: упоминание внутри упоминания"),
        ('Р: <z s="x.y">а</z>', "столбец 4: неизвестный тег"),
        ("Р: <c>а</c>", "столбец 4: в теге нет кода"),
        ('Р: <c s="x.y" k="1">а</c>', "неизвестный признак «k»; ожидается process, s, t"),
        ('Р: <c s="x.y" t="up">а</c>', "неизвестное изменение «up»; ожидается worse или better"),
        ('Р: <c s="x.y"> </c>.', "неизвестный код «x.y»"),
        ('Р: <c s="documents.errors"></c>.', "столбец 4: внутри тега ничего нет"),
        (
            'Р: <r s="documents.errors" v="пять" of="5">а</r>',
            'у оценки нет числа «<r>»; ожидается v="8" of="10"',
        ),
        (
            'Р: <c s="documents.errrs">а</c>',
            "неизвестный код «documents.errrs»; ожидается «documents.errors»",
        ),
        ('Р: <c s="documents.errors" process="a">а</c>', "неизвестный процесс «a»"),
        ("Р: 5 < 6", "столбец 6: лишний знак «<»"),
    ],
)
def test_faults_are_named_with_line_and_column(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError) as error:
        read_marked(text, codebook=read_codebook(CODEBOOK))
    assert message in str(error.value)
    path = tmp_path / "i1.txt"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError) as error:
        read_marked(path, codebook=read_codebook(CODEBOOK))
    assert str(error.value).startswith(f"{path}, строка ")


@st.composite
def coded(draw: st.DrawFn) -> tuple[list[Turn], list[Mention], list[Rating]]:
    """Turns whose stretches follow each other, each a mention, two, a rating, or a rating in a mention."""
    words = st.text(st.sampled_from('абв &<>;\n:ltgampbr/"'), min_size=1, max_size=12)
    turns, mentions, ratings = [], [], []
    for index in range(draw(st.integers(1, 3))):
        pieces = draw(
            st.lists(
                st.tuples(words, st.sampled_from(["", "one", "two", "mark", "both"])), min_size=1, max_size=5
            )
        )
        text, stretches = "я", []
        for piece, what in pieces:
            stretches.append((len(text), len(text) + len(piece), what))
            text += piece
        text += "."
        turns.append(Turn(draw(st.sampled_from(["И", "Пётр Ильич"])), text, f"строка {index + 1}"))
        for start, stop, what in stretches:
            kind, trend = draw(st.sampled_from(Kind)), draw(st.sampled_from(Trend))
            process = draw(st.sampled_from(["", "claims"]))
            for code in ["a.b", "c.d"][: {"one": 1, "both": 1, "two": 2}.get(what, 0)]:
                mentions.append(
                    Mention(
                        index, start, stop, text[start:stop], kind, code, process, trend, 1.0, "person:marked"
                    )
                )
            if what in {"mark", "both"}:
                value = draw(st.sampled_from([0.0, 4.5, 10.0]))
                ratings.append(Rating(index, start, stop, text[start:stop], "a.b", value, 10.0))
    return turns, mentions, ratings


@given(coded())
def test_what_is_written_is_read_back(study: tuple[list[Turn], list[Mention], list[Rating]]) -> None:
    turns, mentions, ratings = study
    assert read_marked(write_marked(turns, mentions, ratings)) == (
        tuple(turns),
        tuple(mentions),
        tuple(ratings),
    )


def mention(start: int, stop: int, kind: Kind = Kind.PRAISE) -> Mention:
    return Mention(0, start, stop, "абвгде"[start:stop], kind, "a.b", "")


def test_what_the_format_cannot_say_is_refused() -> None:
    turns = [Turn("Р", "абвгде")]
    for second in (mention(2, 5), mention(1, 2), mention(0, 3, Kind.WISH)):
        with pytest.raises(InputError, match="упоминания пересекаются"):
            write_marked(turns, [mention(0, 3), second])
    with pytest.raises(InputError, match="имя говорящего не записать"):
        write_marked([Turn("Р: да", "а")])


def test_a_marked_study_is_read_whole(tmp_path: Path) -> None:
    root = lay_out(
        tmp_path,
        {
            "participants.csv": "interview,file,speaker,company,position\ni7,a.txt,Пётр,Альфа,мастер\n",
            "marked/a.txt": 'Анна: Как?\nПётр: <c s="documents.errors">Плохо</c>.\n',
        },
    )
    (coding,) = read_marked_study(root).codings
    assert coding.interview.id == "i7"
    assert coding.interview.turns[0].interviewer
    assert coding.interview.participants["Пётр"].role == "user"
    assert coding.mentions[0].process == "document_exchange"
    with pytest.raises(InputError, match="нет размеченных стенограмм"):
        read_marked_study(lay_out(tmp_path / "empty", {}))


@pytest.mark.skipif(not GOLD.is_dir(), reason="нет папки ../shared с открытым золотым исследованием")
def test_the_gold_study_is_read_exactly() -> None:
    mentions: list[dict[str, Any]] = []
    marks: list[dict[str, Any]] = []
    for path in sorted((GOLD / "marked").glob("*.txt")):
        marked = read_marked(path)
        turns = marked.turns
        mentions += [
            {
                "interview": path.stem, "turn": each.turn, "speaker": turns[each.turn].speaker,
                "kind": each.kind, "code": each.code, "trend": each.trend or None,
                "process": each.process or None, "start": each.start, "end": each.stop, "text": each.text,
            }
            for each in marked.mentions
        ]  # fmt: skip
        marks += [
            {
                "interview": path.stem, "turn": each.turn, "speaker": turns[each.turn].speaker,
                "code": each.criterion, "value": each.value, "scale": each.scale,
                "start": each.start, "end": each.stop, "text": each.text,
            }
            for each in marked.ratings
        ]  # fmt: skip
        assert write_marked(*marked) == path.read_text("utf-8")
        plain = (GOLD / "transcripts" / path.name).read_text("utf-8")
        assert "".join(f"{turn.speaker}: {turn.text}\n" for turn in turns) == plain
    assert mentions == lines(GOLD / "gold.jsonl")
    assert marks == lines(GOLD / "ratings.jsonl")


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
