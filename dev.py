"""The one door to this checkout: makes the environment it needs, then does what you ask.

    python3 dev.py demo          the example workbooks in demo/, filled and checked
    python3 dev.py test [ARGS]   lint, types, layers and tests; ARGS go to pytest
    python3 dev.py lint          the same without the tests
    python3 dev.py fmt           format the code and make the lint fixes that are safe
    python3 dev.py templates     build the workbooks in xlsx_templates/
    python3 dev.py addin         build Excel's add-in from the text in addin/
    python3 dev.py messages      compile the message catalogues
    python3 dev.py pictures      draw the pictures in docs/
    python3 dev.py docs          write what the pages in docs/ take from the program
    python3 dev.py bench         time what must be quick

Needs Python 3.11 or later and, the first time, a network. Runs on Windows, Mac and Linux.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

# Python 3.7 comes this far and must be told what it lacks, so nothing newer runs before require_python().
ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
STAMP = ENVIRONMENT / "made-by-dev.txt"
OLDEST_PYTHON = (3, 11)
DEBIAN_OFFICE = ["libreoffice-calc", "python3-uno", "poppler-utils", "fonts-crosextra-carlito"]
DEBIAN_UNO = Path("/usr/lib/python3/dist-packages/uno.py")
INSTALLED_OFFICES = [
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.com",
    "C:/Program Files (x86)/LibreOffice/program/soffice.com",
]

LINT = [
    ("lint", ["ruff", "check"]),
    ("format", ["ruff", "format", "--check"]),
    ("types", ["mypy"]),
    ("layers", ["lint-imports", "--no-logo"]),
]
STEPS = {
    "demo": [("demo", ["runxl", "demo", "demo"])],
    "test": [*LINT, ("tests", ["pytest"])],
    "lint": LINT,
    "fmt": [("format", ["ruff", "format"]), ("fixes", ["ruff", "check", "--fix"])],
    "templates": [("templates", ["python", "-m", "runxl.templates"])],
    "addin": [("addin", ["python", "-m", "addin.build"])],
    "messages": [("messages", ["pybabel", "compile", "--directory", "src/runxl/locales", "--domain", "runxl"])],
    "pictures": [("pictures", ["python", "-m", "docs.pictures"])],
    "docs": [("docs", ["python", "-m", "docs.pages"])],
    "bench": [("bench", ["python", "-m", "bench"])],
}


class CannotGoOnError(Exception):
    """What is missing and what to do about it, as one message for the person at the terminal."""


def main(arguments: list[str]) -> int:
    """Return the exit status of the first step that failed, 0 when all went well, 2 when nothing could run."""
    try:
        require_python(sys.version_info[:2])
        name, rest = chosen(arguments)
        make_environment()
        if name == "test":
            provide_office()
        return run_steps(STEPS[name], rest)
    except CannotGoOnError as problem:
        print(f"dev.py: {problem}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def require_python(version: tuple[int, ...]) -> None:
    """Raise CannotGoOnError unless this Python is new enough."""
    if version < OLDEST_PYTHON:
        needed, found = (".".join(map(str, part)) for part in (OLDEST_PYTHON, version))
        message = (
            f"runxl needs Python {needed} or later; this is {found} ({sys.executable}). "
            "Install a newer one from python.org and run dev.py with it, e.g. python3.12 dev.py demo"
        )
        raise CannotGoOnError(message)


def chosen(arguments: list[str]) -> tuple[str, list[str]]:
    """Return the command and what follows it.

    >>> chosen(["test", "-k", "totals"])
    ('test', ['-k', 'totals'])
    """
    if not arguments or arguments[0] not in STEPS:
        asked = f"there is no command {arguments[0]!r}" if arguments else "say what to do"
        message = f"{asked}. The commands are: {', '.join(STEPS)}.\n{__doc__}"
        raise CannotGoOnError(message)
    return arguments[0], arguments[1:]


def run_steps(steps: list[tuple[str, list[str]]], rest: list[str]) -> int:
    """Run the steps until one fails and return its exit status; `rest` is handed to the last step."""
    for number, (title, command) in enumerate(steps, 1):
        extra = rest if number == len(steps) else []
        if len(steps) > 1:
            print(f"-- {title}", flush=True)
        start = time.monotonic()
        status = subprocess.run([program(command[0]), *command[1:], *extra], cwd=ROOT, check=False).returncode
        # The last word is the last step's own: pytest's line, or what the demo says.
        if number < len(steps):
            ending = f"failed with exit status {status}" if status else "passed"
            print(f"-- {title} {ending} in {time.monotonic() - start:.1f} s", flush=True)
        if status:
            return status
    return 0


def program(name: str) -> str:
    """Return the path of a program in the environment."""
    if os.name == "nt":
        return str(ENVIRONMENT / "Scripts" / f"{name}.exe")
    return str(ENVIRONMENT / "bin" / name)


def make_environment() -> None:
    """Make `.venv` hold exactly what uv.lock says; at once when it already does.

    The stamp is written last, so an environment that was left half made has none and is made anew.
    """
    fingerprint = environment_fingerprint()
    if Path(program("python")).exists() and STAMP.exists() and STAMP.read_text(encoding="utf-8") == fingerprint:
        return
    print("Preparing .venv with what uv.lock names; this is done once and needs the network.", flush=True)
    make_empty_environment()
    install_locked()
    STAMP.write_text(fingerprint, encoding="utf-8")


def environment_fingerprint() -> str:
    """Return a hash of all that an environment remembers: what it needs, and where the checkout lies."""
    needs = [(ROOT / name).read_bytes() for name in ("uv.lock", "pyproject.toml")]
    return hashlib.sha256(b"\0".join([str(ROOT).encode(), *needs])).hexdigest()


def make_empty_environment() -> None:
    """Make `.venv` anew, with nothing but pip in it."""
    if Path(sys.prefix) == ENVIRONMENT:
        message = "cannot rebuild the .venv that runs dev.py. Run `deactivate`, then the same command again."
        raise CannotGoOnError(message)
    if importlib.util.find_spec("ensurepip") is None:
        provide_venv_module()
    attempt(
        [sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)],
        f"could not make {ENVIRONMENT}. Is the disk full, or a program from it still running?",
    )


def provide_venv_module() -> None:
    """Install what Debian leaves out of its Python, or raise CannotGoOnError saying how."""
    package = "python{}.{}-venv".format(*sys.version_info)
    if not install_debian_packages([package]):
        message = f"this Python cannot make virtual environments. On Debian and Ubuntu: sudo apt-get install {package}"
        raise CannotGoOnError(message)


def install_locked() -> None:
    """Install uv, in the version that uv.lock names, and with it all that uv.lock names."""
    advice = "The lines above say why. Without a network, or behind a proxy? Set HTTPS_PROXY, or try again later."
    attempt(
        [program("python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", f"uv=={locked_uv()}"],
        f"could not fetch uv from PyPI. {advice}",
    )
    environ = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    environ |= {
        "UV_PROJECT_ENVIRONMENT": str(ENVIRONMENT),
        "UV_PYTHON_DOWNLOADS": "never",
        # Workplaces that inspect TLS keep their root certificate in the system's store.
        "UV_SYSTEM_CERTS": "true",
    }
    attempt(
        [program("uv"), "sync", "--frozen", "--python", program("python")],
        f"could not install what uv.lock names. {advice}",
        environ,
    )


def locked_uv() -> str:
    """Return the version of uv in uv.lock."""
    # Only a first run needs it, and Pythons older than 3.11 do not have it.
    import tomllib  # noqa: PLC0415 - see above

    packages = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    return next(str(package["version"]) for package in packages if package["name"] == "uv")


def attempt(command: list[str], complaint: str, environ: dict[str, str] | None = None) -> None:
    """Run a command that must succeed, or raise CannotGoOnError with the complaint."""
    if subprocess.run(command, cwd=ROOT, env=environ, stdin=subprocess.DEVNULL, check=False).returncode:
        raise CannotGoOnError(complaint)


def find_office() -> str | None:
    """Return the path of LibreOffice's program, or None where it is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((path for path in INSTALLED_OFFICES if Path(path).exists()), None)


