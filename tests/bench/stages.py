"""Read a study, find its names and code it, and say how long each took: run by `bench_size.py`.

python tests/bench/stages.py STUDY JOBS
"""

import json
import sys
import time
from pathlib import Path


def main() -> None:
    study, jobs = Path(sys.argv[1]), int(sys.argv[2])
    begun = time.perf_counter()
    from otzvuk.analysis import names_of, read_identified
    from otzvuk.coding.coder import code_study
    from otzvuk.model.spread import processes

    spent = {"imports": time.perf_counter() - begun}
    with processes(jobs):
        found = study
        for name, step in (("read", read_identified), ("names", names_of), ("code", code_study)):
            since = time.perf_counter()
            made = step(found)
            found = made if name == "read" else found
            spent[name] = time.perf_counter() - since
    spent["own CPU"] = time.process_time()  # what nobody shares: the others' is the rest of the run's
    spent["all"] = time.perf_counter() - begun
    print(json.dumps({name: round(value, 3) for name, value in spent.items()}))


if __name__ == "__main__":
    main()
