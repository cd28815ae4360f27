"""A study on a Dask cluster: the same as in one process, and one sentence for whatever is wrong with it."""

import logging
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

distributed = pytest.importorskip("distributed")

from otzvuk import scale  # noqa: E402
from otzvuk.anonymise import find_names  # noqa: E402
from otzvuk.anonymise.mapping import found_table  # noqa: E402
from otzvuk.coding import code_study  # noqa: E402
from otzvuk.folder.starter import copy_demo  # noqa: E402
from otzvuk.model import spread  # noqa: E402
from otzvuk.model.errors import InputError  # noqa: E402
from otzvuk.read import read_study  # noqa: E402
from otzvuk.scale import check_surroundings, cluster, surroundings  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore")  # Dask's own


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A cluster of two workers in this process."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None, silence_logs=logging.ERROR
    ) as made:
        yield made.scheduler_address


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copy_demo(tmp_path_factory.mktemp("scale") / "study")
    with (folder / "study.yaml").open("a", encoding="utf-8") as file:
        file.write("\ncoder: fast\n")
    (folder / "transcripts" / "сломан.docx").write_bytes(b"PK no archive")
    return folder


def _everything(study: Path) -> tuple[object, ...]:
    read = read_study(study)
    return read, found_table(find_names(read).found), code_study(read)


def test_a_cluster_finds_the_same(address: str, study: Path) -> None:
    here = _everything(study)
    with cluster(address):
        assert _everything(study) == here


def test_files_are_sent_by_content(address: str, study: Path) -> None:
    """Workers see no file of the study: what they read lies in a folder of their own."""
    from otzvuk.read import guarded

    seen: list[Path] = []
    real = guarded._read
    guarded._read = lambda path, *more: seen.append(path) or real(path, *more)  # type: ignore[func-returns-value,assignment]
    try:
        with cluster(address):
            read_study(study)
    finally:
        guarded._read = real
    assert len(seen) == 11
    assert not any(path.is_relative_to(study) for path in seen)


def test_nobody_at_the_address_is_one_sentence() -> None:
    for wrong in ("tcp://127.0.0.1:1", "nowhere.invalid:8786", "tcp://x", "что-то"):
        with (
            pytest.raises(InputError, match=r"Dask не отвечает.*ожидается адрес"),
            cluster(wrong, wait=1),
        ):
            pass


def test_a_cluster_without_workers_is_one_sentence() -> None:
    with (
        distributed.LocalCluster(
            n_workers=0, processes=False, dashboard_address=None, silence_logs=logging.ERROR
        ) as made,
        pytest.raises(InputError, match="нет рабочих процессов"),
        cluster(made.scheduler_address, wait=1),
    ):
        pass


def test_other_versions_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    check_surroundings(surroundings(), "w1")
    with pytest.raises(InputError, match=r"w1 дал бы другие числа.*numpy 0\.1, здесь.*та же версия"):
        check_surroundings({**surroundings(), "numpy": "0.1"}, "w1")
    with pytest.raises(InputError, match="otzvuk нет"):
        check_surroundings({}, "w1")


def test_a_worker_of_another_version_that_joins_late_is_refused(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scale, "_check_workers", lambda *_: None)
    monkeypatch.setattr(scale, "surroundings", iter([{"numpy": "1"}, *[{"numpy": "2"}] * 50]).__next__)
    with cluster(address), pytest.raises(InputError, match="numpy 2, нужно 1"):
        list(spread.each(_doubler, [1], sizes=[1], rate=1)) + list(
            spread.each(_doubler, [1, 2, 3], sizes=[1, 1, 1], rate=1)
        )


def test_without_the_extra_its_command_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError, match=r"pip install 'otzvuk\[cluster\]'"), cluster("local"):
        pass


def test_a_fault_on_a_worker_is_one_sentence(address: str) -> None:
    with cluster(address), pytest.raises(InputError, match="на кластере Dask прервана «ZeroDivisionError"):
        list(spread.each(_divider, [1, 0, 2], sizes=[1, 1, 1], rate=1.0))


@pytest.mark.thorough
def test_a_worker_that_dies_loses_nothing() -> None:
    """Half of the workers are killed in the middle; Dask does their work again."""
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=logging.CRITICAL
        ) as made,
        cluster(made.scheduler_address),
    ):
        items = list(range(40))
        found = []
        for item in spread.each(_sleeper, items, sizes=[3.0] * len(items), rate=1.0):
            found.append(item)
            if item == 5:
                next(iter(made.workers.values())).process.process.kill()
        assert found == items


def _doubler():  # type: ignore[no-untyped-def]
    return lambda item: 2 * item


def _divider():  # type: ignore[no-untyped-def]
    return lambda item: 1 / item


def _sleeper():  # type: ignore[no-untyped-def]
    def sleep(item: int) -> int:
        time.sleep(0.1)
        return item

    return sleep
