"""What other programs send: taken over as a study, or refused; and what was exported comes back the same."""

from __future__ import annotations

import zipfile
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otzvuk.codings.gold import read_gold
from otzvuk.codings.taught import read_coded
from otzvuk.exchange import (
    archive,
    export_codebook,
    export_project,
    import_codebook,
    import_study,
    read_project,
    write_codebook,
)
from otzvuk.exchange.meaning import meanings
from otzvuk.exchange.positions import settle
from otzvuk.exchange.project import Project
from otzvuk.exchange.qde import QdeCode
from otzvuk.exchange.qdesource import QdeSelection
from otzvuk.model.codebook import Code, Codebook, Process, read_codebook
from otzvuk.model.errors import InputError
from otzvuk.model.interview import Interview, Participant, Turn
from otzvuk.model.mention import Coding, Kind, Mention, Trend
from otzvuk.read import read_marked_study, read_study
from studies import Person, eight_people, make_study, small_codebook

BOOK = small_codebook()


# --- round trip -------------------------------------------------------------------------------------


def bare(coding: Coding) -> list[tuple[Any, ...]]:
    return [
        (each.turn, each.start, each.stop, each.text, each.kind, each.code, each.process, each.trend)
        for each in coding.mentions
    ]


WORDS = st.text(alphabet="аб вгё\u0301-👍🏽👨‍👩‍👧é\u00a0:.«»&<>\"'\n]", min_size=1, max_size=30).filter(
    lambda text: text == text.strip() and "\u200d" not in (text[0], text[-1])
)


@st.composite
def codings(draw: st.DrawFn) -> tuple[Coding, ...]:
    made = []
    for number in range(draw(st.integers(1, 2))):
        speakers = draw(st.lists(st.sampled_from(["Анна", "Борис", "Вера 👍"]), min_size=1, max_size=4))
        turns = [Turn("Интервьюер", "Как дела?", interviewer=True)]
        turns += [Turn(speaker, draw(WORDS)) for speaker in speakers]
        mentions = []
        for at, turn in enumerate(turns):
            if turn.interviewer or not draw(st.booleans()):
                continue
            start = draw(st.integers(0, len(turn.text) - 1))
            stop = draw(st.integers(start + 1, len(turn.text)))
            if turn.text[start:stop].strip():
                code = draw(st.sampled_from(sorted(BOOK.codes)))
                process = draw(st.sampled_from([BOOK.process_of(code), "claims"]))
                mentions.append(
                    Mention(
                        at,
                        start,
                        stop,
                        turn.text[start:stop],
                        draw(st.sampled_from(list(Kind))),
                        code,
                        process,
                        draw(st.sampled_from(list(Trend))),
                        draw(st.sampled_from([1.0, 0.123456789])),
                        draw(st.sampled_from(["rule:a", "model:b2b@1", "person:Мария"])),
                        draw(st.sampled_from(["", "слово «дорого»\nи ещё"])),
                    )
                )
        people = {name: Participant(name) for name in speakers}
        made.append(Coding(Interview(f"i{number}", f"i{number}.txt", tuple(turns), people), tuple(mentions)))
    return tuple(made)


@given(codings())
@settings(max_examples=40, deadline=None)
def test_what_is_exported_comes_back_the_same(tmp_path_factory: Any, made: tuple[Coding, ...]) -> None:
    folder = tmp_path_factory.mktemp("trip")
    study, _ = make_study()
    export_project(study, made, folder / "a.qdpx")
    project = read_project(folder / "a.qdpx", codebook=BOOK)
    assert project.lost == ()
    for before, after in zip(made, project.codings, strict=True):
        assert after.interview.id == before.interview.id
        told = [(turn.speaker, turn.text, turn.interviewer) for turn in before.interview.turns]
        assert [(turn.speaker, turn.text, turn.interviewer) for turn in after.interview.turns] == told
        assert after.mentions == before.mentions


