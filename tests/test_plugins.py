"""What other packages add: found by name, kept apart when broken, named with their package, never stale."""

import json
import os
import subprocess
import sys
import sysconfig
import textwrap
import venv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import otzvuk
from otzvuk.coding import model_names
from otzvuk.codings.pinned import plugins_of
from otzvuk.codings.surveyed import read_identified, surveyed
from otzvuk.folder import cache
from otzvuk.plugins import Group, installed, plugged_digest, plugin_of
from otzvuk.read import sandbox
from program import call

ROOT = Path(__file__).parents[1]
TALK = """\
0 | Интервьюер | Как вам с ними работается?
1 | Пётр | Документы вечно опаздывают, это плохо. А водители вежливые, хорошо.
2 | Интервьюер | Что бы вы попросили?
3 | Пётр | Хотелось бы личный кабинет.
"""
PLAIN = "Интервьюер: Как дела?\nПётр: Документы вечно опаздывают.\n"

Install = Callable[..., Path]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Puts a package with entry points where Python finds it: no pip, the files that pip would write."""
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(str(site))
    path = os.pathsep.join(filter(None, (str(site), os.environ.get("PYTHONPATH"))))
    monkeypatch.setenv("PYTHONPATH", path)  # of the reading process
    before = set(sys.modules)

    def put(name: str, code: str, *, version: str = "1.0", **points: str) -> Path:
        module = name.replace("-", "_")
        (site / f"{module}.py").write_text(textwrap.dedent(code), "utf-8")
        about = site / f"{module}-{version}.dist-info"
        about.mkdir(exist_ok=True)
        (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", "utf-8")
        groups = [
            f"[otzvuk.{group}]\n" + "".join(f"{each}\n" for each in told.split(";"))
            for group, told in points.items()
        ]
        (about / "entry_points.txt").write_text("\n".join(groups), "utf-8")
        forget()
        return site / f"{module}.py"

    yield put
    forget()
    for each in set(sys.modules) - before:
        if str(getattr(sys.modules[each], "__file__", "")).startswith(str(site)):
            del sys.modules[each]


def forget() -> None:
    """As a new process: nothing is known of what is installed."""
    module = sys.modules["otzvuk.plugins.installed"]
    for each in ("_installed", "_digest", "_code"):
        getattr(module, each).cache_clear()
    cache.program.cache_clear()
    sandbox.stop()


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = tmp_path / "исследование"
    (folder / "transcripts").mkdir(parents=True)
    (folder / "transcripts" / "и1.txt").write_text(PLAIN, "utf-8")
    (folder / "study.yaml").write_text("coder: rules\n", "utf-8")
    return folder


def complaint(said: str) -> str:
    """The one sentence of a refused call."""
    (line,) = said.strip().splitlines()
    assert line.startswith("Ошибка: ")
    return line


# --- the template, in an environment of its own


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment that sees the program and its libraries, with the template installed by pip."""
    home = tmp_path_factory.mktemp("env")
    venv.create(home, with_pip=False, symlinks=os.name != "nt")
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    (site,) = home.rglob("site-packages")
    libraries = sysconfig.get_paths()["purelib"]
    (site / "beside.pth").write_text(f"{libraries}\n{ROOT / 'pipeline'}\n", "utf-8")
    template = home / "otzvuk-xyz"
    template.mkdir()
    for path in (ROOT / "docs" / "template" / "otzvuk-xyz").rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            copy = template / path.relative_to(ROOT / "docs" / "template" / "otzvuk-xyz")
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    offline = ["--quiet", "--no-index", "--no-build-isolation", "--no-deps", "--disable-pip-version-check"]
    pip = [sys.executable, "-m", "pip", "--python", python, "install", *offline, template]
    done = subprocess.run(list(map(str, pip)), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return python


def run(python: Path, *arguments: str | Path, code: int = 0) -> str:
    done = subprocess.run(
        [str(python), "-m", "otzvuk", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "COLUMNS": "160", "PYTHONPATH": ""},
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_the_template_is_built_installed_and_used(environment: Path, tmp_path: Path) -> None:
    study = tmp_path / "исследование"
    (study / "transcripts").mkdir(parents=True)
    (study / "transcripts" / "и1.xyz").write_text(TALK, "utf-8")
    (study / "transcripts" / "и2.xyz").write_text("Пётр без минуты\n", "utf-8")
    listed = run(environment, "plugins")
    assert all(each in listed for each in (".xyz", "coder: words", "reports: [summary.md]", "otzvuk longest"))
    assert "otzvuk-xyz 0.1.0" in listed
    assert "Пётр: 67" in run(environment, "longest", study)
    (study / "study.yaml").write_text("coder: words\nreports: [summary.md]\nreplicates: 100\n", "utf-8")
    said = run(environment, "analyse", study, code=1)
    assert "и2.xyz, строка 1: плагин otzvuk-xyz 0.1.0: нет минуты «Пётр без минуты»" in said
    assert "Производство" in (study / "out" / "summary.md").read_text("utf-8")
    mentions = (study / "out" / "mentions.csv").read_text("utf-8").splitlines()[1:]
    assert [each.split(",")[6:8] for each in mentions] == [["плохо", "complaint"], ["хорошо", "praise"]]
    assert all("plugin:otzvuk-xyz@0.1.0" in each for each in mentions)
    told = json.loads((study / "out" / "run.json").read_text("utf-8"))
    assert told["plugins"] == {"otzvuk-xyz": "0.1.0"}
    assert list(told["models"]) == ["plugin:otzvuk-xyz@0.1.0"]
    assert "summary.md" in told["files"]


# --- readers

READER = """
    from otzvuk.model.interview import Turn
    from otzvuk.read.transcript import Transcript

    def read(path, *, known=()):
        {body}
"""


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("raise ValueError('сломано')", "не прочитал файл: «ValueError: сломано (чтец.py, строка 6)»"),
        ("raise SystemExit(3)", "не прочитал файл: «SystemExit: 3"),
        ("return [('Пётр', 'текст')]", "прочитал файл не так: «list»"),
        ("return Transcript((Turn('Пётр', 'раз\\rдва'),))", "прочитал файл не так: «реплика 1: знак '\\r'»"),
        ("return Transcript((Turn('Пётр', None),))", "не строки"),
        ("import os; os._exit(1)", "прервано"),
        ("import time; time.sleep(60)", "читался слишком долго"),
    ],
)
def test_a_readers_fault_costs_its_file_and_names_its_package(
    install: Install, study: Path, monkeypatch: pytest.MonkeyPatch, body: str, said: str
) -> None:
    if "sleep" in body:
        monkeypatch.setenv("OTZVUK_READ_SECONDS", "3")
    install("чтец", READER.format(body=body), readers="xyz = чтец:read")
    (study / "transcripts" / "и2.xyz").write_text(TALK, "utf-8")
    read = otzvuk.read_study(study)
    assert [each.id for each in read.interviews] == ["и1"]
    (failure,) = read.failures
    assert failure.file.endswith("и2.xyz")
    assert "чтец 1.0" in failure.message
    assert said in failure.message


