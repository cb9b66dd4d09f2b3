"""What a column and a table of our workbooks are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a column's cells hold."""

    ID = "id"
    TEXT = "text"
    CHOICE = "choice"
    AMOUNT = "amount"
    SHARE = "share"
    NUMBER = "number"
    QUANTITY = "quantity"
    DATE = "date"
    ANY = "any"


class Role(Enum):
    """Who fills a column: a person, runxl, or runxl in the rows that sum others and a person elsewhere."""

    INPUT = "input"
    COMPUTED = "computed"
    SUMMED = "summed"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in code, its header in the workbook, what it holds and who fills it.

    `decimals` are those that a published number is printed with; `width` is in characters. `refers`: the cells hold
    ids of another table, or of other rows; `leads`: a click on one goes to the cell that it names. `since` is the
    version of the templates that the column came with: a workbook of an earlier one may lack it.
    """

    key: str
    header: str
    kind: Kind
    role: Role = Role.INPUT
    decimals: int = 0
    width: int = 12
    choices: tuple[str, ...] = ()
    help: str = ""
    refers: bool = False
    leads: bool = False
    since: int = 1


@dataclass(frozen=True, slots=True)
class TableLayout:
    """One table: its Excel name, its sheet and its columns from left to right.

    `unit_setting` is the id of the setting that says whether its amounts are in tkr or mnkr. `since` is the version
    of the templates that the table came with: a workbook of an earlier one may lack it.
    """

    name: str
    sheet: str
    title: str
    columns: tuple[Column, ...]
    unit_setting: str | None = None
    since: int = 1

    def __getitem__(self, key: str) -> Column:
        """Return the column with this key; KeyError where there is none."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)

    def header(self, key: str) -> str:
        """Return the header text of a column."""
        return self[key].header
