"""The command line as a person meets it: what it says, its exit codes, no traceback ever."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document

import otzvuk as package
from otzvuk.analysis import analyse
from otzvuk.model.errors import InputError

INTERVIEW = """\
Интервьюер: Как у них с документами?
Пётр: Документы вечно опаздывают. А водители вежливые.
Интервьюер: Что бы вы попросили?
Пётр: Хотелось бы личный кабинет.
"""


def otzvuk(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    environment = os.environ | {"PYTHONWARNINGS": "error", "COLUMNS": "120"}
    return subprocess.run(
        [sys.executable, "-m", "otzvuk", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        check=False,
    )


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = tmp_path / "исследование"
    (folder / "transcripts").mkdir(parents=True)
    (folder / "transcripts" / "и1.txt").write_text(INTERVIEW, "utf-8")
    return folder


def complaint(done: "subprocess.CompletedProcess[str]") -> str:
    """The one sentence of a refused call."""
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    (line,) = done.stderr.strip().splitlines()
    assert line.startswith("Ошибка: ")
    return line


def test_analyse_writes_every_file(study: Path) -> None:
    done = otzvuk("analyse", study)
    assert (done.returncode, done.stderr) == (0, "")
    assert "report.html" in done.stdout
    assert sorted(path.name for path in (study / "out").iterdir()) == [
        "damage.csv",
        "damage.parquet",
        "frequencies.xlsx",
        "mentions.csv",
        "mentions.parquet",
        "ratings.csv",
        "ratings.parquet",
        "report.docx",
        "report.html",
        "report.pptx",
        "run.json",
    ]


def test_the_users_template_dresses_the_word_report(study: Path) -> None:
    own = Document()
    own.styles["Heading 1"].font.name = "Impact"
    own.save(str(study / "наш.docx"))
    done = otzvuk("analyse", study, "--template", study / "наш.docx")
    assert (done.returncode, done.stderr) == (0, "")
    report = Document(str(study / "out" / "report.docx"))
    assert report.styles["Heading 1"].font.name == "Impact"


def test_a_template_that_is_not_there_is_said_to_be_missing(study: Path) -> None:
    assert "нет файла с шаблоном" in complaint(otzvuk("analyse", study, "--template", study / "нет.docx"))
    assert "папка, а не файл" in complaint(otzvuk("analyse", study, "--template", study))


def test_a_template_that_is_no_document_is_one_sentence(study: Path) -> None:
    assert "и1.txt" in complaint(otzvuk("analyse", study, "--template", study / "transcripts" / "и1.txt"))
    assert not (study / "out").exists()


def test_one_bad_transcript_does_not_stop_the_others(study: Path) -> None:
    (study / "transcripts" / "и2.txt").write_bytes(b"\x00\x01\x02" * 100)
    done = otzvuk("analyse", study)
    assert done.returncode == 1
    assert "и2.txt" in done.stdout
    assert (study / "out" / "mentions.csv").read_text("utf-8").count("\n") > 1
    assert "и2.txt" in (study / "out" / "run.json").read_text("utf-8")


def test_a_wrong_path_is_one_sentence(tmp_path: Path) -> None:
    assert "нет такой папки" in complaint(otzvuk("analyse", tmp_path / "нету"))


def test_an_empty_folder_is_one_sentence(tmp_path: Path) -> None:
    assert str(tmp_path) in complaint(otzvuk("analyse", tmp_path))


def test_a_codebook_with_an_unknown_process_is_one_sentence(study: Path) -> None:
    (study / "study.yaml").write_text("codebook: книга.yaml\n", "utf-8")
    (study / "книга.yaml").write_text(
        "name: x\nthemes: {a: А}\nstages: {s: С}\nprocesses: {p: {label: П, stage: s}}\n"
        "codes:\n  a.b: {label: Б, process: q}\n",
        "utf-8",
    )
    said = complaint(otzvuk("analyse", study))
    for word in ("книга.yaml", "строка 6", "«q»", "ожидается"):
        assert word in said
    assert not (study / "out").exists()


LABELS_ONLY = """\
name: моя
themes: {time: Сроки}
stages: {usage: Применение}
processes: {delivery: {label: Доставка, stage: usage}}
codes: {time.delay: {label: Опоздания, process: delivery}}
"""


def test_a_book_of_labels_is_analysed_and_how_its_codes_are_told_is_said(study: Path) -> None:
    (study / "study.yaml").write_text("codebook: моя.yaml\n", "utf-8")
    (study / "моя.yaml").write_text(LABELS_ONLY, "utf-8")
    done = otzvuk("analyse", study)
    assert (done.returncode, done.stderr) == (0, "")
    page = (study / "out" / "report.html").read_text("utf-8")
    assert "по сходству с названием — Опоздания" in page


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["analise"], "нет команды «analise»; может быть, analyse?"),
        (["разобрать"], "нет команды «разобрать»; список команд"),
        ([str(Path(__file__).parent)], "не сказано, что сделать с папкой"),
        (["analyse", "x", "--otu", "y"], "нет параметра «--otu»; может быть, --out?"),
        (["analyse"], "не указано"),
        (["analyse", "x", "--jbos", "2"], "нет параметра «--jbos»"),
        (["analyse", "x", "--jobs", "два"], "«--jobs»; ожидается целое число"),
        (["analyse", "x", "--jobs", "0"], "«--jobs»; ожидается целое число не меньше 1"),
        (["demo", f"{__file__}/x"], "папку не создать"),
        (["show", str(Path(__file__).parent)], "это папка, а не файл"),
        (["analyse", "x", "y"], "лишнее"),
        ([], "не указана команда; список команд: otzvuk --help"),
        (["llm"], "не указана команда; список команд: otzvuk llm --help"),
        (["llm", "спросить"], "нет команды «спросить»; список команд: otzvuk llm --help"),
    ],
)
def test_a_wrong_command_is_one_russian_sentence(arguments: list[str], words: str) -> None:
    assert words in complaint(otzvuk(*arguments))


def test_reports_never_go_among_the_files_of_the_study(study: Path) -> None:
    (study / "ratings.csv").write_text("interview;speaker;criterion;value;scale\n", "utf-8")
    before = {path: path.read_bytes() for path in study.rglob("*") if path.is_file()}
    for out in (study, study / "transcripts", study / "transcripts" / "отчёт"):
        with pytest.raises(InputError, match="отчёты их испортят"):
            analyse(study, out=out)
    assert "это файл" in complaint(otzvuk("analyse", study, "--out", study / "ratings.csv"))
    assert {path: path.read_bytes() for path in study.rglob("*") if path.is_file()} == before


def test_a_folder_named_under_windows_is_analysed(study: Path) -> None:
    named = Path(os.fsdecode(os.fsencode(study.parent) + b"/\xef\xe0\xef\xea\xe0"))
    try:
        study.rename(named)
    except OSError:
        pytest.skip("здесь все имена файлов в UTF-8")
    done = otzvuk("analyse", named)
    assert (done.returncode, done.stderr) == (0, "")


HELD = """
import sys, time
from otzvuk.cli import main
from otzvuk.model.progress import told