def test_two_readers_of_one_ending_are_both_named_and_neither_reads(install: Install, study: Path) -> None:
    for name in ("один", "другой"):
        install(
            name, READER.format(body="return Transcript((Turn('А', 'б'),))"), readers=f"XYZ = {name}:read"
        )
    (study / "transcripts" / "и2.xyz").write_text(TALK, "utf-8")
    (failure,) = otzvuk.read_study(study).failures
    assert "один 1.0" in failure.message
    assert "другой 1.0" in failure.message
    assert call("plugins", code=1).count("спорит с плагином") == 2


def test_what_the_program_reads_itself_no_plugin_reads(install: Install, study: Path) -> None:
    install("наглый", READER.format(body="raise ValueError"), readers="txt = наглый:read")
    assert not otzvuk.read_study(study).failures
    listed = call("plugins", code=1)
    assert "неисправен" in listed
    assert "наглый 1.0: имя «.txt» занято самой программой" in listed


# --- what is broken stays alone


def test_a_broken_plugin_stops_only_what_asks_for_it(install: Install, study: Path) -> None:
    install(
        "беда",
        "raise SystemExit('нет')",
        readers="xyz = беда:read",
        coders="свой = беда:make",
        commands="делай = беда:run",
    )
    install(
        "ошибка",
        "x = 1",
        reports="свод.md = ошибка:нет;plain = ошибка:x",
        commands="check = ошибка:x;a b = ?",
    )
    listed = call("plugins", code=1)
    assert listed.count("неисправен") == 7
    assert (
        "плагин беда 1.0 (otzvuk.coders: свой) не загружается: «SystemExit: нет (беда.py, строка 1)»"
        in listed
    )
    assert "AttributeError" in listed
    assert "плагин беда 1.0" in complaint(call("делай", code=2))
    assert "нет команды «делоё»" in complaint(call("делоё", code=2))
    assert "analyse" in call("--help")