@given(codings())
@settings(max_examples=6, deadline=None)
def test_the_imported_study_holds_the_same_mentions(tmp_path_factory: Any, made: tuple[Coding, ...]) -> None:
    folder = tmp_path_factory.mktemp("study")
    study, _ = make_study()
    write_codebook(BOOK, folder / "book.yaml")
    export_project(study, made, folder / "a.qdpx")
    imported = import_study(folder / "a.qdpx", folder / "new", codebook=folder / "book.yaml")
    assert imported.lost == ()
    expected = [bare(coding) for coding in made]
    assert [bare(coding) for coding in read_marked_study(folder / "new").codings] == expected
    gold = read_gold(folder / "new" / "gold.jsonl", read_study(folder / "new"))
    assert [bare(coding) for coding in gold] == expected


def with_tower() -> Codebook:
    """A book with what no other has: a code of a theme, process and stage of its own."""
    own = Code(label="Башенный кран", process="lifting", definition="Простой крана.")
    return BOOK.model_copy(
        update={
            "themes": {**BOOK.themes, "site": "Площадка"},
            "stages": {**BOOK.stages, "build": "Стройка"},
            "processes": {**BOOK.processes, "lifting": Process(label="Подъём", stage="build")},
            "codes": {**BOOK.codes, "site.tower": own},
        }
    )


def tower_project(path: Path) -> tuple[Coding, ...]:
    turn = Turn("Лада", "Кран простоял четыре часа.")
    interview = Interview("i1", "i1.txt", (turn,), {"Лада": Participant("user", "Луг")})
    mention = Mention(
        turn=0, start=0, stop=26, text=turn.text, kind=Kind.COMPLAINT, code="site.tower", process="lifting"
    )
    study, _ = make_study()
    coded = (Coding(interview, mentions=(mention,)),)
    export_project(replace(study, codebook=with_tower()), coded, path)
    return coded


def test_codes_of_a_book_that_is_not_at_hand_come_back_with_their_theme_process_and_stage(
    tmp_path: Path,
) -> None:
    coded = tower_project(tmp_path / "a.qdpx")
    project = read_project(tmp_path / "a.qdpx", codebook=BOOK)
    assert [bare(each) for each in project.codings] == [bare(each) for each in coded]
    assert project.codebook.codes["site.tower"] == with_tower().codes["site.tower"]
    assert project.codebook.themes["site"] == "Площадка"
    assert project.codebook.processes["lifting"].label == "Подъём"
    assert project.codebook.stages["build"] == "Стройка"
    assert project.notes == ("новый код: «Площадка / Башенный кран» → site.tower",)
    export_codebook(with_tower(), tmp_path / "b.qdc")
    book, new = import_codebook(tmp_path / "b.qdc", base=BOOK)
    assert book == project.codebook
    assert new == ("«Площадка / Башенный кран» → site.tower",)


def test_a_name_that_only_repeats_the_one_above_it_is_no_part_of_the_label() -> None:
    node = QdeCode("g", ("Площадка", "Кран", "Жалоба: Кран"))
    _, book, new = meanings({"g": node}, BOOK, project="p")
    assert new == ["«Площадка / Кран» → ploschadka.kran"]
    assert book.codes["ploschadka.kran"].label == "Кран"


def test_people_come_back_with_all_that_is_known_of_them(tmp_path: Path) -> None:
    study, made = make_study(*eight_people())
    export_project(study, made, tmp_path / "a.qdpx")
    write_codebook(BOOK, tmp_path / "book.yaml")
    import_study(tmp_path / "a.qdpx", tmp_path / "new", codebook=tmp_path / "book.yaml")
    read = read_study(tmp_path / "new")
    for before, after in zip(study.interviews, read.interviews, strict=True):
        for one, other in zip(before.participants.values(), after.participants.values(), strict=True):
            assert replace(other, role_source="", attributes={}) == replace(one, attributes={})
            assert {name: value for name, value in other.attributes.items() if value} == {
                {"region": "region"}.get(name, name): value for name, value in one.attributes.items()
            }
    coded = read_coded([tmp_path / "new"], BOOK)
    assert sum(len(each.mentions) for each in coded.codings) == sum(len(each.mentions) for each in made)


# --- foreign projects -------------------------------------------------------------------------------

