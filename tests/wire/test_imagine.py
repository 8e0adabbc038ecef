"""/imagine over the wire: the first answer, the status, the result."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from bot.playground.discord import Permission
from tests.wire.pictures import unlabelled
from tests.wire.sharing import sharing

if TYPE_CHECKING:
    from tests.wire.whole_bot import WholeBot

pytestmark = sharing


MESSAGE, EPHEMERAL, COMPONENTS_V2 = 4, 1 << 6, 1 << 15
MODEL = "dreamshaper_8_93211.safetensors"
ANSWER_SECONDS = 3
"""After which Discord takes no first answer any more; how fast it is, the bench measures."""


@pytest.mark.parametrize("private", [True, False])
async def test_the_first_answer_is_the_status_message(bot: WholeBot, private: bool) -> None:
    bot.novita.knobs.duration = math.inf
    invocation = await bot.imagine("a red fox", private=private, images=2)
    assert invocation.callback is not None
    assert invocation.callback["type"] == MESSAGE
    flags = invocation.callback["data"]["flags"]
    assert flags & ~EPHEMERAL == COMPONENTS_V2
    assert bool(flags & EPHEMERAL) is private
    text = invocation.text()
    assert "**In the queue** · next" in text
    assert "> a red fox" in text
    assert f"`{MODEL}` · 512×512 · 2 images" in text
    assert re.search(r"expected <t:\d+:R>", text)
    assert invocation.shown.button("cancel")["label"] == "Cancel"
    assert invocation.response_time < ANSWER_SECONDS


async def test_the_result_replaces_the_status_in_one_message(bot: WholeBot) -> None:
    message = await bot.imagined(
        "a red fox", images=3, steps=30, sampler="DPM++ 2M Karras", seed=7, negative_prompt="hands"
    )
    job = re.match(r"([a-z0-9]+)-1\.jpg", message.pictures()[0].name)
    assert job is not None
    assert [it.name for it in message.pictures()] == [f"{job[1]}-{n}.jpg" for n in (1, 2, 3)]
    originals = await bot.originals(bot.novita.tasks[0])
    assert [unlabelled(it.data) for it in message.pictures()] == originals
    assert [it.alt for it in message.pictures()] == [
        f"Image {n} of 3, made by AI: a red fox" for n in (1, 2, 3)
    ]
    particulars = message.text().splitlines()[-1]
    who = bot.discord.world.member.id
    for words in ("seed `7`", f"`{MODEL}`", "512×512", "30 steps", "DPM++ 2M Karras", f"<@{who}>"):
        assert words in particulars
    assert "without hands" in particulars
    assert re.search(r"\d+\.\d s", particulars)
    assert "AI-generated" in particulars
    assert len(bot.messages()) == 1
    assert [it["custom_id"].split(":")[1] for it in message.buttons()] == [
        *("again", "edit", "details", "report", "delete")
    ]


async def test_what_was_not_asked_for_is_not_sent(bot: WholeBot) -> None:
    await bot.imagined("a red fox")
    assert bot.novita.tasks[0].body == {
        "extra": {
            "response_image_type": "jpeg",
            "enable_nsfw_detection": True,
            "nsfw_detection_level": 1,
        },
        "request": {
            "prompt": "a red fox",
            "model_name": MODEL,
            "width": 512,
            "height": 512,
            "image_num": 1,
            "steps": 20,
            "seed": -1,
            "sampler_name": "Euler a",
            "guidance_scale": 7.5,
        },
    }


async def test_the_seed_that_the_engine_drew_is_told(bot: WholeBot) -> None:
    message = await bot.imagined()
    assert f"seed `{bot.novita.tasks[0].seed}`" in message.text()


@pytest.mark.parametrize(("form", "extension"), [("jpeg", "jpg"), ("png", "png"), ("webp", "webp")])
async def test_each_format_arrives_as_itself(bot: WholeBot, form: str, extension: str) -> None:
    message = await bot.imagined(format=form)
    assert message.pictures()[0].name.endswith(f"-1.{extension}")


async def test_status_edits_are_few_and_far_between(bot: WholeBot) -> None:
    bot.novita.knobs.duration = 4.5
    bot.novita.knobs.report_progress = True
    message = await bot.imagined()
    moments = [version.came_at for version in message.versions[:-1]]
    assert 2 <= len(message.versions) <= 4
    assert all(later - earlier >= 1.9 for earlier, later in pairwise(moments))
    texts = [str(version.components) for version in message.versions]
    assert all(earlier != later for earlier, later in pairwise(texts))


async def test_slash_options_win_over_flags_and_extras_add_up(bot: WholeBot) -> None:
    prompt = "a fox <lora:add_detail_44319:0.3> --steps 30 --ar 16:9 --cfg 5 --n 2"
    await bot.imagined(prompt, steps=10, loras="more_details_59655:0.7")
    request = bot.novita.tasks[0].request
    assert (request["prompt"], request["steps"], request["image_num"]) == ("a fox", 10, 2)
    assert request["guidance_scale"] == 5
    assert request["width"] > request["height"]
    assert [(it["model_name"], it["strength"]) for it in request["loras"]] == [
        ("add_detail_44319", 0.3),
        ("more_details_59655", 0.7),
    ]


async def test_a_pasted_block_is_read(bot: WholeBot) -> None:
    block = (
        "a fox Negative prompt: hands Steps: 25, Sampler: DPM++ 2M Karras, CFG scale: 6, "
        "Seed: 99, Size: 512x768, Model: dreamshaper_8_93211, Clip skip: 2, Nonsense: 4"
    )
    await bot.imagined(block)
    request = bot.novita.tasks[0].request
    assert request["prompt"] == "a fox"
    assert request["negative_prompt"] == "hands"
    assert (request["width"], request["height"]) == (512, 768)
    assert (request["steps"], request["seed"], request["clip_skip"]) == (25, 99, 2)
    assert (request["model_name"], request["sampler_name"]) == (MODEL, "DPM++ 2M Karras")


async def test_a_missing_permission_is_named_before_anything_is_done(bot: WholeBot) -> None:
    channel = bot.discord.world.channel
    without = Permission.VIEW_CHANNEL | Permission.SEND_MESSAGES | Permission.EMBED_LINKS
    await bot.discord.keeper.permit_bot(channel, int(without))
    invocation = await bot.imagine()
    assert invocation.ephemeral
    assert "Attach Files" in invocation.text()
    assert bot.asked("submit") == 0


async def test_a_thread_needs_its_own_permission(bot: WholeBot) -> None:
    without = Permission.VIEW_CHANNEL | Permission.EMBED_LINKS | Permission.ATTACH_FILES
    await bot.discord.keeper.permit_bot(bot.discord.world.thread, int(without))
    invocation = await bot.imagine(channel=bot.discord.world.thread)
    assert invocation.ephemeral
    assert "Send Messages in Threads" in invocation.text()


async def test_a_thread_gets_its_images(bot: WholeBot) -> None:
    invocation = await bot.imagine(channel=bot.discord.world.thread)
    assert len((await invocation.final()).pictures()) == 1


async def test_large_files_are_made_to_fit_and_none_is_lost(bot: WholeBot) -> None:
    bot.discord.world.guild.attachment_size_limit = 20_000
    bot.novita.knobs.plain_images = False
    message = await bot.imagined("a harbour at dawn", images=2)
    assert len(message.pictures()) == 2
    assert all(len(picture.data) <= 20_000 for picture in message.pictures())


@pytest.mark.parametrize(
    "options", [{"images": 8}, {"images": 8, "width": 1024, "height": 1024, "format": "png"}]
)
async def test_eight_images_fit_one_message(bot: WholeBot, options: dict[str, Any]) -> None:
    message = await bot.imagined("a red fox", **options)
    assert len(message.pictures()) == 8
