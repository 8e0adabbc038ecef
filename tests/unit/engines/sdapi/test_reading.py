"""Names, ids, lists and progress, as servers word them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.domain.ids import TaskId
from bot.domain.models import ModelKind
from bot.domain.ranges import Bound
from bot.engine_errors import BadKeyError, MalformedReplyError
from bot.engines.http import Response
from bot.engines.sdapi import listing, names
from bot.engines.sdapi.naming import is_same, unhashed
from bot.engines.sdapi.progress import Progress, read_any, read_own
from bot.engines.sdapi.server import capabilities
from tests.tables import each_row
from tests.unit.engines.sdapi.builders import submission, wish


def reply(said: object, status: int = 200) -> Response:
    return Response(status, {}, json.dumps(said).encode())


@each_row(
    "title, name",
    [
        ("dream.safetensors [879db523c3]", "dream.safetensors"),
        ("dream.safetensors", "dream.safetensors"),
        ("odd [v 2].safetensors", "odd [v 2].safetensors"),
        ("sub/dream [a1]", "sub/dream"),
    ],
)
def test_a_title_loses_its_hash(title: str, name: str) -> None:
    assert unhashed(title) == name


@each_row(
    "asked, told, same",
    [
        ("dream.safetensors", "dream", True),
        ("anime/dream.safetensors", "dream", True),
        ("anime/dream.safetensors", "anime_dream", True),
        ("anime\\dream.ckpt", "DREAM", True),
        ("dream.safetensors", "dream.safetensors [879db523c3]", True),
        ("dream.safetensors", "other", False),
        ("dream.safetensors", "dreamier", False),
    ],
)
def test_a_model_is_the_same_however_it_is_spelled(asked: str, told: str, same: bool) -> None:
    assert is_same(asked, told) is same


def test_a_native_task_says_what_its_server_does_not() -> None:
    task = names.NativeTask("job_68_00-1", 4294967295, 3)
    task_id = task.id_of(submission(wish(), lost=1))
    assert names.native(task_id) == task
    assert "j1-1" in task_id


@each_row("other", ["darkroom-j1-0", "sdcpp-j1-0", "sdcpp-j-0-x-1-n", "", "a-b"])
def test_another_task_is_no_native_one(other: str) -> None:
    assert names.native(TaskId(other)) is None


def test_lists_name_what_a_request_takes() -> None:
    checkpoints = [{"title": "a.ckpt [12]", "model_name": "a"}, {"model_name": "b"}, None, {}]
    found = listing.models(ModelKind.CHECKPOINT, checkpoints)
    assert [model.name for model in found] == ["a.ckpt", "b"]
    embeddings: dict[str, Any] = {"loaded": {"x": {}}, "skipped": {"yXL": {}}}
    found = listing.models(ModelKind.EMBEDDING, embeddings)
    assert [(model.name, model.is_sdxl) for model in found] == [("x", False), ("yXL", True)]


@each_row("odd", [None, 7, "x", {}, [7, None, {"name": 7}]])
def test_an_odd_list_names_nothing(odd: object) -> None:
    for kind in ModelKind:
        assert listing.models(kind, odd) == ()
    assert listing.loaded(odd) == ""


def test_a_list_that_is_none_is_malformed_and_a_refusal_one() -> None:
    for body in (b"<html>", b"7", b""):
        with pytest.raises(MalformedReplyError):
            listing.read(Response(200, {}, body))
    with pytest.raises(BadKeyError):
        listing.read(reply({"detail": "no"}, 401))


def test_a_native_server_says_what_it_is() -> None:
    limits = {"min_width": 64, "max_width": 4096, "min_height": 128, "max_height": 2048}
    said: dict[str, Any] = {
        "model": {"name": "dream.gguf"},
        "samplers": ["euler_a", 7],
        "schedulers": ["karras", "discrete"],
        "loras": [{"name": "add", "path": "sub/add.safetensors"}, {"name": "bare"}],
        "upscalers": [{"name": "Latent"}],
        "features_by_mode": {"img_gen": {"cancel_queued": True}},
        "limits": {**limits, "max_batch_count": 4},
    }
    server = listing.native_server(said)
    assert server.paths == {"add": "sub/add.safetensors", "bare": "bare"}
    able = capabilities(server)
    assert able.samplers == ("Euler a",)
    assert able.bounds == {
        "width": Bound(128, 2048),
        "height": Bound(128, 2048),
        "images": Bound(1, 4),
    }
    assert able.takes("loras")
    assert not able.takes("vae")
    assert not able.takes("embeddings")


def test_a_native_server_that_says_nothing_is_one() -> None:
    server = listing.native_server({"samplers": []})
    assert (server.loaded, server.side, server.most_images) == ("", None, None)
    assert capabilities(server).samplers == ()


@each_row(
    "said, means",
    [
        (
            {"active": True, "progress": 0.42, "eta": 3.5},
            Progress(is_running=True, percent=42, remaining=3.5),
        ),
        ({"active": True, "progress": None, "eta": None}, Progress(is_running=True)),
        ({"active": True, "progress": 7, "eta": -1}, Progress(is_running=True)),
        ({"queued": True, "textinfo": "In queue: 2/3"}, Progress(place=2)),
        ({"queued": True, "textinfo": None}, Progress()),
        ({"active": "yes"}, None),
        ({"completed": True}, None),
        ([], None),
    ],
)
def test_progress_of_a_task(said: object, means: Progress | None) -> None:
    assert read_own(reply(said)) == means


def test_progress_of_whatever_runs() -> None:
    assert read_any(reply({"progress": 0.5, "eta_relative": 2})) == Progress(
        percent=50, remaining=2
    )
    assert read_any(reply({"progress": 0, "eta_relative": 0})) == Progress()
    for odd in (reply([]), reply({}, 404), Response(200, {}, b"<html>")):
        assert read_any(odd) == Progress()
        assert read_own(odd) is None