def test_damaged_metadata_is_passed_over(install: Install, tmp_path: Path) -> None:
    about = install("порча", "", readers="xyz = порча:read").parent / "порча-1.0.dist-info"
    (about / "METADATA").write_bytes(b"\xff\xfe\x00")
    forget()
    (found,) = [each for each in installed() if each.group is Group.READERS]
    assert found.label == "порча-1.0"
    (about / "entry_points.txt").write_bytes(b"[otzvuk.readers]\n\xff\xfe")
    forget()
    assert plugin_of(Group.READERS, ".xyz") is None


# --- coders

CODER = """
    from dataclasses import replace
    from otzvuk.model.mention import Coding, Kind, Mention

    class Made:
        def __init__(self, study):
            self.book = study.codebook

        def code(self, interview):
            one = Mention(
                turn=1, start=0, stop=9, text="Документы", kind=Kind.COMPLAINT, code="documents.speed",
                process="document_exchange", decided_by="person:Анна",
            )
            {body}
"""


def coded(install: Install, study: Path, body: str, *, code: int = 0) -> str:
    install("кодер", CODER.format(body=body), coders="свой = кодер:Made")
    (study / "study.yaml").write_text("coder: свой\n", "utf-8")
    return call("analyse", study, code=code)


def test_a_coder_codes_and_is_said_to_have_done_so(install: Install, study: Path) -> None:
    install("кодер", CODER.format(body="return Coding(interview, (one,))"), coders="свой = кодер:Made")
    (study / "study.yaml").write_text("coder: свой\n", "utf-8")
    read = otzvuk.read_study(study)
    (coding,) = otzvuk.code_study(read)
    assert [each.decided_by for each in coding.mentions] == ["plugin:кодер@1.0"]
    assert list(model_names(read)) == ["plugin:кодер@1.0"]
    assert plugins_of(read) == {"кодер": "1.0"}
    assert "Размечает плагин: plugin:кодер@1.0" in call("check", study)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("raise KeyError('x')", "не разметил: «KeyError: 'x' (кодер.py, строка 14)»"),
        ("return [one]", "ответ — list, а не Coding"),
        ("return Coding(interview, (replace(one, stop=8),))", "реплика 1, 0–8: там стоит другое"),
        ("return Coding(interview, (replace(one, turn=0, text='Как дела?'),))", "не реплика респондента"),
        ("return Coding(interview, (replace(one, turn=-1),))", "не реплика респондента"),
        ("return Coding(interview, (replace(one, code='a.b'),))", "нет кода a.b"),
        ("return Coding(interview, (replace(one, process='b'),))", "нет процесса b"),
        ("return Coding(interview, (replace(one, kind='complaint'),))", "вид и динамика"),
        ("return Coding(interview, (replace(one, confidence=float('nan')),))", "уверенность nan"),
    ],
)
def test_what_a_coder_may_not_say_is_named_with_its_package(
    install: Install, study: Path, body: str, said: str
) -> None:
    line = complaint(coded(install, study, body, code=2))
    assert "и1.txt: плагин кодер 1.0 (otzvuk.coders: свой)" in line
    assert said in line


def test_a_coder_that_nobody_has_is_named_with_its_line(study: Path) -> None:
    (study / "study.yaml").write_text("wave: '1'\ncoder: fats\n", "utf-8")
    line = complaint(call("analyse", study, code=2))
    assert "study.yaml, строка 2, столбец 8: нет такого кодировщика «fats»" in line
    assert "вы имели в виду «fast»?" in line


def test_nothing_is_stale_when_the_code_of_a_plugin_changes(install: Install, study: Path) -> None:
    (study / "study.yaml").write_text("coder: свой\n", "utf-8")
    digests, counts = [], []
    for body in ("(one,)", "()", "(one,)"):
        sys.modules.pop("кодер", None)
        made = CODER.format(body=f"return Coding(interview, {body})")
        install("кодер", made, coders="свой = кодер:Made")  # of the same version
        digests.append(plugged_digest())
        counts.append(len(surveyed(read_identified(study)).survey.mentions))
    assert counts == [1, 0, 1]
    assert digests[0] == digests[2] != digests[1]