TEXT = (
    "Интервьюер: Как сроки?\nАнна: Срывают каждый раз.\nИнтервьюер: А цена?\nАнна: Цена хорошая, спору нет.\n"
)
CODES = """
<Code guid="{11111111-0000-4000-8000-000000000001}" name="Негатив" isCodable="true"/>
<Code guid="11111111-0000-4000-8000-000000000002" name="Отгрузка" isCodable="true"/>
<Code guid="11111111-0000-4000-8000-000000000003" name="Плюсы" isCodable="false">
  <Code guid="11111111-0000-4000-8000-000000000004" name="уровень цены" isCodable="true"/>
  <Code guid="11111111-0000-4000-8000-000000000005" name="Вежливость" isCodable="true"/>
</Code>"""
NEGATIVE, LOADING, _, PRICE, POLITE = (f"11111111-0000-4000-8000-00000000000{n}" for n in range(1, 6))


def selection(
    words: str, *codes: str, shift: int = 0, text: str = TEXT, user: str = "", name: str = ""
) -> str:
    start = text.index(words) + shift
    inner = "".join(
        f'<Coding guid="x" creatingUser="{user}"><CodeRef targetGUID="{code}"/></Coding>' for code in codes
    )
    place = f'startPosition="{start}" endPosition="{start + len(words)}"'
    return f"<PlainTextSelection {place} name={quoteattr(name)}>{inner}</PlainTextSelection>"