def hold(what, done, total):
    if what == "{step}":
        print("here", flush=True)
        time.sleep(600)

with told(hold):
    main()
"""


@pytest.mark.skipif(os.name == "nt", reason="в Windows Ctrl-C посылают иначе")
@pytest.mark.parametrize("step", ["Чтение", "Разметка", "Отчёты"])
def test_an_interruption_is_said_and_leaves_no_file(study: Path, step: str) -> None:
    running = subprocess.Popen(
        [sys.executable, "-c", HELD.format(step=step), "analyse", str(study)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        # who runs the tests in the background of a shell has SIGINT ignored, and children inherit that
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert running.stdout is not None
    assert running.stdout.readline() == "here\n"
    running.send_signal(signal.SIGINT)
    said, complained = running.communicate(timeout=300)
    assert (running.returncode, said) == (130, "")
    assert complained == "Прервано; начатые файлы не записаны.\n"
    assert not (study / "out").exists()


@pytest.mark.skipif(os.name == "nt", reason="в Windows нет head")
@pytest.mark.parametrize("arguments", ["check исследование", "show исследование/transcripts/и1.txt"])
def test_a_reader_that_leaves_early_is_no_fault(study: Path, arguments: str) -> None:
    # `true` reads nothing; PIPESTATUS is the program's own answer
    command = f'"{sys.executable}" -m otzvuk {arguments} | true; exit ${{PIPESTATUS[0]}}'
    done = subprocess.run(["bash", "-c", command], cwd=study.parent, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_show_says_each_mark_on_one_line(tmp_path: Path) -> None:
    file = tmp_path / "разговор.txt"
    said = "Если говорить о нашей с вами работе за весь прошлый год целиком, то девять из десяти."
    file.write_text(
        f"Интервьюер: Какую оценку поставите в целом?\nПётр: {said}\nИнтервьюер: Почему?\nПётр: Так.\n",
        "utf-8",
    )
    done = otzvuk("show", file)
    (mark,) = [line for line in done.stdout.splitlines() if "Оценка 9 из 10" in line]
    assert "«" in mark
    assert mark.endswith("»")


def test_check_refuses_a_model_and_criteria_that_are_not_there(study: Path) -> None:
    (study / "study.yaml").write_text("model: b2bb\nscores: {nps: [доставко]}\n", "utf-8")
    done = otzvuk("check", study)
    assert done.returncode == 2
    model, criterion = [line for line in done.stdout.splitlines() if line.startswith("Ошибка")]
    assert "study.yaml, model: нет такой модели «b2bb»" in model
    assert "вы имели в виду «b2b»" in model
    assert "study.yaml, scores, nps: неизвестный критерий «доставко»" in criterion
    assert "вы имели в виду «discipline.loading (Отгрузка и доставка" in criterion
    said = complaint(otzvuk("analyse", study))
    assert "доставко" in said  # before the long work


def test_show_takes_the_coding_that_the_study_names(study: Path) -> None:
    words = "Документы вечно опаздывают"
    assert words in INTERVIEW
    turn = {"interview": "и1", "turn": 1, "start": 0, "end": len(words), "text": words}
    gold = turn | {"kind": "wish", "code": "service.digital"}
    (study / "gold.jsonl").write_text(json.dumps(gold, ensure_ascii=False) + "\n", "utf-8")
    (study / "study.yaml").write_text("coding: gold.jsonl\n", "utf-8")
    done = otzvuk("show", study / "transcripts" / "и1.txt")
    assert done.returncode == 0, done.stderr
    assert "Пожелание" in done.stdout
    assert "Жалоба" not in done.stdout
    assert "Жалоба" in otzvuk("show", study / "transcripts" / "и1.txt", "--rules").stdout


def test_show_colours_and_explains(study: Path) -> None:
    done = otzvuk("show", study / "transcripts" / "и1.txt", "--why")
    assert done.returncode == 0, done.stderr
    for words in ("Жалоба", "Скорость предоставления документов", "процесс:", "уверенность"):
        assert words in done.stdout


@pytest.mark.parametrize("folder", ["transcripts", "transcripts/2025", "."])
def test_show_takes_the_study_into_account_from_wherever_it_is_called(tmp_path: Path, folder: str) -> None:
    place = tmp_path / folder
    place.mkdir(parents=True, exist_ok=True)
    (place / "и1.txt").write_text(INTERVIEW, "utf-8")
    (tmp_path / "participants.csv").write_text("file;speaker\nи1.txt;Пётр Лесной\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "otzvuk", "show", "и1.txt"],
        cwd=place,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert "Пётр Лесной: Документы" in done.stdout


def test_new_then_check_then_analyse(tmp_path: Path) -> None:
    folder = tmp_path / "новое"
    assert otzvuk("new", folder).returncode == 0
    (folder / "transcripts" / "а.txt").write_text(INTERVIEW, "utf-8")
    assert otzvuk("check", folder).returncode == 0
    assert otzvuk("analyse", folder).returncode == 0


def test_check_says_how_codes_of_ones_own_are_recognised(study: Path) -> None:
    (study / "study.yaml").write_text("codebook: книга.yaml\n", "utf-8")
    (study / "книга.yaml").write_text(
        "name: x\nthemes: {a: А}\nstages: {s: С}\nprocesses: {p: {label: П, stage: s}}\n"
        "codes:\n  a.b: {label: Цены, process: p}\n",
        "utf-8",
    )
    done = otzvuk("check", study)
    assert done.returncode == 0
    assert "Код a.b «Цены» узнаётся по сходству с названием; насколько хорошо — не измерено" in done.stdout


def test_new_refuses_a_folder_with_files(study: Path) -> None:
    assert "исследование" in complaint(otzvuk("new", study))


def test_demo_copies_and_analyses(tmp_path: Path) -> None:
    done = otzvuk("demo", tmp_path / "пример")
    assert done.returncode in {0, 1}, done.stderr
    assert (tmp_path / "пример" / "out" / "report.html").is_file()
    shutil.rmtree(tmp_path / "пример" / "out")


def test_version() -> None:
    assert otzvuk("--version").stdout.startswith("otzvuk 0.")


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study of eight people of two roles and two waves."""
    folder = tmp_path_factory.mktemp("сравнение") / "исследование"
    (folder / "transcripts").mkdir(parents=True)
    people = ["file;speaker;company;role;wave"]
    for number in range(8):
        role = "user" if number % 2 else "economic"
        people.append(f"и{number}.txt;Пётр {number};К{number};{role};{2024 + number // 4}")
        said = INTERVIEW.replace("Пётр", f"Пётр {number}")
        (folder / "transcripts" / f"и{number}.txt").write_text(said, "utf-8")
    (folder / "participants.csv").write_text("\n".join(people) + "\n", "utf-8")
    return folder


