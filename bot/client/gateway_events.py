"""Gateway events that discord.py cannot read are skipped, instead of ending the process."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

import structlog

if TYPE_CHECKING:
    from collections.abc import Callable

    Parser = Callable[[Any], None]

UNGUARDED = frozenset({"READY", "RESUMED"})
"""Without them a session has not begun, and a bot that went on would hear nothing."""

MOST_KNOWN = 200
"""Kinds of failures that are told in full; an error's text may differ each time."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class EventGuard:
    """Wraps discord.py's parsers: each failure is told once, then counted."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str], int] = {}

    def guard(self, parsers: dict[str, Parser]) -> dict[str, Parser]:
        """Return parsers that never raise, but for those without which a session is none."""
        return {
            event: parser if event in UNGUARDED else self._guarded(event, parser)
            for event, parser in parsers.items()
        }

    def _guarded(self, event: str, parser: Parser) -> Parser:
        @wraps(parser)
        def parse(data: Any) -> None:  # noqa: ANN401 - whatever Discord sends
            try:
                parser(data)
            except Exception as error:  # noqa: BLE001 - discord.py would let it end the process
                self._note(event, error)

        return parse

    def _note(self, event: str, error: Exception) -> None:
        kind = (event, f"{type(error).__name__}: {error}"[:200])
        times = self._seen.get(kind, 0) + 1
        if kind in self._seen or len(self._seen) < MOST_KNOWN:
            self._seen[kind] = times
        if times == 1 and kind in self._seen:
            log.error("gateway.event_skipped", event_name=event, why=kind[1], exc_info=error)
        else:
            log.debug("gateway.event_skipped", event_name=event, why=kind[1], times=times)
