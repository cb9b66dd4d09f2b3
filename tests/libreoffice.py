"""LibreOffice without a window: a second opinion on every formula, and the hand that draws pages."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from dev import find_office

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# The start that first writes a profile may ask to be started anew, by this exit status.
RESTART = 81

# As shipped, LibreOffice trusts the values in an .xlsx file. A witness computes for itself.
RECALCULATE_ALWAYS = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


class LibreOffice:
    """An installed LibreOffice with a profile of its own, so that nobody's open windows or settings take part."""

    def __init__(self, program: str, profile: Path) -> None:
        self.program = program
        self._profile = profile
        settings = profile / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(RECALCULATE_ALWAYS, encoding="utf-8")

    def convert(self, files: Iterable[Path], extension: str, folder: Path) -> list[Path]:
        """Return the converted files, in the files' order; every formula has been computed anew.

        One call for all files, as a start takes seconds. The files' names must differ, as all results stand in
        `folder`. Raises RuntimeError, with what LibreOffice said, when a result is missing.
        """
        sources = list(files)
        results = [folder / f"{source.stem}.{extension}" for source in sources]
        if len(set(results)) < len(results) or set(results) & set(sources):
            message = f"{[source.name for source in sources]} would overwrite one another in {folder}"
            raise ValueError(message)
        for result in results:
            result.unlink(missing_ok=True)
        said = self._run(["--convert-to", extension, "--outdir", str(folder), *map(str, sources)])
        missing = [result.name for result in results if not result.exists()]
        if missing:
            message = f"LibreOffice did not make {', '.join(missing)}: {said}"
            raise RuntimeError(message)
        return results

    def _run(self, arguments: list[str]) -> str:
        """Return what LibreOffice said."""
        profile = f"-env:UserInstallation={self._profile.as_uri()}"
        command = [self.program, profile, "--headless", "--norestore", *arguments]
        for _ in range(3):
            done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
            if done.returncode != RESTART:
                break
        return f"{done.stdout}{done.stderr}".strip()


def installed(profile: Path) -> LibreOffice | None:
    """Return this machine's LibreOffice, or None where there is none."""
    program = find_office()
    return LibreOffice(program, profile) if program else None
