"""Projects as MAXQDA, ATLAS.ti, NVivo and QualCoder really write them: nothing is lost without a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from otzvuk.codings.anywhere import pairs, read_side
from otzvuk.codings.chosen import coding_of
from otzvuk.exchange import Imported, import_study, read_project
from otzvuk.model.errors import InputError
from otzvuk.read import read_study
from qdpx import BOTH, GOOD, TALK, document, project, stretch
from studies import small_codebook

BOOK = small_codebook()


def taken(tmp_path: Path, made: Path) -> Imported:
    return import_study(made, tmp_path / "study", codebook="b2b")


def names(imported: Imported) -> list[str]:
    return [each.interview.id for each in imported.project.codings]


def said(imported: Imported) -> str:
    return (imported.path / "import.txt").read_text("utf-8")


# --- the project's file -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "qde", ["Склад 2026.qde", "PROJECT.QDE", "export.qde", "Склад/project.qde", "Проекты\\склад.qde"]
)
def test_the_project_is_found_whatever_it_is_called(tmp_path: Path, qde: str) -> None:
    assert taken(tmp_path, project(tmp_path / "a.qdpx", qde=qde)).mentions == 2


def test_leftovers_of_another_system_are_no_projects(tmp_path: Path) -> None:
    parts = {"__MACOSX/._Склад.qde": b"\0\5", "._Склад.qde": b"\0\5", "sources/a.txt": TALK}
    made = project(tmp_path / "a.qdpx", qde="Склад.qde", parts=parts)
    assert taken(tmp_path, made).mentions == 2


def test_two_projects_or_none_are_refused_by_name(tmp_path: Path) -> None:
    made = project(tmp_path / "a.qdpx", qde="первый.qde", parts={"второй.qde": "<Project/>"})
    with pytest.raises(InputError, match=r"несколько проектов.*второй\.qde.*первый\.qde"):
        read_project(made, codebook=BOOK)
    none = project(tmp_path / "b.qdpx", qde="стенограмма.docx", parts={})
    with pytest.raises(InputError, match=r"нет файла проекта \.qde, есть «\.docx»"):
        read_project(none, codebook=BOOK)


# --- texts --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("a.txt", "sources/a.txt"),
        ("relative:///a.txt", "Sources/a.txt"),
        ("relative://sources/a.txt", "sources/a.txt"),
        ("absolute:///D:/проекты/a.txt", "sources/a.txt"),
        ("D:\\проекты\\a.txt", "sources/a.txt"),
        ("internal://%D0%B1%D0%B5%D1%81%D0%B5%D0%B4%D0%B0%201.txt", "sources/беседа 1.txt"),
        ("internal://бесе\u0438\u0306.txt", "sources/бесей.txt"),
        ("internal://a.txt", "Склад/Documents/a.txt"),
    ],
)
def test_a_text_is_found_by_any_path(tmp_path: Path, path: str, part: str) -> None:
    made = project(tmp_path / "a.qdpx", document(path=path), parts={part: TALK})
    assert taken(tmp_path, made).mentions == 2


@pytest.mark.parametrize("path", ["relative:///../склад.txt", "absolute:///D:/склад.txt", "склад.txt"])
def test_a_text_that_is_not_there_is_named(tmp_path: Path, path: str) -> None:
    made = project(tmp_path / "a.qdpx", document(path=path), parts={})
    with pytest.raises(InputError, match=r"Разговор.*склад\.txt.*sources"):
        read_project(made, codebook=BOOK)
    both = document(path=path, guid="s2", name="Второй") + document()
    imported = taken(tmp_path, project(tmp_path / "b.qdpx", both))
    assert imported.mentions == 2
    assert "источник «Второй»" in said(imported)
    assert "склад.txt" in said(imported)


GUID = "0b6f4c1e-1111-4222-8333-0123456789ab"


@pytest.mark.parametrize(
    ("name", "path", "more", "called"),
    [
        (None, "internal://склад-юлия.txt", "", "склад-юлия"),
        ("", "склад-юлия.txt", "", "склад-юлия"),
        (GUID.upper(), "internal://склад-юлия.txt", "", "склад-юлия"),
        (None, f"internal://{GUID}.txt", ' richTextPath="internal://склад-юлия.docx"', "склад-юлия"),
        (None, f"internal://{GUID}.txt", "", "Документ 1"),
        ("  ", f"internal://{{{GUID}}}.txt", "", "Документ 1"),
    ],
)
def test_a_source_without_a_name_is_called_by_its_file(
    tmp_path: Path, name: str | None, path: str, more: str, called: str
) -> None:
    part = f"sources/{path.removeprefix('internal://')}"
    made = project(tmp_path / "a.qdpx", document(name=name, path=path, more=more), parts={part: TALK})
    assert names(taken(tmp_path, made)) == [called]


# --- recordings ---------------------------------------------------------------------------------------


def recording(kind: str = "AudioSource", *, inner: str = "", transcripts: int = 1) -> str:
    first, last = TALK.index("Паллеты"), TALK.index(", теряем")
    points = "".join(
        f'<SyncPoint guid="y{at}" timeStamp="{at * 1000}" position="{place}"/>'
        for at, place in ((3, 0), (5, first), (9, last), (14, TALK.index("Юлия: Водители")))
    )
    coded = (
        '<TranscriptSelection guid="t1" name="" fromSyncPoint="{Y5}" toSyncPoint="y9">'
        '<Coding creatingUser="u1"><CodeRef targetGUID="c1"/></Coding></TranscriptSelection>'
    )
    text = '<Transcript guid="r{0}" name="Расшифровка {0}" plainTextPath="internal://a.txt">{1}</Transcript>'
    texts = "".join(text.format(number, points + coded) for number in range(1, transcripts + 1))
    return f'<{kind} guid="m1" name="Звонок" path="internal://z.m4a">{texts}{inner}</{kind}>'


@pytest.mark.parametrize("kind", ["AudioSource", "VideoSource"])
def test_the_transcript_of_a_recording_keeps_codings_and_times(tmp_path: Path, kind: str) -> None:
    imported = taken(tmp_path, project(tmp_path / "a.qdpx", recording(kind)))
    assert names(imported) == ["Звонок"]
    (mention,) = imported.project.codings[0].mentions
    assert mention.text == "Паллеты путают"
    (interview,) = read_study(imported.path).interviews
    assert [turn.text for turn in interview.turns] == [line.partition(": ")[2] for line in TALK.splitlines()]
    times = [[cue.seconds for cue in turn.cues] for turn in interview.turns]
    assert times == [[3.0], [5.0, 9.0], [], [14.0]]


def test_codings_of_sound_are_placed_by_sync_points_or_counted(tmp_path: Path) -> None:
    sound = (
        '<AudioSelection guid="x1" begin="14000" end="{}"><Coding><CodeRef targetGUID="c2"/></Coding>'
        "</AudioSelection>"
    )
    end = f'<SyncPoint guid="y20" timeStamp="20000" position="{TALK.index(", помогают")}"/>'
    made = recording(inner=sound.format(20000) + sound.format(777)).replace(
        "<TranscriptS", f"{end}<TranscriptS"
    )
    imported = taken(tmp_path, project(tmp_path / "a.qdpx", made))
    assert [each.text for each in imported.project.codings[0].mentions] == [
        "Паллеты путают",
        "Водители вежливые",
    ]
    assert "разметка не на отрезках текста: 1" in said(imported)


def test_each_transcript_is_an_interview_and_a_recording_without_one_is_said(tmp_path: Path) -> None:
    mute = '<VideoSource guid="v" name="Ролик со склада"/>'
    imported = taken(tmp_path, project(tmp_path / "a.qdpx", recording(transcripts=2) + mute))
    assert names(imported) == ["Расшифровка 1", "Расшифровка 2"]
    assert "«Ролик со склада»: запись без расшифровки" in said(imported)


def test_a_selection_between_unknown_points_is_said(tmp_path: Path) -> None:
    made = recording().replace('toSyncPoint="y9"', 'toSyncPoint="nowhere"')
    imported = taken(tmp_path, project(tmp_path / "a.qdpx", made))
    assert imported.mentions == 0
    assert "не найден в тексте" in said(imported)


# --- people -------------------------------------------------------------------------------------------

VARIABLES = (
    '<Variables><Variable guid="v1" name="Компания" typeOfVariable="Text"/>'
    '<Variable guid="v2" name="Должность" typeOfVariable="Text"/>'
    '<Variable guid="v3" name="Стаж" typeOfVariable="Integer"/></Variables>'
)
VALUES = (
    '<VariableValue><VariableRef targetGUID="v1"/><TextValue>Кедр</TextValue></VariableValue>'
    '<VariableValue><VariableRef targetGUID="v2"/><TextValue>руководитель</TextValue></VariableValue>'
    '<VariableValue><VariableRef targetGUID="v3"/><IntegerValue>7</IntegerValue></VariableValue>'
)


def cases(*listed: str) -> str:
    return f"{VARIABLES}<Cases>{''.join(listed)}</Cases>"


@pytest.mark.parametrize("name", ["Юлия", "Юлия Краснова", "юлия (Разговор)", "Разговор", "разговор.txt"])
def test_a_case_without_a_reference_belongs_by_its_name(tmp_path: Path, name: str) -> None:
    other = document("", name="Пустой", guid="s2", path="b.txt")
    parts = {"sources/a.txt": TALK, "sources/b.txt": TALK.replace("Юлия", "Фёдор")}
    before = cases(f'<Case guid="k" name="{name}">{VALUES}</Case>')
    made = project(tmp_path / "a.qdpx", document() + other, before=before, parts=parts)
    (interview,) = (
        each for each in read_study(taken(tmp_path, made).path).interviews if each.id == "Разговор"
    )
    (person,) = interview.participants.values()
    assert (person.company, person.position, *person.attributes.values()) == ("Кедр", "руководитель", "7")


def test_the_only_case_belongs_to_the_only_text(tmp_path: Path) -> None:
    before = cases(f'<Case guid="k" name="Р-17">{VALUES}</Case>')
    imported = taken(tmp_path, project(tmp_path / "a.qdpx", before=before))
    (person,) = read_study(imported.path).interviews[0].participants.values()
    assert person.company == "Кедр"


def test_a_case_may_refer_by_a_code(tmp_path: Path) -> None:
    before = cases(f'<Case guid="k" name="Р-17"><CodeRef targetGUID="{GOOD}"/>{VALUES}</Case>')
    second = document("", name="Второй", guid="s2")
    imported = taken(tmp_path, project(tmp_path / "a.qdpx", document() + second, before=before))
    assert [each.interview for each in imported.project.persons] == ["Разговор"]


def test_a_case_that_belongs_nowhere_is_said_with_its_values(tmp_path: Path) -> None:
    before = cases(f'<Case guid="k" name="Р-17">{VALUES}</Case>')
    second = document("", name="Второй", guid="s2")
    imported = taken(tmp_path, project(tmp_path / "a.qdpx", document() + second, before=before))
    assert "случай «Р-17»" in said(imported)
    assert "Компания — Кедр" in said(imported)


# --- coders and memos ---------------------------------------------------------------------------------


def test_what_two_people_coded_the_same_is_one_mention_and_each_has_a_file(tmp_path: Path) -> None:
    inner = stretch("Паллеты путают", user="u1") + stretch("Паллеты путают", user="u2")
    inner += stretch("Водители вежливые", GOOD, user="u2")
    imported = taken(tmp_path, project(tmp_path / "a.qdpx", document(inner)))
    assert imported.mentions == 2
    assert len((imported.path / "gold.jsonl").read_text("utf-8").splitlines()) == 2
    sides = [read_side(imported.path / "coders" / f"{name}.jsonl") for name in ("Лада", "Тимур")]
    assert [sum(len(each.mentions) for each in side.codings) for side in sides] == [1, 2]
    assert len(pairs(*sides)[0]) == 1
    assert "Лада — 1" in said(imported)
    assert "Тимур — 2" in said(imported)


def test_a_project_of_two_coders_counts_what_both_coded_once(tmp_path: Path) -> None:
    inner = stretch("Паллеты путают", user="u1") + stretch("Паллеты путают", user="u2")
    made = project(tmp_path / "a.qdpx", document(inner))
    chosen = coding_of(read_study(taken(tmp_path, made).path), made)
    assert sum(len(each.mentions) for each in chosen.codings) == 1


def test_coders_whom_the_project_does_not_name_are_told_apart(tmp_path: Path) -> None:
    inner = stretch("Паллеты путают", user="x1") + stretch("Водители вежливые", GOOD, user="x2")
    imported = taken(tmp_path, project(tmp_path / "a.qdpx", document(inner)))
    assert sorted(each.name for each in (imported.path / "coders").iterdir()) == [
        "Кодировщик 1.jsonl",
        "Кодировщик 2.jsonl",
    ]


def test_one_coder_has_no_file_beside_gold(tmp_path: Path) -> None:
    assert not (taken(tmp_path, project(tmp_path / "a.qdpx")).path / "coders").exists()


def test_memos_are_listed_or_stand_with_their_mention(tmp_path: Path) -> None:
    noted = (
        '<Notes><Note guid="n1" name="Мысль" plainTextPath="internal://n1.txt"/>'
        '<Note guid="n2" name="К отрезку"><PlainTextContent>Сказано с обидой.</PlainTextContent></Note>'
        '<Note guid="n3" name="О документе"><PlainTextContent>Связь\nплохая.</PlainTextContent></Note>'
        "</Notes>"
    )
    about = '<Description>Второй звонок</Description><NoteRef targetGUID="n3"/>'
    inner = stretch("Паллеты путают", inner='<NoteRef targetGUID="n2"/>') + about
    parts = {"sources/a.txt": TALK, "sources/n1.txt": "Проверить смену"}
    made = project(tmp_path / "a.qdpx", document(inner), after=noted, parts=parts)
    imported = taken(tmp_path, made)
    (mention,) = imported.project.codings[0].mentions
    assert mention.why == "Сказано с обидой."
    for line in (
        "заметка «Мысль»: Проверить смену",
        "заметка «О документе» к документу «Разговор»: Связь плохая.",
        "заметка к документу «Разговор»: Второй звонок",
    ):
        assert line in said(imported)


# --- stretches over turns -----------------------------------------------------------------------------


def test_a_stretch_over_two_turns_is_parted_and_said(tmp_path: Path) -> None:
    over = TALK[TALK.index("теряем") : TALK.index(" вежливые")]
    imported = taken(tmp_path, project(tmp_path / "a.qdpx", document(stretch(over))))
    assert [each.text for each in imported.project.codings[0].mentions] == ["теряем день.", "Водители"]
    assert "охватывает реплик респондентов: 2" in said(imported)


def test_a_stretch_that_begins_in_a_question_keeps_the_answer_and_says_so(tmp_path: Path) -> None:
    over = TALK[TALK.index("со складом") : TALK.index(", теряем")]
    imported = taken(tmp_path, project(tmp_path / "a.qdpx", document(stretch(over))))
    assert [each.text for each in imported.project.codings[0].mentions] == ["Паллеты путают"]
    assert "взяты только слова респондента" in said(imported)


def test_the_archive_is_read_whoever_packed_it(tmp_path: Path) -> None:
    """Names in the encoding of old Russian archivers: what zipfile takes for code page 437."""
    import zipfile

    made = project(tmp_path / "a.qdpx", document(BOTH, path="internal://беседа.txt"), parts={})
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("sources/xxxxxx.txt", TALK)
    data = made.read_bytes().replace(b"sources/xxxxxx.txt", "sources/беседа.txt".encode("cp866"))
    made.write_bytes(data)
    assert taken(tmp_path, made).mentions == 2
