"""A study's folder → Study: people, roles, ids, failures, and everything that is wrong at once."""

from __future__ import annotations

import os
import unicodedata
import zipfile
from pathlib import Path

import pytest

from otzvuk.model.errors import InputError
from otzvuk.model.interview import Participant, Role
from otzvuk.model.study import Failure
from otzvuk.read import check_study, inspect_study, read_interview, read_study
from program import call
from reading import SHARED, TALK, lay_out, said

TABLE = "interview;file;speaker;company;position;role;function;wave;region\n"


def test_transcripts_alone_are_a_study(tmp_path: Path) -> None:
    study = read_study(lay_out(tmp_path, {"transcripts/b.txt": TALK, "transcripts/a.md": TALK}))
    assert [(each.id, each.file) for each in study.interviews] == [
        ("a", "transcripts/a.md"),
        ("b", "transcripts/b.txt"),
    ]
    interview = study.interview("a")
    assert [turn.interviewer for turn in interview.turns] == [True, False, True, False]
    assert dict(interview.participants) == {"Пётр": Participant("Пётр")}
    assert interview.assumptions == ()
    assert study.assumptions == ("Таблицы участников нет: компании и роли респондентов неизвестны",)
    assert study.failures == ()


def test_transcripts_may_lie_beside_the_other_files(tmp_path: Path) -> None:
    table = TABLE + ";i1.txt;Пётр;Альфа;;user;;;\n"
    files = {
        "i1.txt": TALK,
        "participants.csv": table,
        "README.md": "# О проекте",
        "notes.yaml": "",
        ".x.txt": "",
    }
    study = read_study(lay_out(tmp_path, files))
    assert [each.file for each in study.interviews] == ["i1.txt"]
    assert study.interviews[0].participants["Пётр"].company == "Альфа"
    assert study.assumptions == ()


def test_people_are_found_in_the_table(tmp_path: Path) -> None:
    table = (
        TABLE + "n1;i1.txt;ПЕТР;Альфа;Начальник ОТК;;контроль;2024;Урал\n"
        "n2;i2;Сидоров Иван Петрович;Бета;Кладовщик;экономический;;;\n"
        "n2;i2;Ольга;Бета;художник;;;;\n"
    )
    group = "Анна: Как?\nИ. П. Сидоров: Плохо, ждём неделями.\nОльга: Хорошо.\nСекретарь: Чаю?\n" * 2
    settings = "{codebook: codebook.yaml, wave: 2025, interviewers: [Анна]}"
    files = {"participants.csv": table, "transcripts/i1.txt": TALK, "transcripts/i2.txt": group}
    study = read_study(lay_out(tmp_path, {**files, "study.yaml": settings}))
    first, second = study.interviews
    person = first.participants["ПЕТР"]
    assert (person.company, person.role, person.role_source, person.wave) == (
        "Альфа",
        Role.TECHNICAL,
        "position",
        "2024",
    )
    assert dict(person.attributes) == {"region": "Урал"}
    assert (first.id, first.wave) == ("n1", "2024")
    assert first.turns[1].speaker == "ПЕТР"
    assert first.assumptions == (
        "Роль «ПЕТР» определена по должности «Начальник ОТК»: технический покупатель",
    )
    assert list(second.participants) == ["Сидоров Иван Петрович", "Ольга", "Секретарь"]
    sidorov = second.participants["Сидоров Иван Петрович"]
    assert (sidorov.role, sidorov.role_source, sidorov.wave) == (Role.ECONOMIC, "table", "2025")
    assert second.participants["Секретарь"] == Participant("Секретарь", wave="2025")
    assert second.assumptions == (
        "Роль «Ольга» неизвестна: в таблице её нет, должность «художник» не подошла ни под одно правило",
        "Говорящего «Секретарь» нет в таблице участников, его роль неизвестна",
    )
    assert [turn.speaker for turn in second.turns if turn.interviewer] == ["Анна", "Анна"]


def test_the_only_stranger_is_the_only_one_missing(tmp_path: Path) -> None:
    talk = TALK.replace("Интервьюер", "Спикер 1").replace("Пётр", "Спикер 2")
    table = TABLE + "i1;;Пётр Ильич;Альфа;;user;;;\n"
    interview = read_study(
        lay_out(tmp_path, {"participants.csv": table, "transcripts/i1.txt": talk})
    ).interviews[0]
    assert list(interview.participants) == ["Пётр Ильич"]
    assert said(interview)[1] == "Пётр Ильич: Срывают."
    assert interview.assumptions == (
        "Интервьюер не подписан; за него принят «Спикер 1»: вопросы в 100 % его реплик, он говорит первым",
        "Говорящий «Спикер 2» принят за «Пётр Ильич»: других кандидатов в таблице участников нет",
    )


