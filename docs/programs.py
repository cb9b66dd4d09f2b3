"""The programs that the pictures are drawn with."""

from __future__ import annotations

import shutil
import sys
from typing import NoReturn

DEBIAN_PACKAGES = (
    "libreoffice-calc libreoffice-l10n-sv python3-uno poppler-utils fonts-crosextra-carlito xvfb imagemagick"
)


def program(name: str) -> str:
    """Return where a program is; it must be installed."""
    return shutil.which(name) or lacking(name)


def lacking(what: str) -> NoReturn:
    """End with what is lacking, and how to get everything that the pictures need."""
    sys.exit(f"{what} is not installed; the pictures are drawn with it. On Debian: apt-get install {DEBIAN_PACKAGES}")