def test_table_counts_people_and_says_what_is_proved(compared: Path, tmp_path: Path) -> None:
    csv = tmp_path / "т.csv"
    done = otzvuk("table", compared, "--rows", "роль", "--columns", "theme", "--kind", "жалоба", "--csv", csv)
    assert (done.returncode, done.stderr) == (0, "")
    assert "2 (100 %)" in done.stdout
    assert "Все числа — волны 2025; не вошли: волна 2024 — 4 интервью." in done.stdout.replace("\u00a0", " ")
    assert "Проверка: " in done.stdout
    assert "\x1b" not in done.stdout  # no colours where piped
    assert csv.read_bytes().decode("utf-8").startswith("\ufeffrows;row;row_label;columns")
    options = ["--rows", "роль", "--columns", "theme", "--csv", tmp_path / "п.csv", "--csv-dialect"]
    assert otzvuk("table", compared, *options, "rfc").returncode == 0
    assert (tmp_path / "п.csv").read_text("utf-8").startswith("rows,row,row_label,columns")
    said = complaint(otzvuk("table", compared, *options, "эксель"))
    assert "--csv-dialect «эксель»" in said
    assert "excel" in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["typical", "--by", "kind"], "Похвала — Жалоба"),
        (["typical", "--by", "role", "--codes"], "Monroe"),
        (["lens", "--by", "value_element"], "Не упомянуто: "),
        (["scores"], "Оценок нет"),
        (["compare", "--by", "wave"], "Доля респондентов с жалобой"),
    ],
)
def test_numbers_are_shown(compared: Path, arguments: list[str], words: str) -> None:
    command, *rest = arguments
    done = otzvuk(command, compared, *rest)
    assert (done.returncode, done.stderr) == (0, "")
    assert words in done.stdout


