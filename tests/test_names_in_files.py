"""No file that a command writes has names in clear unless that is wanted; what is verbatim is said so."""

import zipfile
from pathlib import Path

import pytest

from program import call

NAMED = ("Гремислав", "Вымпелов", "Вымпелова", "Ладогаснаб")  # of nobody that a dictionary of codes knows
TALK = """\
Интервьюер: Как с документами у вас?
Гремислав Вымпелов: Документы вечно опаздывают, я, Гремислав Вымпелов, неделями жду накладных.
Интервьюер: Ещё?
Гремислав Вымпелов: В Ладогаснаб водители приезжают вежливые. На восьмёрку из десяти по документам.
"""
PEOPLE = "file;speaker;company;position;role\nи{0}.txt;Гремислав Вымпелов;ООО «Ладогаснаб»;директор;{1}\n"


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("имена") / "исследование"
    (folder / "transcripts").mkdir(parents=True)
    rows = "file;speaker;company;position;role\n"
    for number, role in enumerate(("economic", "user")):
        (folder / "transcripts" / f"и{number}.txt").write_text(TALK, "utf-8")
        rows += PEOPLE.format(number, role).split("\n", 1)[1]
    (folder / "participants.csv").write_text(rows, "utf-8")
    return folder


@pytest.mark.parametrize(
    ("command", "option"),
    [
        ("quotes --context", "--out цитаты.txt"),
        ("quotes", "--out цитаты.md"),
        ("quotes", "--out цитаты.csv"),
        ("quotes --wishes", "--out цитаты.txt"),
        ("quotes --company ладогаснаб", "--out цитаты.txt"),
        ("table --rows company --columns theme", "--csv т.csv"),
        ("typical --by kind", "--csv т.csv"),
        ("lens --by theme", "--csv т.csv"),
        ("scores --by company", "--csv т.csv"),
        ("export", "--to т.csv"),
    ],
)
def test_names_are_hidden_in_what_is_written(study: Path, tmp_path: Path, command: str, option: str) -> None:
    name, *rest = command.split()
    flag, file = option.split()
    target = tmp_path / file
    said = call(name, study, *rest, flag, target)
    text = target.read_text("utf-8-sig")
    assert not any(each in text for each in NAMED)
    assert "--as-is" in said
    call(name, study, *rest, flag, target, "--as-is", "--overwrite")
    clear = target.read_text("utf-8-sig")
    if name in {"quotes", "export"} and "--wishes" not in rest:
        assert "Вымпелов" in clear
        assert "[" in text


def test_the_clients_of_a_csi_table_are_numbered(tmp_path: Path) -> None:
    table = tmp_path / "м.csv"
    table.write_text(
        "client;metric;block;value;weight\nЛадогаснаб;А;Б1;0,2;4\nСнабсбыт;А;Б1;0,3;4\n", "utf-8"
    )
    call("csi", table, "--csv", tmp_path / "т.csv")
    text = (tmp_path / "т.csv").read_text("utf-8")
    assert "Ладогаснаб" not in text
    assert "[компания 1]" in text
    call("csi", table, "--csv", tmp_path / "т.csv", "--as-is", "--overwrite")
    assert "Ладогаснаб" in (tmp_path / "т.csv").read_text("utf-8")


def test_the_list_of_disagreements_hides_names(study: Path, tmp_path: Path) -> None:
    call("export", study, "--to", tmp_path / "а.qdpx")
    (tmp_path / "б.jsonl").write_text("", "utf-8")
    call("agree", tmp_path / "а.qdpx", tmp_path / "б.jsonl", "--study", study, "--csv", tmp_path / "с.csv")
    text = (tmp_path / "с.csv").read_text("utf-8")
    assert "только у A" in text
    assert not any(each in text for each in NAMED)


def test_what_is_verbatim_is_said_to_be(study: Path, tmp_path: Path) -> None:
    assert "Дословно, с именами: mentions, ratings и run.json" in call(
        "analyse", study, "--out", tmp_path / "о"
    )
    assert "как в стенограммах" in call("export", study, "--to", tmp_path / "а.qdpx")
    assert zipfile.is_zipfile(tmp_path / "а.qdpx")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--out", "q.docx"], "цитаты не пишутся «.docx»; ожидается файл .txt или .md или .csv"),
        (["--out", "цитаты"], "ожидается файл .txt"),
        (["--out", "q.md", "--format", "csv"], "ожидается файл .csv"),
        (["--out", "q.md", "--wishes"], "пожелания печатаются только текстом"),
    ],
)
def test_the_files_name_decides_the_form(
    study: Path, tmp_path: Path, arguments: list[str], words: str
) -> None:
    flag, name, *rest = arguments
    assert words in call("quotes", study, flag, tmp_path / name, *rest, code=2)
    assert list(tmp_path.iterdir()) == []
