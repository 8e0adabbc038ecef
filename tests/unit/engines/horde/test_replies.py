"""Every refusal of the reference: what it means, whom it concerns, and how long."""

from __future__ import annotations

import json

import pytest

from bot import engine_errors as errors
from bot.engine_errors import Scope
from bot.engines.horde import replies
from bot.engines.horde.models import Check
from bot.engines.http import Response
from tests.tables import each_row

FINAL = (
    *("MissingPrompt", "InvalidSize", "TooManySteps", "BadCFGDecimals", "UnsupportedSampler"),
    *("HiResMismatch", "TooManyUpscalers", "InvalidPromptSize", "NulByteInPayload"),
    *("TooManyLoras", "TooManyTIs", "BadLoraVersion", "BadRequest"),
)
OPERATORS = (
    *("AnonForbidden", "BetaAnonForbidden", "DeletedUser", "BannedClientAgent"),
    "UntrustedUnsafeIP",
)
INTERNAL = {"message": "Internal Server Error"}


def reply(status: int, body: object, **headers: str) -> Response:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Response(status, {name.replace("_", "-"): value for name, value in headers.items()}, raw)


def refused(status: int, rc: str, message: str = "no", **headers: str) -> Response:
    return reply(status, {"rc": rc, "message": message}, **headers)


ROWS: list[tuple[Response, type[errors.EngineError], Scope, float | None]] = [
    *((refused(400, rc), errors.RejectedRequestError, Scope.REQUEST, None) for rc in FINAL),
    (refused(400, "UnsupportedModel"), errors.UnknownModelError, Scope.REQUEST, None),
    (refused(400, "CorruptPrompt"), errors.RefusedPromptError, Scope.MEMBER, None),
    (refused(400, "MaintenanceMode"), errors.ServerFaultError, Scope.ENGINE, 60),
    (refused(503, "MaintenanceMode"), errors.ServerFaultError, Scope.ENGINE, 60),
    (refused(400, "NoValidWorkers"), errors.ServerFaultError, Scope.REQUEST, 30),
    (refused(401, "InvalidAPIKey"), errors.BadKeyError, Scope.REQUEST, None),
    (refused(403, "RequiresTrust"), errors.RejectedRequestError, Scope.REQUEST, None),
    (refused(403, "KudosUpfront"), errors.TooCostlyError, Scope.REQUEST, None),
    (refused(403, "SharedKeyInsufficientKudos"), errors.RejectedRequestError, Scope.REQUEST, None),
    (refused(403, "SharedKeyEmpty"), errors.NoBalanceError, Scope.REQUEST, None),
    (refused(403, "SharedKeyExpired"), errors.BadKeyError, Scope.REQUEST, None),
    (
        refused(403, "TimeoutIP", "Due to abuse this address is in timeout for 179 more seconds."),
        errors.RateLimitedError,
        Scope.ENGINE,
        179,
    ),
    (refused(403, "TimeoutIP", "for ever"), errors.RateLimitedError, Scope.ENGINE, None),
    *((refused(403, rc), errors.BadKeyError, Scope.REQUEST, None) for rc in OPERATORS),
    (refused(404, "UserNotFound"), errors.BadKeyError, Scope.REQUEST, None),
    (refused(404, "RequestNotFound"), errors.TaskNotFoundError, Scope.REQUEST, None),
    (refused(410, "RequestExpired"), errors.TaskNotFoundError, Scope.REQUEST, None),
    (refused(429, "TooManyPrompts"), errors.RateLimitedError, Scope.REQUEST, 10),
    (
        reply(429, {"message": "2 per 1 second"}, retry_after="1"),
        errors.RateLimitedError,
        Scope.REQUEST,
        1,
    ),
    (
        reply(429, {"message": "2 per 1 second"}, retry_after="0"),
        errors.RateLimitedError,
        Scope.REQUEST,
        None,
    ),
    (reply(404, b"<html>"), errors.RouteGoneError, Scope.REQUEST, None),
    (reply(501, {"message": "off"}), errors.RouteGoneError, Scope.REQUEST, None),
    (reply(302, b"", location="/login"), errors.RouteGoneError, Scope.REQUEST, None),
    (reply(403, b"<html>"), errors.ServerFaultError, Scope.REQUEST, None),
    (reply(422, b""), errors.RejectedRequestError, Scope.REQUEST, None),
    (reply(502, b"<html>"), errors.ServerFaultError, Scope.REQUEST, None),
    (
        reply(500, INTERNAL),
        errors.ServerFaultError,
        Scope.REQUEST,
        None,
    ),
]


@each_row("response, kind, scope, wait", ROWS)
def test_a_refusal_says_what_it_means(
    response: Response, kind: type[errors.EngineError], scope: Scope, wait: float | None
) -> None:
    with pytest.raises(kind) as caught:
        replies.read(response, Check)
    assert type(caught.value) is kind
    assert (caught.value.scope, caught.value.retry_after) == (scope, wait)


@each_row("response, kind, scope, wait", ROWS)
def test_a_refused_submit_made_nothing_unless_that_is_in_doubt(
    response: Response, kind: type[errors.EngineError], scope: Scope, wait: float | None
) -> None:
    is_in_doubt = response.status >= 500 and b"MaintenanceMode" not in response.body
    with pytest.raises(errors.ReplyLostError if is_in_doubt else kind):
        replies.read_submit(response)


@each_row(
    "response",
    [
        reply(200, b"<html>login</html>"),
        reply(202, b""),
        reply(202, {"id": ""}),
        reply(202, {"id": 7}),
        reply(202, {"id": "with space"}),
        reply(202, {"id": "x" * 300}),
        reply(200, {"kudos": 12}),
        reply(202, b'{"id":"whole'),
        reply(202, b"[" * 100_000),
        reply(408, b""),
        reply(504, b"<html>"),
        reply(400, {"rc": "InvalidSize", "id": "a-task-after-all"}),
    ],
)
def test_what_names_no_task_leaves_it_in_doubt(response: Response) -> None:
    with pytest.raises(errors.ReplyLostError):
        replies.read_submit(response)


@each_row("body", [b"<html>", b"", b"[]", b"null", b'{"done":1}', b"{}", b'{"don'])
def test_a_success_that_says_nothing_is_malformed(body: bytes) -> None:
    with pytest.raises(errors.MalformedReplyError):
        replies.read(reply(200, body), Check)


def test_the_limiters_headers_count_with_a_429_alone() -> None:
    fault = reply(500, INTERNAL, retry_after="60")
    error = replies.refusal(fault)
    assert error is not None
    assert error.retry_after is None


def test_a_member_is_told_which_field_the_framework_refuses() -> None:
    body = {
        "errors": {"params.width": "500 is not a multiple of 64"},
        "message": "Input payload validation failed",
    }
    error = replies.refusal(reply(400, body))
    assert isinstance(error, errors.RejectedRequestError)
    assert error.reason == "params.width: 500 is not a multiple of 64"


@pytest.mark.parametrize(
    ("rc", "words"),
    [
        ("RequestNotFound", "Image Request with ID '6f1c0e1e-9b3a' not found."),
        ("KudosUpfront", "for requests over 50 steps"),
    ],
)
def test_words_that_are_secret_or_untrue_are_not_repeated(rc: str, words: str) -> None:
    error = replies.refusal(refused(403, rc, words))
    assert error is not None
    assert error.reason == rc
    assert words[10:20] not in str(error)
