"""The controller's settings as typed values."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from runxl.compute.materiality import Threshold
from runxl.domain.amount import number_in
from runxl.domain.finding import Finding, error
from runxl.domain.period import Period, period_in
from runxl.errors import WorkbookError
from runxl.layout import words
from runxl.layout.settings import SETTINGS_ROWS, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from enum import Enum

    from runxl.domain.assessment import Policy, TrendBasis
    from runxl.domain.line import CostSign
    from runxl.domain.measure import JudgedBy
    from runxl.grid import Address, Value
    from runxl.sheets.table import Row, Rows

    E = TypeVar("E", bound=Enum)

_ROWS = {setting.id: setting for setting in SETTINGS_ROWS}
_HUNDRED = Decimal(100)
_THOUSAND = {"tkr": 1, "mnkr": 1000}


@dataclass(frozen=True, slots=True)
class Settings:
    """What the controller has chosen, in the workbook's own units; shares are fractions."""

    region: str
    committee: str
    status: str
    period: Period
    costs: CostSign
    published: bool
    units: dict[str, str]
    material_result: Threshold
    material_unit: Threshold
    partly_limit: Decimal
    judged_by: JudgedBy
    trend_basis: TrendBasis
    neutral_band: Decimal
    policy: Policy
    counted_kinds: str
    weighted_met: Decimal
    weighted_partly: Decimal
    thin_coverage: Decimal

    def unit(self, setting: str | None) -> str:
        """Return tkr or mnkr for a table by the id of its unit's setting."""
        return "" if setting is None else self.units[setting]


def thousands(unit: str) -> int:
    """Return how many thousands of kronor one of the unit is.

    >>> thousands("mnkr"), thousands("tkr")
    (1000, 1)
    """
    return _THOUSAND[unit]


def read_settings(rows: Rows | None) -> Settings:
    """Return the settings; a row that is missing or empty holds what a new workbook begins with.

    Raises WorkbookError, naming the cell, where a setting is not what it should be: everything else would be computed
    from it.
    """
    _refuse_without_columns(rows)
    source = _Source(rows)
    share = source.number("vasentlig_procent", most=1)
    met, partly = source.number("viktat_uppnatt", most=1), source.number("viktat_delvis", most=1)
    if partly > met:
        low, high = partly * _HUNDRED, met * _HUNDRED
        raise WorkbookError("thresholds-out-of-order", cell=source.cell("viktat_delvis"), low=low, high=high)
    return Settings(
        region=source.text("region"),
        committee=source.text("namnd"),
        status=source.text("status"),
        period=source.period("period"),
        costs=source.choice("kostnader", words.COST_SIGN),
        published=source.word("totaler") == words.TOTALS_PUBLISHED,
        units={id_: source.word(id_) for id_ in ("enhet_resultat", "enhet_verksamheter", "enhet_anslag")},
        material_result=Threshold(source.number("vasentlig_resultat"), share),
        material_unit=Threshold(source.number("vasentlig_verksamhet"), share),
        partly_limit=source.number("grans_delvis", most=1),
        judged_by=source.choice("bedoms_mot", words.JUDGEMENT_BASIS),
        trend_basis=source.choice("trendbas", words.TREND_BASIS),
        neutral_band=source.number("neutralt_band", most=1),
        policy=source.choice("sammanvagning", words.POLICY),
        counted_kinds=source.word("slag_i_bedomning"),
        weighted_met=met,
        weighted_partly=partly,
        thin_coverage=source.number("tunn_tackning", most=1),
    )


def missing_settings(rows: Rows | None) -> Iterator[Finding]:
    """Give a finding for each row that the table of settings has lost."""
    if rows is not None:
        known = rows.by_id()
        for id_ in _ROWS:
            if id_ not in known:
                yield error("setting-missing", table=rows.layout.name, id=id_)


def _refuse_without_columns(rows: Rows | None) -> None:
    for key in ("id", "value"):
        if rows is not None and not rows.has(key):
            layout = rows.layout
            raise WorkbookError("column-missing", table=layout.name, sheet=rows.table.sheet, header=layout.header(key))


class _Source:
    def __init__(self, rows: Rows | None) -> None:
        self._rows = rows
        self._found: dict[str, Row] = {} if rows is None else rows.by_id()

    def cell(self, id_: str) -> Address | None:
        row = self._found.get(id_)
        return None if row is None or self._rows is None else self._rows.cell(row, "value")

    def text(self, id_: str) -> str:
        value = self._value(id_)
        return f"{value:f}" if isinstance(value, Decimal) else str(value)

    def word(self, id_: str) -> str:
        setting, text = _ROWS[id_], self.text(id_)
        for choice in setting.choices:
            if words.plain(choice) == words.plain(text):
                return choice
        raise self._wrong(setting, text)

    def choice(self, id_: str, meanings: dict[E, str]) -> E:
        text = self.text(id_)
        value = words.meaning(meanings, text)
        if value is None:
            raise self._wrong(_ROWS[id_], text)
        return value

    def number(self, id_: str, *, most: int | None = None) -> Decimal:
        value = self._value(id_)
        number = value if isinstance(value, Decimal) else number_in(str(value))
        if number is None or number < 0 or (most is not None and number > most):
            code = "setting-not-a-share" if most is not None else "setting-not-a-number"
            raise WorkbookError(code, cell=self.cell(id_), text=value)
        return number

    def period(self, id_: str) -> Period:
        """Return the period. A table of settings has to say it: a report of the wrong months is worse than none."""
        value, cell = self._value(id_), self.cell(id_)
        if self._rows is not None and cell is None:
            raise WorkbookError("setting-missing", table=self._rows.layout.name, id=id_)
        if cell is not None and self._found[id_].values["value"] is None:
            raise WorkbookError("period-missing", cell=cell)
        period = period_in(str(value))
        if period is None:
            raise WorkbookError("period-does-not-exist", cell=cell, text=value)
        return period

    def _value(self, id_: str) -> Value:
        row = self._found.get(id_)
        value = None if row is None else row.values["value"]
        self._refuse_excel_error(id_)
        default = _ROWS[id_].default
        if value is None:
            return default if isinstance(default, str) else Decimal(str(default))
        return value

    def _refuse_excel_error(self, id_: str) -> None:
        for finding in () if self._rows is None else self._rows.findings:
            if finding.cell == self.cell(id_) and finding.rule == "excel-error":
                raise WorkbookError(finding.rule, cell=finding.cell, **finding.parts)

    def _wrong(self, setting: Setting, text: str) -> WorkbookError:
        return WorkbookError("setting-not-a-choice", cell=self.cell(setting.id), text=text, choices=setting.choices)
