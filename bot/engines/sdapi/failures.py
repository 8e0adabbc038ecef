"""What a refusal means, by its status and its words. No I/O."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from pydantic_core import from_json

from bot import engine_errors
from bot.engines.words import clean, for_member

if TYPE_CHECKING:
    from bot.engine_errors import EngineError
    from bot.engines.http import Response

API_OFF = "the API is not there: start the web UI with --api"

_STATUSES: dict[int, type[EngineError]] = {
    HTTPStatus.UNAUTHORIZED: engine_errors.BadKeyError,
    HTTPStatus.FORBIDDEN: engine_errors.BadKeyError,
    HTTPStatus.NOT_FOUND: engine_errors.RouteGoneError,
    HTTPStatus.METHOD_NOT_ALLOWED: engine_errors.RouteGoneError,
    HTTPStatus.REQUEST_TIMEOUT: engine_errors.ServerFaultError,
    HTTPStatus.TOO_EARLY: engine_errors.ServerFaultError,
    HTTPStatus.TOO_MANY_REQUESTS: engine_errors.RateLimitedError,
}

_TOLD = frozenset({engine_errors.RejectedRequestError, engine_errors.UnknownModelError})
"""Refusals of what a member asked for."""

_MEMORY = "out of memory"


def payload(response: Response) -> dict[str, Any] | None:
    """Return the JSON object of a response, or None when it is none."""
    try:
        parsed = from_json(response.body)
    except (ValueError, RecursionError):
        return None
    return parsed if isinstance(parsed, dict) else None


def refusal(response: Response) -> EngineError | None:
    """Return what a response refuses, or None for a success.

    Its ``reason``, which members see, is empty but where what they asked for is refused: the
    words about a fault may hold a trace.
    """
    if 200 <= response.status < 300:
        return None
    said = payload(response)
    kind = _kind(response.status, said)
    words = _words(said)
    if kind is engine_errors.RouteGoneError and response.status == HTTPStatus.NOT_FOUND:
        words = API_OFF
    return kind(
        " ".join(filter(None, (f"the web UI answered {response.status}", words))),
        status=response.status,
        reason=for_member(words) if kind in _TOLD else "",
        retry_after=response.retry_after,
    )


def _kind(status: int, said: dict[str, Any] | None) -> type[EngineError]:
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return (
            engine_errors.OutOfMemoryError if _is_memory(said) else engine_errors.ServerFaultError
        )
    # Two things are "not found": the API that is switched off, and what was asked for.
    detail = str((said or {}).get("detail", "")).casefold()
    if status in {HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND} and detail.endswith("not found"):
        if "sampler" in detail:
            return engine_errors.RejectedRequestError
        if "model" in detail or "checkpoint" in detail:
            return engine_errors.UnknownModelError
    if status in _STATUSES:
        return _STATUSES[status]
    is_redirect = status < HTTPStatus.BAD_REQUEST
    return engine_errors.RouteGoneError if is_redirect else engine_errors.RejectedRequestError


def _is_memory(said: dict[str, Any] | None) -> bool:
    if said is None:
        return False
    told = " ".join(str(said.get(name, "")) for name in ("error", "errors", "detail"))
    return said.get("error") == "OutOfMemoryError" or _MEMORY in told.casefold()


def _words(said: dict[str, Any] | None) -> str:
    """Return what is wrong in short; of FastAPI's complaints field and sentence, not the input."""
    if said is None:
        return ""
    detail = said.get("detail")
    if isinstance(detail, list):
        return clean("; ".join(_complaint(one) for one in detail[:3] if isinstance(one, dict)))
    named = (said.get("error"), detail, said.get("errors"))
    return clean(": ".join(it for it in named if isinstance(it, str) and it))


def _complaint(one: dict[str, Any]) -> str:
    where = one.get("loc")
    field = str(where[-1]) if isinstance(where, list) and where else ""
    return f"{field}: {one.get('msg', '')}"
