"""Wall time and peak memory of the whole analysis, and the start of the command line.

Run by `make bench`, or alone: python tests/bench/bench_analyse.py [copies]. Asserts nothing.
"""

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "corpora" / "demo"


def measured(*command: str) -> tuple[float, float]:
    """Seconds and peak megabytes of a command and its children."""
    started = time.perf_counter()
    code = (
        "import resource, subprocess, sys; done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(done.returncode)"
    )
    done = subprocess.run([sys.executable, "-c", code, *command], capture_output=True, text=True, check=False)
    return time.perf_counter() - started, int(done.stdout.split()[-1]) / 1024


def copies(number: int, folder: Path) -> Path:
    """The demo study's transcripts `number` times over, each copy under its own names."""
    (folder / "transcripts").mkdir(parents=True)
    for name in ("study.yaml", "guide.yaml"):
        shutil.copy(DEMO / name, folder)
    for copy in range(number):
        for file in sorted((DEMO / "transcripts").iterdir()):
            shutil.copy(file, folder / "transcripts" / f"{copy:03}-{file.name}")
    return folder


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    otzvuk = [sys.executable, "-m", "otzvuk"]
    starts = [measured(*otzvuk, "--help")[0] for _ in range(5)]
    print(f"otzvuk --help: {min(starts):.2f} s (best of 5, Python's own start included)")
    with tempfile.TemporaryDirectory() as scratch:
        out = str(Path(scratch) / "out")
        seconds, memory = measured(*otzvuk, "analyse", str(DEMO), "--out", out)
        print(f"demo study: {seconds:.1f} s, {memory:.0f} MB")
        study = copies(number, Path(scratch) / "study")
        interviews = len(list((study / "transcripts").iterdir()))
        for jobs in ("1", "2"):
            seconds, memory = measured(*otzvuk, "analyse", str(study), "--out", out, "--jobs", jobs)
            print(f"{interviews} interviews, --jobs {jobs}: {seconds:.1f} s, {memory:.0f} MB a process")
    print(f"peak of this script: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
