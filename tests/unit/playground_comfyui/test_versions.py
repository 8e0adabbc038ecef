"""What was seen on running servers of three versions, the stand-in does too."""

from __future__ import annotations

from typing import Any

import pytest

from bot.playground.comfyui.tasks import Stage
from tests.tables import each_row
from tests.unit.playground_comfyui.caller import GRAPH, SOON, an_id, calling

NEWEST, MIDDLE, OLD = "0.33.0", "0.8.0", "0.3.64"


@pytest.mark.parametrize("version", [MIDDLE, OLD])
async def test_older_servers_take_any_id(version: str) -> None:
    async with calling(version=version) as caller:
        assert (await caller.submit(prompt_id="job 17/../x")).json["prompt_id"] == "job 17/../x"


async def test_the_newest_takes_but_canonical_ids() -> None:
    async with calling() as caller:
        for odd in ("job 17", an_id().upper(), an_id().replace("-", ""), 7):
            refused = await caller.submit(prompt_id=odd)
            assert (refused.status, refused.json["error"]["type"]) == (400, "invalid_prompt_id")
        assert (await caller.submit(prompt_id=None)).json["prompt_id"]


@each_row("version, body", [(OLD, b""), (MIDDLE, b'{"error": "Job not found"}'), (NEWEST, None)])
async def test_an_unknown_job_is_a_404_with_or_without_words(
    version: str, body: bytes | None
) -> None:
    async with calling(version=version) as caller:
        answer = await caller.ask("GET", f"/api/jobs/{an_id()}")
    assert answer.status == 404
    assert answer.body == (body if body is not None else b'{"error": "Job not found"}')


@each_row("version, status", [(OLD, 405), (MIDDLE, 405), (NEWEST, 200)])
async def test_only_the_newest_cancels(version: str, status: int) -> None:
    async with calling(version=version) as caller:
        answer = await caller.ask("POST", f"/api/jobs/{an_id()}/cancel")
    assert answer.status == status
    if status == 200:
        assert answer.json == {"cancelled": False}


@pytest.mark.parametrize(("version", "status"), [(MIDDLE, "failed"), (NEWEST, "cancelled")])
async def test_an_interrupted_job_is_called_differently(version: str, status: str) -> None:
    async with calling(version=version, duration=60) as caller:
        task_id = (await caller.submit()).json["prompt_id"]
        await caller.server.wait_until(lambda it: bool(it.tasks.running()), SOON)
        await caller.ask("POST", "/interrupt", {"prompt_id": task_id})
        await caller.server.wait_until(lambda it: it.tasks[0].has_ended, SOON)
        job = (await caller.ask("GET", f"/api/jobs/{task_id}")).json
        entry = (await caller.ask("GET", f"/history/{task_id}")).json[task_id]
    assert job["status"] == status
    assert (entry["status"]["status_str"], entry["status"]["completed"]) == ("error", False)
    assert entry["status"]["messages"][-1][0] == "execution_interrupted"


@each_row("version", [NEWEST, MIDDLE, OLD])
async def test_an_interrupt_stops_the_named_task_alone(version: str) -> None:
    async with calling(version=version, duration=60) as caller:
        await caller.submit()
        await caller.server.wait_until(lambda it: bool(it.tasks.running()), SOON)
        answer = await caller.ask("POST", "/interrupt", {"prompt_id": an_id()})
        assert (answer.status, answer.body) == (200, b"")
        assert caller.server.tasks[0].stage is Stage.RUNNING
        await caller.ask("POST", "/interrupt")
        await caller.server.wait_until(lambda it: it.tasks[0].has_ended, SOON)


@pytest.mark.parametrize(
    ("version", "kind"), [(NEWEST, "missing_node_type"), (MIDDLE, "invalid_prompt")]
)
async def test_a_missing_node_is_called_differently(version: str, kind: str) -> None:
    graph: dict[str, Any] = {**GRAPH, "8": {"class_type": "MyDecode", "inputs": {}}}
    async with calling(version=version) as caller:
        answer = await caller.submit(graph)
    assert (answer.status, answer.json["error"]["type"]) == (400, kind)
    assert "MyDecode" in answer.json["error"]["message"]


@each_row("version, status", [(NEWEST, 500), (MIDDLE, 400), (OLD, 400)])
async def test_a_graph_in_the_uis_format_breaks_the_newest(version: str, status: int) -> None:
    async with calling(version=version) as caller:
        answer = await caller.submit({"nodes": [], "links": [], "version": 0.4})
    assert answer.status == status
    assert (answer.kind == "text/plain") == (status == 500)


@each_row("version, is_there", [(NEWEST, True), (MIDDLE, True), (OLD, False)])
async def test_when_a_task_was_made_is_told_by_newer_ones(version: str, *, is_there: bool) -> None:
    async with calling(version=version) as caller:
        task_id = await caller.made()
        entry = (await caller.ask("GET", f"/history/{task_id}")).json[task_id]
    assert ("create_time" in entry["prompt"][3]) == is_there