def provide_office() -> None:
    """Install LibreOffice where that can be done unasked; elsewhere the tests that need it say they did not run."""
    lacks_uno = sys.platform == "linux" and not DEBIAN_UNO.exists()
    if find_office() is None or lacks_uno or shutil.which("pdftoppm") is None:
        install_debian_packages(DEBIAN_OFFICE)


def install_debian_packages(packages: list[str]) -> bool:
    """Return whether the packages were installed: as root, or in CI, on a system with apt-get."""
    apt = shutil.which("apt-get")
    is_root = os.name == "posix" and os.geteuid() == 0
    if apt is None or not (is_root or os.environ.get("CI") == "true"):
        return False
    print(f"Installing {' '.join(packages)} with apt-get.", flush=True)
    become_root = [] if is_root else ["sudo", "-n"]
    command = [*become_root, "env", "DEBIAN_FRONTEND=noninteractive", apt, "-qq", "-o", "Acquire::Retries=3"]
    install = [*command, "install", "--yes", "--no-install-recommends", *packages]
    for pause in (0, 5, 20):
        time.sleep(pause)
        # A mirror changes under a list that is being read, so the list is read anew for every try.
        if all(
            subprocess.run(step, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False).returncode == 0
            for step in ([*command, "update"], install)
        ):
            return True
    return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
