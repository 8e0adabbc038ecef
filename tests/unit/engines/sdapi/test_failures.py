"""Every row of what a server may refuse, and what reaches a member of it."""

from __future__ import annotations

import json

import pytest

from bot import engine_errors
from bot.engines.http import Response
from bot.engines.sdapi.failures import payload, refusal
from tests.tables import each_row


def reply(status: int, body: object = None, **headers: str) -> Response:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Response(status, {name.replace("_", "-"): it for name, it in headers.items()}, raw)


MEMORY = {"error": "OutOfMemoryError", "detail": "", "body": "", "errors": "CUDA out of memory. x"}


@each_row(
    "status, body, kind",
    [
        (401, {"detail": "Incorrect username or password"}, engine_errors.BadKeyError),
        (403, b"<html>", engine_errors.BadKeyError),
        (404, {"detail": "Not Found"}, engine_errors.RouteGoneError),
        (404, b"<html>", engine_errors.RouteGoneError),
        (404, {"detail": "Sampler not found"}, engine_errors.RejectedRequestError),
        (400, {"detail": "Sampler not found"}, engine_errors.RejectedRequestError),
        (404, {"detail": "Model not found"}, engine_errors.UnknownModelError),
        (404, {"detail": "Checkpoint x.ckpt not found"}, engine_errors.UnknownModelError),
        (405, {"detail": "Method Not Allowed"}, engine_errors.RouteGoneError),
        (302, b"", engine_errors.RouteGoneError),
        (400, {"error": "invalid generation parameters"}, engine_errors.RejectedRequestError),
        (413, b"", engine_errors.RejectedRequestError),
        (422, {"detail": [{"loc": ["body", "steps"]}]}, engine_errors.RejectedRequestError),
        (429, {"error": "job queue is full"}, engine_errors.RateLimitedError),
        (500, MEMORY, engine_errors.OutOfMemoryError),
        (500, {**MEMORY, "error": "RuntimeError"}, engine_errors.OutOfMemoryError),
        (500, {"error": "NansException", "errors": "all NaNs"}, engine_errors.ServerFaultError),
        (500, b"Internal Server Error", engine_errors.ServerFaultError),
        (502, b"<html>", engine_errors.ServerFaultError),
        (504, b"<html>", engine_errors.ServerFaultError),
    ],
)  # fmt: skip
def test_a_refusal_is_told_by_status_and_words(
    status: int, body: object, kind: type[engine_errors.EngineError]
) -> None:
    error = refusal(reply(status, body))
    assert type(error) is kind
    assert error is not None
    assert error.status == status


@each_row("status", [200, 202, 204])
def test_a_success_refuses_nothing(status: int) -> None:
    assert refusal(reply(status, b"")) is None


def test_a_switched_off_api_says_how_it_is_switched_on() -> None:
    assert "--api" in str(refusal(reply(404, {"detail": "Not Found"})))


@each_row(
    "status, body, told",
    [
        (400, {"error": "width must be a multiple of 8"}, "width must be a multiple of 8"),
        (404, {"detail": "Sampler not found"}, "Sampler not found"),
        (400, {"error": "no LoRA /home/ann/models/a.safetensors"}, "no LoRA …"),
        (400, {"error": "see http://10.0.0.1:80/docs?key=1"}, "see …"),
        (422, {"detail": "x" * 900}, "x" * 200),
        (401, {"detail": "wrong password"}, ""),
    ],
)
def test_what_a_member_asked_for_is_refused_in_the_servers_own_words(
    status: int, body: dict[str, str], told: str
) -> None:
    error = refusal(reply(status, body))
    assert error is not None
    assert error.reason == told


def test_a_limit_says_when_it_ends() -> None:
    error = refusal(reply(429, {"detail": "slow down"}, retry_after="3"))
    assert error is not None
    assert error.retry_after == 3


def test_a_complaint_names_the_field_and_not_what_was_sent() -> None:
    detail = [{"loc": ["body", "steps"], "msg": "not a number", "input": "the prompt", "type": "x"}]
    error = refusal(reply(422, {"detail": detail}))
    assert error is not None
    assert error.reason == "steps: not a number"
    assert "prompt" not in str(error)


@pytest.mark.parametrize("body", [MEMORY, {"error": "RuntimeError", "errors": "/home/ann: a dog"}])
def test_other_words_of_the_server_are_for_the_operator(body: dict[str, str]) -> None:
    error = refusal(reply(500, body))
    assert error is not None
    assert error.reason == ""
    assert body["error"] in str(error)


@each_row("body", [b"", b"<html>", b"[1]", b"{", b"[" * 100_000, b"\xff"])
def test_what_is_no_object_is_none(body: bytes) -> None:
    assert payload(reply(200, body)) is None
