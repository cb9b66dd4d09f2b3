"""Calls that are wrong, and files that cannot be read or written where they lie."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tests.bad_input.case import Refused
from tests.bad_input.report import report

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bad_input.case import Made

# in it a run has something to write
_CHANGED: Made = {"Resultat!F6": 101}
_RUN = "Så här: runxl run [-h] [--preview] [--json] [--out FILE] FILE"
_CHECK = "Så här: runxl check [-h] [--preview] [--json] [--out FILE] [--range Blad!A1:G20 | --fix N] FILE"
_NEW = "Så här: runxl new [-h] --period 2020-04 [--out FILE] TEMPLATE"
_RUNXL = "Så här: runxl [-h] [--version] KOMMANDO ..."
_COMMANDS = (
    "run, variances, goals, check, undo, fix, new, round, send, collect, merge, why, diff, demo, install, uninstall, "
    "doctor"
)
_OPEN = (
    "rapport.xlsx är öppen i ett annat program. Stäng den där och kör om. "
    "Är den inte öppen någonstans, ta bort {} i samma mapp."
)


def _write(name: str, folder: Path) -> None:
    (folder / name).write_bytes(b"redan")


def _make_folder(name: str, folder: Path) -> None:
    (folder / name).mkdir()


def _lock(folder: Path) -> None:
    (folder / "rapport.xlsx").chmod(0o444)


def _call(name: str, words: str, sentence: str) -> Refused:
    return Refused(name, "rapport.xlsx", report, sentence, tuple(words.split()))


FILES = (
    Refused(
        "a missing file",
        "rapport.xlsx",
        None,
        "Filen rapport.xlsx finns inte i mappen FOLDER. Kontrollera namnet och mappen.",
    ),
    Refused(
        "a folder",
        "rapport.xlsx",
        None,
        "rapport.xlsx är en mapp, inte en arbetsbok. Ange filen i mappen.",
        before=partial(_make_folder, "rapport.xlsx"),
    ),
    _call("the folder one stands in", "run .", ". är en mapp, inte en arbetsbok. Ange filen i mappen."),
    Refused(
        "a workbook open in Excel",
        "rapport.xlsx",
        _CHANGED,
        _OPEN.format("~$rapport.xlsx"),
        before=partial(_write, "~$rapport.xlsx"),
    ),
    Refused(
        "a workbook open in LibreOffice",
        "rapport.xlsx",
        _CHANGED,
        _OPEN.format(".~lock.rapport.xlsx#"),
        before=partial(_write, ".~lock.rapport.xlsx#"),
    ),
    Refused(
        "a read-only file",
        "rapport.xlsx",
        _CHANGED,
        "rapport.xlsx är skrivskyddad. Ta bort skrivskyddet och kör om.",
        before=_lock,
    ),
    _call(
        "a result in a folder that does not exist",
        "run rapport.xlsx --out mapp/resultat.xlsx",
        "Mappen som resultat.xlsx ska skrivas i finns inte. Skapa den eller välj en annan.",
    ),
    Refused(
        "a result over another file",
        "rapport.xlsx",
        _CHANGED,
        "annan.xlsx finns redan. Välj ett annat namn med --out.",
        ("run", "rapport.xlsx", "--out", "annan.xlsx"),
        partial(_write, "annan.xlsx"),
    ),
    _call(
        "a result with another ending",
        "run rapport.xlsx --out resultat.xls",
        "resultat.xls måste sluta på .xlsx, som filen den kommer från. Välj ett namn med den ändelsen.",
    ),
    _call("an undo of nothing", "undo rapport.xlsx", "Det finns inget att ångra i FOLDER/rapport.xlsx."),
)

WORDS = (
    _call("nothing at all", "", f"Anropet är inte fullständigt, det saknar KOMMANDO. {_RUNXL}"),
    _call("a command without a file", "run", f"Anropet är inte fullständigt, det saknar FILE. {_RUN}"),
    _call(
        "a command that does not exist",
        "granska rapport.xlsx",
        f"Det finns inget kommando som heter granska. Välj ett av dessa: {_COMMANDS}.",
    ),
    _call(
        "a mistyped command",
        "chekc rapport.xlsx",
        f"Det finns inget kommando som heter chekc. Menas check? Kommandona är {_COMMANDS}.",
    ),
    _call(
        "an option that does not exist",
        "run rapport.xlsx --torrkör",
        f"Anropet innehåller något som runxl inte känner till: --torrkör. {_RUNXL}",
    ),
    _call(
        "two files",
        "run rapport.xlsx annan.xlsx",
        f"Anropet innehåller något som runxl inte känner till: annan.xlsx. {_RUNXL}",
    ),
    _call("an option without its value", "run rapport.xlsx --out", f"--out behöver ett värde efter sig. {_RUN}"),
    _call("an option with a value too many", "run rapport.xlsx --preview=ja", f"--preview tar inget värde. {_RUN}"),
    _call(
        "a finding without a number", "check rapport.xlsx --fix två", f"--fix behöver ett tal, till exempel 1. {_CHECK}"
    ),
    _call(
        "a proposal and an area at once",
        "check rapport.xlsx --fix 1 --range Resultat!A1:B9",
        f"--range går inte ihop med ett annat val i anropet. {_CHECK}",
    ),
    _call(
        "a finding that does not exist",
        "check rapport.xlsx --fix 99",
        "Det finns inget fynd 99: kontrollen ger 0 fynd. Numren står i kolumnen Id på bladet Fynd.",
    ),
    _call(
        "proposals of which none is marked",
        "fix rapport.xlsx",
        "Inget förslag är markerat. Skriv x i kolumnen Rätta på bladet Fynd, eller kör runxl check FIL --fix N.",
    ),
    _call(
        "a new workbook without a period",
        "new delarsrapport",
        f"Anropet är inte fullständigt, det saknar --period. {_NEW}",
    ),
    _call(
        "a new workbook for a month that does not exist",
        "new delarsrapport --period 2020-13",
        "Perioden '2020-13' finns inte. Skriv år och månad, till exempel 2020-04.",
    ),
    _call(
        "a new workbook from a template that does not exist",
        "new arsredovisning --period 2020-04",
        "Det finns ingen mall som heter arsredovisning. "
        "Välj en av dessa: delarsrapport, exempel-fiktiv, exempel-run-2020-04, exempel-utskick, verksamhet.",
    ),
    _call(
        "a new workbook from a path",
        "new ../rapport --period 2020-04",
        "Det finns ingen mall som heter ../rapport. "
        "Välj en av dessa: delarsrapport, exempel-fiktiv, exempel-run-2020-04, exempel-utskick, verksamhet.",
    ),
    _call(
        "a new workbook over an old one",
        "new delarsrapport --period 2020-04 --out rapport.xlsx",
        "rapport.xlsx finns redan. Välj ett annat namn med --out.",
    ),
    _call(
        "a new workbook in a folder that does not exist",
        "new delarsrapport --period 2020-04 --out mapp/ny.xlsx",
        "Mappen som ny.xlsx ska skrivas i finns inte. Skapa den eller välj en annan.",
    ),
    _call("a demonstration in a file", "demo rapport.xlsx", "rapport.xlsx är en fil. Ange en mapp."),
)
