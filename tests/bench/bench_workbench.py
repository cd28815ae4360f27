"""What the workbench costs: CPU time a request by page for 10, 50 and 200 interviews, beside a static file.

Also how long it takes to open, and memory after 500 requests. Run by `make bench`, or alone: python
tests/bench/bench_workbench.py [10 50 200]. The interviews are those of the demo, a word changed in every
turn, coded fast. CPU time is the kernel's, of all threads of the server (Linux only). Asserts nothing.
"""

import contextlib
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from http.client import HTTPConnection, RemoteDisconnected
from pathlib import Path
from urllib.parse import quote, urlencode

import numpy as np

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "corpora" / "demo"
TIMES = 30  # requests a page
MANY = 500  # requests after which memory is looked at


def main() -> None:
    sizes = [int(each) for each in sys.argv[1:]] or [10, 50, 200]
    with tempfile.TemporaryDirectory() as scratch:
        for size in sizes:
            folder = copies(size, Path(scratch) / str(size))
            with served(folder) as server:
                report(size, server)


def copies(number: int, folder: Path) -> Path:
    """So many interviews of the demo, a word changed in every turn, so that no two are alike."""
    (folder / "transcripts").mkdir(parents=True)
    settings = (DEMO / "study.yaml").read_text("utf-8") + "\ncoder: fast\n"
    (folder / "study.yaml").write_text(settings, "utf-8")
    shutil.copy(DEMO / "guide.yaml", folder)
    files = sorted((DEMO / "transcripts").iterdir())
    texts = [(each, each.read_bytes()) for each in files]
    plain = [(each, text.decode("utf-8")) for each, text in texts if _is_utf8(text)]
    plain = [each for each in plain if each[0].suffix in {".txt", ".md"}]
    for at in range(number):
        file, text = plain[at % len(plain)]
        lines = [
            re.sub(r"[.?!]?\s*$", f" номер {at}.", line) if ":" in line else line for line in text.split("\n")
        ]
        (folder / "transcripts" / f"{at:03}-{file.stem}{file.suffix}").write_text("\n".join(lines), "utf-8")
    return folder


def _is_utf8(text: bytes) -> bool:
    with contextlib.suppress(UnicodeDecodeError):
        text.decode("utf-8")
        return True
    return False


class Server:
    """A workbench of its own process, asked over HTTP."""

    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self.process, self.address = process, address
        self.port = int(address.split(":")[2].split("/")[0])
        self.connection = HTTPConnection("127.0.0.1", self.port, timeout=600)
        self.cookie = ""
        answer, _ = self.ask("GET", address.partition(str(self.port))[2])
        self.cookie = answer["set-cookie"].partition(";")[0]

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[dict[str, str], str]:
        headers = {"Cookie": self.cookie, "Origin": f"http://127.0.0.1:{self.port}"}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = urlencode(form) if form is not None else None
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
        except RemoteDisconnected:  # it was idle for long
            self.connection.close()
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        if answer.status >= 400:
            raise RuntimeError(f"{path}: {answer.status} {text[:2000]}")
        return {name.lower(): value for name, value in answer.getheaders()}, text

    def cpu(self) -> float:
        """Milliseconds of CPU that all threads of the server have taken so far."""
        spent = 0
        for each in Path(f"/proc/{self.process.pid}/task").iterdir():
            with contextlib.suppress(OSError):
                spent += int((each / "schedstat").read_text().split()[0])
        return spent / 1e6

    def memory(self) -> float:
        """Megabytes that it holds."""
        text = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", text)[1]) / 1024

    def idle(self) -> None:
        """Wait until it has nothing to do."""
        quiet, before = 0, self.cpu()
        while quiet < 5:
            time.sleep(0.2)
            now = self.cpu()
            quiet = quiet + 1 if now - before < 5 else 0
            before = now


