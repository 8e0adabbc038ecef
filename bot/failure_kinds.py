"""Why a job can fail."""

from __future__ import annotations

from enum import StrEnum


class FailureKind(StrEnum):
    """Stored, so never renamed without a migration."""

    REJECTED = "rejected"
    PROMPT_REFUSED = "prompt_refused"
    PROMPT_SUSPICIOUS = "prompt_suspicious"
    SLOWED_DOWN = "slowed_down"
    """An earlier prompt of the same member was suspicious; nothing was sent."""
    BAD_KEY = "bad_key"
    NO_BALANCE = "no_balance"
    TOO_COSTLY = "too_costly"
    MODEL_UNKNOWN = "model_unknown"
    RATE_LIMITED = "rate_limited"
    ROUTE_GONE = "route_gone"
    TASK_LOST = "task_lost"
    RESULT_LOST = "result_lost"
    TASK_FAILED = "task_failed"
    SERVER_FAULT = "server_fault"
    NETWORK_FAULT = "network_fault"
    MALFORMED_REPLY = "malformed_reply"
    REPLY_LOST = "reply_lost"
    IMAGE_UNAVAILABLE = "image_unavailable"
    NO_IMAGES = "no_images"
    OUT_OF_MEMORY = "out_of_memory"
    ENGINE_ABSENT = "engine_absent"
    TIMED_OUT = "timed_out"
    SWITCHED_OFF = "switched_off"
    FILTERED = "filtered"
    """Its words were forbidden while it waited; nothing was sent."""
    MODEL_FORBIDDEN = "model_forbidden"
    """Likewise a model of its."""
    FILES_REFUSED = "files_refused"
    MESSAGE_GONE = "message_gone"
    THREAD_CLOSED = "thread_closed"
    UNANSWERED = "unanswered"
    BUG = "bug"