def foreign(
    path: Path, inner: str, *, data: bytes = TEXT.encode(), codes: str = CODES, more: str = "",
    head: str = "", attributes: str = 'plainTextPath="internal://a.txt"',
    parts: dict[str, bytes] | None = None,
) -> Path:  # fmt: skip
    xml = (
        f'<?xml version="1.0" encoding="utf-8"?>{head}<Project xmlns="urn:QDA-XML:project:1.0" name="Чужой">'
        f'<Users><User guid="u1" name="Мария"/><User guid="u2" name="Пётр"/></Users>'
        f"<CodeBook><Codes>{codes}</Codes></CodeBook>{more}"
        f'<Sources><TextSource guid="s1" name="Встреча 1.txt" {attributes}>{inner}</TextSource></Sources>'
        "</Project>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("project.qde", xml)
        for name, content in (parts if parts is not None else {"Sources/a.txt": data}).items():
            made.writestr(name, content)
    return path


def mentions(project: Project) -> list[tuple[str, str, str]]:
    return [(each.text, each.kind.value, each.code) for coding in project.codings for each in coding.mentions]


def test_kinds_and_codes_are_known_by_their_names(tmp_path: Path) -> None:
    inner = (
        selection("Срывают каждый раз", LOADING, NEGATIVE)
        + selection("Цена хорошая", PRICE)
        + selection("спору нет", POLITE, user="u1")
    )
    project = read_project(foreign(tmp_path / "a.qdpx", inner), codebook=BOOK)
    assert mentions(project) == [
        ("Срывают каждый раз", "complaint", "discipline.loading"),
        ("Цена хорошая", "praise", "price.level"),
        ("спору нет", "praise", "imported.vezhlivost"),
    ]
    assert [each.decided_by for coding in project.codings for each in coding.mentions][-1] == "person:Мария"
    assert project.codebook.label("imported.vezhlivost") == "Вежливость"
    assert set(BOOK.codes) < set(project.codebook.codes)
    assert project.lost == ()


def test_a_code_without_a_kind_is_lost_unless_one_is_given(tmp_path: Path) -> None:
    path = foreign(tmp_path / "a.qdpx", selection("Срывают каждый раз", LOADING))
    project = read_project(path, codebook=BOOK)
    assert mentions(project) == []
    assert any("Отгрузка" in line and "1" in line for line in project.lost)
    assert mentions(read_project(path, codebook=BOOK, kind=Kind.WISH)) == [
        ("Срывают каждый раз", "wish", "discipline.loading")
    ]


@pytest.mark.parametrize(
    ("data", "counted"),
    [
        (b"\xef\xbb\xbf" + TEXT.encode(), TEXT),
        (b"\xef\xbb\xbf" + TEXT.encode(), "\ufeff" + TEXT),
        (TEXT.replace("\n", "\r\n").encode(), TEXT),
        (TEXT.replace("\n", "\r\n").encode(), TEXT.replace("\n", "\r\n")),
        ((TEXT + "👍").encode(), TEXT),
    ],
    ids=["BOM", "BOM counted", "CRLF as one", "CRLF as two", "emoji"],
)
def test_positions_are_understood_whatever_they_count(tmp_path: Path, data: bytes, counted: str) -> None:
    words = ["Срывают каждый раз", "Цена хорошая", "спору нет"]
    inner = "".join(selection(each, PRICE, text=counted, name=each) for each in words)
    project = read_project(foreign(tmp_path / "a.qdpx", inner, data=data), codebook=BOOK)
    assert [text for text, _, _ in mentions(project)] == words


def test_positions_in_utf16_units_are_understood(tmp_path: Path) -> None:
    text = (
        "Анна: 👍👍 да. Цена хорошая, спору нет.\nБорис: Цена так себе.\nАнна: Ну и ладно.\nБорис: Ладно.\n"
    )
    start = len(text[: text.index("Цена хорошая")].encode("utf-16-le")) // 2
    place = f'startPosition="{start}" endPosition="{start + 12}"'
    inner = (
        f'<PlainTextSelection {place}><Coding><CodeRef targetGUID="{PRICE}"/></Coding></PlainTextSelection>'
    )
    project = read_project(foreign(tmp_path / "a.qdpx", inner, data=text.encode()), codebook=BOOK)
    assert mentions(project)[0][0] == "Цена хорошая"
    assert any("эмодзи" in note for note in project.notes)


def test_a_selection_over_turns_is_parted_and_questions_are_left_out(tmp_path: Path) -> None:
    over = "Срывают каждый раз.\nИнтервьюер: А цена?\nАнна: Цена"
    inner = selection(over, PRICE) + selection("Как сроки", PRICE)
    project = read_project(foreign(tmp_path / "a.qdpx", inner), codebook=BOOK)
    assert [text for text, _, _ in mentions(project)] == ["Срывают каждый раз.", "Цена"]
    assert any("вне слов респондентов" in line for line in project.lost)


def test_one_coder_can_be_chosen(tmp_path: Path) -> None:
    inner = selection("Цена хорошая", PRICE, user="u1") + selection("спору нет", PRICE, user="u2")
    path = foreign(tmp_path / "a.qdpx", inner)
    assert mentions(read_project(path, codebook=BOOK, coder="пётр")) == [
        ("спору нет", "praise", "price.level")
    ]
    with pytest.raises(InputError, match=r"нет такого пользователя «Иван».*Мария, Пётр"):
        read_project(path, codebook=BOOK, coder="Иван")


def test_inline_text_and_a_case_without_a_name_are_read(tmp_path: Path) -> None:
    more = (
        '<Variables><Variable guid="v1" name="Компания" typeOfVariable="Text"/></Variables>'
        '<Cases><Case guid="c1">'
        '<VariableValue><VariableRef targetGUID="v1"/><TextValue>Альфа</TextValue></VariableValue>'
        '<SourceRef targetGUID="{s1}"/></Case></Cases>'
    )
    inner = f"<PlainTextContent>{escape(TEXT)}</PlainTextContent>" + selection("Цена хорошая", PRICE)
    path = foreign(tmp_path / "a.qdpx", inner, attributes="", more=more, parts={})
    project = read_project(path, codebook=BOOK)
    assert mentions(project) == [("Цена хорошая", "praise", "price.level")]
    (person,) = project.codings[0].interview.participants.values()
    assert (person.speaker, person.company) == ("Анна", "Альфа")


def test_a_word_document_without_plain_text_is_read(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    for line in TEXT.splitlines():
        document.add_paragraph(line)
    document.save(str(tmp_path / "a.docx"))
    inner = selection("Цена хорошая", PRICE, name="Цена хорошая") + selection(
        "спору нет", PRICE, name="такого нет"
    )
    path = foreign(
        tmp_path / "a.qdpx",
        inner,
        attributes='richTextPath="internal://a.docx"',
        parts={"sources/a.docx": (tmp_path / "a.docx").read_bytes()},
    )
    project = read_project(path, codebook=BOOK)
    assert mentions(project) == [("Цена хорошая", "praise", "price.level")]
    assert any("такого нет" in line for line in project.lost)


def test_the_text_of_a_pdf_is_read_and_areas_of_its_pages_are_listed(tmp_path: Path) -> None:
    coding = f'<Coding><CodeRef targetGUID="{PRICE}"/></Coding>'
    more = (
        '<Sources><PDFSource guid="p" name="Отчёт.pdf" path="internal://a.pdf">'
        '<PDFSelection guid="x" page="0" firstX="1" firstY="1" secondX="2" secondY="2">'
        f"{coding}</PDFSelection>"
        f'<Representation guid="r" plainTextPath="internal://a.txt">{selection("Цена хорошая", PRICE)}'
        "</Representation></PDFSource></Sources>"
    )
    project = read_project(foreign(tmp_path / "a.qdpx", "", more=more), codebook=BOOK)
    assert mentions(project) == [("Цена хорошая", "praise", "price.level")]
    assert {coding.interview.id for coding in project.codings} == {"Отчёт", "Встреча 1"}
    assert project.lost == ("источник «Отчёт.pdf»: разметка не на отрезках текста: 1",)


def test_what_cannot_be_taken_over_is_listed(tmp_path: Path) -> None:
    inner = (
        selection("Цена хорошая", "no-such-code")
        + '<PlainTextSelection startPosition="900" endPosition="990">'
    )
    inner += f'<Coding><CodeRef targetGUID="{PRICE}"/></Coding></PlainTextSelection>'
    more = '<Sources><VideoSource guid="v" name="Ролик"/></Sources>'
    path = foreign(tmp_path / "a.qdpx", inner, more=more)
    imported = import_study(path, tmp_path / "new", codebook="b2b")
    said = (tmp_path / "new" / "import.txt").read_text("utf-8")
    for part in ("Ролик", "разметка без кода", "900–990"):
        assert part in said
    assert imported.mentions == 0


def test_overlapping_mentions_stay_in_gold(tmp_path: Path) -> None:
    inner = selection("Цена хорошая", PRICE) + selection("хорошая, спору нет", POLITE)
    write_codebook(BOOK, tmp_path / "book.yaml")
    path = foreign(tmp_path / "a.qdpx", inner)
    imported = import_study(path, tmp_path / "new", codebook=tmp_path / "book.yaml")
    study = read_study(tmp_path / "new")
    assert [len(each.mentions) for each in read_gold(tmp_path / "new" / "gold.jsonl", study)] == [2]
    assert [len(each.mentions) for each in read_marked_study(tmp_path / "new").codings] == [1]
    assert any("пересекается" in line for line in imported.lost)
    assert read_codebook("codebook.yaml", beside=tmp_path / "new").codes.keys() >= {"price.level"}


def test_a_full_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="папка не пуста"):
        import_study(foreign(tmp_path / "a.qdpx", ""), tmp_path)


@pytest.mark.parametrize(
    ("path", "kind", "code"),
    [
        (("Жалоба: Уровень цены",), "complaint", "price.level"),
        (("Минусы", "Цены и условия", "уровень цены"), "complaint", "price.level"),
        (("Упаковка – позитив",), "praise", "quality.packaging"),
        (("Упаковка (пожелания)",), "wish", "quality.packaging"),
        (("price.level",), None, "price.level"),
        (("Негатив",), "complaint", ""),
        (("Проблема качества",), None, "imported.problema_kachestva"),
        (("Плюсы", "Сервис", "Вежливость"), "praise", "service.vezhlivost"),
    ],
)
def test_names_tell_kind_and_code(path: tuple[str, ...], kind: str | None, code: str) -> None:
    found, book, _ = meanings({"x": QdeCode("x", path)}, BOOK, project="Чужой")
    assert found["x"] == (kind and Kind(kind), code)
    assert not code or code in book.codes
    assert not list(book.faults())


# --- codebooks --------------------------------------------------------------------------------------


def test_a_codebook_comes_back_by_its_names(tmp_path: Path) -> None:
    export_codebook(BOOK, tmp_path / "a.qdc")
    same, new = import_codebook(tmp_path / "a.qdc", base=BOOK)
    assert (same, new) == (BOOK, ())
    other, added = import_codebook(tmp_path / "a.qdc", base=read_codebook("b2b"))
    write_codebook(other, tmp_path / "b.yaml")
    assert Counter(read_codebook(tmp_path / "b.yaml").codes) == Counter(other.codes)
    assert added == () or isinstance(other, Codebook)


# --- hostile files ----------------------------------------------------------------------------------


def test_a_bomb_is_refused_while_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_ALL", 2**20)
    path = foreign(tmp_path / "a.qdpx", "", data=b"a" * 3 * 2**20)
    with pytest.raises(InputError, match="нет ни одного текста"):
        read_project(path, codebook=BOOK)
    bomb = foreign(tmp_path / "b.qdpx", "x" * 3 * 2**20)
    with pytest.raises(InputError, match="слишком велик"):
        read_project(bomb, codebook=BOOK)


def test_a_project_of_a_million_empty_tags_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="слишком много элементов"):
        read_project(foreign(tmp_path / "a.qdpx", "<a/>" * 1_000_001), codebook=BOOK)


