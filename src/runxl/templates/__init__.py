"""The workbooks that controllers use: built by code, filled by runxl itself."""
