"""``darkroom``, and ``python -m bot``: ready to be stopped before anything large is imported."""

from __future__ import annotations

import signal
import sys


def main() -> int:
    """Run the command line and return its exit code.

    A stop that comes before the event loop listens for one is clean too, but for a check: cut
    short, it cannot say that all is well.
    """
    stopped = int(sys.argv[1:2] == ["check"])
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(stopped))
    try:
        from bot import cli  # noqa: PLC0415 - takes long enough for somebody to press Ctrl+C

        return cli.main()
    except KeyboardInterrupt:
        return stopped


if __name__ == "__main__":
    sys.exit(main())