@contextlib.contextmanager
def served(folder: Path):
    command = [sys.executable, "-m", "otzvuk", "open", str(folder), "--no-browser", "--port", "0"]
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        line = ""
        while "http://" not in line:
            line = process.stdout.readline()
            if not line:
                raise RuntimeError("the workbench did not start")
        first = time.perf_counter() - started
        server = Server(process, re.search(r"http://\S+", line)[0])
        while "data-waiting" in server.ask("GET", "/")[1]:
            time.sleep(0.2)
        print(
            f"{folder.name}: an address after {first:.1f} s, open after {time.perf_counter() - started:.1f} s"
        )
        server.idle()
        print(f"   all counted after {time.perf_counter() - started:.1f} s, {server.memory():.0f} MB")
        yield server
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)


def pages(server: Server) -> dict[str, list[str]]:
    """Addresses of every kind of page, as many as there are to be looked at."""
    dice = random.Random(1)
    _, listed = server.ask("GET", "/interviews")
    names = list(dict.fromkeys(re.findall(r'href="(/interview/[^"?#]+)', listed)))
    _, shown = server.ask("GET", "/mentions")
    marks = re.findall(r'href="(/interview/[^"]+at=[^"#]+)', shown) or names
    _, book = server.ask("GET", "/codes")
    codes = list(dict.fromkeys(re.findall(r'href="(/code/[^"?#]+)', book)))
    words = ("срок", "накладная", "срок поставка", "«срок поставки»", "постав*", "менеджер", "цена")
    queries = [f"/search?q={quote(each)}" for each in words]
    queries += [f"{each}&kind=complaint&sure=low" for each in queries[:4]]
    processes = re.findall(r'href="(/mentions\?process=[^"]+)"', server.ask("GET", "/")[1])
    return {
        "static file": ["/static/work.js"],
        "Обзор": ["/"],
        "Упоминания": [each.replace("&amp;", "&") for each in processes] or ["/mentions"],
        "Проверка": ["/check", "/check?order=random", "/check?order=missed"],
        "Интервью": dice.sample(names, min(len(names), TIMES)),
        "упоминание": [each.replace("&amp;", "&") for each in marks[:TIMES]],
        "список интервью": ["/interviews"],
        "Поиск": queries,
        "Цитаты": ["/basket"],
        "Коды": ["/codes"],
        "код": codes,
        "Второй кодировщик": ["/second"],
        "вывод": ["/conclusion"],
    }


def report(size: int, server: Server) -> None:
    known, spent = pages(server), defaultdict(list)
    for name, addresses in known.items():
        for at in range(TIMES):
            before = server.cpu()
            server.ask("GET", addresses[at % len(addresses)])
            spent[name].append(server.cpu() - before)
    for _ in range(TIMES):
        form = asked(server)
        before = server.cpu()
        where, _ = server.ask("POST", "/check", {**form, "act": "yes"})
        spent["решение"].append(server.cpu() - before)
        before = server.cpu()
        server.ask("GET", where["location"])
        spent["следующее"].append(server.cpu() - before)
        server.idle()
    static = np.percentile(spent["static file"], 95)
    for name, values in spent.items():
        high = np.percentile(values, 95)
        told = f"p50 {np.median(values):7.2f} p95 {high:7.2f} ms, {high / static:5.1f} x static"
        print(f"   {size:4} {name:18} {told}", flush=True)
    server.idle()
    before = server.memory()
    everything = [each for own in known.values() for each in own]
    for at in range(MANY):
        server.ask("GET", everything[at % len(everything)])
    first = server.memory()
    for at in range(MANY):
        server.ask("GET", everything[at % len(everything)])
    later = f"after {MANY} requests {first:.0f}, after {2 * MANY} {server.memory():.0f}"
    print(f"   {size:4} memory {before:.0f} MB, {later}", flush=True)


def asked(server: Server) -> dict[str, str]:
    """The form of what is asked first."""
    _, text = server.ask("GET", "/check")
    return dict(re.findall(r'name="(order|at|once)" value="([^"]*)"', text))


if __name__ == "__main__":
    main()
