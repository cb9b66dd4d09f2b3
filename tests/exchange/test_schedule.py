"""One step for many files: the same results in the same order, on one core, on several, and on a Dask cluster."""

from __future__ import annotations

import os
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from distributed import LocalCluster

from runxl.errors import FileError
from runxl.exchange.schedule import FEW, in_order, workers
from tests.exchange.steps import Marked, die, digest_but_die_once, square, square_and_process

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NUMBERS = range(3 * FEW)
SQUARES = [0, 1, 4, 9, 16, 25]


def test_a_few_files_are_done_in_this_process() -> None:
    with workers(None, 6) as (executor, cores):
        done = list(in_order(lambda _: os.getpid(), range(6), executor, cores))
    assert done == [(number, os.getpid()) for number in range(6)]


def test_many_files_are_done_by_other_processes_in_the_files_order() -> None:
    with workers(None, len(NUMBERS)) as (executor, cores):
        done = [result for _, result in in_order(square_and_process, NUMBERS, executor, cores)]
    assert [result for result, _ in done][:6] == SQUARES
    assert os.getpid() not in {process for _, process in done}


def test_no_more_files_are_read_ahead_than_the_cores_need() -> None:
    taken = []

    def files() -> Iterator[int]:
        for number in range(1000):
            taken.append(number)
            yield number

    with workers(None, 1) as (executor, cores):
        results = in_order(square, files(), executor, cores)
        assert next(results) == (0, 0)
    assert len(taken) <= 4


def test_no_more_bytes_are_read_ahead_than_a_limit_but_always_one_file() -> None:
    megabytes, taken = (20, 5, 5, 50, 1, 1), []

    def files() -> Iterator[int]:
        for number in megabytes:
            taken.append(number)
            yield number

    with workers(None, 1) as (executor, _):
        results = in_order(square, files(), executor, 1, lambda number: number << 20)
        ahead = [(taken.copy(), result)[0] for _, result in results]
    assert ahead == [
        [20, 5, 5, 50],
        [20, 5, 5, 50],
        [20, 5, 5, 50],
        [20, 5, 5, 50, 1],
        list(megabytes),
        list(megabytes),
    ]


def test_a_process_that_dies_is_a_refusal() -> None:
    with pytest.raises(FileError, match="process-died"), workers(None, len(NUMBERS)) as (executor, cores):
        list(in_order(die, NUMBERS, executor, cores))


def test_a_fault_in_a_step_is_raised() -> None:
    with pytest.raises(ZeroDivisionError), workers(None, 1) as (executor, cores):
        list(in_order(lambda number: 1 // number, [1, 0], executor, cores))


def test_a_cluster_gives_the_same_although_a_worker_is_killed_in_the_middle(tmp_path: Path) -> None:
    items = [Marked(number, str(tmp_path / "killed")) for number in NUMBERS]
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0", silence_logs=50) as cluster,
        workers(cluster.scheduler_address, len(items)) as (executor, cores),
    ):
        done = [result for _, result in in_order(digest_but_die_once, items, executor, cores)]
    assert done == [sha256(bytes([number])).hexdigest() for number in NUMBERS]
    assert (tmp_path / "killed").exists()
