"""`python -m runxl` is `runxl`."""

import sys

from runxl.cli import main

if __name__ == "__main__":
    sys.exit(main())
