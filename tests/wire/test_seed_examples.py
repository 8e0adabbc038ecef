"""Each of the vendor's six examples, from the slash command to the images in the channel."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.unit.engines.novita.doubles import seed
from tests.unit.engines.novita.test_seed_examples import essential
from tests.wire.pictures import jpeg, picture_server, unlabelled

if TYPE_CHECKING:
    from bot.playground.discord import Message
    from bot.playground.discord.typed_options import Value
    from tests.wire.whole_bot import WholeBot

COMMON: dict[str, Value] = {"negative_prompt": "nsfw, bottle,bad face", "clip_skip": 1}
STORE = "https://faas-output-image.s3.ap-southeast-1.amazonaws.com"
OFF: dict[str, Value] = {"detection": False}


async def played(
    bot: WholeBot, number: int, prompt: str, policy: dict[str, Value], **options: Value
) -> Message:
    """Ask for an example, answer with the vendor's own replies, and check what was sent."""
    await bot.policy("set", **policy)
    answer = seed(f"ex{number}_result")
    async with picture_server(jpeg()) as (origin, fetched):
        submit, result = json.dumps(seed(f"ex{number}_submit")), json.dumps(answer)
        bot.novita.faults.add(route="submit", body=submit, after=True)
        told = bot.novita.faults.add(
            route="result", body=result.replace(STORE, origin), after=True, times=None
        )
        message = await bot.imagined(prompt, **COMMON, **options)
    sent, wanted = bot.novita.tasks[0].body, seed(f"ex{number}_request")
    sent["extra"].pop("webhook", None)
    assert essential(sent) == essential(wanted)
    polled = [seen.query["task_id"] for seen in bot.novita.requests if seen.route == "result"]
    reply = seed(f"ex{number}_submit")
    assert set(polled) == {(reply.get("data") or reply)["task_id"]}
    assert told.met == len(polled)
    urls = [image["image_url"].removeprefix(STORE) for image in answer["images"]]
    assert sorted(request.raw_path for request in fetched) == sorted(urls)
    assert all("Authorization" not in request.headers for request in fetched)
    assert f"seed `{answer['extra']['seed']}`" in message.text()
    return message


def shown_as_they_are(message: Message, count: int) -> bool:
    """Whether so many images are in the message, byte for byte, beside what we put in."""
    return [unlabelled(picture.data) for picture in message.pictures()] == [jpeg()] * count


async def test_example_1_txt2img_request_with_normal_parameter(bot: WholeBot) -> None:
    message = await played(
        bot,
        1,
        "a cute dog",
        OFF,
        model="sd_xl_base_1.0.safetensors",
        width=1024,
        height=1024,
        images=2,
        steps=20,
        seed=-1,
        sampler="Euler a",
        guidance=7.5,
        format="jpeg",
    )
    assert shown_as_they_are(message, 2)


async def test_example_2_txt2img_request_with_lora(bot: WholeBot) -> None:
    message = await played(
        bot,
        2,
        "a cute dog",
        OFF,
        model="majicmixRealistic_v6_65516.safetensors",
        width=512,
        height=512,
        images=2,
        seed=123,
        loras="add_detail_44319:0.7, more_details_59655:0.7",
    )
    assert shown_as_they_are(message, 2)


async def test_example_3_txt2img_request_with_upscale(bot: WholeBot) -> None:
    message = await played(
        bot,
        3,
        "a cute dog",
        OFF,
        model="realisticVisionV51_v51VAE_94301.safetensors",
        images=2,
        seed=123,
        hires="2x",
        hires_strength=0.8,
        hires_upscaler="Latent",
    )
    assert shown_as_they_are(message, 2)


async def test_example_4_txt2img_request_with_sdxl_1_0(bot: WholeBot) -> None:
    message = await played(bot, 4, "a cute dog", OFF, model="sd_xl_base_1.0.safetensors")
    assert shown_as_they_are(message, 1)


async def test_example_5_txt2img_request_with_textual_inversion(bot: WholeBot) -> None:
    message = await played(
        bot,
        5,
        "1girl",
        OFF,
        model="realisticVisionV51_v51VAE_94301.safetensors",
        embeddings="badhandv4_16755.pt, BadDream_53202.pt",
    )
    assert shown_as_they_are(message, 1)


async def test_example_6_txt2img_request_with_nsfw_detection(bot: WholeBot) -> None:
    message = await played(bot, 6, "1girl,sexy", {"level": 2}, images=4)
    assert len(message.pictures()) == 4
    assert all(picture.name.endswith("-blurred.jpg") for picture in message.pictures())
    assert jpeg() not in [picture.data for picture in message.pictures()]
