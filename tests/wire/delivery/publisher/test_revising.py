"""One image of a message is changed; its neighbours' attachments stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.domain.attachments import posted
from bot.domain.image import Image, ImageFile, ImageSeed, SeedSource, treated
from bot.domain.job import JobState
from bot.domain.policy import Action
from bot.domain.ports import Said
from bot.domain.request import ImageFormat
from bot.domain.verdict import Judge, Judged, Treatment
from bot.embedded.found import Found, Nothing
from bot.embedded.reading import read
from bot.errors import MessageGoneError
from tests.wire.delivery.publisher.results import jpeg, result
from tests.wire.pictures import unlabelled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.job import Job
    from bot.domain.ports import Picture
    from bot.playground.discord import DiscordStandIn, Invocation
    from tests.wire.publishing_bot import PublishingBot

CHANNEL = r"^/channels/\d+/messages/\d+$"


def ended(job: Job) -> Job:
    """Return a job as the database has it after its end: without its token."""
    return replace(
        job,
        state=JobState.DELIVERED,
        shown=True,
        ended_at=job.created_at + timedelta(seconds=4.2),
        seed=7,
        address=replace(job.address, token=""),
    )


async def delivered(bot: PublishingBot, job: Job) -> tuple[Image, ...]:
    """Post a result of four images; return their rows."""
    made = result()
    ready = await bot.publisher.prepare(job, made)
    files = {
        file.number: ImageFile(name=file.name, format=file.format, size=file.size)
        for file in ready.files
    }
    rows = [
        Image(
            job_id=job.id,
            number=image.number,
            seed=ImageSeed(None, SeedSource.UNKNOWN),
            judged=Judged(image.verdict, image.treatment, 1, Action.BLUR, Judge.ENGINE),
            file=files.get(image.number),
        )
        for image in made.images
    ]
    return posted(rows, await bot.publisher.finish(job, ready))


async def revised(
    bot: PublishingBot,
    job: Job,
    rows: Sequence[Image],
    *,
    metadata: bool = False,
    **pictures: Picture,
) -> tuple[Image, ...]:
    """Show the rows; return them as they are shown."""
    new = {int(number[1:]): picture for number, picture in pictures.items()}
    ready = await bot.publisher.revise(ended(job), rows, new, Said(metadata=metadata))
    return posted(rows, await bot.publisher.finish(ended(job), ready))


def attachment_ids(rows: Sequence[Image]) -> list[int | None]:
    return [row.file.attachment_id if row.file else None for row in rows]


def file_of(job: Job, number: int, *, blurred: bool = False) -> ImageFile:
    name = f"{job.id}-{number}{'-blurred' if blurred else ''}.jpg"
    return ImageFile(name=name, format=ImageFormat.JPEG, size=len(jpeg(number).data))


async def test_discord_tells_the_attachments_of_a_result(
    bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    rows = await delivered(bot, job)
    stored = {each.name: each.id for each in drawing.shown.now.attachments}
    assert len(stored) == 3
    assert {row.file.name: row.file.attachment_id for row in rows if row.file} == stored
    assert await bot.publisher.shows_end(job) == stored


async def test_a_blurred_image_is_replaced_by_its_original_beside_its_neighbours(
    discord: DiscordStandIn, bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    before = await delivered(bot, job)
    rows = [before[0], treated(before[1], Treatment.SHOWN, file_of(job, 2)), *before[2:]]
    after = await revised(bot, job, rows, n2=jpeg(200))
    assert [(it.name, unlabelled(it.data), it.spoiler) for it in drawing.shown.pictures()] == [
        (f"{job.id}-1.jpg", jpeg(10).data, False),
        (f"{job.id}-2.jpg", jpeg(200).data, False),
        (f"{job.id}-3.jpg", jpeg(30).data, True),
    ]
    kept = attachment_ids(before)
    assert attachment_ids(after)[::2] == kept[::2]
    assert attachment_ids(after)[1] not in {None, kept[1]}
    assert "Image 2" not in drawing.shown.text()
    assert "seed `7`" in drawing.shown.text()
    assert "4.2 s" in drawing.shown.text()
    assert len(discord.requests.find("PATCH", CHANNEL)) == 1


async def test_a_shown_image_is_blurred_and_its_original_is_not_on_the_message_any_more(
    bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    before = await delivered(bot, job)
    blurred = file_of(job, 1, blurred=True)
    rows = [treated(before[0], Treatment.BLURRED, blurred), *before[1:]]
    await revised(bot, job, rows, n1=jpeg(99))
    names = [each.name for each in drawing.shown.now.attachments]
    assert sorted(names) == [
        f"{job.id}-1-blurred.jpg",
        f"{job.id}-2-blurred.jpg",
        f"{job.id}-3.jpg",
    ]
    assert unlabelled(drawing.shown.pictures()[0].data) == jpeg(99).data


async def test_a_file_that_comes_later_tells_its_settings_by_the_policy_of_then(
    bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    before = await delivered(bot, job)
    clear = replace(
        treated(before[1], Treatment.SHOWN, file_of(job, 2)),
        seed=ImageSeed(4711, SeedSource.DERIVED),
    )
    rows = [before[0], clear, *before[2:]]
    await revised(bot, job, rows, metadata=False, n2=jpeg(200))
    assert read(drawing.shown.pictures()[1].data) is Nothing.NONE
    await revised(bot, job, rows, metadata=True, n2=jpeg(200))
    found = read(drawing.shown.pictures()[1].data)
    assert isinstance(found, Found)
    assert found.text.endswith("Seed: 4711")


async def test_an_image_that_was_removed_goes_without_an_upload(
    bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    before = await delivered(bot, job)
    rows = [treated(before[0], Treatment.REMOVED, None), *before[1:]]
    after = await revised(bot, job, rows)
    assert [each.id for each in drawing.shown.now.attachments] == attachment_ids(before)[1:3]
    assert attachment_ids(after) == [None, *attachment_ids(before)[1:]]
    assert "Image 1 was removed by the moderators." in drawing.shown.text()


async def test_a_message_may_lose_all_its_images(
    bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    before = await delivered(bot, job)
    rows = [treated(row, Treatment.REMOVED, None) for row in before]
    await revised(bot, job, rows)
    assert drawing.shown.pictures() == []
    assert drawing.shown.now.attachments == ()


async def test_changes_follow_each_other(bot: PublishingBot, drawing: Invocation, job: Job) -> None:
    rows = await delivered(bot, job)
    shown = [rows[0], treated(rows[1], Treatment.SHOWN, file_of(job, 2)), *rows[2:]]
    rows = await revised(bot, job, shown, n2=jpeg(200))
    removed = [treated(rows[0], Treatment.REMOVED, None), *rows[1:]]
    await revised(bot, job, removed)
    names = [f"{job.id}-2.jpg", f"{job.id}-3.jpg"]
    assert [picture.name for picture in drawing.shown.pictures()] == names


async def test_a_private_result_cannot_be_changed_once_its_job_is_over(
    discord: DiscordStandIn, bot: PublishingBot
) -> None:
    drawing = await discord.slash("draw", {"prompt": "a fox", "private": True})
    job = await bot.drawn(drawing)
    rows = await delivered(bot, job)
    with pytest.raises(MessageGoneError):
        await bot.publisher.revise(ended(job), rows, {})


async def test_of_a_deleted_result_no_row_is_shown_again(
    bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    rows = await delivered(bot, job)
    deleted = replace(ended(job), deleted_by=job.user_id)
    ready = await bot.publisher.revise(deleted, rows, {})
    assert await bot.publisher.finish(deleted, ready) == {}
    assert drawing.shown.now.attachments == ()
    assert "Deleted by" in drawing.shown.text()
