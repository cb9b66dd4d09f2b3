"""Tables as DataFrames: types, units, and what is left out."""

from __future__ import annotations

import math
from datetime import datetime
from typing import TYPE_CHECKING

import pandas as pd
import pytest

import runxl
from runxl.errors import WorkbookError
from runxl.grid import Sheet, Snapshot
from runxl.hosts.memory import MemoryBook
from runxl.layout import ACTIONS, APPROPRIATION, GOALS, MEASURES, RESULT, TABLES, UNITS
from tests.reports import PRINTED
from tests.workbooks import workbook

if TYPE_CHECKING:
    from runxl.layout import TableLayout
    from tests.workbooks import Row


def frames(rows: dict[TableLayout, list[Row]], **settings: object) -> dict[str, pd.DataFrame]:
    return runxl.frames(MemoryBook(workbook(rows, **settings)))


PRINTED_FRAMES = frames(dict(PRINTED), totaler="publicerade")


def test_every_table_is_a_frame() -> None:
    assert PRINTED_FRAMES.keys() == {layout.name for layout in TABLES}


def test_the_id_is_the_index() -> None:
    result = PRINTED_FRAMES["tblResultat"]
    assert result.index.name == "Id"
    assert result.loc["resultat", "Utfall"] == 2


def test_amounts_are_floats_and_texts_are_strings() -> None:
    result = PRINTED_FRAMES["tblResultat"]
    assert result["Utfall"].dtype == "float64"
    assert result["Avvikelse %"].dtype == "float64"
    assert isinstance(result["Rad"].dtype, pd.StringDtype)


def test_an_amount_that_is_unknown_is_nan_and_a_text_that_is_empty_is_missing() -> None:
    units = PRINTED_FRAMES["tblVerksamhet"]
    assert math.isnan(units["Utfall"]["norrbottens_museum"])
    assert units["Orsak"].isna().all()


def test_the_sums_are_those_of_the_report() -> None:
    units = PRINTED_FRAMES["tblVerksamhet"]
    assert units.loc[units["Typ"] == "verksamhet", "Avvikelse"].sum() == 4133


def test_units_stand_beside_the_columns_that_have_them() -> None:
    attrs = PRINTED_FRAMES["tblVerksamhet"].attrs
    assert (attrs["table"], attrs["sheet"]) == ("tblVerksamhet", "Verksamheter")
    assert (attrs["units"]["Avvikelse"], attrs["units"]["Avvikelse %"]) == ("tkr", "fraction")
    assert "Verksamhet" not in attrs["units"]


def test_units_are_those_of_the_settings() -> None:
    made = frames({UNITS: [{"id": "a"}]}, enhet_verksamheter="mnkr")
    assert made["tblVerksamhet"].attrs["units"]["Utfall"] == "mnkr"
    assert made["tblAnslag"].attrs["units"]["Utbetalt"] == "mnkr"


def test_dates_are_dates() -> None:
    due = frames({ACTIONS: [{"id": "Å1", "due": 44196}, {"id": "Å2"}, {"id": "Å3", "due": "i höst"}]})["tblAtgard"]
    assert due["Klart"].dtype == "datetime64[ns]"
    assert due.loc["Å1", "Klart"] == datetime(2020, 12, 31)  # noqa: DTZ001  (a workbook's dates have no zone)
    assert due["Klart"].isna().tolist() == [False, True, True]


def test_dates_of_a_1904_workbook_are_the_same_dates() -> None:
    plain = workbook({ACTIONS: [{"id": "Å1", "due": 42734}]})
    book = MemoryBook(Snapshot(plain.sheets, plain.tables, plain.names, date1904=True))
    assert runxl.frames(book)["tblAtgard"].loc["Å1", "Klart"] == datetime(2020, 12, 31)  # noqa: DTZ001  (no zone either)


def test_a_column_of_text_or_number_keeps_both() -> None:
    targets = frames({MEASURES: [{"id": "M1", "target": "80 %"}, {"id": "M2", "target": 15}]})["tblMatt"]["Målvärde"]
    assert targets.tolist() == ["80 %", 15.0]


def test_blank_rows_are_left_out() -> None:
    assert frames({RESULT: [{}, {"id": "a"}, {}]})["tblResultat"].index.tolist() == ["a"]


def test_an_empty_table_is_an_empty_frame_with_its_columns() -> None:
    goals = frames({GOALS: []})["tblMal"]
    assert (len(goals), "Strategiskt mål" in goals.columns) == (0, True)


def test_a_share_is_a_fraction() -> None:
    book = MemoryBook(workbook({APPROPRIATION: [{"id": "a", "full_year_budget": 162, "decided": 97.2}]}))
    book.apply(runxl.commands.variances(book.read()).plan)
    assert runxl.frames(book)["tblAnslag"].loc["a", "Andel beslutat"] == pytest.approx(0.6)


def test_another_workbook_is_refused() -> None:
    with pytest.raises(WorkbookError):
        runxl.frames(MemoryBook(Snapshot({"Blad1": Sheet("Blad1", {})})))
