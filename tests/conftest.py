"""Settings that all tests share."""

from __future__ import annotations

import structlog
from hypothesis import settings

# A busy machine is slow, not wrong: what must be quick is measured as a ratio.
settings.register_profile("darkroom", deadline=None)
settings.load_profile("darkroom")

# structlog's default draws tracebacks for people, which takes seconds of a busy machine.
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback
        ),
    ]
)
