"""What was seen on running servers of any version, the stand-in does too."""

from __future__ import annotations

import io
import json

import aiohttp
import pytest
from PIL import Image

from bot.playground.comfyui.tasks import Stage
from tests.tables import each_row
from tests.unit.playground_comfyui.caller import GRAPH, SOON, an_id, calling, changed

TWO = {**GRAPH, "10": {"class_type": "PreviewImage", "inputs": {"images": ["3", 0]}}}


async def test_a_repeated_id_is_made_again_and_only_the_last_is_remembered() -> None:
    async with calling() as caller:
        task_id = await caller.made(prompt_id=an_id())
        second = (await caller.submit(changed("3.seed", 6), prompt_id=task_id)).json
        told = (await caller.ask("GET", f"/api/jobs/{task_id}")).json
        assert (second["prompt_id"], second["number"]) == (task_id, 1)
        assert told["status"] == "completed"
        await caller.server.wait_until(lambda it: it.tasks[1].has_ended, SOON)
        entry = (await caller.ask("GET", f"/history/{task_id}")).json[task_id]
    assert entry["prompt"][0] == 1


async def test_the_same_graph_is_answered_with_the_same_file_which_may_be_gone() -> None:
    async with calling() as caller:
        files = list[dict[str, str]]()
        for _ in range(2):
            task_id = await caller.made()
            entry = (await caller.ask("GET", f"/history/{task_id}")).json[task_id]
            files += entry["outputs"]["9"]["images"]
        assert files[0] == files[1]
        caller.server.files.by_name.clear()
        path = f"/view?filename={files[0]['filename']}&type=temp"
        answer = await caller.ask("GET", path)
    assert (answer.status, answer.body) == (404, b"")


async def test_an_input_that_no_node_has_passes_and_makes_another_file() -> None:
    async with calling() as caller:
        for job in "ab":
            await caller.made(changed("9.darkroom_job", job))
        assert len(caller.server.files.by_name) == 2


async def test_a_file_is_an_image_of_the_size_with_the_graph_in_it() -> None:
    async with calling() as caller:
        await caller.made(changed("5.width", 511))
        ((folder, name),) = caller.server.files.by_name
        path = f"/view?filename={name}&type={folder}"
        whole = await caller.ask("GET", path)
        small = await caller.ask("GET", f"{path}&preview=webp;80")
        with Image.open(io.BytesIO(whole.body)) as image:
            assert image.size == (504, 64)
            assert json.loads(image.info["prompt"])["5"]["inputs"]["width"] == 511
            assert "workflow" not in image.info
        with Image.open(io.BytesIO(small.body)) as again:
            assert (again.format, again.info.get("prompt")) == ("WEBP", None)
        for query, status in (
            ("filename=none.png&type=temp", 404),
            (f"filename={name}&type=output", 404),
            ("type=temp", 404),
            (f"filename={name}&type=what", 400),
            ("filename=../x&type=temp", 400),
        ):
            answer = await caller.ask("GET", f"/view?{query}")
            assert (answer.status, answer.body) == (status, b"")


@each_row(
    "place, value, kind",
    [
        ("3.steps", 0, "value_smaller_than_min"),
        ("3.seed", -1, "value_smaller_than_min"),
        ("3.seed", 2**64, "value_bigger_than_max"),
        ("3.steps", "x", "invalid_input_type"),
        ("3.sampler_name", "plms", "value_not_in_list"),
        ("3.model", ["5", 0], "return_type_mismatch"),
        ("3.model", ["77", 0], "exception_during_inner_validation"),
        ("9.images", 7, "bad_linked_input"),
    ],
)
async def test_what_is_checked(place: str, value: object, kind: str) -> None:
    async with calling() as caller:
        answer = await caller.submit(changed(place, value))
    assert answer.status == 400
    assert answer.json["error"]["type"] == "prompt_outputs_failed_validation"
    told = answer.json["node_errors"][place.partition(".")[0]]
    assert told["errors"][0]["type"] == kind
    assert told["dependent_outputs"] == ["9"]
    if kind == "value_not_in_list":
        error = told["errors"][0]
        assert "not in (list of length" in error["details"]
        assert error["extra_info"]["input_config"] is None


@each_row(
    "place, value",
    [
        ("3.steps", "9"),
        ("3.steps", 1.5),
        ("3.seed", 2**64 - 1),
        ("5.width", 511),
        ("6.text", {"a": 1}),
        ("6.text", "x" * 40_000),
        ("8.unknown", 1),
    ],
)
async def test_what_is_not_checked(place: str, value: object) -> None:
    async with calling() as caller:
        assert (await caller.submit(changed(place, value))).status == 200


