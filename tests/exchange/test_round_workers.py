"""The same files come to the same bytes: read here, by several processes, or on a Dask cluster that loses a worker."""

from __future__ import annotations

import os
import shutil
import signal
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from distributed import LocalCluster

from runxl.exchange.schedule import FEW
from tests.exchange.clock import collect_then
from tests.exchange.mailed import package, parts_of
from tests.exchange.postal import NAMES, PERSONNEL, Post, everything, sent_round

if TYPE_CHECKING:
    import pytest


def full_inbox(folder: Path) -> Post:
    """Return a round of which every unit has mailed several files, and one sent no workbook at all."""
    post = sent_round(folder)
    for hour in range(4):
        for unit in NAMES:
            data = post.answered(-12000 - hour) if unit == "teater" else numbered(post.sent(unit), hour)
            post.mail(data, unit, hour=hour + 1)
    post.put("hälsning.txt", "Återkommer i morgon.".encode())
    return post


def numbered(data: bytes, number: int) -> bytes:
    """Return a workbook that differs in a part that nobody reads."""
    return package({**parts_of(data), "docProps/app.xml": b"<Properties>%d</Properties>" % number})


def collected(post: Post, folder: Path, *options: str) -> dict[str, bytes]:
    copy = Post(Path(shutil.copytree(post.folder, folder, copy_function=shutil.copy2)))
    assert collect_then(str(copy.master), str(copy.inbox), *options) in (0, 1)
    assert copy.stands(PERSONNEL) == -12003
    return everything(folder)


def test_several_processes_come_to_the_same_bytes_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    post = full_inbox(tmp_path / "start")
    assert len(list(post.inbox.iterdir())) > FEW
    pool = collected(post, tmp_path / "pool")
    monkeypatch.setattr("runxl.exchange.schedule.FEW", 1000)
    assert collected(post, tmp_path / "here") == pool


def test_a_cluster_that_loses_a_worker_comes_to_the_same_bytes(tmp_path: Path) -> None:
    post = full_inbox(tmp_path / "start")
    pool = collected(post, tmp_path / "pool")
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0", silence_logs=50) as cluster:
        victim = next(iter(cluster.workers.values()))
        archive = tmp_path / "cluster" / "kultur-arkiv"
        killer = threading.Thread(target=kill_in_the_middle, args=(archive, victim.pid))
        killer.start()
        found = collected(post, tmp_path / "cluster", "--scheduler", cluster.scheduler_address)
        killer.join()
    assert found == pool


def kill_in_the_middle(archive: Path, process: int) -> None:
    """Kill a process as soon as some files have been kept."""
    while len(list(archive.glob("inkommet/*/*"))) < 6:
        time.sleep(0.002)
    os.kill(process, signal.SIGKILL)
