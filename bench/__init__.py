"""What must be quick, measured: `python3 dev.py bench`."""
