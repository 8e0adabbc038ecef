"""The publisher over real sockets: what Discord is made to show, and what its refusals mean."""

from __future__ import annotations

import asyncio
import io
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import discord as library
import pytest
from PIL import Image

from bot.domain.job import JobState
from bot.domain.ports import Picture, PostedImage, Result, Status
from bot.domain.request import ImageFormat
from bot.domain.verdict import Finding, Treatment, Verdict
from bot.errors import DeliveryError, FailureKind, FilesRefusedError, MessageGoneError
from bot.playground.discord import Weather
from bot.views.routes import Edit, edit_by_token
from bot.views.status import status_view
from tests.wire.publishing_bot import eventually

if TYPE_CHECKING:
    from bot.domain.job import Job
    from bot.playground.discord import DiscordStandIn, Invocation
    from tests.wire.publishing_bot import PublishingBot

WEBHOOK = r"^/webhooks/.*/messages/"
CHANNEL = r"^/channels/\d+/messages/\d+$"
OLD, NEW = timedelta(minutes=15), timedelta()


@pytest.fixture
async def drawing(discord: DiscordStandIn, bot: PublishingBot) -> Invocation:
    return await discord.slash("draw", {"prompt": "a fox @everyone"})


@pytest.fixture
async def job(bot: PublishingBot, drawing: Invocation) -> Job:
    return replace(await bot.drawn(drawing), state=JobState.RUNNING)


def jpeg(shade: int) -> Picture:
    file = io.BytesIO()
    Image.new("RGB", (64, 64), (shade, 80, 80)).save(file, "JPEG")
    return Picture(data=file.getvalue(), format=ImageFormat.JPEG, width=64, height=64)


def result() -> Result:
    verdicts = [
        (Verdict(Finding.CLEAR), Treatment.SHOWN, jpeg(10)),
        (Verdict(Finding.FLAGGED, 90, 70), Treatment.BLURRED, jpeg(20)),
        (Verdict(Finding.FLAGGED, 90, 70), Treatment.SPOILERED, jpeg(30)),
        (Verdict(Finding.UNKNOWN), Treatment.REFUSED, None),
    ]
    images = tuple(
        PostedImage(number=number, verdict=verdict, treatment=treatment, picture=picture)
        for number, (verdict, treatment, picture) in enumerate(verdicts, start=1)
    )
    return Result(images=images, seed=7, seconds=4.2)