def test_a_recording_without_names_belongs_to_its_only_row(tmp_path: Path) -> None:
    srt = "1\n00:00:01,000 --> 00:00:02,000\nСроки срывают.\n"
    table = TABLE + "i1;i1.mp3;Пётр;Альфа;;user;;;\n"
    files = {"transcripts/i1.srt": srt, "transcripts/i2.srt": srt, "participants.csv": table}
    first, second = read_study(lay_out(tmp_path, files)).interviews
    assert said(first) == ["Пётр: Сроки срывают."]
    assert said(second) == ["Респондент: Сроки срывают."]
    assert any("не различить говорящих" in each for each in second.assumptions)
    assert "В таблице участников нет строки для этой стенограммы" in second.assumptions


def test_an_interviewer_may_stand_in_the_table(tmp_path: Path) -> None:
    table = TABLE + "i1;;Пётр;;;user;;;\ni1;;Анна;;;интервьюер;;;\n"
    talk = TALK.replace("Интервьюер", "Анна")
    interview = read_study(
        lay_out(tmp_path, {"participants.csv": table, "transcripts/i1.txt": talk})
    ).interviews[0]
    assert interview.turns[0].interviewer
    assert interview.assumptions == ()


def test_rows_and_transcripts_without_each_other_are_said(tmp_path: Path) -> None:
    table = TABLE + "i1;i1.txt;Пётр;;;user;;;\ni1;i1.txt;Ольга;;;user;;;\ni9;i9.txt;Яна;;;user;;;\n"
    study = read_study(
        lay_out(tmp_path, {"participants.csv": table, "transcripts/i1.txt": TALK, "transcripts/i2.txt": TALK})
    )
    assert study.assumptions == (
        "Таблица участников, строка 4: стенограммы «i9.txt» нет, «Яна» не учитывается",
    )
    assert study.interview("i1").assumptions == (
        "«Ольга» из таблицы участников (строка 3) в стенограмме не говорит",
    )
    assert study.interview("i2").assumptions == ("В таблице участников нет строки для этой стенограммы",)


def test_repeated_rows_are_passed_over_and_said(tmp_path: Path) -> None:
    row = "i1;i1.txt;Пётр;Альфа;;user;;;\n"
    table = TABLE + row + row + row.replace("Альфа", "Бета")
    study = read_study(lay_out(tmp_path, {"participants.csv": table, "transcripts/i1.txt": TALK}))
    assert study.interviews[0].participants["Пётр"].company == "Альфа"
    assert study.assumptions == (
        "Строка 3 в participants.csv про «Пётр» повторяет строку 2",
        "Строка 4 в participants.csv про «Пётр» расходится со строкой 2; взята та, что выше",
    )


def test_file_names_are_compared_as_people_see_them(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "Интервью Йод.txt")
    table = TABLE + "а1;transcripts\\интервью йод.TXT;Пётр;;;user;;;\n"
    study = read_study(lay_out(tmp_path, {"participants.csv": table, f"transcripts/{decomposed}": TALK}))
    assert [each.id for each in study.interviews] == ["а1"]
    assert study.assumptions == ()


def test_one_bad_transcript_does_not_stop_the_others(tmp_path: Path) -> None:
    files = {
        "transcripts/a.txt": TALK,
        "transcripts/b.txt": b"\x00\x01\x02",
        "transcripts/c.txt": "Просто текст.",
        "transcripts/d.docx": b"no zip",
        "transcripts/e.pdf": b"%PDF",
        "transcripts/f.txt": "",
        "transcripts/фото.jpg": b"\xff",
        "transcripts/.DS_Store": b"",
        "transcripts/~$d.docx": b"",
    }
    study = read_study(lay_out(tmp_path, files))
    assert [each.id for each in study.interviews] == ["a"]
    assert [each.file for each in study.failures] == [
        f"transcripts/{name}" for name in ("b.txt", "c.txt", "d.docx", "e.pdf", "f.txt")
    ]
    assert study.failures[-1] == Failure("transcripts/f.txt", "transcripts/f.txt: файл пуст; ожидается текст")
    assert all(each.message.startswith(each.file) for each in study.failures)
    assert any("фото.jpg пропущен" in each for each in study.assumptions)


