"""What a refusal means: classified by its reason first, by the status second. No I/O.

Source of the reasons: https://novita.ai/docs/api-reference/basic-error-code; the numbers
are those of the older envelope ``{code, msg, data}``.
"""

from __future__ import annotations

from http import HTTPStatus

from bot import engine_errors

_BY_ERROR: dict[type[engine_errors.EngineError], tuple[str, ...]] = {
    engine_errors.RejectedRequestError: (
        "INVALID_REQUEST_BODY",
        "VALIDATOR",
        "ILLEGAL_IMAGE_CONTENT",
        "IMAGE_FILE_EXCEEDS_MAX_SIZE",
        "INVALID_IMAGE_FORMAT",
        "IMAGE_EXCEEDS_MAX_RESOLUTION",
        "INVALID_IMAGE_SIZE",
        "IMAGE_NO_FACE_DETECTED",
        "INVALID_AUDIO_FILE",
        "INVALID_CUSTOM_OUTPUT_PATH",
    ),
    engine_errors.RefusedPromptError: ("ILLEGAL_PROMPT",),
    engine_errors.BadKeyError: (
        "MISSING_API_KEY",
        "INVALID_API_KEY",
        "FAILED_TO_AUTH",
        "ACCESS_DENY",
        "BILLING_AUTH_FAILED",
        "FEATURE_NOT_ALLOWED",
        "API_NOT_ALLOWED",
        "NEED_REAL_NAME_VERIFY",
        "ANONYMOUS_ACCESS_QUOTA_EXCEEDS",
    ),
    engine_errors.NoBalanceError: ("BILLING_BALANCE_NOT_ENOUGH", "NOT_ENOUGH_BALANCE"),
    engine_errors.UnknownModelError: ("MODEL_NOT_FOUND",),
    engine_errors.RateLimitedError: ("RATE_LIMIT_EXCEEDED", "TOKEN_LIMIT_EXCEEDED"),
    engine_errors.RouteGoneError: ("API_NOT_FOUND",),
    engine_errors.TaskNotFoundError: ("TASK_NOT_FOUND",),
    engine_errors.TaskFailedError: ("TASK_FAILED",),
    engine_errors.ServerFaultError: (
        "BILLING_FAILED",
        "CREATE_TASK_FAILED",
        "GET_RESULT_FAILED",
        "SERVICE_NOT_AVAILABLE",
    ),
}

REASONS = {reason: error for error, reasons in _BY_ERROR.items() for reason in reasons}
"""Every documented reason and what it means."""

STATUSES: dict[int, type[engine_errors.EngineError]] = {
    HTTPStatus.UNAUTHORIZED: engine_errors.BadKeyError,
    HTTPStatus.PAYMENT_REQUIRED: engine_errors.NoBalanceError,
    HTTPStatus.FORBIDDEN: engine_errors.BadKeyError,
    HTTPStatus.NOT_FOUND: engine_errors.RouteGoneError,
    HTTPStatus.METHOD_NOT_ALLOWED: engine_errors.RouteGoneError,
    HTTPStatus.REQUEST_TIMEOUT: engine_errors.ServerFaultError,
    HTTPStatus.GONE: engine_errors.RouteGoneError,
    HTTPStatus.TOO_EARLY: engine_errors.ServerFaultError,
    HTTPStatus.TOO_MANY_REQUESTS: engine_errors.RateLimitedError,
}
"""What a status means whose reason says nothing."""

LEGACY_CODES: dict[int, type[engine_errors.EngineError]] = {
    -1: engine_errors.ServerFaultError,
    1: engine_errors.RejectedRequestError,
    2: engine_errors.UnknownModelError,
    3: engine_errors.TaskNotFoundError,
    4: engine_errors.BadKeyError,
    5: engine_errors.ServerFaultError,
    6: engine_errors.RejectedRequestError,
    7: engine_errors.NoBalanceError,
    8: engine_errors.RejectedRequestError,
    9: engine_errors.ServerFaultError,
    10: engine_errors.RejectedRequestError,
    11: engine_errors.RefusedPromptError,
}
"""Codes of the older envelope, which come with status 200."""


def by_status(status: int) -> type[engine_errors.EngineError]:
    """Return what a status of 300 and above means."""
    if status in STATUSES:
        return STATUSES[status]
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return engine_errors.ServerFaultError
    if status < HTTPStatus.BAD_REQUEST:
        return engine_errors.RouteGoneError
    return engine_errors.RejectedRequestError


def by_code(code: int) -> type[engine_errors.EngineError]:
    """Return what a non-zero code in the body of a successful response means."""
    if code in LEGACY_CODES:
        return LEGACY_CODES[code]
    if HTTPStatus.BAD_REQUEST <= code < 600:
        return by_status(code)
    return engine_errors.RejectedRequestError
