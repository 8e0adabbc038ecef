"""``python -m bot`` is ``darkroom``."""

import sys

from bot.cli import main

if __name__ == "__main__":
    sys.exit(main())
