"""Files that are refused as they are opened: not a workbook, locked, broken, or made to do harm."""

from __future__ import annotations

import zipfile
from functools import partial

from tests.bad_input.case import Refused
from tests.bad_input.packages import (
    BILLION_LAUGHS,
    DTD,
    ENCRYPTED,
    OLE,
    STRINGS,
    STYLES,
    TYPES,
    WORKBOOK,
    added,
    binary,
    cell,
    changed,
    locked_with_a_zip_password,
    open_document,
    overlapping,
    part,
    promising,
    table_part,
    without,
    word_document,
    zipped,
)
from tests.bad_input.report import edited, report

_ROOT = "<(?=[A-Za-z])"
_LAST_TAG = r"</[A-Za-z:]+>\s*$"
_LOCKED = (
    "rapport.xlsx är skyddad med lösenord. "
    "Ta bort lösenordet i Excel (Arkiv, Info, Skydda arbetsbok, Kryptera med lösenord) och spara."
)
_TEXT = "är en textfil (till exempel CSV eller HTML), inte en arbetsbok. Öppna den i Excel och spara den som .xlsx."
_DAMAGED = (
    "rapport.xlsx är skadad eller bara delvis hämtad. "
    "Hämta den på nytt, eller öppna den i Excel, låt Excel reparera den och spara."
)
_REPAIR = "Öppna filen i Excel, låt Excel reparera den och spara."
_BOMB = "rapport.xlsx packas upp till orimligt mycket data och öppnas därför inte. Be avsändaren om filen på nytt."


def _declares(name: str) -> str:
    return (
        f"rapport.xlsx innehåller en dokumenttyp (DTD) i delen {name}, vilket ingen arbetsbok ska göra, "
        "och öppnas därför inte. Be avsändaren om filen på nytt."
    )


def _broken(name: str) -> str:
    return f"rapport.xlsx är skadad: delen {name} går inte att läsa. {_REPAIR}"


def _missing(name: str) -> str:
    return f"rapport.xlsx är skadad: delen {name} saknas. {_REPAIR}"


def _unsafe(name: str) -> str:
    return (
        f"rapport.xlsx innehåller en del med det otillåtna namnet {name} och öppnas därför inte. "
        "Be avsändaren om filen på nytt."
    )


