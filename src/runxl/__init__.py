"""runxl: Python behind the controller's workbook.

>>> import runxl
>>> from runxl.templates.shipped import template
>>> book = runxl.open(template("exempel-run-2020-04"))
>>> outcome = runxl.commands.check(book.read())
>>> outcome.summary["relations"]
{'exact': 52, 'explained': 1, 'impossible': 0}
"""

from runxl import commands
from runxl.frames import frames
from runxl.hosts.opening import open_book as open  # noqa: A004  (runxl.open reads as what it does)

__version__ = "0.1.0"

__all__ = ["__version__", "commands", "frames", "open"]
