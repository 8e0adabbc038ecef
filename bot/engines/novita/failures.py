"""What a refusal means: classified by its reason first, by the status second. No I/O.

Source of the reasons: https://novita.ai/docs/api-reference/basic-error-code; the numbers
are those of the older envelope ``{code, msg, data}``.
"""

from __future__ import annotations

from http import HTTPStatus

from bot import errors

_BY_ERROR: dict[type[errors.EngineError], tuple[str, ...]] = {
    errors.RejectedRequestError: (
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
    errors.RefusedPromptError: ("ILLEGAL_PROMPT",),
    errors.BadKeyError: (
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
    errors.NoBalanceError: ("BILLING_BALANCE_NOT_ENOUGH", "NOT_ENOUGH_BALANCE"),
    errors.UnknownModelError: ("MODEL_NOT_FOUND",),
    errors.RateLimitedError: ("RATE_LIMIT_EXCEEDED", "TOKEN_LIMIT_EXCEEDED"),
    errors.RouteGoneError: ("API_NOT_FOUND",),
    errors.TaskNotFoundError: ("TASK_NOT_FOUND",),
    errors.TaskFailedError: ("TASK_FAILED",),
    errors.ServerFaultError: (
        "BILLING_FAILED",
        "CREATE_TASK_FAILED",
        "GET_RESULT_FAILED",
        "SERVICE_NOT_AVAILABLE",
    ),
}

REASONS = {reason: error for error, reasons in _BY_ERROR.items() for reason in reasons}
"""Every documented reason and what it means."""

STATUSES: dict[int, type[errors.EngineError]] = {
    HTTPStatus.UNAUTHORIZED: errors.BadKeyError,
    HTTPStatus.PAYMENT_REQUIRED: errors.NoBalanceError,
    HTTPStatus.FORBIDDEN: errors.BadKeyError,
    HTTPStatus.NOT_FOUND: errors.RouteGoneError,
    HTTPStatus.METHOD_NOT_ALLOWED: errors.RouteGoneError,
    HTTPStatus.REQUEST_TIMEOUT: errors.ServerFaultError,
    HTTPStatus.GONE: errors.RouteGoneError,
    HTTPStatus.TOO_EARLY: errors.ServerFaultError,
    HTTPStatus.TOO_MANY_REQUESTS: errors.RateLimitedError,
}
"""What a status means whose reason says nothing."""

LEGACY_CODES: dict[int, type[errors.EngineError]] = {
    -1: errors.ServerFaultError,
    1: errors.RejectedRequestError,
    2: errors.UnknownModelError,
    3: errors.TaskNotFoundError,
    4: errors.BadKeyError,
    5: errors.ServerFaultError,
    6: errors.RejectedRequestError,
    7: errors.NoBalanceError,
    8: errors.RejectedRequestError,
    9: errors.ServerFaultError,
    10: errors.RejectedRequestError,
    11: errors.RefusedPromptError,
}
"""Codes of the older envelope, which come with status 200."""


def by_status(status: int) -> type[errors.EngineError]:
    """Return what a status of 300 and above means."""
    if status in STATUSES:
        return STATUSES[status]
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return errors.ServerFaultError
    if status < HTTPStatus.BAD_REQUEST:
        return errors.RouteGoneError
    return errors.RejectedRequestError


def by_code(code: int) -> type[errors.EngineError]:
    """Return what a non-zero code in the body of a successful response means."""
    if code in LEGACY_CODES:
        return LEGACY_CODES[code]
    if HTTPStatus.BAD_REQUEST <= code < 600:
        return by_status(code)
    return errors.RejectedRequestError