OTHER_KINDS = (
    Refused(
        "an old workbook",
        "rapport.xls",
        OLE,
        "rapport.xls är en arbetsbok i det gamla formatet .xls. Öppna den i Excel och spara den som .xlsx.",
    ),
    Refused(
        "an old workbook under a new name",
        "rapport.xlsx",
        OLE,
        "rapport.xlsx är en arbetsbok i det gamla formatet .xls. Öppna den i Excel och spara den som .xlsx.",
    ),
    Refused(
        "a binary workbook",
        "rapport.xlsb",
        binary,
        "rapport.xlsb är en binär arbetsbok (.xlsb). Öppna den i Excel och spara den som .xlsx.",
    ),
    Refused(
        "a binary workbook under another name",
        "rapport.xlsx",
        binary,
        "rapport.xlsx är en binär arbetsbok (.xlsb). Öppna den i Excel och spara den som .xlsx.",
    ),
    Refused(
        "an OpenDocument spreadsheet",
        "rapport.ods",
        open_document,
        "rapport.ods är ett OpenDocument-kalkylblad (.ods). "
        "Öppna det i Excel eller LibreOffice och spara det som .xlsx.",
    ),
    Refused(
        "an OpenDocument spreadsheet under another name",
        "rapport.xlsx",
        open_document,
        "rapport.xlsx är ett OpenDocument-kalkylblad (.ods). "
        "Öppna det i Excel eller LibreOffice och spara det som .xlsx.",
    ),
    Refused("a workbook with a password", "rapport.xlsx", ENCRYPTED, _LOCKED),
    Refused("a zip with a password", "rapport.xlsx", locked_with_a_zip_password, _LOCKED),
    Refused("a CSV file", "rapport.csv", b"Id;Utfall\n1;100\n", f"rapport.csv {_TEXT}"),
    Refused("a CSV file under another name", "rapport.xlsx", b"Id;Utfall\n1;100\n", f"rapport.xlsx {_TEXT}"),
    Refused("a web page under another name", "rapport.xlsx", b"<html><table></table></html>", f"rapport.xlsx {_TEXT}"),
    Refused(
        "a Word document",
        "rapport.docx",
        word_document,
        "rapport.docx är inte en arbetsbok. Filens namn ska sluta på .xlsx eller .xlsm.",
    ),
    Refused(
        "a Word document under another name",
        "rapport.xlsx",
        word_document,
        "rapport.xlsx är inte en Excel-arbetsbok, trots namnet. Välj rätt fil, eller spara den från Excel som .xlsx.",
    ),
    Refused(
        "a workbook whose name has no ending",
        "rapport",
        report,
        "rapport är inte en arbetsbok. Filens namn ska sluta på .xlsx eller .xlsm.",
    ),
    Refused("a picture", "rapport.xlsx", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", _DAMAGED),
    Refused("an empty file", "rapport.xlsx", b"", "rapport.xlsx är tom (0 byte). Hämta filen på nytt där du fick den."),
)

BROKEN = (
    Refused("the first half of a workbook", "rapport.xlsx", lambda: report()[:20_000], _DAMAGED),
    Refused("a workbook without its last bytes", "rapport.xlsx", lambda: report()[:-30], _DAMAGED),
    Refused("parts that unpack from the same bytes", "rapport.xlsx", overlapping, _DAMAGED),
    Refused("a part that is nearly nothing packed", "rapport.xlsx", partial(added, "x.xml", b" " * 5_000_000), _BOMB),
    Refused("more than a gigabyte when unpacked", "rapport.xlsx", partial(promising, (1 << 30) + 1), _BOMB),
    Refused(
        "ten thousand and one parts",
        "rapport.xlsx",
        lambda: zipped(*((str(number), b"") for number in range(10_001)), method=zipfile.ZIP_STORED),
        _BOMB,
    ),
    Refused(
        "a part twice",
        "rapport.xlsx",
        partial(added, WORKBOOK, b"<workbook/>"),
        "rapport.xlsx innehåller delen xl/workbook.xml två gånger och öppnas därför inte. "
        "Öppna filen i Excel och spara den på nytt.",
    ),
    Refused(
        "a part twice but for its capitals",
        "rapport.xlsx",
        partial(added, "XL/Workbook.xml", b"<workbook/>"),
        "rapport.xlsx innehåller delen XL/Workbook.xml två gånger och öppnas därför inte. "
        "Öppna filen i Excel och spara den på nytt.",
    ),
    Refused("a part above its folder", "rapport.xlsx", partial(added, "../../x.xml", b""), _unsafe("../../x.xml")),
    Refused("a part from the root", "rapport.xlsx", partial(added, "/etc/x.xml", b""), _unsafe("/etc/x.xml")),
    Refused("a part with a drive", "rapport.xlsx", partial(added, "C:\\x.xml", b""), _unsafe("C:/x.xml")),
    Refused("a part above, by backslash", "rapport.xlsx", partial(added, "..\\x.xml", b""), _unsafe("../x.xml")),
    Refused("a DTD in the workbook", "rapport.xlsx", partial(changed, WORKBOOK, _ROOT, f"{DTD}<"), _declares(WORKBOOK)),
    Refused(
        "a DTD in a sheet",
        "rapport.xlsx",
        partial(changed, part("Resultat"), _ROOT, f"{DTD}<"),
        _declares(part("Resultat")),
    ),
    Refused(
        "a DTD in a table",
        "rapport.xlsx",
        partial(changed, table_part("Resultat"), _ROOT, f"{DTD}<"),
        _declares(table_part("Resultat")),
    ),
    Refused(
        "a billion laughs in the texts",
        "rapport.xlsx",
        partial(changed, STRINGS, _ROOT, f"{BILLION_LAUGHS}<"),
        _declares(STRINGS),
    ),
    Refused(
        "a billion laughs in the styles",
        "rapport.xlsx",
        partial(changed, STYLES, _ROOT, f"{BILLION_LAUGHS}<"),
        _declares(STYLES),
    ),
    Refused("broken XML in the workbook", "rapport.xlsx", partial(changed, WORKBOOK, _LAST_TAG, ""), _broken(WORKBOOK)),
    Refused(
        "broken XML in a sheet",
        "rapport.xlsx",
        partial(changed, part("Resultat"), _LAST_TAG, ""),
        _broken(part("Resultat")),
    ),
    Refused(
        "broken XML in a table",
        "rapport.xlsx",
        partial(changed, table_part("Resultat"), _LAST_TAG, ""),
        _broken(table_part("Resultat")),
    ),
    Refused(
        "a control character in a text",
        "rapport.xlsx",
        partial(cell, "Resultat", "C6", '<c r="C6" t="inlineStr"><is><t>a&#1;b</t></is></c>'),
        _broken(part("Resultat")),
    ),
    Refused(
        "a table without a block",
        "rapport.xlsx",
        partial(changed, table_part("Resultat"), 'ref="[^"]*"', 'ref="Q"'),
        _broken(table_part("Resultat")),
    ),
    Refused(
        "a name that belongs to a sheet of no number",
        "rapport.xlsx",
        lambda: changed(WORKBOOK, 'localSheetId="[0-9]+"', 'localSheetId="1e9"', edited({"Resultat!F6": 101})),
        _broken(WORKBOOK),
    ),
    Refused("no list of content types", "rapport.xlsx", partial(without, TYPES), _missing(TYPES)),
    Refused("no workbook part", "rapport.xlsx", partial(without, WORKBOOK), _missing(WORKBOOK)),
    Refused("no styles", "rapport.xlsx", partial(without, STYLES), _missing(STYLES)),
    Refused("no texts", "rapport.xlsx", partial(without, STRINGS), _missing(STRINGS)),
    Refused(
        "no table part",
        "rapport.xlsx",
        partial(without, table_part("Resultat")),
        _missing(table_part("Resultat")),
    ),
    Refused(
        "no sheet part",
        "rapport.xlsx",
        partial(without, part("Resultat")),
        f"rapport.xlsx är skadad: bladet Resultat saknar innehåll. {_REPAIR}",
    ),
    Refused(
        "a number that is none",
        "rapport.xlsx",
        partial(cell, "Resultat", "F6", '<c r="F6"><v>NaN</v></c>'),
        "Resultat!F6 i rapport.xlsx innehåller 'NaN', som inte går att läsa som det cellen säger sig vara. "
        "Skriv in värdet på nytt i Excel och spara.",
    ),
    Refused(
        "a text that is not in the list of texts",
        "rapport.xlsx",
        partial(cell, "Resultat", "F6", '<c r="F6" t="s"><v>99999</v></c>'),
        "Resultat!F6 i rapport.xlsx innehåller '99999', som inte går att läsa som det cellen säger sig vara. "
        "Skriv in värdet på nytt i Excel och spara.",
    ),
)
