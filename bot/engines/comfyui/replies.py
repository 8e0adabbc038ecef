"""Read what ComfyUI answered: JSON of the expected kind, or one of our errors. No I/O."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, TypeAlias, cast

from pydantic_core import from_json

from bot import engine_errors
from bot.engine_errors import (
    EngineError,
    MalformedReplyError,
    RouteGoneError,
    ServerFaultError,
)

if TYPE_CHECKING:
    from bot.engines.http import Response

Record: TypeAlias = dict[str, object]

NOT_COMFYUI = "a web page, not ComfyUI: is COMFYUI_URL the address of its API?"

_STATUSES: dict[int, tuple[type[EngineError], str]] = {
    HTTPStatus.UNAUTHORIZED: (engine_errors.BadKeyError, "a password is asked for"),
    HTTPStatus.FORBIDDEN: (engine_errors.BadKeyError, "we are not let in"),
    HTTPStatus.PROXY_AUTHENTICATION_REQUIRED: (
        engine_errors.BadKeyError,
        "a proxy asks for a password",
    ),
    HTTPStatus.NOT_FOUND: (RouteGoneError, "there is no such route"),
    HTTPStatus.METHOD_NOT_ALLOWED: (RouteGoneError, "there is no such route"),
    HTTPStatus.GONE: (RouteGoneError, "there is no such route"),
    HTTPStatus.REQUEST_TIMEOUT: (ServerFaultError, "it took too long"),
    HTTPStatus.TOO_EARLY: (ServerFaultError, "it is too early"),
    HTTPStatus.TOO_MANY_REQUESTS: (engine_errors.RateLimitedError, "too much at once"),
}


def parsed(response: Response) -> object:
    """Return a body as JSON, or None for one that is none."""
    try:
        return cast("object", from_json(response.body))
    except ValueError:
        return None


def record(value: object) -> Record:
    """Return an object of JSON, empty for anything else."""
    return cast("Record", value) if isinstance(value, dict) else {}


def rows(value: object) -> list[object]:
    """Return a list of JSON, empty for anything else."""
    return value if isinstance(value, list) else []


def words(value: object) -> str:
    """Return a text of JSON, empty for anything else."""
    return value if isinstance(value, str) else ""


def read(response: Response) -> Record:
    """Read an answer that should be an object.

    Raises:
        EngineError: whatever the status says, or that it is none.

    """
    value = read_any(response)
    if not isinstance(value, dict):
        raise _malformed(response)
    return record(value)


def read_list(response: Response) -> list[str]:
    """Read an answer that should be a list of names; see ``read``."""
    value = read_any(response)
    if not isinstance(value, list):
        raise _malformed(response)
    return [name for name in value if isinstance(name, str) and name]


def read_any(response: Response) -> object:
    """Read an answer that should be JSON; see ``read``."""
    if (error := failure(response)) is not None:
        raise error
    value = parsed(response)
    if value is None:
        raise _malformed(response)
    return value


def failure(response: Response) -> EngineError | None:
    """Return what a status refuses, or None for a success."""
    status = response.status
    if 200 <= status < 300:
        return None
    kind, why = _STATUSES.get(status, (engine_errors.RejectedRequestError, "it refuses this"))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        kind, why = ServerFaultError, "a fault on its side"
    elif status < HTTPStatus.BAD_REQUEST:
        kind, why = RouteGoneError, "it sends us elsewhere"
    return kind(
        f"ComfyUI answered {status}: {why}", status=status, retry_after=response.retry_after
    )


def is_page(response: Response) -> bool:
    """Whether somebody else answered, for people."""
    is_named = response.headers.get("content-type", "").startswith("text/html")
    return is_named or response.body.lstrip()[:1] == b"<"


def _malformed(response: Response) -> EngineError:
    if is_page(response):
        return RouteGoneError(f"it answers with {NOT_COMFYUI}", status=response.status)
    size = len(response.body)
    return MalformedReplyError(
        f"its {size} bytes are not what was asked for", status=response.status
    )