def test_two_studies_are_compared(compared: Path) -> None:
    done = otzvuk("compare", compared, compared)
    assert done.returncode == 0, done.stderr
    assert "Ясных изменений" in done.stdout


def test_two_studies_are_compared_by_codings_given(compared: Path) -> None:
    analysed = otzvuk("analyse", compared)
    assert analysed.returncode == 0, analysed.stderr
    coding = compared / "out" / "mentions.csv"
    done = otzvuk("compare", compared, compared, "--coding", coding, "--coding", coding)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("Разметка взята готовой") == 2
    said = complaint(otzvuk("compare", compared, compared, "--coding", coding))
    assert "разметок не столько, сколько исследований «1»" in said


def test_a_narrow_terminal_gets_paragraphs(compared: Path) -> None:
    command = [sys.executable, "-m", "otzvuk", "table", str(compared), "--rows", "role", "--columns", "theme"]
    environment = os.environ | {"COLUMNS": "40", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env=environment, check=True
    )
    assert max(map(len, done.stdout.splitlines())) <= 40
    assert "  Документы: 2 (100 %)" in done.stdout


def test_waves_are_put_together_or_chosen_where_asked_for(compared: Path) -> None:
    command = ["table", compared, "--rows", "роль", "--columns", "theme"]
    done = otzvuk(*command, "--where", "волна=все")
    assert "4 (100 %)" in done.stdout
    assert "Волны 2024, 2025 сложены вместе." in done.stdout
    done = otzvuk(*command, "--where", "волна=2024, роль=user")
    assert "Только: роль=Эксплуатант.\nВсе числа — волны 2024." in done.stdout
    assert "волны для сравнения называет не --where" in complaint(
        otzvuk("compare", compared, "--where", "волна=2024")
    )


def test_what_is_printed_for_programs_has_the_wave_beside_it(compared: Path) -> None:
    done = otzvuk("quotes", compared, "--format", "csv")
    assert done.stdout.startswith("группа;место")
    assert "волны 2025" in done.stderr


