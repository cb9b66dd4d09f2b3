"""The page on inboxes states the limits that are kept."""

from __future__ import annotations

from dev import ROOT
from runxl.exchange import limits

PAGE = (ROOT / "docs" / "inkorg.md").read_text(encoding="utf-8")


def test_the_page_states_the_limits_that_are_kept() -> None:
    megabytes, files = limits.UNPACKED_BYTES >> 20, f"{limits.FILES:,}".replace(",", " ")
    for row in (
        f"| en fil, ett mejl eller en bilaga | {limits.FILE_BYTES >> 20} MB |",
        f"| det som en fil packas upp till, alla nivåer tillsammans | {megabytes} MB och {files} filer |",
        f"| en inkorg | {limits.INBOX_BYTES >> 30} GB |",
        f"| bilagor i ett mejl | {limits.ATTACHMENTS} |",
        f"| mejl och zipfiler i varandra | {limits.NESTING} |",
        f"| ett filnamn | {limits.NAME_LENGTH} tecken; {limits.SHOWN_LENGTH} visas |",
    ):
        assert row in PAGE
