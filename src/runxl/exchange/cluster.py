"""Steps on a Dask cluster, and what can go wrong with it told as sentences. The one room that knows Dask."""

from __future__ import annotations

import logging
import re
import threading
import time
import warnings
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakSet

from distributed import Client
from distributed.client import ClosedClientError
from distributed.client import Future as DaskFuture
from distributed.comm.core import CommClosedError
from distributed.scheduler import KilledWorker
from distributed.security import Security

from runxl.errors import CallError, FileError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

R = TypeVar("R")

_ADDRESS = re.compile(r"(tcp|tls)://(\[[0-9A-Fa-f:.]+\]|[^\s/@:\[\]]+):([0-9]{1,5})")
_LAST_PORT = 65535
_DEATHS = 10
_SECONDS_BETWEEN_LOOKS = 1
SECONDS_TO_ANSWER = 10
SECONDS_WITHOUT_WORKERS = 20
"""A worker that died is begun anew within some seconds, where anybody sees to that."""


@contextmanager
def cluster(scheduler: str) -> Iterator[tuple[Executor, int]]:
    """Give what runs steps on the cluster whose scheduler has this address, and how many cores it has.

    Raises CallError where nobody answers there, FileError where the cluster is lost before everything is done.
    """
    security = _security(scheduler)
    with _silence(), _client(scheduler, security) as client:
        steps = _Steps(client)
        with _watched(client, steps) as deserted, _faults_told(scheduler, deserted):
            _refuse_other_version(client, scheduler)
            cores = sum(client.ncores().values())
            if not cores:
                raise CallError("scheduler-without-workers", scheduler=scheduler)
            yield steps, cores


class _Steps(Executor):
    """Runs steps on a cluster, the futures being Dask's own.

    Those of `Client.get_executor` never end where a result that is being fetched is given up.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        self._on_their_way: WeakSet[DaskFuture[Any]] = WeakSet()

    def submit(self, step: Callable[..., R], /, *args: object, **kwargs: object) -> Future[R]:
        # a step is pure, so what a dead worker had begun is done again by another
        future = self._client.submit(step, *args, pure=False, retries=_DEATHS, **kwargs)
        self._on_their_way.add(future)
        return future  # type: ignore[return-value]  # it has the result and cancel of one

    def give_up(self) -> None:
        """End all waiting for results with a CancelledError."""
        self._client.cancel(list(self._on_their_way))


def _security(scheduler: str) -> Security:
    """Return how Dask is set up to be spoken to. Raises CallError for what is no address, or cannot be spoken to so."""
    if not _is_address(scheduler):
        raise CallError("scheduler-address-wrong", scheduler=scheduler)
    try:
        security = Security()
        can_encrypt = security.get_connection_args("client").get("ssl_context") is not None
    # certificates that Dask's own settings name and that are not there, or settings that are none
    except (OSError, ValueError) as fault:
        raise CallError("scheduler-without-certificates", scheduler=scheduler) from fault
    is_encrypted = scheduler.startswith("tls:")
    if is_encrypted and not can_encrypt:
        raise CallError("scheduler-without-certificates", scheduler=scheduler)
    if security.require_encryption and not is_encrypted:
        raise CallError("scheduler-not-encrypted", scheduler=scheduler)
    return security


def _is_address(scheduler: str) -> bool:
    parts = _ADDRESS.fullmatch(scheduler)
    if parts is None or not 0 < int(parts[3]) <= _LAST_PORT:
        return False
    try:
        parts[2].encode("idna")
    except UnicodeError:
        return False
    return True


def _refuse_other_version(client: Client, scheduler: str) -> None:
    """Raise CallError where runxl is another there than here, or is not there: it would come to something else."""
    found: Any = client.get_versions(packages=["runxl"])  # a coroutine to those only who wait for one
    computers = (found["client"], found["scheduler"], *found["workers"].values())
    here, *there = (computer["packages"]["runxl"] for computer in computers)
    if set(there) != {here}:
        raise CallError("scheduler-other-version", scheduler=scheduler, version=here)


@contextmanager
def _client(scheduler: str, security: Security) -> Iterator[Client]:
    try:
        client = Client(scheduler, timeout=SECONDS_TO_ANSWER, security=security, set_as_default=False)
    # an ImportError where the scheduler has another version of Dask
    except (OSError, ImportError) as fault:
        raise CallError("scheduler-not-answering", scheduler=scheduler) from fault
    try:
        yield client
    finally:
        with suppress(OSError):
            client.close()


@contextmanager
def _faults_told(scheduler: str, deserted: threading.Event) -> Iterator[None]:
    """Turn what Dask raises while steps are on their way into what a person can do about it."""
    try:
        yield
    except KilledWorker as fault:
        raise FileError("workers-died", scheduler=scheduler) from fault
    except (CancelledError, ClosedClientError, CommClosedError) as fault:
        raise FileError("workers-lost" if deserted.is_set() else "scheduler-lost", scheduler=scheduler) from fault


@contextmanager
def _watched(client: Client, steps: _Steps) -> Iterator[threading.Event]:
    """Give what is set when no worker is left: Dask itself would wait for one for ever."""
    done, deserted = threading.Event(), threading.Event()

    def watch() -> None:
        seen = time.monotonic()
        while not done.wait(_SECONDS_BETWEEN_LOOKS):
            if client.scheduler_info(n_workers=1)["workers"]:
                seen = time.monotonic()
            elif time.monotonic() - seen > SECONDS_WITHOUT_WORKERS:
                deserted.set()
                steps.give_up()

    threading.Thread(target=watch, daemon=True).start()
    try:
        yield deserted
    finally:
        done.set()


@contextmanager
def _silence() -> Iterator[None]:
    """Keep what Dask logs and warns of off the terminal: a person gets one sentence."""
    before = logging.root.manager.disable
    logging.disable()
    try:
        with warnings.catch_warnings(action="ignore"):
            yield
    finally:
        logging.disable(before)
