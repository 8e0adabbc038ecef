"""The answer to a submit: the task's id, or why the graph was refused. No I/O."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from bot.domain.ids import TaskId
from bot.engine_errors import (
    EngineError,
    RejectedRequestError,
    ServerFaultError,
    UnknownModelError,
)
from bot.engines.comfyui import replies
from bot.engines.comfyui.replies import Record, record, rows, words
from bot.engines.unclear import lost
from bot.engines.words import clean, for_member, is_id

if TYPE_CHECKING:
    from bot.engines.http import Response

_NOT_IN_LIST = "value_not_in_list"
_NUMBERS = frozenset({"value_smaller_than_min", "value_bigger_than_max"})
"""Complaints whose message holds nothing but numbers."""
_MODEL_INPUTS = frozenset({"ckpt_name", "unet_name"})
_MOST_NODES = 3
"""That one line of the log tells of."""


class PartlyRefusedError(RejectedRequestError):
    """A part of the graph was refused, and the rest of it runs."""

    def __init__(self, message: str, task_id: TaskId) -> None:
        """Remember what is to be ended."""
        super().__init__(message)
        self.task_id = task_id


def read_submit(response: Response) -> TaskId:
    """Read the answer to a submit.

    Raises:
        PartlyRefusedError: there is a task, which makes only a part of the images.
        ReplyLostError: the answer does not say whether there is a task now.
        EngineError: the submit was refused before a task existed.

    """
    said = record(replies.parsed(response))
    if not 200 <= response.status < 300:
        raise _refusal(response, said)
    named = words(said.get("prompt_id"))
    if not is_id(named):
        raise lost("ComfyUI", response, response.retry_after)
    if said.get("node_errors"):
        raise PartlyRefusedError(_complaint(said), TaskId(named))
    return TaskId(named)


def _refusal(response: Response, said: Record) -> EngineError:
    status = response.status
    if status == HTTPStatus.BAD_REQUEST and said:
        kind = UnknownModelError if _is_model_unknown(said) else RejectedRequestError
        return kind(_complaint(said), status=status, reason=_for_member(said))
    if status == HTTPStatus.INTERNAL_SERVER_ERROR and _is_own(response):
        # Its own fault page: the queue is the last thing that a submit reaches.
        return ServerFaultError("ComfyUI answered 500 to the graph", status=status)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.REQUEST_TIMEOUT:
        return lost("ComfyUI", response, response.retry_after)
    return replies.failure(response) or lost("ComfyUI", response, response.retry_after)


def _is_own(response: Response) -> bool:
    return response.headers.get("content-type", "").startswith("text/plain")


def _is_model_unknown(said: Record) -> bool:
    return any(
        words(error.get("type")) == _NOT_IN_LIST and _input(error) in _MODEL_INPUTS
        for _, _, error in _errors(said)
    )


def _complaint(said: Record) -> str:
    """Return one line for the operator: which nodes, and why; no value but a name of a list."""
    found = [
        f"node {clean(name)} ({clean(class_type)}): {_reason(error)}"
        for name, class_type, error in _errors(said)
    ]
    if not found:
        error = record(said.get("error"))
        kind, message = words(error.get("type")), words(error.get("message"))
        found = [clean(f"{kind}: {message}") if kind or message else "no reason given"]
    more = f"; and {len(found) - _MOST_NODES} more" if len(found) > _MOST_NODES else ""
    return f"ComfyUI refuses the graph: {'; '.join(found[:_MOST_NODES])}{more}"


def _for_member(said: Record) -> str:
    """Return which inputs are refused and why, without the graph's own names."""
    found = list(dict.fromkeys(_reason(error, "message") for _, _, error in _errors(said)))
    return for_member("; ".join(found) or words(record(said.get("error")).get("message")))


def _errors(said: Record) -> list[tuple[str, str, Record]]:
    """Return the complaints about nodes: the node's id, its class, and what is wrong."""
    return [
        (name, words(record(told).get("class_type")), record(error))
        for name, told in record(said.get("node_errors")).items()
        for error in rows(record(told).get("errors"))
    ]


def _input(error: Record) -> str:
    named = words(record(error.get("extra_info")).get("input_name"))
    return named or words(error.get("details")).partition(":")[0]


def _reason(error: Record, field: str = "type") -> str:
    """Say what is wrong with an input: by the type of the complaint, or by its message."""
    kind, name = words(error.get("type")), _input(error)
    if kind == _NOT_IN_LIST:
        given = record(error.get("extra_info")).get("received_value")
        return clean(f"{name} {str(given)[:100]!r} is not in the server's list")
    # Its details may hold the value, and that the prompt; so may the message of a conversion.
    if field == "message" and kind in _NUMBERS and words(error.get(field)):
        return clean(f"{name}: {words(error.get(field))}" if name else words(error.get(field)))
    return clean(f"{kind} {name}" if name else kind)
