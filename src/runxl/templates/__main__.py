"""Rebuild the shipped workbooks: `python -m runxl.templates`."""

from __future__ import annotations

from runxl.templates.build import build
from runxl.templates.shipped import folder

if __name__ == "__main__":
    build(folder())
