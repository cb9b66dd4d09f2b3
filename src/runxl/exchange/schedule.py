"""One step for each of many files: in this process, on this computer's cores, or on a Dask cluster."""

from __future__ import annotations

import os
import signal
from collections import deque
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TYPE_CHECKING, TypeVar

from runxl.errors import CallError, FileError
from runxl.exchange.limits import AHEAD_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

T = TypeVar("T")
R = TypeVar("R")

FEW = 16
"""So many files are done before a pool of processes has started."""

_AHEAD = 4
_MOST_PROCESSES = 61
"""Windows waits for no more at once."""


def in_order(
    step: Callable[[T], R],
    items: Iterable[T],
    executor: Executor,
    cores: int,
    size_of: Callable[[T], int] = lambda _: 0,
) -> Iterator[tuple[T, R]]:
    """Give each item with the step's result for it, in their order, whichever is done first.

    Only a few items for each core are on their way at a time, and no more than AHEAD_BYTES unless it is a single one,
    so that memory does not grow with their number. Raises FileError where a process died, as the system kills one that
    takes too much memory.
    """
    on_their_way: deque[tuple[T, Future[R]]] = deque()

    def oldest() -> tuple[T, R]:
        item, future = on_their_way.popleft()
        return item, future.result()

    try:
        for item in items:
            while on_their_way and sum(size_of(one) for one, _ in on_their_way) + size_of(item) > AHEAD_BYTES * cores:
                yield oldest()
            on_their_way.append((item, executor.submit(step, item)))
            if len(on_their_way) >= _AHEAD * cores:
                yield oldest()
        while on_their_way:
            yield oldest()
    except BrokenProcessPool as fault:
        raise FileError("process-died") from fault
    finally:
        for _, future in on_their_way:
            future.cancel()


@contextmanager
def workers(scheduler: str | None, files: int) -> Iterator[tuple[Executor, int]]:
    """Give what runs the steps, and how many cores it has.

    `scheduler` is a Dask scheduler's address; None for this computer. Raises CallError where none answers there.
    """
    if scheduler is not None:
        with _on_cluster(scheduler) as found:
            yield found
    elif files <= FEW:
        yield _Here(), 1
    else:
        cores = min(os.cpu_count() or 1, _MOST_PROCESSES)
        # spawned, not forked: alike on every system, and safe beside the threads of a spreadsheet program
        with ProcessPoolExecutor(cores, mp_context=get_context("spawn"), initializer=_ignore_ctrl_c) as pool:
            _start(pool, cores)
            yield pool, cores


def _ignore_ctrl_c() -> None:
    """Leave Ctrl+C, which a terminal sends to all processes, to the one that was started there."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _start(pool: ProcessPoolExecutor, cores: int) -> None:
    """Start the processes with Ctrl+C held back, so that none is interrupted before it ignores that itself."""
    is_posix = hasattr(signal, "pthread_sigmask")
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if is_posix else set()
    try:
        for _ in range(cores):
            pool.submit(os.getpid)
    finally:
        if is_posix:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _on_cluster(scheduler: str) -> Iterator[tuple[Executor, int]]:
    try:
        from runxl.exchange.cluster import cluster  # noqa: PLC0415  (imports Dask, which few have)
    except ImportError as fault:
        raise CallError("dask-missing") from fault
    with cluster(scheduler) as found:
        yield found


class _Here(Executor):
    """The step at once, in this process: what few files are done with quickest."""

    def submit(self, step: Callable[..., R], /, *args: object, **kwargs: object) -> Future[R]:
        future: Future[R] = Future()
        future.set_result(step(*args, **kwargs))
        return future
