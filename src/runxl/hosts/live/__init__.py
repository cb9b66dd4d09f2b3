"""A workbook that is open in Excel, or in LibreOffice, through xlwings."""

from runxl.hosts.live.book import LiveBook
from runxl.hosts.live.finding import live_book

__all__ = ["LiveBook", "live_book"]
