"""The answer to a submit: an id, a refusal with its reason, or doubt."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot import engine_errors
from bot.engines.comfyui.refusals import PartlyRefusedError, read_submit
from bot.engines.http import Response
from bot.playground.comfyui.stock import stock
from bot.playground.comfyui.validation import judge
from tests.tables import each_row
from tests.unit.engines.comfyui.workflows import changed


def answer(body: object, status: int = 200, kind: str = "application/json") -> Response:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Response(status, {"content-type": kind}, raw)


def refused(**inputs: object) -> Response:
    """Return what the server says to a graph with odd inputs."""
    values: dict[str, Any] = {
        "n3_seed": 1,
        "n3_steps": 20,
        "n3_cfg": 7,
        "n3_sampler_name": "euler",
        "n3_scheduler": "normal",
        "n4_ckpt_name": "v1-5-pruned-emaonly.safetensors",
        "n5_width": 512,
        "n5_height": 512,
        "n5_batch_size": 1,
        "n6_text": "a secret prompt",
        "n10_stop_at_clip_layer": -1,
        **inputs,
    }
    judgement = judge(changed(**values), stock(), "0.33.0")
    assert judgement.error is not None
    return answer({"error": judgement.error, "node_errors": judgement.node_errors}, 400)


@each_row(
    "inputs, words, told",
    [
        (
            {"n3_sampler_name": "plms"},
            "node 3 (KSampler): sampler_name 'plms' is not in the",
            "sampler_name 'plms' is not in the server's list",
        ),
        (
            {"n3_steps": 0},
            "node 3 (KSampler): value_smaller_than_min steps",
            "steps: Value 0 smaller than min of 1",
        ),
        ({"n3_seed": 2**64}, "value_bigger_than_max seed", "bigger than max of"),
        ({"n3_seed": "a secret prompt"}, "invalid_input_type seed", "invalid_input_type seed"),
        ({"n3_model": ["5", 0]}, "return_type_mismatch model", "return_type_mismatch model"),
        ({"n3_model": ["77", 0]}, "exception_during_inner_validation model", "model"),
    ],
)
def test_a_refusal_names_node_and_reason_and_no_value_of_a_member(
    inputs: dict[str, Any], words: str, told: str
) -> None:
    with pytest.raises(engine_errors.RejectedRequestError) as caught:
        read_submit(refused(**inputs))
    assert words in str(caught.value)
    assert "secret" not in str(caught.value)
    assert told in caught.value.reason
    assert "node" not in caught.value.reason
    assert "secret" not in caught.value.reason
    assert not caught.value.transient


def test_a_model_that_is_gone_is_said_as_such() -> None:
    with pytest.raises(engine_errors.UnknownModelError, match=r"ckpt_name 'gone.safetensors'"):
        read_submit(refused(n4_ckpt_name="gone.safetensors"))


def test_many_complaints_make_one_line() -> None:
    told = {
        str(number): {"class_type": "X", "errors": [{"type": "t", "details": "d: x"}] * 3}
        for number in range(4)
    }
    with pytest.raises(engine_errors.RejectedRequestError, match="and 9 more") as caught:
        read_submit(answer({"error": {}, "node_errors": told}, 400))
    assert "\n" not in str(caught.value)


@each_row(
    "kind, words",
    [
        ("prompt_no_outputs", "Prompt has no outputs"),
        ("missing_node_type", "Node 'X' not found"),
        ("invalid_prompt", "Cannot execute because node X does not exist."),
        ("invalid_prompt_id", "prompt_id must be a canonical UUID"),
    ],
)
def test_a_refusal_of_the_whole_graph_is_told(kind: str, words: str) -> None:
    error = {"type": kind, "message": words, "details": "", "extra_info": {}}
    with pytest.raises(engine_errors.RejectedRequestError, match=kind) as caught:
        read_submit(answer({"error": error, "node_errors": {}}, 400))
    assert words in str(caught.value)


def test_errors_of_nodes_are_a_refusal_even_beside_an_id() -> None:
    said = {"prompt_id": "t1", "number": 1, "node_errors": {"4": {"errors": []}}}
    with pytest.raises(PartlyRefusedError) as caught:
        read_submit(answer(said))
    assert caught.value.task_id == "t1"


def test_the_id_is_the_answers() -> None:
    assert read_submit(answer({"prompt_id": "other", "number": 1, "node_errors": {}})) == "other"


@each_row(
    "response",
    [
        answer(b""),
        answer(b"<html>", kind="text/html"),
        answer({}),
        answer({"prompt_id": 7}),
        answer({"prompt_id": ""}),
        answer([]),
        answer(b'{"prompt_id": "t', 200),
        answer(b"<html>", 502, "text/html"),
        answer(b"", 504, "text/plain"),
        answer({}, 503),
        answer(b"<html>", 500, "text/html"),
        answer(b"", 408),
    ],
)
def test_what_names_no_task_leaves_doubt(response: Response) -> None:
    with pytest.raises(engine_errors.ReplyLostError):
        read_submit(response)


@each_row(
    "status, kind, error",
    [
        (302, "text/html", engine_errors.RouteGoneError),
        (400, "text/html", engine_errors.RejectedRequestError),
        (401, "text/plain", engine_errors.BadKeyError),
        (403, "text/plain", engine_errors.BadKeyError),
        (404, "text/html", engine_errors.RouteGoneError),
        (405, "text/plain", engine_errors.RouteGoneError),
        (413, "text/plain", engine_errors.RejectedRequestError),
        (429, "text/plain", engine_errors.RateLimitedError),
        (500, "text/plain; charset=utf-8", engine_errors.ServerFaultError),
    ],
)
def test_what_precedes_a_task_is_no_doubt(
    status: int, kind: str, error: type[engine_errors.EngineError]
) -> None:
    with pytest.raises(error) as caught:
        read_submit(answer(b"no", status, kind))
    assert type(caught.value) is error
