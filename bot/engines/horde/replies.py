"""Read what AI Horde answered: a value, or one of our errors. No I/O."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, TypeVar, cast

from pydantic import ValidationError
from pydantic_core import from_json

from bot.engine_errors import EngineError, Scope, ServerFaultError
from bot.engines.horde import failures
from bot.engines.horde.models import ModelList, SubmitReply
from bot.engines.sent import Wire
from bot.engines.unclear import lost, malformed
from bot.engines.words import clean, for_member

if TYPE_CHECKING:
    from bot.engines.http import Response

WireT = TypeVar("WireT", bound=Wire)


def read(response: Response, model: type[WireT]) -> WireT:
    """Read the answer to anything but a submit.

    Raises:
        EngineError: whatever the code or status says.
        MalformedReplyError: it says success, but is not what it should be.

    """
    if (error := refusal(response)) is not None:
        raise error
    try:
        return model.model_validate(_parsed(response))
    except ValidationError as error:
        raise malformed("AI Horde", response, model) from error


def read_models(response: Response) -> ModelList:
    """Read the list of models, which comes bare. Raises like ``read``."""
    if (error := refusal(response)) is not None:
        raise error
    try:
        return ModelList.model_validate({"models": _parsed(response)})
    except ValidationError as error:
        raise malformed("AI Horde", response, ModelList) from error


def read_submit(response: Response) -> SubmitReply:
    """Read the answer to a submit.

    A fault, even one of the server's own, says nothing of whether there is a task now; neither
    does a page of somebody else's.

    Raises:
        ReplyLostError: the answer does not say whether there is a task now.
        EngineError: the submit was refused before a task existed.

    """
    error = refusal(response)
    if error is not None and not _leaves_doubt(response):
        raise error
    try:
        reply = SubmitReply.model_validate(_parsed(response))
    except ValidationError:
        raise lost("AI Horde", response) from None
    if error is not None:
        raise lost("AI Horde", response)
    return reply


def refusal(response: Response) -> EngineError | None:
    """Return what a response refuses, or None for a success.

    The limiter's headers are on every answer, so that ``Retry-After`` counts with a 429 alone.
    """
    if 200 <= response.status < 300:
        return None
    said = _record(response)
    code, words = clean(_string(said, "rc")), _words(said)
    kind = failures.CODES.get(code) or _by_status(response, said)
    told = "" if code in failures.UNTOLD else words
    asked = response.retry_after if response.status == HTTPStatus.TOO_MANY_REQUESTS else None
    return kind(
        " ".join(filter(None, (f"AI Horde answered {response.status}", code, told))),
        status=response.status,
        reason=for_member(told) or code,
        retry_after=asked or failures.pause(code, words),
        scope=failures.SCOPES.get(code, Scope.REQUEST),
    )


def _by_status(response: Response, said: dict[str, object]) -> type[EngineError]:
    """Return what a status means; a page that the server did not write says nothing of our key."""
    if not said and response.status == HTTPStatus.FORBIDDEN:
        return ServerFaultError
    return failures.by_status(response.status)


def _leaves_doubt(response: Response) -> bool:
    """Whether a task may exist in spite of a refusal."""
    said = _record(response)
    is_fault = response.status >= 500 or response.status == HTTPStatus.REQUEST_TIMEOUT
    return "id" in said or (is_fault and _string(said, "rc") not in failures.CODES)


def _words(said: dict[str, object]) -> str:
    """Return the message, or what the framework says of each field, which is more."""
    fields = said.get("errors")
    if isinstance(fields, dict) and fields:
        named = cast("dict[object, object]", fields).items()
        return clean("; ".join(f"{name}: {why}" for name, why in named))
    return clean(_string(said, "message"))


def _string(said: dict[str, object], key: str) -> str:
    found = said.get(key)
    return found if isinstance(found, str) else ""


def _record(response: Response) -> dict[str, object]:
    parsed = _parsed(response)
    return cast("dict[str, object]", parsed) if isinstance(parsed, dict) else {}


def _parsed(response: Response) -> object:
    """Return the JSON of a response; None for anything else."""
    try:
        return cast("object", from_json(response.body))
    except (ValueError, RecursionError):
        return None
