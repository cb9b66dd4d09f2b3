"""Write what the pages take from the program: the page on sheets, and the output of the console examples."""

from __future__ import annotations

from docs.console import ROOT, pages, refreshed
from docs.sheets import sheets_page

SHEETS_PAGE = ROOT / "docs" / "blad.md"


def write() -> None:
    """Bring every page up to date."""
    SHEETS_PAGE.write_text(sheets_page(), encoding="utf-8")
    for page in pages():
        text = page.read_text(encoding="utf-8")
        page.write_text(refreshed(text), encoding="utf-8")


if __name__ == "__main__":
    write()
