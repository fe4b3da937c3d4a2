"""``python -m mineralmap`` is ``mineralmap``."""

import sys

from mineralmap.cli import main

if __name__ == "__main__":
    sys.exit(main())
