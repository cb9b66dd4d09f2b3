"""What can go wrong for a user.

    RunxlError            any of these; never raised itself
    ├── FileError         the file cannot be read or replaced
    ├── WorkbookError     the workbook is not what the command needs
    ├── ConflictError     cells have changed since the plan was made
    └── CallError         the call itself is wrong

An error keeps its parts as attributes; `runxl.language` turns `code` and `parts` into a sentence. A programmer's
mistake is a ValueError and is not listed here.
"""

from __future__ import annotations


class RunxlError(Exception):
    """A sentence's code and the parts that fill it."""

    def __init__(self, code: str, **parts: object) -> None:
        super().__init__(code, parts)
        self.code = code
        self.parts = parts


class FileError(RunxlError):
    """The file cannot be read or replaced."""


class WorkbookError(RunxlError):
    """The workbook is not what the command needs."""


class ConflictError(RunxlError):
    """Cells have changed since the plan was made."""


class CallError(RunxlError):
    """The call itself is wrong."""
