"""Failures of answers that do not say what they should. No I/O."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.engine_errors import MalformedReplyError, ReplyLostError

if TYPE_CHECKING:
    from bot.engines.http import Response
    from bot.engines.sent import Wire


def malformed(engine: str, response: Response, model: type[Wire]) -> MalformedReplyError:
    """Return the failure of a success that cannot be read."""
    size = len(response.body)
    return MalformedReplyError(
        f"{engine}'s {size} bytes are no {model.__name__}", status=response.status
    )


def lost(engine: str, response: Response, retry_after: float | None = None) -> ReplyLostError:
    """Return the failure of a submit whose answer leaves open whether there is a task."""
    size = len(response.body)
    return ReplyLostError(
        f"{engine} answered {response.status} with {size} bytes that name no task",
        status=response.status,
        retry_after=retry_after,
    )
