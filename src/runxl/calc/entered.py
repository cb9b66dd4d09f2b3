"""What UNO is given for a cell so that it comes to hold what Excel would make of the same."""

from __future__ import annotations

from runxl.calc.formulas import in_uno

ERRORS = {
    32767: "#N/A",
    503: "#NUM!",
    519: "#VALUE!",
    521: "#NULL!",
    524: "#REF!",
    525: "#NAME?",
    532: "#DIV/0!",
}


def entered(value: object, *, as_text: bool) -> object:
    """Return what UNO is given for what Excel would be given."""
    if value is None or value in ("", "'"):
        return ""
    if as_text:
        return f"'{_typed(value)}"
    if isinstance(value, bool):
        return "=TRUE()" if value else "=FALSE()"
    if isinstance(value, (int, float)):
        return float(value)
    if not isinstance(value, str):
        message = f"runxl's LibreOffice engine writes no {type(value).__name__}"
        raise NotImplementedError(message)
    if value in ERRORS.values():
        return f"={value}"
    return f"={in_uno(value[1:])}" if value.startswith("=") else value


def is_parsed(given: object) -> bool:
    """Tell whether UNO must read what is given as a person's typing: a formula, or a text that may be a number."""
    if not isinstance(given, str) or given.startswith("'") or not given:
        return False
    return given.startswith("=") or given in ("TRUE", "FALSE") or any(map(str.isdigit, given))


def as_data(given: object) -> object:
    """Return what is given as an array of plain data has it, where a text is a text."""
    return given.removeprefix("'") if isinstance(given, str) else given


def is_cut(given: object) -> bool:
    """Tell whether an array of formulas, which keeps 15 digits of a number, would change what is given."""
    return isinstance(given, float) and float(f"{given:.15g}") != given


def _typed(value: object) -> str:
    """Return a value as a cell for texts keeps it."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).upper() if isinstance(value, bool) else str(value).removeprefix("'")
