"""`python -I -m runxl.bridge` answers one press of a button."""

import sys

from runxl.bridge.door import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
