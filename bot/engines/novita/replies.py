"""Read what Novita answered: a value, or one of our errors. No I/O."""

from __future__ import annotations

import json
import re
from http import HTTPStatus
from typing import TYPE_CHECKING, TypeVar, cast

from pydantic import ValidationError
from pydantic_core import from_json

from bot.domain.ids import TaskId
from bot.engine_errors import (
    EngineError,
    RejectedRequestError,
    TaskFailedError,
    UnknownModelError,
)
from bot.engines.novita import failures
from bot.engines.novita.models import SubmitReply
from bot.engines.numbers import lenient_int
from bot.engines.sent import Wire
from bot.engines.unclear import lost, malformed
from bot.engines.words import clean, for_member

if TYPE_CHECKING:
    from bot.engines.http import Response

WireT = TypeVar("WireT", bound=Wire)

_OWN_FAULTS = frozenset({HTTPStatus.INTERNAL_SERVER_ERROR, HTTPStatus.SERVICE_UNAVAILABLE})
"""With which the engine itself refuses a submit, in JSON, before there is a task."""

_TOLD = frozenset({RejectedRequestError, UnknownModelError, TaskFailedError})
"""Refusals of what a member asked for; the words of others are the operator's business."""

_CODE = re.compile(r"\s{0,9}-?\d{1,6}\s{0,9}")


def read(response: Response, model: type[WireT]) -> WireT:
    """Read the answer to anything but a submit.

    Raises:
        EngineError: whatever the reason, status or code says.
        MalformedReplyError: it says success, but is not what it should be.

    """
    payload = _payload(response)
    if (error := _refusal(response, payload)) is not None:
        raise error
    try:
        return model.model_validate(_unwrapped(payload))
    except ValidationError as error:
        raise malformed("Novita", response, model) from error


def read_submit(response: Response) -> TaskId:
    """Read the answer to a submit, in either of its two shapes.

    Raises:
        ReplyLostError: the answer does not say whether there is a task now.
        EngineError: the submit was refused before a task existed.

    """
    payload = _payload(response)
    error = _refusal(response, payload)
    if error is not None and not _leaves_doubt(response, payload):
        raise error
    try:
        reply = SubmitReply.model_validate(_unwrapped(payload))
    except ValidationError:
        raise lost("Novita", response, response.retry_after) from None
    if error is not None:
        raise lost("Novita", response, response.retry_after)
    return TaskId(reply.task_id)


def refusal(response: Response) -> EngineError | None:
    """Return what a response refuses, or None for a success."""
    return _refusal(response, _payload(response))


def _refusal(response: Response, payload: dict[str, object] | None) -> EngineError | None:
    said = payload or {}
    code = _code(said)
    refused = not _is_success(response.status)
    if not refused and (code == 0 or _is_success(code)):
        return None
    reason, words = _reason(said), _message(said)
    fallback = failures.by_status(response.status) if refused else failures.by_code(code)
    kind = failures.REASONS.get(reason, fallback)
    text = " ".join(filter(None, (f"Novita answered {response.status}", reason, words)))
    return kind(
        text,
        status=response.status,
        reason=(_told(said) or reason) if kind in _TOLD else reason,
        retry_after=response.retry_after,
    )


def _told(payload: dict[str, object]) -> str:
    """Return what is wrong for the member: the message, and which field, where it is told."""
    more = payload.get("metadata")
    fields = more if isinstance(more, dict) else {}
    words = [f"{name}: {why}" for name, why in fields.items() if isinstance(why, str) and why]
    return for_member("; ".join(filter(None, [_message(payload), *words])))


def _leaves_doubt(response: Response, payload: dict[str, object] | None) -> bool:
    """Whether a task may exist in spite of a refusal.

    A gateway (no JSON, or its own status) does not know what happened behind it, nor does who
    says that the request took too long; and a refusal that names a task contradicts itself.
    """
    is_fault = response.status >= 500 or response.status == HTTPStatus.REQUEST_TIMEOUT
    if payload is None:
        return is_fault
    if _reason(payload) in failures.REASONS:
        return False
    named = _unwrapped(payload)
    is_gateways = is_fault and response.status not in _OWN_FAULTS
    return is_gateways or (isinstance(named, dict) and "task_id" in named)


def _is_success(status: int) -> bool:
    return 200 <= status < 300


def _reason(payload: dict[str, object]) -> str:
    reason = payload.get("reason")
    return clean(reason).upper() if isinstance(reason, str) else ""


def _message(payload: dict[str, object]) -> str:
    message = payload.get("message") or payload.get("msg")
    return clean(message) if isinstance(message, str) else ""


def _payload(response: Response) -> dict[str, object] | None:
    try:
        parsed = _parsed(response.body)
    except (ValueError, RecursionError):
        return None
    return cast("dict[str, object]", parsed) if isinstance(parsed, dict) else None


def _parsed(body: bytes) -> object:
    try:
        return from_json(body)
    except ValueError as error:
        if "number out of range" not in str(error):
            raise
    return json.loads(body.decode(), parse_int=lenient_int)


def _unwrapped(payload: dict[str, object] | None) -> object:
    """Return what the older envelope ``{code, msg, data}`` holds, or the body as it is."""
    if payload is not None and "code" in payload and isinstance(payload.get("data"), dict):
        return payload["data"]
    return payload


def _code(payload: dict[str, object]) -> int:
    code = payload.get("code")
    if isinstance(code, str) and _CODE.fullmatch(code):
        return int(code)
    return code if isinstance(code, int) and not isinstance(code, bool) else 0
