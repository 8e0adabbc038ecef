"""Logging: structlog for us, the standard library's for others, one output, no secrets."""

from __future__ import annotations

import logging
import re
import sys
from typing import TYPE_CHECKING, Any, Literal

import structlog
from structlog.processors import ExceptionRenderer
from structlog.tracebacks import ExceptionDictTransformer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from structlog.typing import Processor

_SECRETS = (
    (re.compile(r"(/webhooks/\d+/|/interactions/\d+/)[^/\s?\"']+"), r"\1…"),
    (re.compile(r"(/webhooks/novita/)[^/\s?\"']+"), r"\1…"),
    (re.compile(r"\?X-Amz-[^\s\"']+"), "?…"),
    (re.compile(r"(Bearer|Bot) [\w.~+/-]{8,}"), r"\1 …"),
)

_TRACEBACKS = ExceptionRenderer(ExceptionDictTransformer(show_locals=False))
"""Variables are left out: they hold prompts and tokens."""

_SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.stdlib.ExtraAdder(),
)
"""What a line says beside its event, whoever logs it."""


def redact(text: str, literals: Iterable[str] = ()) -> str:
    """Return ``text`` without tokens, keys and the queries of presigned addresses."""
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    for literal in literals:
        text = text.replace(literal, "…")
    return text


class _Redact:
    """A last processor over the rendered line: whatever library wrote it, no secret leaves."""

    def __init__(self, literals: Iterable[str]) -> None:
        self._literals = tuple(text for text in literals if text)

    def __call__(self, _logger: object, _method: str, line: Any) -> str:  # noqa: ANN401 - structlog's
        return redact(str(line), self._literals)


def _without_traceback(record: logging.LogRecord) -> bool:
    """Say in a word why a shard could not connect; discord.py adds a page, every few seconds."""
    if record.exc_info and record.exc_info[1]:
        record.msg, record.args = f"{record.getMessage()} ({record.exc_info[1]!r})", ()
        record.exc_info = record.exc_text = None
    return True


def configure(
    level: str, style: Literal["text", "json"], *, secrets: Iterable[str] = (), colors: bool = False
) -> None:
    """Send all logs to standard error, as text lines or as JSON objects.

    Args:
        level: A standard level name; discord.py and other libraries are kept at WARNING or above.
        style: How a line looks.
        secrets: Values that no line may carry.
        colors: Whether text lines are coloured.

    """
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_SHARED,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            *_renderers(style, colors=colors),
            _Redact(secrets),
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    quiet = max(logging.WARNING, root.level)
    for library in ("discord", "aiohttp", "sqlalchemy", "alembic", "asyncio", "aiosqlite", "PIL"):
        logging.getLogger(library).setLevel(quiet)
    logging.getLogger("discord.shard").addFilter(_without_traceback)


def _renderers(style: Literal["text", "json"], *, colors: bool) -> list[Any]:
    if style == "json":
        return [_TRACEBACKS, structlog.processors.JSONRenderer()]
    plain = structlog.dev.plain_traceback
    return [structlog.dev.ConsoleRenderer(colors=colors, exception_formatter=plain)]