def test_links_out_of_the_study_are_not_followed(tmp_path: Path) -> None:
    root = lay_out(tmp_path / "study", {"transcripts/a.txt": TALK})
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "b.txt").write_text(TALK, "utf-8")
    try:
        (root / "transcripts" / "b.txt").symlink_to(tmp_path / "secret" / "b.txt")
    except OSError:
        pytest.skip("здесь нельзя делать ссылки")
    (root / "transcripts" / "c.txt").symlink_to(root / "transcripts" / "нет.txt")
    (root / "transcripts" / "d").symlink_to(tmp_path / "secret")
    (root / "transcripts" / "e.txt").symlink_to(root / "transcripts" / "a.txt")
    study = read_study(root)
    assert [each.id for each in study.interviews] == ["a", "e"]
    assert [each.split()[1] for each in study.assumptions[:3]] == [
        f"transcripts/{name}" for name in ("b.txt", "c.txt", "d")
    ]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "transcripts: в исследовании нет ни одной стенограммы; ожидается хотя бы один файл .txt"),
        (
            {"transcripts/a.txt": TALK, "transcripts/a.md": TALK},
            "две стенограммы с одним номером интервью, transcripts/a.md и transcripts/a.txt: «a»",
        ),
        (
            {"study.yaml": "codebook: нет.yaml"},
            "study.yaml, ключ codebook: нет такой кодовой книги «нет.yaml»",
        ),
        ({"participants.csv": ""}, "participants.csv: файл пуст"),
        (
            {"study.yaml": "damage_cap: много"},
            "study.yaml, строка 1, столбец 13: неверное значение ключа «damage_cap» «много»; ожидается целое",
        ),
        (
            {"participants.csv": "а;б\n1;2\n"},
            "в таблице участников нет столбцов interview, file и speaker «а, б»",
        ),
        (
            {"participants.csv": TABLE + "i1;a.txt;Пётр;;;;;;\ni2;a.txt;Ольга;;;;;;"},
            "у файла a.txt несколько номеров интервью: «i1, i2»",
        ),
        (
            {"participants.csv": "file\na.txt", "participants.xlsx": "x"},
            "participants.csv: одна и та же таблица дана дважды «participants.xlsx»",
        ),
    ],
)
def test_a_faulty_study_is_refused_with_its_place(
    tmp_path: Path, files: dict[str, str], message: str
) -> None:
    root = lay_out(tmp_path, {"transcripts/a.txt": TALK, **files} if files else {"transcripts/.x": ""})
    with pytest.raises(InputError) as error:
        read_study(root)
    assert message in str(error.value)
    assert message in "\n".join(check_study(root))


def test_no_such_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="нет: нет такой папки; ожидается папка исследования"):
        read_study(tmp_path / "нет")
    (tmp_path / "a.txt").write_text(TALK, "utf-8")
    with pytest.raises(InputError, match="это файл, а не папка"):
        read_study(tmp_path / "a.txt")
    assert check_study(tmp_path / "нет") == [
        f"Ошибка: {tmp_path / 'нет'}: нет такой папки; ожидается папка исследования"
    ]


def test_an_archive_is_named_with_what_to_do(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "study.zip", "w") as made:
        made.writestr("transcripts/a.txt", TALK)
    assert "это архив" in complaint(tmp_path / "study.zip")
    assert "распакуйте его" in complaint(tmp_path)
    (tmp_path / "a.txt").write_text(TALK, "utf-8")  # it has been unpacked: nothing fails
    read = read_study(tmp_path)
    assert not read.failures
    assert any("study.zip: это архив (внутри transcripts/a.txt)" in each for each in read.assumptions)


def complaint(folder: Path) -> str:
    return call("analyse", folder, code=2)


def test_check_finds_everything_at_once(tmp_path: Path) -> None:
    files = {
        "study.yaml": "codebook: codebook.yaml\ndamage_cap: 0\nseed: x\n",
        "participants.csv": TABLE + "i1;;Пётр;;;босс;;;\ni2;;Яна;;;шеф;;;\n",
        "guide.yaml": "blocks:\n  - {title: А, codes: [documents.erors]}\n"
        "  - {title: Б, processes: [dostavka]}\n",
        "ratings.csv": "interview;criterion;value;scale\ni1;сроки;8;10\ni1;documents.errors;11;10\n",
        "transcripts/i1.txt": TALK,
        "transcripts/i2.txt": "ничего",
    }
    found = inspect_study(lay_out(tmp_path, files))
    for fault in (
        "строка 2, столбец 13: неверное значение ключа «damage_cap» «0»; ожидается число не меньше 1",
        "строка 3, столбец 7: неверное значение ключа «seed» «x»; ожидается целое число",
        "guide.yaml, строка 2, столбец 24: неизвестный код «documents.erors»; ожидается «documents.errors»",
        "guide.yaml, строка 3, столбец 28: неизвестный процесс «dostavka»",
        "ratings.csv, строка 3: оценка вне шкалы «11»; ожидается число от 0 до 10",
    ):
        assert any(fault in each for each in found.faults), (fault, found.faults)
    assert len(found.failures) == 1
    for doubt in ("роль «босс» (participants.csv, строка 2)", "роль «шеф» (participants.csv, строка 3)"):
        assert any(doubt in each for each in found.lines), (doubt, found.lines)
    assert found.lines[0].startswith("Ошибка: ")
    assert found.lines[-1].startswith("Предположение: ")


