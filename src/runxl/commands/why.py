"""Varför denna siffra?: what a cell holds, where it came from and what it is made of; nothing is written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from runxl.errors import CallError
from runxl.exchange.why import Why
from runxl.exchange.why import why as why_of
from runxl.grid.address import cell_at

if TYPE_CHECKING:
    from runxl.grid import Address, Snapshot

_CELL = re.compile(r"(?P<sheet>'(?:[^']|'')+'|[^'!]+)!(?P<cell>[^!]+)")


def why(snapshot: Snapshot, text: str) -> Why:
    """Return why the cell that a text names holds what it holds. Raises CallError where it names none."""
    return why_of(snapshot, named_cell(snapshot, text))


def named_cell(snapshot: Snapshot, text: str) -> Address:
    """Return the cell that a text names, `Verksamheter!C7`. Raises CallError with the nearest sheet for a wrong one."""
    match = _CELL.fullmatch(text.strip())
    if match is None:
        raise CallError("why-cell-wrong", text=text)
    wanted = match["sheet"].strip().removeprefix("'").removesuffix("'").replace("''", "'")
    sheet = next((name for name in snapshot.sheets if name.casefold() == wanted.casefold()), None)
    if sheet is None:
        raise _no_such_sheet(snapshot, wanted)
    try:
        return cell_at(sheet, match["cell"].strip())
    except ValueError as fault:
        raise CallError("why-cell-wrong", text=text) from fault


def _no_such_sheet(snapshot: Snapshot, wanted: str) -> CallError:
    from difflib import get_close_matches  # noqa: PLC0415  (only a mistyped sheet pays for it)

    spelled = {name.casefold(): name for name in snapshot.sheets}
    near = get_close_matches(wanted.casefold(), spelled, n=1)
    if near:
        return CallError("why-sheet-missing-near", sheet=wanted, near=spelled[near[0]])
    shown = [name for name, sheet in snapshot.sheets.items() if not sheet.hidden]
    return CallError("range-sheet-missing", sheet=wanted, sheets=shown)
