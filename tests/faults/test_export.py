"""``darkroom export``: all that is kept of a job, while the bot runs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.faults.stage import eventually

if TYPE_CHECKING:
    from tests.faults.bot_run import Ended
    from tests.faults.stage import Stage

FLAGGED = {"valid": True, "confidence": 91.5}


async def exported(stage: Stage, job_id: str) -> Ended:
    async with stage.run(f"export {job_id}") as run:
        return await run.ended()


async def test_a_job_is_told_with_its_images_and_events_and_without_secrets(stage: Stage) -> None:
    await stage.start()
    stage.novita.knobs.nsfw_result = FLAGGED
    member = stage.member("ann")
    invocation = await stage.imagine("a fox", user=member, images=2)
    await eventually(lambda: stage.row(invocation).get("state") == "delivered")
    row = stage.row(invocation)
    end = await exported(stage, row["id"])
    assert (end.code, end.err) == (0, "")
    told = json.loads(end.out)
    assert told["job"]["state"] == "delivered"
    assert told["job"]["request"]["prompt"] == "a fox"
    assert told["job"]["interaction_id"] == str(invocation.id)
    assert told["job"]["locale"] == "en-US"
    stored = {each.name: str(each.id) for each in invocation.shown.now.attachments}
    assert {image["file"]: image["attachment_id"] for image in told["images"]} == stored
    assert [(image["treatment"], image["confidence"]) for image in told["images"]] == [
        ("blurred", 91.5)
    ] * 2
    said = ("flagged", "score", "detector", "detector_threshold")
    assert [[image[name] for name in said] for image in told["images"]] == [
        [False, None, None, None]
    ] * 2
    kinds = [event["kind"] for event in told["events"]]
    moves = ["accepted", "claimed", "running", "delivering"]
    assert kinds == [*moves, *["judged"] * 2, "delivered", *["posted"] * 2]
    assert told["events"][0]["by"] == str(member.id)
    assert "token" not in end.out.lower()


async def test_a_job_that_still_runs_is_told_without_its_token(stage: Stage) -> None:
    stage.durations["a fox"] = 60.0
    await stage.start()
    invocation = await stage.imagine("a fox")
    await eventually(lambda: stage.row(invocation).get("state") == "running")
    row = stage.row(invocation)
    end = await exported(stage, row["id"])
    assert json.loads(end.out)["job"]["state"] == "running"
    assert row["token"]
    assert row["token"] not in end.out


async def test_a_job_that_nobody_knows_is_one_line(stage: Stage) -> None:
    await stage.start()
    end = await exported(stage, "nowhere")
    assert (end.code, end.out) == (1, "")
    [line] = end.err.splitlines()
    assert line.endswith("has no job nowhere")


async def test_a_database_that_is_not_there_is_not_made(stage: Stage) -> None:
    (stage.folder / "darkroom.db").unlink()
    end = await exported(stage, "nowhere")
    [line] = end.err.splitlines()
    assert (end.code, line.endswith("darkroom.db does not exist")) == (1, True)
    assert not (stage.folder / "darkroom.db").exists()
