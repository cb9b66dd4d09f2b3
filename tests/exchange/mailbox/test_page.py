"""The page on inboxes states the limits that are kept."""

from __future__ import annotations

from dev import ROOT
from runxl.exchange import limits

PAGE = (ROOT / "docs" / "inkorg.md").read_text(encoding="utf-8")
COMMAND = (ROOT / "docs" / "kommandon" / "collect.md").read_text(encoding="utf-8")


def spaced(number: int) -> str:
    return f"{number:,}".replace(",", " ")


def test_the_page_states_the_limits_that_are_kept() -> None:
    unpacked, signs = limits.WORKBOOK_BYTES >> 20, spaced(limits.WORKBOOK_SIGNS)
    megabytes, files = limits.UNPACKED_BYTES >> 20, spaced(limits.FILES)
    for row in (
        f"| en fil, ett mejl eller en bilaga | {limits.FILE_BYTES >> 20} MB |",
        f"| filerna i ett mejl eller en zipfil, alla nivåer tillsammans | {megabytes} MB och {files} filer |",
        f"| en arbetsbok, uppackad | {unpacked} MB, {signs} taggar och attribut |",
        f"| rader i en tabell som rapporten inte känner igen | {limits.NEW_ROWS} |",
        f"| en inkorg | {limits.INBOX_BYTES >> 30} GB |",
        f"| bilagor i ett mejl | {limits.ATTACHMENTS} |",
        f"| mejl och zipfiler i varandra | {limits.NESTING} |",
        f"| ett filnamn | {limits.NAME_LENGTH} tecken; {limits.SHOWN_LENGTH} visas |",
    ):
        assert row in PAGE


def test_the_page_says_how_much_the_cells_of_a_sheet_may_show() -> None:
    assert f"på ett blad visar får vara {spaced(limits.WORKBOOK_CHARACTERS)} tecken" in " ".join(PAGE.split())


def test_the_page_of_the_command_states_the_same_limits() -> None:
    unpacked, together = limits.WORKBOOK_BYTES >> 20, limits.UNPACKED_BYTES >> 20
    said = " ".join(COMMAND.split())
    for sentence in (
        f"en fil högst {limits.FILE_BYTES >> 20} MB, en inkorg högst {limits.INBOX_BYTES >> 30} GB",
        f"ett mejl högst {limits.ATTACHMENTS} bilagor",
        f"packas upp till högst {unpacked} MB, och filerna i ett mejl eller en zip-fil tillsammans till {together} MB",
    ):
        assert sentence in said


def test_the_page_says_how_much_is_read_ahead() -> None:
    assert f"högst {limits.AHEAD_BYTES >> 20} MB per kärna läses i förväg" in " ".join(PAGE.split())
