from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from functools import partial
from typing import TYPE_CHECKING

import pytest

import dev

if TYPE_CHECKING:
    from pathlib import Path


def run_dev(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(dev.ROOT / "dev.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_an_unknown_command_is_told_the_known_ones() -> None:
    done = run_dev("tset")
    assert done.returncode == 2
    assert "there is no command 'tset'" in done.stderr
    assert "demo, test, lint, fmt, templates, addin, messages, pictures, docs, bench" in done.stderr


def test_no_command_is_told_the_known_ones() -> None:
    done = run_dev()
    assert done.returncode == 2
    assert "say what to do" in done.stderr


def test_the_help_describes_every_command() -> None:
    described = {words[2] for line in str(dev.__doc__).splitlines() if len(words := line.split()) > 2}
    assert set(dev.STEPS) <= described


def test_an_old_python_is_told_which_one_is_needed() -> None:
    with pytest.raises(dev.CannotGoOnError, match=r"needs Python 3\.11 or later; this is 3\.9 "):
        dev.require_python((3, 9))


def test_the_oldest_python_that_works_is_let_through() -> None:
    dev.require_python((3, 11))


def test_tests_come_last_so_that_the_output_closes_on_their_line() -> None:
    assert [title for title, _ in dev.STEPS["test"]] == ["lint", "format", "types", "layers", "tests"]


def test_the_first_step_that_fails_ends_the_run(capfd: pytest.CaptureFixture[str]) -> None:
    steps = [
        ("first", ["python", "-c", "print('one')"]),
        ("second", ["python", "-c", "raise SystemExit(3)"]),
        ("third", ["python", "-c", "print('three')"]),
    ]
    assert dev.run_steps(steps, []) == 3
    said = capfd.readouterr().out
    assert "one" in said
    assert "second failed with exit status 3" in said
    assert "three" not in said


def test_what_follows_the_command_goes_to_its_last_step(capfd: pytest.CaptureFixture[str]) -> None:
    show = ["python", "-c", "import sys; print(sys.argv[1:])"]
    assert dev.run_steps([("first", show), ("second", show)], ["-k", "totals"]) == 0
    assert [line for line in capfd.readouterr().out.splitlines() if line.startswith("[")] == ["[]", "['-k', 'totals']"]


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a checkout whose environment has no pip, which takes seconds to make; installing leaves a trace."""
    for name in ("uv.lock", "pyproject.toml"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "ENVIRONMENT", tmp_path / ".venv")
    monkeypatch.setattr(dev, "STAMP", tmp_path / ".venv" / "stamp")
    empty = partial(venv.create, tmp_path / ".venv", clear=True, symlinks=os.name == "posix")
    monkeypatch.setattr(dev, "make_empty_environment", empty)
    monkeypatch.setattr(dev, "install_locked", (tmp_path / "installed").touch)
    return tmp_path


def make_and_tell(checkout: Path) -> bool:
    """Return whether making the environment installed anything."""
    (checkout / "installed").unlink(missing_ok=True)
    dev.make_environment()
    return (checkout / "installed").exists()


def test_a_second_run_installs_nothing(checkout: Path) -> None:
    assert make_and_tell(checkout)
    assert not make_and_tell(checkout)


def test_a_changed_lock_makes_the_environment_anew(checkout: Path) -> None:
    make_and_tell(checkout)
    (checkout / "uv.lock").write_text("changed", encoding="utf-8")
    assert make_and_tell(checkout)


def test_an_environment_that_was_left_half_made_is_made_anew(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> None:
        (checkout / ".venv" / "half").touch()
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(dev, "install_locked", interrupted)
        with pytest.raises(KeyboardInterrupt):
            dev.make_environment()
    assert make_and_tell(checkout)
    assert not (checkout / ".venv" / "half").exists()


def test_a_moved_checkout_makes_the_environment_anew(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = dev.environment_fingerprint()
    (checkout / "moved").mkdir()
    for name in ("uv.lock", "pyproject.toml"):
        (checkout / name).rename(checkout / "moved" / name)
    monkeypatch.setattr(dev, "ROOT", checkout / "moved")
    assert dev.environment_fingerprint() != before


def test_a_failed_install_says_what_to_do(checkout: Path) -> None:
    with pytest.raises(dev.CannotGoOnError, match="could not reach it, try again"):
        dev.attempt([sys.executable, "-c", "raise SystemExit(1)"], "could not reach it, try again")
    assert not (checkout / ".venv").exists()


def test_uv_is_installed_in_the_version_that_the_lock_names() -> None:
    assert f'name = "uv"\nversion = "{dev.locked_uv()}"\n' in (dev.ROOT / "uv.lock").read_text(encoding="utf-8")


@pytest.mark.skipif(os.name != "posix", reason="apt-get is a matter of Debian")
def test_nothing_is_installed_unasked_for_one_who_is_not_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: f"missing-{name}")
    assert not dev.install_debian_packages(["libreoffice-calc"])
