"""The publisher over real sockets: what Discord is made to show, and what its refusals mean."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.domain.job import JobState
from bot.errors import (
    DeliveryError,
    FilesRefusedError,
    MessageGoneError,
    OutOfReachError,
    RouteChangedError,
)
from bot.failure_kinds import FailureKind
from tests.wire.delivery.publisher.results import jpeg, result
from tests.wire.pictures import unlabelled

if TYPE_CHECKING:
    from bot.domain.job import Job
    from bot.playground.discord import DiscordStandIn, Invocation
    from tests.wire.publishing_bot import PublishingBot

WEBHOOK = r"^/webhooks/.*/messages/"
CHANNEL = r"^/channels/\d+/messages/\d+$"
OLD, NEW = timedelta(minutes=15), timedelta()


async def test_the_status_message_becomes_the_result(
    bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    await bot.post(job, result())
    message = drawing.shown
    assert message.is_final
    assert [(it.name, unlabelled(it.data), it.spoiler) for it in message.pictures()] == [
        (f"{job.id}-1.jpg", jpeg(10).data, False),
        (f"{job.id}-2-blurred.jpg", jpeg(20).data, False),
        (f"{job.id}-3.jpg", jpeg(30).data, True),
    ]
    assert "Image 2 was flagged and is blurred." in message.text()
    assert "Image 4 could not be checked and is not shown." in message.text()
    assert message.pictures()[1].alt == "Blurred: flagged by NSFW detection"


async def test_nobody_is_pinged(discord: DiscordStandIn, bot: PublishingBot, job: Job) -> None:
    await bot.post(job, result())
    assert {frozenset(version.pings) for version in discord.registry.everything()[-1].versions} == {
        frozenset()
    }
    sent = discord.registry.everything()[-1].now.sent
    assert sent["allowed_mentions"]["parse"] == []
    assert str(job.user_id) in str(sent["components"])


async def test_a_final_edit_can_be_repeated(
    bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    await bot.post(job, result())
    await bot.post(job, result())
    assert [len(unlabelled(picture.data)) for picture in drawing.shown.pictures()] == [
        len(jpeg(shade).data) for shade in (10, 20, 30)
    ]


async def test_a_failed_job_says_why_without_files(
    bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    await bot.post(job, result())
    failed = replace(job, state=JobState.FAILED, failure=FailureKind.FILES_REFUSED)
    await bot.post(failed, None)
    assert drawing.shown.pictures() == []
    assert drawing.shown.is_final
    assert "Discord rejected the files" in drawing.shown.text()


async def test_an_old_message_is_edited_by_its_channel(
    discord: DiscordStandIn, bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    bot.ahead = OLD
    await bot.post(job, result())
    assert drawing.shown.is_final
    assert len(drawing.shown.pictures()) == 3
    assert [len(discord.requests.find("PATCH", path)) for path in (WEBHOOK, CHANNEL)] == [0, 1]


async def test_a_token_that_died_early_gives_way_to_the_channel(
    discord: DiscordStandIn, bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    drawing.expire()
    with pytest.raises(RouteChangedError):
        await bot.post(job, result())
    await bot.post(job, result())
    assert drawing.shown.is_final
    assert len(discord.requests.find("PATCH", CHANNEL)) == 1


async def test_a_private_message_whose_token_died_is_out_of_reach(
    discord: DiscordStandIn, bot: PublishingBot
) -> None:
    drawing = await discord.slash("draw", {"prompt": "a fox", "private": True})
    job = await bot.drawn(drawing)
    assert drawing.ephemeral
    drawing.expire()
    with pytest.raises(RouteChangedError):
        await bot.post(job, result())
    with pytest.raises(MessageGoneError):
        await bot.post(job, result())
    assert discord.requests.find("PATCH", CHANNEL) == []


async def test_a_private_message_is_edited_by_its_token(
    discord: DiscordStandIn, bot: PublishingBot
) -> None:
    drawing = await discord.slash("draw", {"prompt": "a fox", "private": True})
    await bot.post(await bot.drawn(drawing), result())
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
        (OLD, (403, 50001), OutOfReachError),
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
        await bot.post(job, result())
    assert type(caught.value) is expected


async def test_a_reset_connection_is_worth_another_attempt(
    discord: DiscordStandIn, bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    discord.faults.add(method="PATCH", path=WEBHOOK, drop=True)
    with pytest.raises(DeliveryError):
        await bot.post(job, result())
    await bot.post(job, result())
    assert len(drawing.shown.pictures()) == 3


async def test_a_deleted_message_is_gone(
    discord: DiscordStandIn, bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    discord.registry.delete(drawing.shown)
    with pytest.raises(MessageGoneError):
        await bot.post(job, result())
