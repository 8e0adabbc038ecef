"""/models over the wire: pages of what may be used here, and a form with what was picked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.wire.catalogue import catalogue_read
from tests.wire.sharing import alone, sharing
from tests.wire.use import values

if TYPE_CHECKING:
    from bot.playground.discord import Invocation, Message
    from bot.playground.novita.models.entry import Model
    from tests.wire.whole_bot import WholeBot

pytestmark = sharing


PUBLIC = "https://covers.example"
SELECT, THUMBNAIL = 3, 11


async def models(bot: WholeBot, *, channel: Any = None, **said: str) -> Message:  # noqa: ANN401
    """Ask for a list as the member; return the message that only they see."""
    world = bot.discord.world
    asked = await bot.discord.slash(
        "models", dict(said), user=world.member, channel=channel or world.channel
    )
    await asked.answered()
    assert asked.ephemeral
    return asked.shown


def select(message: Message) -> dict[str, Any]:
    return next(each for each in message.walk() if each["type"] == SELECT)


def covers(message: Message) -> list[str]:
    shown = [each for each in message.walk() if each["type"] == THUMBNAIL]
    return [each["media"]["url"] for each in shown]


async def pick(bot: WholeBot, message: Message, name: str, **place: Any) -> Invocation:  # noqa: ANN401
    """Pick a model by its name."""
    value = next(it["value"] for it in select(message)["options"] if it["label"] == name)
    place = {"user": bot.discord.world.member} | place
    chosen = await bot.discord.choose(message, select(message)["custom_id"], [value], **place)
    return await chosen.answered()


def first(bot: WholeBot, kind: str) -> Model:
    return next(it for it in bot.novita.models if it.kind == kind)


async def test_pages_of_what_may_be_used_and_a_form_with_what_was_picked(bot: WholeBot) -> None:
    await catalogue_read(bot)
    world = bot.discord.world
    await bot.policy("models deny", glob="*inpaint*")
    message = await models(bot)
    assert "dreamshaper_8_93211.safetensors" in message.text()
    assert "SD 1.5" in message.text()
    pages = int(message.text().split(" of ")[1].split()[0])
    seen = set[str]()
    for _ in range(pages):
        seen |= {option["label"] for option in select(message)["options"]}
        after = message.buttons()[-1]
        if not after.get("disabled"):
            turned = await bot.discord.press(message, after["custom_id"], user=world.member)
            await turned.answered()
    listed = {it.sd_name for it in bot.novita.models if it.kind == "checkpoint"}
    assert seen == {name for name in listed if "inpaint" not in name.casefold()}

    found = await models(bot, kind="lora", base_model="SD 1.5", search="more detail")
    assert "more_details_59655" in found.text()
    await bot.restart()
    opened = await pick(bot, found, "more_details_59655")
    assert "--lora more_details_59655" in values(opened)["options"]
    submitted = await bot.discord.submit(opened, {**values(opened), "prompt": "a harbour"})
    assert len((await submitted.final()).pictures()) == 1
    sent = bot.novita.tasks[0].request
    assert [lora["model_name"] for lora in sent["loras"]] == ["more_details_59655"]

    await bot.policy("models deny", glob="more_*")
    refused = await pick(bot, found, "more_details_59655")
    assert "can't be used here" in refused.text()
    other = await pick(bot, found, "more_details_59655", user=world.second_member)
    assert "more_details" not in other.text()
    assert other.ephemeral
    forged = await bot.discord.choose(
        found, select(found)["custom_id"], ["darkroom:use:forged:1"], user=world.member
    )
    assert (await forged.answered()).ephemeral
    await bot.policy("models deny", glob="lora:*")
    nothing = await models(bot, kind="lora", search="more detail")
    assert "None of these may be used here" in nothing.text()


@alone
async def test_covers_are_shown_where_they_may_be_seen(idle: WholeBot) -> None:
    """Only public ones; to minors none but those that are told not to be for adults."""
    bot = idle
    vae = first(bot, "vae")
    told = {"safe": False, "adult": True, "untold": None}
    bot.novita.models[:] = [it for it in bot.novita.models if it.kind != "vae"] + [
        replace(vae, sd_name=f"{name}.pt", cover=f"{PUBLIC}/{name}.jpeg", is_nsfw=is_nsfw)
        for name, is_nsfw in told.items()
    ]
    bot.novita.models.append(replace(vae, sd_name="loli.pt", cover=f"{PUBLIC}/loli.jpeg"))
    bot.novita.models.append(replace(vae, sd_name="plain.pt", cover="http://covers.example/a.png"))
    await bot.start()
    await catalogue_read(bot)
    world = bot.discord.world
    for channel, names in ((world.channel, ["safe"]), (world.adult_channel, [*told])):
        message = await models(bot, channel=channel, kind="vae")
        assert sorted(covers(message)) == sorted(f"{PUBLIC}/{name}.jpeg" for name in names)
        assert "plain.pt" in message.text()
        assert "loli" not in message.text()


@alone
async def test_an_engine_that_is_away_has_told_nothing(idle: WholeBot) -> None:
    idle.novita.faults.add(route="model", times=None, status=500)
    await idle.start()
    assert "hasn't told which" in (await models(idle)).text()