async def test_a_missing_input_and_a_missing_output_are_refused() -> None:
    async with calling() as caller:
        bare = {**GRAPH, "9": {"class_type": "PreviewImage", "inputs": {}}}
        missing = (await caller.submit(bare)).json["node_errors"]["9"]["errors"][0]
        none = await caller.submit({name: GRAPH[name] for name in GRAPH if name != "9"})
        nothing = await caller.ask("POST", "/prompt", {})
    assert missing["type"] == "required_input_missing"
    assert (none.status, none.json["error"]["type"]) == (400, "prompt_no_outputs")
    assert nothing.json["error"]["type"] == "no_prompt"


async def test_of_two_outputs_the_one_that_can_be_made_is() -> None:
    async with calling() as caller:
        answer = await caller.submit(TWO)
        assert (answer.status, list(answer.json["node_errors"])) == (200, ["10"])
        await caller.server.wait_until(lambda it: it.tasks[0].has_ended, SOON)
        assert list(caller.server.tasks[0].results) == ["9"]


@each_row("body", [b"{", b'{"prompt": []}', b'{"prompt": {}, "number": "x"}'])
async def test_what_breaks_the_server_is_answered_in_text(body: bytes) -> None:
    async with calling() as caller:
        answer = await caller.ask("POST", "/prompt", body)
    assert (answer.status, answer.kind) == (500, "text/plain")


async def test_a_waiting_task_leaves_no_trace_when_it_is_cancelled() -> None:
    async with calling(duration=60) as caller:
        await caller.submit()
        task_id = (await caller.submit()).json["prompt_id"]
        await caller.server.wait_until(lambda it: bool(it.tasks.running()), SOON)
        queue = (await caller.ask("GET", "/queue")).json
        assert [item[1] for item in queue["queue_pending"]] == [task_id]
        assert (await caller.ask("GET", f"/history/{task_id}")).json == {}
        answer = await caller.ask("POST", f"/api/jobs/{task_id}/cancel")
        assert answer.json == {"cancelled": True}
        assert (await caller.ask("GET", f"/api/jobs/{task_id}")).status == 404
        assert (await caller.ask("GET", f"/history/{task_id}")).json == {}


async def test_a_restart_takes_all_but_saved_files() -> None:
    saving = {**GRAPH["9"]["inputs"], "filename_prefix": "x"}
    graph = {**GRAPH, "9": {"class_type": "SaveImage", "inputs": saving}}
    async with calling() as caller:
        task_id = await caller.made()
        await caller.made(graph)
        assert {folder for folder, _ in caller.server.files.by_name} == {"temp", "output"}
        before = caller.server.url
        await caller.server.stop()
        with pytest.raises(aiohttp.ClientError):
            await caller.ask("GET", "/queue")
        await caller.server.start()
        assert caller.server.url == before
        assert (await caller.ask("GET", f"/api/jobs/{task_id}")).status == 404
        assert {folder for folder, _ in caller.server.files.by_name} == {"output"}
        assert (await caller.submit()).json["number"] == 0


async def test_lists_and_descriptions() -> None:
    async with calling() as caller:
        assert (await caller.ask("GET", "/models/what")).status == 404
        assert (await caller.ask("GET", "/object_info/What")).json == {}
        assert "BadDream_53202" in (await caller.ask("GET", "/api/embeddings")).json
        described = (await caller.ask("GET", "/object_info/KSampler")).json["KSampler"]
        assert "euler" in described["input"]["required"]["sampler_name"][0]


async def test_pages_of_other_origins_are_refused() -> None:
    async with calling() as caller:
        assert (await caller.ask("GET", "/queue", Origin="http://evil.test")).status == 403
        assert (await caller.ask("GET", "/queue", Origin=caller.server.url)).status == 200
        cross = {"Sec-Fetch-Site": "cross-site"}
        assert (await caller.ask("GET", "/queue", **cross)).status == 403


async def test_out_of_memory_and_other_failures_tell_too_much() -> None:
    async with calling(fail="memory") as caller:
        task_id = await caller.made()
        job = (await caller.ask("GET", f"/api/jobs/{task_id}")).json
        assert job["status"] == "failed"
        assert job["execution_error"]["exception_type"] == "torch.OutOfMemoryError"
        assert "/home/" in str(job["execution_error"]["traceback"])
        assert "a cat" in str(job["execution_error"]["current_inputs"])
        assert "a cat" in str(job["workflow"])
        caller.server.knobs.fail = None
        await caller.made(changed("6.text", "a dog that will fail"))
        assert caller.server.tasks[1].stage is Stage.FAILED
