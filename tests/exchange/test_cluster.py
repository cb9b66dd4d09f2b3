"""A Dask cluster that cannot be used, or is lost midway: one sentence each, and nothing in the master."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import dask
import pytest
from distributed import LocalCluster

from runxl.cli import main
from runxl.errors import CallError, FileError
from runxl.exchange.schedule import in_order, workers
from tests.exchange.postal import everything
from tests.exchange.test_round_workers import full_inbox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.exchange.postal import Post

SLEEPING = """
import sys, time
from distributed import LocalCluster
if __name__ == "__main__":
    cluster = LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=":0", silence_logs=50)
    print(cluster.scheduler_address, flush=True)
    time.sleep(600)
"""


@pytest.mark.parametrize(
    "text",
    [
        *("klustret", "", "foo://dator:1", "http://dator:8786", "tcp://:8786", "tcp://dator"),
        *("tcp://dator:abc", "tcp://dator:0", "tcp://dator:65536", "tcp://127.0.0.1:99999", "tcp://a:b:1"),
        *("tcp://någon@dator:8786", "tcp://dator:8786/", "tcp://dator:8786\n", f"tcp://{'a' * 70}.se:8786"),
    ],
)
def test_something_that_is_no_address_is_a_refusal(text: str) -> None:
    with pytest.raises(CallError, match="scheduler-address-wrong"), workers(text, 1):
        pass


def test_a_scheduler_that_nobody_runs_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runxl.exchange.cluster.SECONDS_TO_ANSWER", 1)
    with pytest.raises(CallError, match="scheduler-not-answering"), workers("tcp://127.0.0.1:1", 1):
        pass


def test_an_encrypted_address_without_certificates_is_a_refusal() -> None:
    with pytest.raises(CallError, match="scheduler-without-certificates"), workers("tls://127.0.0.1:8786", 1):
        pass


def test_an_unencrypted_address_is_a_refusal_where_dask_is_to_encrypt() -> None:
    with (
        dask.config.set({"distributed.comm.require-encryption": True}),
        pytest.raises(CallError, match="scheduler-not-encrypted"),
        workers("tcp://127.0.0.1:8786", 1),
    ):
        pass


def test_a_cluster_without_workers_is_a_refusal() -> None:
    with (
        local_cluster(0) as cluster,
        pytest.raises(CallError, match="scheduler-without-workers"),
        workers(cluster.scheduler_address, 1),
    ):
        pass


def test_a_worker_with_another_version_of_runxl_is_a_refusal(tmp_path: Path) -> None:
    metadata = tmp_path / "runxl-0.0.9.dist-info" / "METADATA"
    metadata.parent.mkdir()
    metadata.write_text("Metadata-Version: 2.1\nName: runxl\nVersion: 0.0.9\n")
    with local_cluster(0) as cluster, worker_process(cluster.scheduler_address, {"PYTHONPATH": str(tmp_path)}):
        while not cluster.scheduler_info["workers"]:
            time.sleep(0.05)
        with pytest.raises(CallError, match="scheduler-other-version"), workers(cluster.scheduler_address, 1):
            pass


def test_a_step_that_ends_its_worker_every_time_is_a_refusal() -> None:
    with (
        local_cluster(1) as cluster,
        pytest.raises(FileError, match="workers-died"),
        workers(cluster.scheduler_address, 1) as (executor, cores),
    ):
        list(in_order(end_this_process, range(1), executor, cores))


def end_this_process(_number: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_fault_in_a_step_on_a_cluster_is_raised() -> None:
    with (
        local_cluster(1) as cluster,
        pytest.raises(ZeroDivisionError),
        workers(cluster.scheduler_address, 1) as (executor, cores),
    ):
        list(in_order(inverse, [1, 0], executor, cores))


def inverse(number: int) -> float:
    return 1 / number


def test_when_the_scheduler_is_lost_midway_the_master_is_as_it_was(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    post = full_inbox(tmp_path)
    with other_cluster() as (process, address):
        status, said = collected_while(post, address, process.kill, capfd)
    assert status == 2
    assert said == (
        f"Dask-schemaläggaren på {address} försvann medan svaren lästes. Mastern är som den var. "
        "Kör igen när klustret är igång, eller utan --scheduler.\n"
    )
    assert post.collect() in (0, 1)
    # of four files each, seven units use one; besides them a text
    assert len(post.submissions()) == 7 + 21 + 1


def test_when_all_workers_are_lost_midway_the_master_is_as_it_was(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("runxl.exchange.cluster.SECONDS_WITHOUT_WORKERS", 1)
    post = full_inbox(tmp_path)
    with local_cluster(2) as cluster:
        address = cluster.scheduler_address
        status, said = collected_while(post, address, lambda: kill_for_good(cluster), capfd)
    assert status == 2
    assert said.startswith(f"Alla arbetare i Dask-klustret på {address} försvann medan svaren lästes.")
    assert said.count("\n") == 1


def collected_while(
    post: Post, address: str, kill: Callable[[], object], capfd: pytest.CaptureFixture[str]
) -> tuple[int, str]:
    """Collect on a cluster that is killed when some files are kept; return the exit status and all that was printed."""
    before = everything(post.folder)
    killer = threading.Thread(target=kill_in_the_middle, args=(post.folder / "kultur-arkiv", kill))
    capfd.readouterr()
    killer.start()
    status = main(["collect", str(post.master), str(post.inbox), "--scheduler", address])
    killer.join()
    captured = capfd.readouterr()
    after = {name: data for name, data in everything(post.folder).items() if "inkommet" not in name}
    assert after == before
    return status, captured.out + captured.err


def kill_in_the_middle(archive: Path, kill: Callable[[], object]) -> None:
    while len(list(archive.glob("inkommet/*/*"))) < 4:
        time.sleep(0.002)
    kill()


def kill_for_good(cluster: LocalCluster) -> None:
    """Kill every worker, and let nobody begin a new one."""
    for nanny in cluster.workers.values():
        nanny.auto_restart = False
        os.kill(nanny.pid, signal.SIGKILL)


def local_cluster(count: int) -> LocalCluster:
    return LocalCluster(n_workers=count, threads_per_worker=1, dashboard_address=":0", silence_logs=50)


@contextmanager
def other_cluster() -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Give a cluster in a process of its own, and its address."""
    process = subprocess.Popen(
        [sys.executable, "-c", SLEEPING], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout is not None
        yield process, process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate()


@contextmanager
def worker_process(address: str, surroundings: dict[str, str]) -> Iterator[None]:
    call = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--no-nanny", "--no-dashboard"]
    process = subprocess.Popen(call, env={**os.environ, **surroundings}, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.kill()
        process.wait()
