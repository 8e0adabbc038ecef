"""What a refusal means: by its code first, by the status second. No I/O.

Source of the codes: ``horde/exceptions.py`` of Haidra-Org/AI-Horde 5.1.5.
"""

from __future__ import annotations

import re
from http import HTTPStatus

from bot import engine_errors
from bot.engine_errors import Scope

_BY_ERROR: dict[type[engine_errors.EngineError], tuple[str, ...]] = {
    engine_errors.RejectedRequestError: (
        *("MissingPrompt", "InvalidSize", "TooManySteps", "BadCFGDecimals", "UnsupportedSampler"),
        *("HiResMismatch", "TooManyUpscalers", "InvalidPromptSize", "NulByteInPayload"),
        *("TooManyLoras", "TooManyTIs", "BadLoraVersion", "RequiresTrust", "BadRequest"),
        "SharedKeyInsufficientKudos",
    ),
    engine_errors.UnknownModelError: ("UnsupportedModel",),
    engine_errors.RefusedPromptError: ("CorruptPrompt",),
    engine_errors.TooCostlyError: ("KudosUpfront",),
    engine_errors.NoBalanceError: ("SharedKeyEmpty",),
    engine_errors.BadKeyError: (
        *("InvalidAPIKey", "SharedKeyExpired", "UserNotFound", "DeletedUser", "Forbidden"),
        *("AnonForbidden", "BetaAnonForbidden", "BannedClientAgent", "UntrustedUnsafeIP"),
    ),
    engine_errors.RateLimitedError: ("TimeoutIP", "TooManyPrompts"),
    engine_errors.ServerFaultError: ("MaintenanceMode", "NoValidWorkers"),
    # We hold its id, so there was such a task.
    engine_errors.TaskNotFoundError: ("RequestNotFound", "RequestExpired"),
}

CODES = {code: error for error, codes in _BY_ERROR.items() for code in codes}
"""Every code that we know and what it means."""

SCOPES = {
    "CorruptPrompt": Scope.MEMBER,
    "TimeoutIP": Scope.ENGINE,
    "MaintenanceMode": Scope.ENGINE,
}
"""Whom else a refusal concerns."""

UNTOLD = frozenset({"RequestNotFound", "RequestExpired", "KudosUpfront"})
"""Refusals whose words say an id, which is a secret, or numbers that are not the true ones."""

PAUSES = {"MaintenanceMode": 60.0, "NoValidWorkers": 30.0, "TooManyPrompts": 10.0}
"""Seconds after which to ask again, where the server says none."""

STATUSES: dict[int, type[engine_errors.EngineError]] = {
    HTTPStatus.UNAUTHORIZED: engine_errors.BadKeyError,
    HTTPStatus.FORBIDDEN: engine_errors.BadKeyError,
    HTTPStatus.NOT_FOUND: engine_errors.RouteGoneError,
    HTTPStatus.METHOD_NOT_ALLOWED: engine_errors.RouteGoneError,
    HTTPStatus.REQUEST_TIMEOUT: engine_errors.ServerFaultError,
    HTTPStatus.GONE: engine_errors.RouteGoneError,
    HTTPStatus.TOO_MANY_REQUESTS: engine_errors.RateLimitedError,
    HTTPStatus.NOT_IMPLEMENTED: engine_errors.RouteGoneError,
}
"""What a status means whose code says nothing."""

_SECONDS = re.compile(r"(\d{1,6}) more seconds")


def by_status(status: int) -> type[engine_errors.EngineError]:
    """Return what a status of 300 and above means."""
    if status in STATUSES:
        return STATUSES[status]
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return engine_errors.ServerFaultError
    if status < HTTPStatus.BAD_REQUEST:
        return engine_errors.RouteGoneError
    return engine_errors.RejectedRequestError


def pause(code: str, words: str) -> float | None:
    """Return the seconds that a refusal asks for, if it does."""
    found = _SECONDS.search(words) if code == "TimeoutIP" else None
    return float(found[1]) if found else PAUSES.get(code)
