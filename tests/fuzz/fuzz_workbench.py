"""Kill the workbench while people answer: what was acknowledged is there, nothing twice, and it goes on.

    python tests/fuzz/fuzz_workbench.py --times 20 --seed 1

Two people answer at once, each sending again what nobody answered, through servers that are killed at random
moments and started again; now and then they undo. A finding fails it.
"""

from __future__ import annotations

import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

from kills import main

from otzvuk.codings.decisions import Decisions

TALK = """\
Интервьюер: Как у них с документами?
{name}: Документы вечно опаздывают, накладные путают. А водители вежливые.
Интервьюер: А сроки?
{name}: Отгрузки срываются каждый месяц. Цена нас устраивает. Хотелось бы личный кабинет.
"""
PEOPLE = ("Анна", "Борис")


@dataclass
class Answered:
    """What a person was told: forms acknowledged, and what was wrong."""

    told: list[str] = field(default_factory=list)
    undone: int = 0
    findings: list[str] = field(default_factory=list)


def make_study(folder: Path, *, talks: int = 12) -> Path:
    """A small study of so many talks."""
    (folder / "transcripts").mkdir(parents=True)
    for at in range(talks):
        text = TALK.format(name=f"Семён {'абвгдежзиклм'[at % 12]}") * 4
        (folder / "transcripts" / f"и{at}.txt").write_text(text, "utf-8")
    settings = "coder: fast\nhide_names: false\nreplicates: 100\n"
    (folder / "study.yaml").write_text(settings, "utf-8")
    return folder


class Program:
    """`otzvuk open` over a study, killed and started again at one port."""

    def __init__(self, study: Path) -> None:
        self.study, self.port, self.address = study, 0, ""
        self.start()

    def start(self) -> None:
        """Start it, and wait until it says its address."""
        command = [sys.executable, "-m", "otzvuk", "open", str(self.study), "--no-browser"]
        command += ["--port", str(self.port)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        said = ""
        while not (found := re.search(r"http://\S+", said)):
            line = self.process.stdout.readline()
            if not line:
                raise RuntimeError(said)
            said += line
        self.address = found[0]
        self.port = int(self.address.split(":")[2].split("/")[0])

    def kill(self) -> None:
        """Kill it (SIGKILL)."""
        self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def end(self) -> None:
        """Let it end by itself."""
        self.process.send_signal(signal.SIGINT)
        self.process.communicate()


def ask(port: int, cookie: str, method: str, path: str, form: dict[str, str] | None = None):
    """One request; None where nobody answers."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Cookie": cookie, "Origin": f"http://127.0.0.1:{port}"}
    try:
        connection.request(method, path, urlencode(form) if form is not None else None, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace")
    except (OSError, HTTPException):
        return None
    finally:
        connection.close()


def answers(program: Program, name: str, seed: int, stop: threading.Event, said: Answered) -> None:
    """A person who answers one stretch after another, and sends again what nobody answered."""
    dice = random.Random(seed)
    secret = program.address.rpartition("=")[2]
    cookie = f"otzvuk_{program.port}={secret}; otzvuk_name={urlencode({'': name})[1:]}"
    while not stop.is_set():
        page = ask(program.port, cookie, "GET", f"/check?order={dice.choice(['doubts', 'missed'])}")
        if page is None or "data-waiting" in page[1]:
            time.sleep(0.05)
            continue
        if page[0] != 200:
            said.findings.append(f"{name}: /check says {page[0]}")
            return
        form = dict(re.findall(r'name="(order|at|once)" value="([^"]*)"', page[1]))
        if "once" not in form:
            return
        form["act"] = dice.choice(["yes", "no"]) if 'value="yes"' in page[1] else "no"
        while not stop.is_set():
            kept = ask(program.port, cookie, "POST", "/check", form)
            if kept is not None and kept[0] == 303:
                said.told.append(form["once"])
                break
            if kept is not None and kept[0] != 503:
                said.findings.append(f"{name}: an answer was answered by {kept[0]}")
                return
            time.sleep(0.02)


def kill_workbench(folder: Path, *, seed: int, times: int) -> list[str]:
    """Kill it so often; what is wrong afterwards, nothing where all is well."""
    dice = random.Random(seed)
    program, stop = Program(make_study(folder / "study")), threading.Event()
    said = [Answered() for _ in PEOPLE]
    people = [
        threading.Thread(target=answers, args=[program, name, seed + at, stop, said[at]])
        for at, name in enumerate(PEOPLE)
    ]
    first = program.address
    for each in people:
        each.start()
    findings = []
    for _ in range(times):
        time.sleep(dice.uniform(1.0, 4.0))
        program.kill()
        program.start()
        if program.address != first:
            findings.append("another address after a kill")
            break
    time.sleep(2)
    stop.set()
    for each in people:
        each.join()
    program.end()
    told = [once for each in said for once in each.told]
    kept = Decisions(program.study).all()
    by = Counter(each.by for each in kept)
    findings += [one for each in said for one in each.findings]
    ids = [each.id for each in kept]
    if len(ids) != len(set(ids)):
        findings.append("doubled")
    # an answer that was under way at the end may be kept although nobody was told
    if not len(told) <= len(kept) <= len(told) + len(PEOPLE):
        findings.append(f"told of {len(told)} answers, kept {len(kept)}")
    if not told or set(by) - set(PEOPLE):
        findings.append(f"answers by {dict(by)}")
    return findings


if __name__ == "__main__":
    main(__doc__, kill_workbench, times=20, study="study")
