"""The site: it builds strictly and without a network, loads nothing from elsewhere, every snippet of it runs.

In the pages of docs/ a `console` block holds commands (`$ otzvuk …`) with what they say: each line below must
be in it, «…» stands for anything. A `python` block is executed, all of a page together. `sh` blocks hold
what is tried elsewhere (installing: test_install; training and learning: test_train_learn, test_learn;
`open`: test_workbench_*): of these the commands and options are looked up. Lines that readers do not see
prepare what a page takes for granted:

    % copy FROM TO      % write FILE TEXT      % code 2 (of the next block)      % needs PACKAGE
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from otzvuk.model.codebook import read_codebook
from otzvuk.model.extra import installed
from program import call

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted(path for path in DOCS.rglob("*.md") if not {"build", "template"} & set(path.parts))
OWN = [path for path in PAGES if path.parent.name != "cards"]
FENCE = re.compile(
    r"^(?P<mark>`{3,}|:{3,})(?P<kind>[^\n`]*)\n(?P<body>.*?)^(?P=mark)[ ]*$|^% (?P<told>[^\n]+)$", re.M | re.S
)

BUILD = """
import socket, sys
def refuse(*_): raise OSError("the site is built without a network")
socket.socket.connect = socket.getaddrinfo = refuse
from sphinx.cmd.build import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("site")
    command = [
        sys.executable,
        "-c",
        BUILD,
        "-W",
        "--keep-going",
        "-q",
        "-d",
        str(target / "trees"),
        str(DOCS),
    ]
    done = subprocess.run([*command, str(target / "html")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return target / "html"


class Loads(HTMLParser):
    """What a page loads while it is shown, and the pages of the site that it leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value and (name in {"src", "srcset", "poster", "data"} or (tag == "link" and name == "href")):
                self.loaded.append(value)


def test_it_builds_strictly_without_a_network_and_loads_nothing_from_elsewhere(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) > len(PAGES)
    for page in pages:
        reader = Loads()
        reader.feed(page.read_text("utf-8"))
        assert not [
            each for each in reader.loaded if re.match(r"(\w+:)?//", each) and not each.startswith("data:")
        ]
    for path in [*site.rglob("*.css"), *site.rglob("*.js")]:
        text = path.read_text("utf-8")
        assert not re.search(
            r"@import|url\(\s*['\"]?(https?:)?//|import\(['\"]https?:|fetch\(['\"]https?:", text
        ), path
    assert sum(path.stat().st_size for path in site.rglob("*") if path.is_file()) < 8_000_000


def test_every_public_name_and_frame_is_in_the_reference(site: Path) -> None:
    import otzvuk
    from otzvuk import plot
    from otzvuk.numbers.frames import FRAMES

    reference = (site / "dev" / "api.html").read_text("utf-8")
    for name in [*otzvuk.__all__, *(f"plot.{each}" for each in plot.__all__)]:
        assert re.search(rf'id="otzvuk\.{name}"', reference), name
    frames = (site / "dev" / "frames.html").read_text("utf-8")
    for name in FRAMES:
        assert f"<h2>{name}<" in frames


def test_every_page_is_reached_and_every_picture_is_drawn_by_the_script(site: Path) -> None:
    first = (site / "index.html").read_text("utf-8")
    for path in PAGES:
        if path != DOCS / "index.md":
            assert f'href="{path.relative_to(DOCS).with_suffix(".html")}"' in first
    shown = {
        Path(each).name
        for path in OWN
        for each in re.findall(r"!\[[^]]+\]\(([^)]+)\)", path.read_text("utf-8"))
    }
    shown |= {
        Path(each).name
        for each in re.findall(r"!\[[^]]+\]\(([^)]+)\)", (ROOT / "README.md").read_text("utf-8"))
    }
    there = {path.name for path in (DOCS / "pictures").iterdir()}
    assert shown == there
    script = (ROOT / "tests" / "picture.py").read_text("utf-8")
    for path in (DOCS / "pictures").iterdir():
        assert f'"{path.name}"' in script
        assert path.stat().st_size < 150_000


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the pages' commands run: four interviews of the demo, coded fast, in a folder `исследование`."""
    folder, few = tmp_path_factory.mktemp("desk"), {"i01", "i02", "i05", "i06"}
    others = [f"{number:02}-*" for number in range(1, 11) if f"i{number:02}" not in few]
    demo = shutil.copytree(
        ROOT / "corpora" / "demo",
        folder / "исследование",
        ignore=shutil.ignore_patterns("out", ".otzvuk", *others),
    )
    for table in ("participants.csv", "ratings.csv"):
        head, *rows = (demo / table).read_text("utf-8-sig").splitlines()
        kept = [head, *(row for row in rows if row[:3] in few)]
        (demo / table).write_text("\n".join(kept) + "\n", "utf-8")
    with (folder / "исследование" / "study.yaml").open("a", encoding="utf-8") as settings:
        settings.write("\ncoder: fast\nreplicates: 200\n")
    return folder


def blocks(page: Path) -> Iterator[tuple[str, str]]:
    """The fences of a page with their kinds, and the lines that prepare (kind «%»), in order."""
    for found in FENCE.finditer(page.read_text("utf-8")):
        if found["told"]:
            yield "%", found["told"]
        else:
            yield found["kind"].strip(), found["body"]


RUN = [page for page in OWN if any(kind in {"console", "python"} for kind, _ in blocks(page))]


@pytest.mark.parametrize("page", RUN, ids=lambda page: str(page.relative_to(DOCS).with_suffix("")))
def test_what_a_page_shows_runs(page: Path, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk)
    names: dict[str, object] = {"__name__": "page"}
    code = 0
    for kind, body in blocks(page):
        if kind == "%":
            word, *rest = body.split(" ", 2)
            if word == "needs" and not installed(rest[0]):
                pytest.skip(f"{rest[0]} is not installed")
            elif word == "copy":
                source, target = Path(rest[0]), Path(rest[1])
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copytree(source, target, dirs_exist_ok=True) if source.is_dir() else shutil.copy(
                    source, target
                )
            elif word == "write":
                Path(rest[0]).write_text(rest[1].replace("\\n", "\n") + "\n", "utf-8")
            elif word == "code":
                code = int(rest[0])
        elif kind == "console":
            for command, shown in said(body):
                answer = " ".join(call(*shlex.split(command)[1:], code=code).split())
                for line in shown:
                    parts = [part.strip() for part in line.split("…")]
                    assert all(part in answer for part in parts), (
                        f"{page.name}: «{line}» is not in what {command} says"
                    )
            code = 0
        elif kind == "python":
            exec(compile(body, str(page), "exec"), names)


def said(body: str) -> Iterator[tuple[str, list[str]]]:
    """The commands of a console block, each with the lines that it is shown to say."""
    command, shown = "", list[str]()
    for line in body.splitlines():
        if line.startswith("$ "):
            if command:
                yield command, shown
            command, shown = line[2:], []
        elif line.strip() != "…":
            shown.append(" ".join(line.split()))
    yield command, shown


def commands() -> dict[str, str]:
    """Every command with its help."""
    listed = re.findall(r"^  (\w+)  ", call("--help").split("Команды:")[1], re.MULTILINE)
    told = {name: call(name, "--help") for name in listed}
    for name in [each for each in told if "Команды:" in told[each]]:  # a group: with what its commands say
        own = re.findall(r"^  (\w+)  ", told[name].split("Команды:")[1], re.MULTILINE)
        told[name] += "".join(call(name, each, "--help") for each in own)
    return told


def test_commands_are_explained_and_what_is_shown_of_them_exists() -> None:
    known = commands()
    text = "\n".join(page.read_text("utf-8") for page in OWN)
    for name, told in known.items():
        assert f"`otzvuk {name}" in text, name
        assert "Использование:" in told
        assert not re.search(r"\b(Usage|Options|Arguments|Show|required|default)\b", told), name
    text += (ROOT / "README.md").read_text("utf-8")
    used = re.findall(r"(?:^\$? ?|`)otzvuk ([a-z]+)([^\n`]*)", text, re.MULTILINE)
    assert len(used) > 50
    for name, rest in used:
        assert name in known, name
        for option in re.findall(r"(?<![\w-])--[a-z-]+", rest.split("#")[0]):
            assert option in known[name], f"otzvuk {name} {option}"


def test_the_make_targets_that_are_named_exist() -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    texts = [*OWN, ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
    named = {each for path in texts for each in re.findall(r"`make ([a-z]+)", path.read_text("utf-8"))}
    assert {"demo", "test"} <= named <= targets


def test_the_settings_and_the_codebook_that_are_shown_are_understood(desk: Path, tmp_path: Path) -> None:
    (settings,) = [body for kind, body in blocks(DOCS / "study.md") if kind == "yaml"]
    (tmp_path / "study.yaml").write_text(settings, "utf-8")
    (tmp_path / "и1.txt").write_text("Анна: Как дела?\nПётр: Документы вечно опаздывают.\n", "utf-8")
    assert "незнаком" not in call("check", tmp_path)
    assert call("scores", tmp_path)
    book = next(body for kind, body in blocks(DOCS / "codebook.md") if kind == "yaml")
    (tmp_path / "моя.yaml").write_text(book, "utf-8")
    codes = read_codebook(tmp_path / "моя.yaml").codes
    assert codes["work.news"].like == ("service.informing",)
    assert len(codes["work.boxes"].examples) == 2


def test_the_demo_has_frames_as_the_reference_says(desk: Path) -> None:
    import otzvuk
    from otzvuk.numbers.frames import FRAMES, public_frames
    from otzvuk.numbers.trust import doubts

    study = otzvuk.read_study(desk / "исследование")
    survey = otzvuk.count(study, otzvuk.code_study(study))
    seen = {
        name for name, frame in public_frames(otzvuk.find(survey)) if FRAMES[name].check(frame) is not None
    }
    assert {"lens.groups", "lens.scored", "waves", "indices"} <= seen
    FRAMES["doubts"].check(doubts(survey))


def test_the_readme_is_short_and_leads_to_what_is_there() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert len(text.splitlines()) < 70
    links = re.findall(r"\]\(([^)#]+)(#[^)]+)?\)", text)
    assert len(links) > 15
    assert [link for link, _ in links if not (ROOT / link).is_file()] == []


def test_the_hooks_need_no_network_and_their_tools_are_those_of_make_lint() -> None:
    hooks = (ROOT / ".pre-commit-config.yaml").read_text("utf-8")
    assert "http" not in hooks
    tools = {Path(each).name for each in re.findall(r"entry: (\S+)", hooks)}
    assert {"ruff", "mypy", "lint-imports"} <= tools
    assert {f"$(BIN)/{each}" in (ROOT / "Makefile").read_text("utf-8") for each in tools} == {True}
