"""The command line: run, demo, check."""


def main() -> None:
    """Start Darkroom."""
