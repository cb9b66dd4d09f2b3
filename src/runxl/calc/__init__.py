"""LibreOffice as an engine of xlwings, so that what is written for Excel runs in a program that Linux has.

    office = started()                       a LibreOffice of our own, without a window
    app = engine_of(office).apps.active      the xlwings objects that Excel has too
    book = app.books.open("rapport.xlsx")
    office.stop()

It answers to what `runxl.hosts.live` needs. Any other member of xlwings raises NotImplementedError with its name.
"""

from runxl.calc.engine import engine, engine_of
from runxl.calc.office import Office, attached, started

__all__ = ["Office", "attached", "engine", "engine_of", "started"]
