"""Use these settings: from a picture to a form, and from the form to images."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from bot.embedded.mark import MARK
from bot.playground.discord import Invocation, Version
from bot.playground.discord.messages import COMPONENTS_V2
from tests.unit.embedded import graphs
from tests.unit.embedded.files import (
    jpeg_with_exif,
    png,
    png_holding,
    png_with,
    user_comment,
    webp,
)
from tests.wire.rows import rows
from tests.wire.sharing import sharing
from tests.wire.use import BLOCK, FLAGS, FOX, posted, said, use, values

if TYPE_CHECKING:
    from tests.wire.whole_bot import WholeBot

pytestmark = sharing


MODAL = 9
FORM = {"prompt": "a red fox", "negative_prompt": "blur", "options": FLAGS}
COMMENT = user_comment(b"UNICODE\0" + BLOCK.encode("utf-16-be"))


async def test_a_picture_becomes_a_form_and_the_form_a_result(bot: WholeBot) -> None:
    opened = await use(bot, posted(bot, FOX))
    assert values(opened) == FORM
    assert "`fox-1.png`" in said(opened)
    assert bot.asked("submit") == 0
    submitted = await bot.discord.submit(opened)
    message = await submitted.final()
    assert len(message.pictures()) == 1
    assert not message.ephemeral
    request = bot.novita.tasks[0].request
    assert (request["prompt"], request["negative_prompt"]) == ("a red fox", "blur")
    assert (request["steps"], request["seed"], request["sampler_name"]) == (28, 42, "Euler a")
    assert (request["width"], request["height"]) == (512, 640)


async def test_other_files_do_as_well(bot: WholeBot) -> None:
    for data in (jpeg_with_exif(COMMENT), webp((b"EXIF", COMMENT))):
        assert values(await use(bot, posted(bot, data))) == FORM, data


async def test_the_program_is_named(bot: WholeBot) -> None:
    opened = await use(bot, posted(bot, png_holding(prompt=graphs.usual())))
    assert "ComfyUI" in said(opened)
    assert "--model sd/dreamshaper_8.safetensors" in values(opened)["options"].replace('"', "")


async def test_of_several_pictures_the_first_with_settings_counts(bot: WholeBot) -> None:
    other = png_with(parameters="a blue fox\nSteps: 9, Seed: 1, Size: 512x512")
    opened = await use(bot, posted(bot, png(), FOX, other))
    assert values(opened) == FORM
    assert "`fox-2.png`" in said(opened)
    assert "2 of 3" in said(opened)


async def test_a_picture_in_a_gallery_is_read(bot: WholeBot) -> None:
    discord = bot.discord
    handed = discord.hand("own.png", FOX)
    media = {"url": handed.payload["url"], "content_type": "image/png"}
    gallery = {"type": 12, "id": 2, "items": [{"media": media}]}
    box = {"type": 17, "id": 1, "components": [gallery]}
    shape = Version(
        sent={}, flags=COMPONENTS_V2, components=(box,), attachments=(handed.attachment,)
    )
    message = discord.registry.post(discord.world.channel.id, discord.world.bot, shape)
    assert values(await use(bot, message)) == FORM


async def test_what_was_edited_is_what_is_drawn(bot: WholeBot) -> None:
    opened = await use(bot, posted(bot, FOX))
    edited = {"prompt": "a blue fox --steps 9", "negative_prompt": "", "options": "--seed 7"}
    submitted = await bot.discord.submit(opened, edited)
    await submitted.final()
    request = bot.novita.tasks[0].request
    assert (request["prompt"], request["steps"], request["seed"]) == ("a blue fox", 9, 7)
    assert not request.get("negative_prompt")


async def test_a_mention_in_a_form_becomes_a_name(bot: WholeBot) -> None:
    opened = await use(bot, posted(bot, FOX))
    member = bot.discord.world.second_member
    submitted = await bot.discord.submit(opened, {"prompt": f"<@{member.id}> as a knight"})
    await submitted.final()
    assert bot.novita.tasks[0].request["prompt"].casefold() == f"{member.name} as a knight"


async def test_a_refused_form_gives_back_what_was_written(bot: WholeBot) -> None:
    opened = await use(bot, posted(bot, FOX))
    edited = {"prompt": "a blue fox", "options": "--steps 900 --seed x"}
    submitted = await (await bot.discord.submit(opened, edited)).answered()
    assert submitted.ephemeral
    for words in ("`--steps`", "`--seed`", "a blue fox", "--steps 900 --seed x"):
        assert words in submitted.text()
    assert rows(bot.database) == []


LONG = "blur, " * 200
LONG_FOX = png_with(parameters=f"a fox\nNegative prompt: {LONG}\nSteps: 9, Seed: 1, Size: 512x512")


async def test_what_was_not_edited_is_brought_to_what_is_taken(bot: WholeBot) -> None:
    submitted = await bot.discord.submit(await use(bot, posted(bot, LONG_FOX)))
    message = await submitted.final()
    assert len(bot.novita.tasks[0].request["negative_prompt"]) <= 1024
    assert "Adjusted" in message.text()


async def test_what_was_edited_is_refused_where_it_is_not_taken(bot: WholeBot) -> None:
    opened = await use(bot, posted(bot, LONG_FOX))
    submitted = await bot.discord.submit(opened, {"negative_prompt": f"{LONG} text"})
    await submitted.answered()
    assert submitted.ephemeral
    assert "1024" in submitted.text()
    assert rows(bot.database) == []


BESIDE: tuple[tuple[str, dict[str, Any], dict[str, str]], ...] = (
    (".", {}, FORM),
    (" . ", {}, FORM),
    ("a blue fox", {}, FORM | {"prompt": "a blue fox"}),
    (". --steps 9", {}, FORM | {"options": FLAGS.replace("28", "9")}),
    (".", {"steps": 9}, FORM | {"options": FLAGS.replace("28", "9")}),
    (".", {"negative_prompt": "rain"}, FORM | {"negative_prompt": "rain"}),
    (".", {"aspect": "3:2"}, FORM | {"options": FLAGS.replace("--size 512x640", "--ar 3:2")}),
)


async def test_what_is_said_beside_the_option_wins(bot: WholeBot) -> None:
    for prompt, options, expected in BESIDE:
        image = bot.discord.hand("fox.png", FOX)
        opened = await bot.imagine(prompt, image=image, **options)
        assert values(opened) == expected, (prompt, options)


async def test_a_private_result_is_private(bot: WholeBot) -> None:
    image = bot.discord.hand("fox.png", FOX)
    opened = await bot.imagine(".", image=image, private=True)
    submitted = await bot.discord.submit(opened)
    message = await submitted.final()
    assert message.ephemeral
    assert len(message.pictures()) == 1


async def test_what_is_read_of_a_private_result_is_private(bot: WholeBot) -> None:
    opened = await use(bot, await bot.imagined("a red fox", private=True))
    sent = await (await bot.discord.submit(opened)).answered()
    assert sent.ephemeral
    assert "> a red fox" in sent.text()
    assert (await sent.final()).ephemeral


async def test_what_is_wrong_beside_the_option_is_refused_at_once(bot: WholeBot) -> None:
    image = bot.discord.hand("fox.png", FOX)
    refused = await bot.imagine(". --steps 900", image=image)
    assert refused.ephemeral
    assert "steps" in refused.text()


PASTED_FOX = png_with(
    parameters="a red fox <hypernet:old:1>\nSteps: 500, Seed: 42, Size: 512x640, Mood: 1"
)


def ignored(bot: WholeBot) -> list[str]:
    """Return the keys that are kept with the newest job for its details."""
    row = rows(bot.database)[-1]
    with closing(sqlite3.connect(bot.database, timeout=5)) as connection:
        found = connection.execute("SELECT ignored FROM jobs WHERE id = ?", (row.id,)).fetchone()
    return str(found[0]).splitlines()


async def test_what_is_not_as_in_the_picture_is_said_of_the_result_too(bot: WholeBot) -> None:
    opened = await use(bot, posted(bot, PASTED_FOX))
    assert "500" in said(opened)
    message = await (await bot.discord.submit(opened)).final()
    for words in ("Adjusted", "500", "hypernet"):
        assert words in message.text()
    assert ignored(bot) == ["Mood"]


async def test_of_options_that_were_edited_nothing_is_said(bot: WholeBot) -> None:
    opened = await use(bot, posted(bot, PASTED_FOX))
    message = await (await bot.discord.submit(opened, {"options": "--steps 9"})).final()
    assert "Adjusted" not in message.text()


async def test_what_is_pasted_beside_the_option_is_adjusted_aloud(bot: WholeBot) -> None:
    image = bot.discord.hand("fox.png", FOX)
    opened = await bot.imagine("a blue fox\nSteps: 500, Seed: 7, CFG scale: 7", image=image)
    assert "500" in said(opened)
    message = await (await bot.discord.submit(opened)).final()
    assert "500" in message.text()


TYPED_WRONG: dict[str, tuple[str, dict[str, Any], str]] = {
    "an option": (".", {"negative_prompt": "z " * 600}, "negative_prompt"),
    "two of them together": (".", {"hires": "4x", "width": 2048, "height": 2048}, "hires"),
    "a flag": (". --cfg 99", {}, "--cfg"),
    "flags together": (". --hires 4x --size 2048x2048", {}, "--hires"),
    "a prompt": ("fox " * 300, {}, "prompt"),
}


async def test_what_is_typed_beside_the_option_is_strict(bot: WholeBot) -> None:
    for name, (prompt, options, named) in TYPED_WRONG.items():
        image = bot.discord.hand("fox.png", FOX)
        refused = await bot.imagine(prompt, image=image, **options)
        assert refused.modal is None, name
        assert refused.ephemeral, name
        assert f"`{named}`" in refused.text(), name


async def test_what_was_typed_is_strict_in_the_form_too(bot: WholeBot) -> None:
    large = png_with(parameters="a fox\nSteps: 9, Seed: 1, Size: 2048x2048")
    image = bot.discord.hand("fox.png", large)
    opened = await bot.imagine(".", image=image, hires="4x")
    submitted = await (await bot.discord.submit(opened)).answered()
    assert submitted.ephemeral
    assert "`--hires`" in submitted.text()
    assert rows(bot.database) == []


@pytest.mark.parametrize("fault", [{"status": 400}, {"drop": True}])
async def test_a_form_that_discord_does_not_take_is_told_of(
    bot: WholeBot, fault: dict[str, Any]
) -> None:
    bot.discord.faults.add(path="/callback", times=1, **fault)
    answer = await use(bot, posted(bot, FOX))
    assert answer.modal is None
    assert answer.ephemeral
    assert "couldn't be opened" in answer.text()


@pytest.mark.parametrize("form", ["jpeg", "png", "webp"])
async def test_our_own_images_become_the_same_images(bot: WholeBot, form: str) -> None:
    asked = {
        "format": form,
        "negative_prompt": 'text, "blur"',
        "steps": 33,
        "clip_skip": 2,
        "sampler": "DPM++ 2M Karras",
        "width": 640,
        "height": 576,
        "hires": "1.5x",
    }
    message = await bot.imagined('a "red" fox, 狐 😀', **asked)
    opened = await use(bot, message)
    assert "Darkroom" in said(opened)
    assert "Adjusted" not in said(opened)
    await (await bot.discord.submit(opened)).final()
    first, second = (task.body for task in bot.novita.tasks)
    seed = re.search(r"seed `(\d+)`", message.text())
    assert seed is not None
    first["request"]["seed"] = int(seed[1])
    assert second == first
    assert ignored(bot) == []


async def test_where_files_tell_no_settings_this_is_said(bot: WholeBot) -> None:
    await bot.policy(metadata=False)
    message = await bot.imagined()
    assert MARK in message.pictures()[0].data
    answer = await use(bot, message)
    assert answer.ephemeral
    assert "leaves settings out" in answer.text()


NOTHING = {
    "words": ((), "no PNG"),
    "a picture without settings": ((png(),), "no settings"),
    "two of them": ((png(), png()), "2 images"),
    "a file of another kind": ((b"GIF89a",), "no PNG"),
    "settings beyond all bounds": ((png_with(parameters="a" * 30_000),), "too large"),
}


async def test_where_nothing_is_to_be_read_it_is_said(bot: WholeBot) -> None:
    for name, (files, words) in NOTHING.items():
        answer = await use(bot, posted(bot, *files))
        assert answer.ephemeral, name
        assert words in answer.text(), name


async def test_a_file_that_is_no_picture_is_said_to_be_none(bot: WholeBot) -> None:
    answer = await bot.imagine(".", image=bot.discord.hand("fox.txt", b"a red fox"))
    assert answer.ephemeral
    assert "no PNG" in answer.text()


async def test_a_picture_that_is_gone_is_said_to_be(bot: WholeBot) -> None:
    image = bot.discord.hand("fox.png", FOX)
    bot.discord.registry.drop(image.attachment)
    answer = await bot.imagine(".", image=image)
    assert answer.ephemeral
    assert "fetch" in answer.text()


async def test_a_picture_elsewhere_is_not_fetched(bot: WholeBot) -> None:
    discord = bot.discord
    url = f"{bot.novita.url}/fox.png"
    gallery = {"type": 12, "id": 1, "items": [{"media": {"url": url}}]}
    shape = Version(sent={}, flags=COMPONENTS_V2, components=(gallery,))
    message = discord.registry.post(discord.world.channel.id, discord.world.bot, shape)
    answer = await use(bot, message)
    assert answer.ephemeral
    assert "fetch" in answer.text()
    # The bot may be asking for models meanwhile.
    assert all(seen.path != "/fox.png" for seen in bot.novita.requests)


async def test_a_form_is_under_the_rules_of_its_place(bot: WholeBot) -> None:
    opened = await use(bot, posted(bot, FOX))
    await bot.policy(max_steps=10)
    submitted = await (await bot.discord.submit(opened)).answered()
    assert submitted.ephemeral
    assert "steps" in submitted.text()
    assert rows(bot.database) == []
    await bot.policy(enabled=False)
    submitted = await (await bot.discord.submit(opened)).answered()
    assert submitted.ephemeral
    assert rows(bot.database) == []


async def test_a_form_of_a_stranger_is_answered(bot: WholeBot) -> None:
    for form in ("darkroom:use:nobody", "darkroom:use:p", f"darkroom:use:{'0' * 32}"):
        opened = await use(bot, posted(bot, FOX))
        assert opened.modal is not None, form
        opened.modal["components"] = []
        submitted = await (await bot.discord.submit(opened, custom_id=form)).answered()
        assert submitted.ephemeral, form
        assert "isn't one of mine" in submitted.text(), form


async def test_two_submissions_are_two_wishes(bot: WholeBot) -> None:
    opened = await use(bot, posted(bot, FOX))
    first, second = await bot.discord.submit(opened), await bot.discord.submit(opened)
    for submitted in (first, second):
        assert len((await submitted.final()).pictures()) == 1
    assert len(rows(bot.database)) == 2


async def test_it_is_refused_where_the_bot_is_no_member(bot: WholeBot) -> None:
    world = bot.discord.world
    foreign = world.add_foreign_guild("Elsewhere")
    channel = world.add_channel(foreign, "lobby")
    message = bot.discord.say("look", bot.discord.hand("fox.png", FOX), channel=channel)
    answer = await use(bot, message)
    assert answer.ephemeral
    assert answer.modal is None


async def test_a_form_of_another_message_is_no_message_of_ours(bot: WholeBot) -> None:
    message = await bot.imagined()
    pressed = await bot.discord.press(message, "darkroom:use:o0123")
    await pressed.answered()
    assert pressed.ephemeral
    assert isinstance(pressed, Invocation)
    assert pressed.modal is None
