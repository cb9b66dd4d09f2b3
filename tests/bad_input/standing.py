"""What has happened to the report's own cells, tables and sheets, and what `check` or a run says of it."""

from __future__ import annotations

from functools import partial

from runxl.grid import CellError, Content
from tests.bad_input.case import Found
from tests.bad_input.packages import cell, changed, part, renamed, without_sheet, without_table

_SUM = 'IF(COUNT(F6:F7)=2,SUM(F6:F7),"")'
_VARIANCE = (
    "<f>IF(COUNT(tblResultat[[#This Row],[Utfall]],tblResultat[[#This Row],[Budget]])=2,"
    'tblResultat[[#This Row],[Utfall]]-tblResultat[[#This Row],[Budget]],"")</f>'
)


def _error_in_h6(code: str) -> str:
    return f'<c r="H6" t="e">{_VARIANCE}<v>{code}</v></c>'


def _no_column(sheet: str, table: str, header: str) -> Found:
    sentence = f"Tabellen {table} på bladet {sheet} saknar kolumnen {header}. Lägg till en kolumn med den rubriken."
    return Found(
        f"{table} without {header}", partial(renamed, sheet, header, "Kolumn1"), "column-missing", "", sentence
    )


def _no_table(sheet: str, table: str) -> Found:
    sentence = f"Tabellen {table} på bladet {sheet} saknas. Kopiera den från mallen."
    return Found(f"no {table}", partial(without_table, sheet), "table-missing", "", sentence)


STRUCTURE = (
    _no_column("Resultat", "tblResultat", "Id"),
    _no_column("Resultat", "tblResultat", "Utfall"),
    _no_column("Resultat", "tblResultat", "Avvikelse"),
    _no_column("Mått", "tblMatt", "Målvärde"),
    _no_column("Målbedömning", "tblMal", "Egen bedömning"),
    _no_column("Historik", "tblHistorik", "Period"),
    _no_column("Fynd", "tblFynd", "Fynd"),
    _no_table("Resultat", "tblResultat"),
    _no_table("Mått", "tblMatt"),
    _no_table("Fynd", "tblFynd"),
    _no_table("Inställningar", "tblInst"),
    Found(
        "no sheet Resultat",
        partial(without_sheet, "Resultat"),
        "sheet-missing",
        "",
        "Bladet Resultat med tabellen tblResultat saknas. Kopiera det från mallen.",
    ),
    Found(
        "a sheet that says it is a chart",
        partial(changed, "xl/_rels/workbook.xml.rels", "worksheet(?=[^>]*sheet2[.]xml)", "chartsheet"),
        "sheet-missing",
        "",
        "Bladet Resultat med tabellen tblResultat saknas. Kopiera det från mallen.",
    ),
    Found(
        "no row for a setting",
        {"Inställningar!B24": "tunn"},
        "setting-missing",
        "",
        "Tabellen tblInst på bladet Inställningar saknar raden med Id tunn_tackning. Kopiera den från mallen.",
    ),
    Found(
        "merged cells over a table",
        partial(changed, part("Resultat"), "<mergeCells[^>]*>", '<mergeCells count="2"><mergeCell ref="F6:G6"/>'),
        "merged-over-table",
        "Resultat!F6",
        "Resultat!F6: cellerna F6:G6 är sammanfogade över tabellen tblResultat. Dela upp dem.",
    ),
)

FORMULAS = (
    Found(
        "a value typed over a formula",
        {"Resultat!F5": 130},
        "formula-overwritten",
        "Resultat!F5",
        "Resultat!F5 har ett inskrivet värde, 130, där en formel hör hemma; runxl beräknar 120. "
        "Kör allt sätter tillbaka formeln.",
        command="check",
    ),
    Found(
        "a value typed over a formula, then a run",
        {"Resultat!F5": 130},
        "formula-restored",
        "Resultat!F5",
        "Resultat!F5 hade det inskrivna värdet 130 där en formel hör hemma. Formeln är tillbaka och ger 120. "
        "Ångra tar tillbaka det.",
        status=0,
    ),
    Found(
        "a shown value that is not the formula's",
        partial(cell, "Resultat", "H6", f'<c r="H6">{_VARIANCE}<v>7</v></c>'),
        "value-differs",
        "Resultat!H6",
        "Resultat!H6 visar 7, runxl beräknar 0. Räkna om arbetsboken i Excel eller välj Kör allt.",
        command="check",
    ),
    *(
        Found(
            f"the Excel error {code} in a formula of ours",
            partial(cell, "Resultat", "H6", _error_in_h6(code)),
            "value-differs",
            "Resultat!H6",
            f"Resultat!H6 visar {code}, runxl beräknar 0. Räkna om arbetsboken i Excel eller välj Kör allt.",
            command="check",
        )
        for code in ("#REF!", "#DIV/0!", "#N/A")
    ),
    Found(
        "an Excel error in a sum",
        {"Resultat!F5": Content(CellError("#REF!"), _SUM)},
        "excel-error",
        "Resultat!F5",
        "Resultat!F5 visar felet #REF!. Rätta formeln eller skriv värdet.",
        command="check",
    ),
    Found(
        "a total that is not the sum of its rows",
        {"Resultat!F5": 130},
        "of-which-impossible",
        "Resultat!F5",
        "Resultat!F5 säger 130\xa0mnkr, varav-raderna ger 120. Skillnaden 10 kan inte vara avrundning (högst 0). "
        "Resultat!F7 kan vara 30, inte 20 (en siffra är fel); 2 andra förklaringar är lika bra.",
        command="check",
    ),
    Found(
        "formulas that nobody has computed",
        partial(cell, "Resultat", "H6", f'<c r="H6">{_VARIANCE}</c>'),
        "not-computed",
        "Resultat!H6",
        "1 cell är inte beräknad än, Resultat!H6. Välj Kör allt.",
        status=0,
        command="check",
    ),
    Found(
        "an attainment typed by hand",
        {"Mått!U5": "○ Ej uppnått"},
        "assessment-out-of-date",
        "Mått!U5",
        "Mått!U5 visar ○ Ej uppnått, men måttets rad ger nu ● Uppnått. Kör Bedöm mål.",
        status=0,
        command="check",
    ),
)
