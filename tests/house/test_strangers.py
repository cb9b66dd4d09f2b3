"""The checkout is for everyone: it names no machine that somebody works at, and no server but the public ones."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from dev import ROOT

# Spelled so that this file does not find itself.
PRIVATE = re.compile(
    r"/(?:wor[k]|roo[t]|sr[v])/|/hom[e]/\w|/User[s]/\w|[A-Z]:\\+User[s]\\"
    r"|\b(?:10|192\.168)(?:\.\d{1,3}){2,3}:\d|https?://[\w.-]*\.(?:internal|lan|corp)\b"
)


def tracked_texts() -> dict[str, str]:
    """Return the text of every file that is in the repository or about to be, by its path."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("this is not a git checkout, so what belongs to the repository cannot be told")
    command = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    files = [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]
    contents = {file.relative_to(ROOT).as_posix(): file.read_bytes() for file in files}
    return {name: content.decode("utf-8") for name, content in contents.items() if b"\0" not in content}


def test_no_file_names_somebodys_machine() -> None:
    found = {name: match.group() for name, text in tracked_texts().items() if (match := PRIVATE.search(text))}
    assert found == {}