@pytest.mark.parametrize("name", ["../evil.txt", "/etc/evil", "sources\\..\\..\\evil.txt", "C:/evil.txt"])
def test_names_that_lead_out_are_refused(tmp_path: Path, name: str) -> None:
    path = foreign(tmp_path / "a.qdpx", "", parts={name: b"x"})
    with pytest.raises(InputError, match="за его пределы"):
        read_project(path, codebook=BOOK)


@pytest.mark.parametrize(
    "where",
    ["absolute:///etc/hostname", "relative:///../hostname", "/etc/hostname", "internal://../../etc/hostname"],
)
def test_nothing_outside_is_read(tmp_path: Path, where: str) -> None:
    path = foreign(tmp_path / "a.qdpx", "", attributes=f'plainTextPath="{where}"')
    with pytest.raises(InputError, match="нет ни одного текста"):
        read_project(path, codebook=BOOK)


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
    ],
)
def test_entities_are_refused(tmp_path: Path, head: str) -> None:
    with pytest.raises(InputError, match="повреждён или опасен"):
        read_project(foreign(tmp_path / "a.qdpx", "", head=head), codebook=BOOK)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\x00" * 100])
def test_a_damaged_file_is_an_input_error(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.qdpx").write_bytes(data)
    with pytest.raises(InputError, match="повреждён"):
        read_project(tmp_path / "a.qdpx", codebook=BOOK)


@given(st.binary(max_size=8), st.integers(0, 3000))
@settings(max_examples=40, deadline=None)
def test_a_spoilt_file_is_read_or_refused(tmp_path_factory: Any, junk: bytes, at: int) -> None:
    folder = tmp_path_factory.mktemp("spoilt")
    study, made = make_study(Person("Анна", says=["-price.level"]))
    export_project(study, made, folder / "a.qdpx")
    data = bytearray((folder / "a.qdpx").read_bytes())
    data[at : at + len(junk)] = junk
    (folder / "a.qdpx").write_bytes(data)
    with suppress(InputError):
        read_project(folder / "a.qdpx", codebook=BOOK)


@given(
    st.text(alphabet="аб\r\n👍 é\u0301", min_size=6, max_size=40).filter(lambda text: not text.isspace()),
    st.booleans(),
    st.sampled_from(["code points", "line ends as one", "UTF-16"]),
)
def test_any_way_of_counting_is_undone(body: str, bom: bool, counting: str) -> None:
    before = "\ufeff" if bom else ""
    raw = f"{before}Анна: {body}\r\n👍 Слова, которые ищут. И дальше."
    words = "Слова, которые ищут"
    head = raw[: raw.index(words)].removeprefix("\ufeff")
    if counting == "line ends as one":
        head = head.replace("\r\n", "\n")
    start = len(head.encode("utf-16-le")) // 2 if counting == "UTF-16" else len(head)
    text = settle(raw, [QdeSelection("x", start, start + len(words), words)])
    assert text.text[text.at(start) : text.at(start + len(words))] == words


def test_an_import_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = foreign(tmp_path / "a.qdpx", "")
    before = sorted(tmp_path.iterdir())

    def fail(*_: object) -> None:
        raise InputError("диск полон")

    monkeypatch.setattr("otzvuk.exchange.study._marked", fail)
    with pytest.raises(InputError, match="диск полон"):
        import_study(sent, tmp_path / "новое")
    assert sorted(tmp_path.iterdir()) == before
