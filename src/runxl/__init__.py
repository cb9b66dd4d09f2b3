"""runxl: Python behind the controller's workbook."""

__version__ = "0.1.0"