async def test_the_status_message_becomes_the_result(
    bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    await bot.publisher.finish(job, result())
    message = drawing.shown
    assert message.is_final
    assert [(it.name, it.data, it.spoiler) for it in message.pictures()] == [
        (f"{job.id}-1.jpg", jpeg(10).data, False),
        (f"{job.id}-2-blurred.jpg", jpeg(20).data, False),
        (f"{job.id}-3.jpg", jpeg(30).data, True),
    ]
    assert "Image 2 was flagged and is blurred." in message.text()
    assert "Image 4 could not be checked and is not shown." in message.text()
    assert message.pictures()[1].alt == "Blurred: flagged by NSFW detection"


async def test_nobody_is_pinged(discord: DiscordStandIn, bot: PublishingBot, job: Job) -> None:
    await bot.publisher.finish(job, result())
    assert {frozenset(version.pings) for version in discord.board.everything()[-1].versions} == {
        frozenset()
    }
    sent = discord.board.everything()[-1].now.sent
    assert sent["allowed_mentions"]["parse"] == []
    assert str(job.user_id) in str(sent["components"])


async def test_a_final_edit_can_be_repeated(
    bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    await bot.publisher.finish(job, result())
    await bot.publisher.finish(job, result())
    assert [len(picture.data) for picture in drawing.shown.pictures()] == [
        len(jpeg(shade).data) for shade in (10, 20, 30)
    ]


async def test_a_failed_job_says_why_without_files(
    bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    await bot.publisher.finish(job, result())
    failed = replace(job, state=JobState.FAILED, failure=FailureKind.FILES_REFUSED)
    await bot.publisher.finish(failed, None)
    assert drawing.shown.pictures() == []
    assert drawing.shown.is_final
    assert "Discord refuses the files" in drawing.shown.text()


async def test_a_new_state_is_shown_two_seconds_after_the_answer(
    discord: DiscordStandIn, bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    bot.publisher.show(job, Status(progress=10))
    bot.publisher.show(job, Status(progress=20))
    message = drawing.shown
    await discord.until(lambda: len(message.versions) == 2, timeout=5)
    assert message.now.came_at - message.versions[0].came_at >= 1.9
    assert "**Generating**" in message.text()
    assert "20 %" in message.text()


async def test_what_the_answer_said_is_not_said_again(
    discord: DiscordStandIn, bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    other = await discord.slash("draw", {"prompt": "another"})
    changed = replace(await bot.drawn(other), state=JobState.RUNNING)
    bot.leap = 60
    bot.publisher.show(replace(job, state=JobState.QUEUED), Status(place_in_queue=1))
    bot.publisher.show(changed, Status())
    await discord.until(lambda: len(other.shown.versions) == 2, timeout=5)
    assert len(drawing.shown.versions) == 1


async def test_a_final_edit_overtakes_what_waits_and_nothing_comes_after_it(
    discord: DiscordStandIn, bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    bot.publisher.show(job, Status(progress=10))
    await bot.publisher.finish(job, result())
    bot.leap = 60
    bot.publisher.show(job, Status(progress=20))
    other = await discord.slash("draw", {"prompt": "another"})
    bot.publisher.show(replace(await bot.drawn(other), state=JobState.RUNNING), Status())
    bot.leap = 120
    await discord.until(lambda: len(other.shown.versions) == 2, timeout=5)
    assert len(drawing.shown.versions) == 2
    assert drawing.shown.is_final


async def test_a_status_stuck_on_its_way_holds_a_final_edit_up_for_a_second_at_most(
    discord: DiscordStandIn, bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    stuck = discord.faults.add(method="PATCH", path=WEBHOOK, delay=20.0, status=500)
    bot.leap = 60
    bot.publisher.show(job, Status(progress=30))
    await eventually(lambda: stuck.hits == 1)
    async with asyncio.timeout(2):
        await bot.publisher.finish(job, result())
    assert drawing.shown.is_final


async def test_a_failing_status_is_only_noted(
    discord: DiscordStandIn, bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    fault = discord.faults.add(method="PATCH", path=WEBHOOK, status=404, code=10008)
    bot.leap = 60
    bot.publisher.show(job, Status(progress=30))
    await eventually(lambda: fault.hits == 1)
    await bot.publisher.finish(job, result())
    assert drawing.shown.is_final


async def test_an_old_message_is_edited_by_its_channel(
    discord: DiscordStandIn, bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    bot.ahead = OLD
    await bot.publisher.finish(job, result())
    assert drawing.shown.is_final
    assert len(drawing.shown.pictures()) == 3
    assert [len(discord.requests.find("PATCH", path)) for path in (WEBHOOK, CHANNEL)] == [0, 1]


async def test_a_token_that_died_early_gives_way_to_the_channel(
    discord: DiscordStandIn, bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    drawing.expire()
    await bot.publisher.finish(job, result())
    assert drawing.shown.is_final
    assert len(discord.requests.find("PATCH", CHANNEL)) == 1


async def test_a_private_message_whose_token_died_is_out_of_reach(
    discord: DiscordStandIn, bot: PublishingBot
) -> None:
    drawing = await discord.slash("draw", {"prompt": "a fox", "private": True})
    job = await bot.drawn(drawing)
    assert drawing.ephemeral
    drawing.expire()
    with pytest.raises(MessageGoneError):
        await bot.publisher.finish(job, result())
    assert discord.requests.find("PATCH", CHANNEL) == []


async def test_a_private_message_is_edited_by_its_token(
    discord: DiscordStandIn, bot: PublishingBot
) -> None:
    drawing = await discord.slash("draw", {"prompt": "a fox", "private": True})
    await bot.publisher.finish(await bot.drawn(drawing), result())
    assert len(drawing.shown.pictures()) == 3


@pytest.mark.parametrize(
    ("ahead", "answer", "expected"),
    [
        (NEW, (404, 10008), MessageGoneError),
        (NEW, (413, 40005), FilesRefusedError),
        (NEW, (400, 50045), FilesRefusedError),
        (NEW, (400, 50035), FilesRefusedError),
        (NEW, (408, 0), DeliveryError),
        (NEW, (403, 50013), FilesRefusedError),
        (OLD, (404, 10003), MessageGoneError),
        (OLD, (404, 10008), MessageGoneError),
        (OLD, (403, 50001), MessageGoneError),
        (OLD, (413, 40005), FilesRefusedError),
    ],
)
async def test_a_refusal_is_named_by_either_route(
    discord: DiscordStandIn,
    bot: PublishingBot,
    job: Job,
    ahead: timedelta,
    answer: tuple[int, int],
    expected: type,
) -> None:
    bot.ahead = ahead
    status, code = answer
    discord.faults.add(method="PATCH", status=status, code=code)
    with pytest.raises(DeliveryError) as caught:
        await bot.publisher.finish(job, result())
    assert type(caught.value) is expected


async def test_a_reset_connection_is_worth_another_attempt(
    discord: DiscordStandIn, bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    discord.faults.add(method="PATCH", path=WEBHOOK, drop=True)
    with pytest.raises(DeliveryError):
        await bot.publisher.finish(job, result())
    await bot.publisher.finish(job, result())
    assert len(drawing.shown.pictures()) == 3


async def test_a_call_cancelled_in_a_rate_limit_sleep_blocks_no_later_one(
    discord: DiscordStandIn, bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    discord.weather = Weather.still()

    async def six_edits() -> None:
        for _ in range(6):
            await edit_by_token(bot, job.address, Edit(status_view(job, Status())))

    with pytest.raises(TimeoutError) as held:
        await asyncio.wait_for(six_edits(), 0.5)
    asleep = len(drawing.shown.versions) - 1
    assert asleep == 5, "the last of five in two seconds sleeps before it returns"
    async with asyncio.timeout(5):
        await bot.publisher.finish(job, result())
    assert drawing.shown.is_final
    assert held.value is not None


async def test_a_deleted_message_is_gone(
    discord: DiscordStandIn, bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    discord.board.delete(drawing.shown)
    with pytest.raises(MessageGoneError):
        await bot.publisher.finish(job, result())


async def test_a_lost_first_answer_is_found_by_its_token(
    bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    forgotten = replace(job, address=replace(job.address, message_id=None))
    assert await bot.publisher.find_message(forgotten) == drawing.shown.id


async def test_with_a_dead_token_it_is_found_in_the_channel(
    discord: DiscordStandIn, bot: PublishingBot, job: Job
) -> None:
    other = await discord.slash("draw", {"prompt": "answered first, asked last"})
    later = await bot.drawn(other)
    for _ in range(120):
        discord.say("meanwhile")
    earlier = job.address.interaction_id - 1
    forgotten = replace(
        later, address=replace(later.address, interaction_id=earlier, message_id=None)
    )
    other.expire()
    assert await bot.publisher.find_message(forgotten) == other.shown.id


async def test_an_answer_that_never_came_is_not_found(
    discord: DiscordStandIn, bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    discord.board.delete(drawing.shown)
    assert await bot.publisher.find_message(job) is None
    bot.ahead = OLD
    assert await bot.publisher.find_message(job) is None


async def test_while_discord_is_away_it_cannot_be_told(
    discord: DiscordStandIn, bot: PublishingBot, job: Job
) -> None:
    discord.faults.add(method="GET", path=WEBHOOK, drop=True, times=None)
    with pytest.raises(DeliveryError):
        await bot.publisher.find_message(job)


async def test_policies_are_those_of_the_thread_its_channel_category_and_server(
    discord: DiscordStandIn, bot: PublishingBot
) -> None:
    world = discord.world
    drawing = await discord.slash("draw", {"prompt": "a fox"}, channel=world.thread)
    job = await bot.drawn(drawing)
    expected = (world.thread.id, world.art.id, world.category.id, world.guild.id)
    assert job.places == expected
    assert bot.publisher.places(replace(job, places=())) == expected


async def test_a_channel_that_is_not_known_keeps_the_policies_of_acceptance(
    bot: PublishingBot, job: Job
) -> None:
    lost = replace(job, address=replace(job.address, channel_id=1))
    assert bot.publisher.places(lost) == job.places


async def test_a_thread_whose_channel_is_not_known_keeps_the_policies_of_acceptance(
    discord: DiscordStandIn, bot: PublishingBot
) -> None:
    drawing = await discord.slash("draw", {"prompt": "a fox"}, channel=discord.world.thread)
    job = await bot.drawn(drawing)
    thread = bot.get_channel(discord.world.thread.id)
    assert isinstance(thread, library.Thread)
    thread.parent_id = 99
    assert bot.publisher.places(job) == job.places