def test_doubts_review_and_export_take_some_people_only(compared: Path, tmp_path: Path) -> None:
    done = otzvuk("doubts", compared, "--where", "компания=К1", "--csv", tmp_path / "с.csv", "--as-is")
    assert done.returncode == 0, done.stderr
    assert "Все числа — волны 2024" in done.stdout
    rows = (tmp_path / "с.csv").read_text("utf-8-sig").splitlines()[1:]
    assert rows
    assert all(row.startswith("и1;") for row in rows)
    done = otzvuk("export", compared, "--to", tmp_path / "у.csv", "--where", "роль=user", "--as-is")
    assert "Интервью 4, " in done.stdout, done.stderr
    assert "Только: роль=Эксплуатант." in done.stdout
    done = otzvuk("review", compared, "--to", tmp_path / "п.xlsx", "--where", "волна=2024, компания=К1")
    assert done.returncode == 0, done.stderr
    assert "нет такого значения «К9»" in complaint(otzvuk("doubts", compared, "--where", "компания=К9"))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["table", "--rows", "роль", "--columns", "цвет"], "нет такого признака «цвет»"),
        (["table", "--rows", "role", "--columns", "theme", "--count", "всё"], "«всё»; ожидается respondents"),
        (["table", "--rows", "role", "--columns", "theme", "--kind", "злость"], "«злость»; ожидается praise"),
        (["typical", "--by", "kind", "--one", "злость"], "нет такого значения «злость»"),
        (["typical", "--by", "kind", "--other", "praise"], "не сказано, с чем сравнивать"),
        (["lens", "--by", "цвет"], "нет такого разреза «цвет»"),
        (["scores", "--by", "цвет"], "оценки не группируются «цвет»"),
        (["compare", "--by", "role"], "сравниваются только волны"),
        (["compare", "--before", "1999"], "1999"),
        (["lens", "--by", "theme", "--csv", "таблица.txt"], "ожидается имя файла с .csv"),
    ],
)
def test_a_wrong_question_is_one_sentence(compared: Path, arguments: list[str], words: str) -> None:
    command, *rest = arguments
    assert words in complaint(otzvuk(command, compared, *rest))


def test_a_table_never_replaces_what_was_read(compared: Path) -> None:
    own = compared / "participants.csv"
    before = own.read_bytes()
    assert "файл исследования" in complaint(otzvuk("lens", compared, "--by", "theme", "--csv", own))
    assert own.read_bytes() == before


def test_csi_of_a_file(tmp_path: Path) -> None:
    table = tmp_path / "м.csv"
    table.write_text("metric;block;value;weight\nА;Б1;0,2;4\nВ;Б1;0,1;2\nГ;Б2;30 %;2\n", "utf-8")
    done = otzvuk("csi", table, "--bounds", "0", "1")
    assert (done.returncode, done.stderr) == (0, "")
    assert "0,450" in done.stdout
    assert "4,5" in done.stdout
    table.write_text("metric;block;value;weight\nА;Б1;20;4\n", "utf-8")
    assert "строка 2" in complaint(otzvuk("csi", table))


def test_maturity_makes_a_questionnaire_and_assesses_it(tmp_path: Path) -> None:
    file = tmp_path / "ответы.yaml"
    done = otzvuk("maturity", file)
    assert "Анкета создана" in done.stdout
    assert "ожидается" in complaint(otzvuk("maturity", file))  # nothing is answered yet
    answered = re.sub(r"^(    [a-z_]+:)$", r"\1 2", file.read_text("utf-8"), flags=re.MULTILINE)
    file.write_text(answered, "utf-8")
    (tmp_path / "transcripts").mkdir()  # in a study's folder, too, that file is the command's to make
    assert "Анкета создана" in otzvuk("maturity", tmp_path / "maturity.yaml").stdout
    shown = " ".join(otzvuk("maturity", file).stdout.split())
    assert "Общий уровень — 2, «Управление мероприятиями»" in shown
    assert shown.count("● сейчас") == 5  # a cell of each step


def test_a_verb_is_not_hidden_by_the_module_of_its_name() -> None:
    assert callable(package.count)
    assert callable(package.analyse)


def test_quotes_are_printed_and_written(compared: Path, tmp_path: Path) -> None:
    done = otzvuk("quotes", compared, "--kind", "жалоба", "--best", "1")
    assert (done.returncode, done.stderr) == (0, "")
    assert "«" in done.stdout
    assert "Похвала" not in done.stdout
    out = tmp_path / "цитаты.md"
    assert otzvuk("quotes", compared, "--format", "md", "--out", out).returncode == 0
    assert out.read_text("utf-8").startswith("## ")
    assert "Личный кабинет" in otzvuk("quotes", compared, "--wishes").stdout
    assert "«html»; ожидается text" in complaint(otzvuk("quotes", compared, "--format", "html"))
    assert "цвет" in complaint(otzvuk("quotes", compared, "--process", "цвет"))