def test_check_goes_on_without_a_codebook(tmp_path: Path) -> None:
    files = {
        "study.yaml": "codebook: нет.yaml",
        "transcripts/a.txt": "ничего",
        "guide.yaml": "blocks: [{title: А, codes: [x.y]}]",
    }
    found = inspect_study(lay_out(tmp_path, files))
    assert len(found.faults) == len(found.failures) == 1


def test_one_transcript_can_be_read_alone(tmp_path: Path) -> None:
    path = tmp_path / "Иванов 12.txt"
    path.write_text(TALK, "utf-8")
    interview = read_interview(path)
    assert (interview.id, interview.file) == ("Иванов 12", "Иванов 12.txt")
    assert interview.turns[0].interviewer


def test_a_study_is_read_the_same_twice(tmp_path: Path) -> None:
    table = TABLE + "i1;;Пётр;;;user;;;Урал\n"
    root = lay_out(
        tmp_path, {"participants.csv": table, "transcripts/i1.txt": TALK, "transcripts/i2.txt": TALK}
    )
    assert read_study(root) == read_study(root)


@pytest.mark.skipif(not SHARED.is_dir(), reason="нет папки ../shared с открытым золотым исследованием")
def test_the_gold_study_is_read_without_doubt(tmp_path: Path) -> None:
    gold = SHARED / "gold" / "open"
    texts = {f"transcripts/{path.name}": path.read_bytes() for path in (gold / "transcripts").iterdir()}
    study = read_study(
        lay_out(tmp_path, {**texts, "participants.csv": (gold / "participants.csv").read_bytes()})
    )
    assert study.failures == study.assumptions == ()
    assert all(not interview.assumptions for interview in study.interviews)
    assert sum(len(interview.participants) for interview in study.interviews) == 7


def test_an_interviewer_alone_is_said(tmp_path: Path) -> None:
    root = lay_out(tmp_path, {"transcripts/a.txt": "Интервьюер: Как дела?\nИнтервьюер: А сроки?\n"})
    assert read_study(root).interviews[0].assumptions == (
        "Респондентов в стенограмме нет: говорит только интервьюер",
    )


def test_a_faulty_table_is_not_said_to_be_missing(tmp_path: Path) -> None:
    root = lay_out(tmp_path, {"transcripts/a.txt": TALK, "participants.csv": b"\x00\x01\x02" * 99})
    assert [line.partition(":")[0] for line in check_study(root)] == ["Ошибка"]


def test_a_file_name_from_a_windows_archive_is_to_be_changed(tmp_path: Path) -> None:
    root = lay_out(tmp_path, {"transcripts/a.txt": TALK})
    try:
        Path(os.fsdecode(os.fsencode(root / "transcripts") + b"/\x88\xad.txt")).write_text(TALK, "utf-8")
    except OSError:
        pytest.skip("здесь все имена файлов в UTF-8")
    study = read_study(root)
    assert [each.id for each in study.interviews] == ["a"]
    assert study.failures[0].message.startswith("transcripts/\\x88\\xad.txt: имя файла не в UTF-8; ожидается")


def test_stray_control_characters_get_into_no_cell(tmp_path: Path) -> None:
    people = "file;speaker;position\na.txt;Пётр;дирек\x07тор\x1b[31m\n"
    study = read_study(lay_out(tmp_path, {"transcripts/a.txt": TALK, "participants.csv": people}))
    assert study.interviews[0].participants["Пётр"].position == "директор[31m"


def test_check_says_whose_words_were_read_and_what_the_rest_is(tmp_path: Path) -> None:
    text = TALK + "\nВыводы\nСроки срывают, документы в порядке.\n"
    page = "<h1>Беседа</h1><p>" + TALK.replace("\n", "<p>")
    root = lay_out(tmp_path, {"transcripts/i1.txt": text, "transcripts/i2.html": page})
    assert inspect_study(root).readings == (
        "transcripts/i1.txt: слов в репликах 8 (Интервьюер (интервьюер) 5; Пётр 3); "
        "вне реплик: сводка 6; начало: «Интервьюер: Как вам сроки? / Пётр: Срывают.»",
        "transcripts/i2.html: слов в репликах 8 (Интервьюер (интервьюер) 5; Пётр 3); "
        "вне реплик: заголовки 1; начало: «Интервьюер: Как вам сроки? / Пётр: Срывают.»",
    )