# --- reports

REPORT = """
    def write(findings, path):
        {body}
"""


def test_a_report_takes_its_place_with_the_others_or_none_does(install: Install, study: Path) -> None:
    written = "path.write_text(str(len(findings.survey.respondents)))"
    install("свод", REPORT.format(body=written), reports="свод.md = свод:write")
    (study / "study.yaml").write_text("coder: rules\nreplicates: 100\nreports: свод.md\n", "utf-8")
    call("analyse", study)
    assert (study / "out" / "свод.md").read_text("utf-8") == "1"
    before = (study / "out" / "run.json").read_bytes()
    sys.modules.pop("свод")
    install("свод", REPORT.format(body="1 / 0"), reports="свод.md = свод:write")
    line = complaint(call("analyse", study, code=2))
    assert "плагин свод 1.0 (otzvuk.reports: свод.md) не записал отчёт: «ZeroDivisionError" in line
    assert (study / "out" / "run.json").read_bytes() == before
    (study / "out" / "свод.md").write_text("моя правка", "utf-8")
    sys.modules.pop("свод")
    install("свод", REPORT.format(body=written), reports="свод.md = свод:write")
    call("analyse", study)
    assert (study / "out" / "свод (правка).md").read_text("utf-8") == "моя правка"


@pytest.mark.parametrize("name", ["run.json", "../study.yaml", ".скрытый.md", "свод"])
def test_a_report_has_a_name_of_its_own(install: Install, study: Path, name: str) -> None:
    install("свод", REPORT.format(body="pass"), reports=f"{name} = свод:write")
    (study / "study.yaml").write_text(f"coder: rules\nreplicates: 100\nreports: ['{name}']\n", "utf-8")
    assert "пишет в файл, который ему не положен" in complaint(call("analyse", study, code=2))


def test_a_file_that_lies_there_is_not_replaced_by_a_report(install: Install, study: Path) -> None:
    install("свод", REPORT.format(body="path.write_text('х')"), reports="свод.md = свод:write")
    call("analyse", study)
    (study / "out" / "свод.md").write_text("моё", "utf-8")
    (study / "study.yaml").write_text("coder: rules\nreplicates: 100\nreports: [свод.md]\n", "utf-8")
    assert "файл уже есть, и записал его не отчёт" in complaint(call("analyse", study, code=2))
    assert (study / "out" / "свод.md").read_text("utf-8") == "моё"


def test_who_is_forgotten_is_gone_from_reports_of_plugins_too(install: Install, study: Path) -> None:
    body = "path.write_bytes(b'\\x00\\x01')"
    install("картинка", REPORT.format(body=body), reports="пётр.bin = картинка:write")
    (study / "study.yaml").write_text("coder: rules\nreplicates: 100\nreports: [пётр.bin]\n", "utf-8")
    call("analyse", study)
    call("forget", study, "Пётр")
    assert not (study / "out" / "пётр.bin").exists()


# --- commands


def test_a_commands_fault_is_one_sentence(install: Install) -> None:
    install(
        "дело",
        "def run(name: str) -> None:\n    '''Сделать.'''\n    raise RuntimeError(name)\n",
        commands="делай = дело:run",
    )
    line = complaint(call("делай", "раз", code=2))
    assert (
        "плагин дело 1.0 (otzvuk.commands: делай) не выполнен: «RuntimeError: раз (дело.py, строка 3)»"
        in line
    )
    assert "Сделать." in call("делай", "--help")
    assert "не указано" in complaint(call("делай", code=2))


def test_a_command_does_not_take_the_name_of_a_group_of_ours(install: Install) -> None:
    install("дело", "def run() -> None:\n    'Сделать.'\n", commands="llm = дело:run")
    assert "имя «llm» занято самой программой" in call("plugins", code=1)


# --- the hot path


def test_nothing_is_looked_for_where_nobody_asks() -> None:
    code = (
        "import sys, otzvuk\n"
        "from otzvuk.cli import main\n"
        "sys.argv = ['otzvuk', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print([each for each in sys.modules if each.startswith(('otzvuk.plugins', 'importlib.metadata'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
