"""The module `uno`, taken from LibreOffice's or the system's own Python without what else lies beside it."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from importlib.machinery import PathFinder
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType

_DEBIAN = Path("/usr/lib/python3/dist-packages")
_PROGRAMS = (
    Path("/usr/lib/libreoffice/program"),
    Path("/opt/libreoffice/program"),
    Path("/Applications/LibreOffice.app/Contents/Resources"),
    Path("C:/Program Files/LibreOffice/program"),
)


def uno() -> Any:  # noqa: ANN401  (a module without types)
    """Return the module. Raises ModuleNotFoundError where no installed one fits this Python."""
    if "uno" in sys.modules:
        return sys.modules["uno"]
    file = next((folder / "uno.py" for folder in _folders() if (folder / "uno.py").exists()), None)
    if file is None:
        message = "LibreOffice's module uno is not installed; on Debian: apt-get install python3-uno"
        raise ModuleNotFoundError(message, name="uno")
    finder, paths = _OnlyPyuno(file.parent), list(sys.path)
    sys.meta_path.append(finder)
    try:
        return _loaded(file)
    finally:
        sys.meta_path.remove(finder)
        # Debian's uno adds LibreOffice's folder, which holds more than what it needs
        sys.path[:] = paths


def property_values(values: Mapping[str, object]) -> tuple[Any, ...]:
    """Return named values as UNO takes them."""
    kind = uno().getClass("com.sun.star.beans.PropertyValue")
    made = []
    for name, value in values.items():
        one = kind()
        one.Name, one.Value = name, value
        made.append(one)
    return tuple(made)


def file_url(path: str) -> str:
    """Return a file's address as UNO takes it."""
    return str(uno().systemPathToFileUrl(str(Path(path).absolute())))


def file_path(url: str) -> str:
    """Return the path of a file by its address; the address itself where it is on another computer."""
    return str(uno().fileUrlToSystemPath(url)) if url.startswith("file:///") else url


def _folders() -> Iterator[Path]:
    yield _DEBIAN
    office = shutil.which("soffice")
    if office is not None:
        yield Path(office).resolve().parent
    yield from _PROGRAMS


def _loaded(file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("uno", file)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(str(file), name="uno")
    module = importlib.util.module_from_spec(spec)
    sys.modules["uno"] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules["uno"]
        raise
    return module


class _OnlyPyuno:
    """Finds `pyuno`, the compiled half of `uno`, and nothing else that lies in the same folder.

    The folder on sys.path would do, and would put the system's numpy and lxml before those of this environment.
    """

    def __init__(self, folder: Path) -> None:
        self._folders = [str(folder), *map(str, _folders())]

    def find_spec(self, name: str, _path: Sequence[str] | None, _target: ModuleType | None = None) -> ModuleSpec | None:
        return PathFinder.find_spec(name, self._folders) if name == "pyuno" else None
