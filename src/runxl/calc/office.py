"""A running LibreOffice: one that we start, with a profile of its own, or one that somebody else runs."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any, NoReturn

from runxl.calc.unomodule import uno

# a first start writes its profile and may ask to be started anew, by this exit status
_RESTART = 81
_PATIENCE = 60.0
_PAUSE = 0.05
# these are for our Python, and lead LibreOffice's own astray
_NOT_INHERITED = ("PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "DISPLAY")
_INSTALLED = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
)
# as shipped it trusts the values in an .xlsx, locks files, and greets whoever starts it first
_SETTINGS = (
    ("Calc/Formula/Load", "OOXMLRecalcMode", "0"),
    ("Common/Misc", "FirstRun", "false"),
    ("Common/Misc", "UseLocking", "false"),
    ("Office.Recovery/RecoveryInfo", "Enabled", "false"),
)


class Office:
    """A connection to a LibreOffice. `stop` ends the program where this object started it, and never another's."""

    def __init__(
        self, address: str, process: subprocess.Popen[bytes] | None = None, folder: Path | None = None
    ) -> None:
        self.context = _context(address, process)
        self.desktop = self.created("com.sun.star.frame.Desktop")
        self.pipe = address.removeprefix("pipe,name=")
        self._process, self._folder = process, folder

    @property
    def is_ours(self) -> bool:
        """Whether this object started the program."""
        return self._process is not None

    @property
    def pid(self) -> int | None:
        """The program's process id, where this object started it."""
        return None if self._process is None else self._process.pid

    def created(self, service: str) -> Any:  # noqa: ANN401  (UNO has no types)
        """Return a new object of one of LibreOffice's services."""
        return self.context.ServiceManager.createInstanceWithContext(service, self.context)

    def stop(self) -> None:
        """End the program if it is ours, with all that is open in it, unsaved."""
        if self._process is None:
            return
        process, self._process = self._process, None
        _terminate(self.desktop)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)


def attached(pipe: str) -> Office:
    """Return the LibreOffice that listens on a pipe. Raises ConnectionError where none does."""
    return Office(f"pipe,name={pipe}")


def started(program: str | None = None) -> Office:
    """Return a LibreOffice without a window, started for us alone with a new profile.

    Raises FileNotFoundError where it is not installed, ConnectionError where it does not answer.
    """
    executable = program or shutil.which("soffice") or next((p for p in _INSTALLED if Path(p).exists()), None)
    if executable is None:
        message = "LibreOffice is not installed"
        raise FileNotFoundError(message)
    folder = Path(tempfile.mkdtemp(prefix="runxl-libreoffice-"))
    _write_settings(folder)
    address = f"pipe,name=runxl-{uuid.uuid4().hex}"
    for _ in range(3):
        process = _process(_binary(executable), address, folder)
        with contextlib.suppress(_Restart):
            return _connected(address, process, folder)
    message = "LibreOffice keeps asking to be started anew"
    raise ConnectionError(message)


class _Restart(Exception):  # noqa: N818  (a request, not an error)
    """The program has written its profile and wants to be started anew."""


def _connected(address: str, process: subprocess.Popen[bytes], folder: Path) -> Office:
    try:
        return Office(address, process, folder)
    except BaseException:
        process.kill()
        process.wait()
        raise


def _binary(executable: str) -> str:
    """Return the program itself: `soffice` is a script that leaves a child behind when it is killed."""
    binary = Path(executable).resolve().with_name("soffice.bin")
    return str(binary) if binary.exists() else executable


def _process(binary: str, address: str, folder: Path) -> subprocess.Popen[bytes]:
    environment = {name: value for name, value in os.environ.items() if name not in _NOT_INHERITED}
    # Linux ends the child when we crash; elsewhere nothing does
    leash = shutil.which("setpriv")
    command = [
        *([leash, "--pdeathsig", "TERM"] if leash else []),
        binary,
        f"-env:UserInstallation={folder.as_uri()}",
        f"--accept={address};urp;StarOffice.ComponentContext",
        *("--headless", "--invisible", "--norestore", "--nologo", "--nodefault", "--nofirststartwizard"),
        "--nolockcheck",
    ]
    return subprocess.Popen(  # noqa: S603  (the program that was found, and our own words)
        command,
        env=environment | {"SAL_USE_VCLPLUGIN": "svp"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=os.name == "posix",
    )


def _write_settings(folder: Path) -> None:
    items = "".join(
        f'<item oor:path="/org.openoffice.{"" if path.startswith("Office.") else "Office."}{path}">'
        f'<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    file = folder / "user" / "registrymodifications.xcu"
    file.parent.mkdir(parents=True)
    file.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>',
        encoding="utf-8",
    )


def _context(address: str, process: subprocess.Popen[bytes] | None) -> Any:  # noqa: ANN401  (UNO has no types)
    """Return the program's context: at once from one that runs, after a while from one that we start."""
    local = uno().getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    deadline = time.monotonic() + (_PATIENCE if process else 0)
    while True:
        try:
            return resolver.resolve(f"uno:{address};urp;StarOffice.ComponentContext")
        except uno().getClass("com.sun.star.uno.Exception") as fault:
            if process is not None and process.poll() == _RESTART:
                raise _Restart from fault
            if time.monotonic() >= deadline or (process is not None and process.poll() is not None):
                _refuse(address, fault)
        time.sleep(_PAUSE)


def _refuse(address: str, fault: BaseException) -> NoReturn:
    message = f"no LibreOffice answers at {address}"
    raise ConnectionError(message) from fault


def _terminate(desktop: Any) -> None:  # noqa: ANN401  (UNO has no types)
    # the bridge goes down with the program, which UNO reports as an error
    with contextlib.suppress(uno().getClass("com.sun.star.uno.Exception")):
        desktop.terminate()
