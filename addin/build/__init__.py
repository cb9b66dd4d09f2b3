"""Builds runxl.xlam from the text beside it: `python3 dev.py addin`."""
