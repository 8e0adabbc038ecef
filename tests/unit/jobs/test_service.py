"""What a command may ask: accept, answered, withdraw, cancel."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot import errors
from bot.domain.event import EventKind
from bot.domain.ids import GuildId, JobId, PlaceId
from bot.domain.job import JobState
from bot.domain.models import Model, ModelKind
from bot.domain.policy import Policy, PolicyPatch
from bot.domain.ports import Status
from bot.domain.request import Lora
from bot.domain.verdict import Treatment
from bot.errors import InvalidOptionError, RefusedError
from bot.jobs.new_job import Caller, Origin
from bot.jobs.service import ID_LENGTH, new_id
from bot.texts.text import text
from tests.store.builders import ANN, BEN, GUILD, MESSAGE, NOON, make_job, make_request, put, reread

if TYPE_CHECKING:
    from bot.domain.job import Job
    from tests.unit.jobs.stage import Stage

ELSEWHERE = GuildId(8)
CALLER = Caller(
    user_id=ANN,
    guild_id=GUILD,
    places=(PlaceId(4), PlaceId(GUILD)),
    address=make_job().address,
)


async def accept(stage: Stage, **said: Any) -> tuple[Job, Status]:  # noqa: ANN401 # any option
    policy = await stage.policies.in_force(CALLER.guild_id, CALLER.places)
    return await stage.jobs.accept(make_request(**said), CALLER, policy)


async def test_an_accepted_job_is_stored_and_waits_for_its_answer(stage: Stage) -> None:
    async with stage.open():
        job, status = await accept(stage)
        await asyncio.sleep(5)
        assert await reread(stage.store, job) == job
    assert (job.state, job.user_id, job.guild_id, job.places) == (
        JobState.QUEUED,
        ANN,
        GUILD,
        CALLER.places,
    )
    assert (job.created_at, job.due_at) == (NOON, NOON)
    assert status == Status(place_in_queue=1, estimate_at=NOON + timedelta(seconds=6))


async def test_a_job_keeps_which_engine_gets_it_and_what_it_came_from(stage: Stage) -> None:
    origin = Origin(job_id=JobId("p"), image=2, notes=("left out",), ignored=("Hashes",))
    job, _ = await stage.jobs.accept(make_request(), CALLER, Policy(), origin)
    found = await reread(stage.store, job)
    assert (found.engine, found.notes) == ("novita", ("left out",))
    assert found.ignored == ("Hashes",)
    assert (found.parent_job, found.parent_image) == ("p", 2)


async def test_who_cancelled_is_told_by_an_event(stage: Stage) -> None:
    job, _ = await accept(stage)
    await stage.jobs.cancel(job.id, by=ANN, guild_id=GUILD, may_manage=False)
    withdrawn, _ = await accept(stage)
    await stage.jobs.withdraw(withdrawn.id)
    events = [(await stage.events.of(it.id))[-1] for it in (job, withdrawn)]
    assert [(event.kind, event.by) for event in events] == [
        (EventKind.CANCELLED, ANN),
        (EventKind.CANCELLED, None),
    ]
    assert events[1].why == "the member could not be answered"


async def test_an_answered_job_is_worked_on_at_once(stage: Stage) -> None:
    async with stage.open():
        await asyncio.sleep(3.3)
        job, status = await accept(stage)
        await stage.jobs.answered(job, status, MESSAGE)
        await asyncio.sleep(0.1)
        found = await reread(stage.store, job)
        assert (found.state, found.address.message_id) == (JobState.RUNNING, MESSAGE)
        assert stage.publisher.statuses[0] == (job.id, status)


async def test_who_comes_later_waits_longer(stage: Stage) -> None:
    await accept(stage)
    _, status = await accept(stage)
    assert status == Status(place_in_queue=2, estimate_at=NOON + timedelta(seconds=12))


async def test_who_has_to_wait_for_the_engine_is_told_so(stage: Stage) -> None:
    stage.tools.gate.close_until(stage.engine.name, 10)
    _, status = await accept(stage)
    assert status == Status(place_in_queue=1, waits_for_engine=True)


async def test_what_the_engine_does_not_take_is_not_stored(stage: Stage) -> None:
    stage.engine.refuses = InvalidOptionError("sampler", "LMS", text("option.name"))
    with pytest.raises(InvalidOptionError):
        await accept(stage)
    assert await stage.store.positions(10) == []
    assert stage.store._rows == {}


async def test_what_the_place_does_not_allow_is_not_stored(stage: Stage) -> None:
    patch = PolicyPatch(max_images=1)
    await stage.said.put(GUILD, PlaceId(4), patch, by=ANN, now=NOON)
    with pytest.raises(RefusedError):
        await accept(stage, images=2)
    assert stage.store._rows == {}


async def test_a_model_that_may_not_be_used_makes_no_job_whoever_asks(stage: Stage) -> None:
    """Also where no name was typed: a button below an old job comes by here too."""
    stage.rule(models_deny=("fog*",))
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("model", {"model": "FOG_XL.safetensors"}),
        ("model", {"model": "loli_mix.safetensors"}),
        ("loras", {"loras": (Lora("detail"), Lora("shotacon"))}),
        ("embeddings", {"embeddings": ("fog",)}),
        ("vae", {"vae": "nude_kids.pt"}),
    ]
    for option, said in wrong:
        with pytest.raises(InvalidOptionError, match="can't be used") as caught:
            await accept(stage, **said)
        assert caught.value.option == option
        assert "fog" in str(caught.value).casefold() or "anywhere" in str(caught.value)
    assert await stage.store.positions(9) == []
    await accept(stage, loras=(Lora("detail"),))


async def test_what_is_made_for_another_base_makes_no_job(stage: Stage) -> None:
    bases = {"fox.safetensors": "SDXL 1.0", "old": "SD 1.5", "horse": "Pony", "free": ""}
    shelf = {name: Model(ModelKind.LORA, name, name, base) for name, base in bases.items()}
    kinds = {name: replace(model, kind=ModelKind.CHECKPOINT) for name, model in shelf.items()}

    def find(kind: ModelKind, name: str) -> Model | None:
        return (kinds if kind is ModelKind.CHECKPOINT else shelf).get(name)

    stage.engine.catalogue.find = find  # type: ignore[method-assign] # what it knows
    await accept(stage, model="fox.safetensors", loras=(Lora("horse"), Lora("free")))
    await accept(stage, model="free", loras=(Lora("old"), Lora("horse")))
    with pytest.raises(InvalidOptionError) as caught:
        await accept(stage, model="fox.safetensors", loras=(Lora("horse"), Lora("old")))
    assert str(caught.value) == (
        "`loras`: `old` is made for SD 1.5, but `fox.safetensors` is a checkpoint of SDXL 1.0. "
        "Choose two that belong together."
    )


async def test_what_passes_a_members_share_is_not_stored(stage: Stage) -> None:
    stage.rule(daily_images=1)
    await accept(stage)
    with pytest.raises(RefusedError):
        await accept(stage)
    assert len(stage.store._rows) == 1


async def test_a_withdrawn_job_is_never_worked_on_nor_told(stage: Stage) -> None:
    job, _ = await accept(stage)
    await stage.jobs.withdraw(job.id)
    async with stage.open():
        await asyncio.sleep(60)
    found = await reread(stage.store, job)
    assert (found.state, found.shown) == (JobState.CANCELLED, True)
    assert stage.publisher.sent == []
    assert stage.engine.submitted == []


async def test_a_job_that_has_ended_is_not_withdrawn(stage: Stage) -> None:
    job = await stage.running(found=JobState.DELIVERING)
    await stage.jobs.withdraw(job.id)
    assert (await reread(stage.store, job)).state is JobState.DELIVERING


async def cancel(stage: Stage, job_id: JobId, **said: Any) -> Job:  # noqa: ANN401 # any field
    given: dict[str, Any] = {"by": ANN, "guild_id": GUILD, "may_manage": False} | said
    return await stage.jobs.cancel(job_id, **given)


async def test_a_member_may_cancel_their_own(stage: Stage) -> None:
    job = await put(stage.store, make_job())
    cancelled = await cancel(stage, job.id)
    assert cancelled == await reread(stage.store, job)
    assert cancelled.state is JobState.CANCELLED
    assert stage.publisher.closed == [job.id]


async def test_a_moderator_may_cancel_anybodys(stage: Stage) -> None:
    job = await put(stage.store, make_job())
    assert (await cancel(stage, job.id, by=BEN, may_manage=True)).state is JobState.CANCELLED


async def test_a_job_of_who_is_blocked_is_turned_away_and_that_is_told(stage: Stage) -> None:
    job = await put(stage.store, make_job())
    await stage.jobs.turn_away(job.id)
    await stage.jobs.turn_away(JobId("unknown"))
    assert (await reread(stage.store, job)).state is JobState.CANCELLED
    [event] = [it for it in await stage.events.of(job.id) if it.kind is EventKind.CANCELLED]
    assert (event.by, event.why) == (None, "the member is blocked")
    # Its end is told by whoever looks for what is not told.
    assert not (await reread(stage.store, job)).shown
    async with stage.open():
        await asyncio.sleep(20)
    assert (await reread(stage.store, job)).shown


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({"by": BEN}, id="another member"),
        pytest.param({"by": BEN, "guild_id": ELSEWHERE}, id="a member elsewhere"),
        pytest.param(
            {"by": BEN, "guild_id": ELSEWHERE, "may_manage": True}, id="a moderator elsewhere"
        ),
        pytest.param({"by": BEN, "guild_id": None, "may_manage": True}, id="nowhere"),
        pytest.param({"guild_id": ELSEWHERE}, id="its own member, elsewhere"),
        pytest.param({"job_id": JobId("unknown")}, id="no such job"),
    ],
)
async def test_nobody_else_may(stage: Stage, said: dict[str, Any]) -> None:
    job = await put(stage.store, make_job())
    with pytest.raises(RefusedError):
        await cancel(stage, **({"job_id": job.id} | said))
    assert (await reread(stage.store, job)).state is JobState.QUEUED
    assert stage.publisher.closed == []


@pytest.mark.parametrize("state", [JobState.DELIVERING, JobState.FAILED])
async def test_what_is_being_posted_or_over_cannot_be_cancelled(
    stage: Stage, state: JobState
) -> None:
    job = await stage.running(found=state)
    with pytest.raises(RefusedError, match="Too late"):
        await cancel(stage, job.id)


async def test_a_cancelled_job_is_no_longer_worked_on_and_makes_room(stage: Stage) -> None:
    stage.engine.runs = 1000.0
    async with stage.open():
        job = await put(stage.store, make_job())
        await asyncio.sleep(5)
        await cancel(stage, job.id)
        await asyncio.sleep(0.1)
        looks = len(stage.engine.looked_at)
        await asyncio.sleep(60)
        assert len(stage.engine.looked_at) == looks


async def test_a_status_on_its_way_is_waited_for_before_the_end_is_told(stage: Stage) -> None:
    stage.publisher.landing_takes = 0.7
    job = await put(stage.store, make_job())
    await cancel(stage, job.id)
    assert stage.clock.steady() == 0.7


async def test_an_end_that_was_told_is_not_told_again(stage: Stage) -> None:
    async with stage.open():
        await asyncio.sleep(1)
        job = await put(stage.store, make_job(address=replace(make_job().address, message_id=1)))
        await cancel(stage, job.id)
        await stage.jobs.cancel_told(job.id, shown=True)
        await asyncio.sleep(60)
    assert (await reread(stage.store, job)).shown
    assert stage.publisher.sent == []


async def test_an_end_that_was_not_told_is_told_by_the_jobs_at_once(stage: Stage) -> None:
    async with stage.open():
        await asyncio.sleep(1)
        job = await put(stage.store, make_job(created_at=stage.clock.now()))
        await cancel(stage, job.id)
        await stage.jobs.cancel_told(job.id, shown=False)
        await stage.ended(job, within=0.5)
    assert stage.publisher.says(job.id) is JobState.CANCELLED


@pytest.mark.parametrize("seconds", [5.0, 0.0])
async def test_an_end_that_something_may_still_land_over_is_watched_over(
    stage: Stage, seconds: float
) -> None:
    async with stage.open():
        job = await put(stage.store, make_job())
        await cancel(stage, job.id)
        stage.publisher.doubt(job.id, seconds)
        await stage.jobs.cancel_told(job.id, shown=True)
        await stage.ended(job, within=10)
    assert stage.publisher.says(job.id) is JobState.CANCELLED


async def test_a_job_that_ends_while_it_is_cancelled_keeps_its_images(stage: Stage) -> None:
    async with stage.open():
        job = await put(stage.store, make_job())
        await stage.ended(job)
        with pytest.raises(errors.RefusedError):
            await cancel(stage, job.id)
    assert stage.publisher.says(job.id) == [Treatment.SHOWN]


def test_ids_are_not_guessed() -> None:
    ids = {new_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(len(job_id) == ID_LENGTH and job_id.isalnum() for job_id in ids)
