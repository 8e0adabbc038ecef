"""/style over the wire: saved, listed, shown, used, handed over and taken in again."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from tests.wire.rows import rows
from tests.wire.sharing import sharing
from tests.wire.use import FOX, values
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    import pytest

    from bot.playground.discord import Invocation, User
    from tests.wire.whole_bot import WholeBot

pytestmark = sharing


NOIR: dict[str, Any] = {
    "name": "Noir",
    "prompt": "{prompt}, film noir --no colour",
    "options": "--ar 16:9 --steps 30",
}


async def style(
    bot: WholeBot,
    command: str,
    *,
    user: User | None = None,
    **options: Any,  # noqa: ANN401 - any
) -> Invocation:
    """Use ``/style`` and return once it is answered."""
    user = user or bot.discord.world.member
    used = await bot.discord.slash(f"style {command}", options, user=user)
    return await used.answered()


def asked(bot: WholeBot, number: int = -1) -> dict[str, Any]:
    request: dict[str, Any] = bot.novita.tasks[number].request
    return request


def files(invocation: Invocation) -> list[bytes]:
    return [it.data for it in invocation.shown.now.attachments]


async def test_a_style_is_saved_shown_used_and_deleted(bot: WholeBot) -> None:
    saved = await style(bot, "save", **NOIR)
    assert saved.ephemeral
    assert "Saved the style `Noir`" in saved.text()
    await bot.restart()
    shown = await style(bot, "show", name="NOIR")
    assert shown.ephemeral
    for words in ("Style `Noir` · yours", "film noir", "colour", "--ar 16:9 --steps 30"):
        assert words in shown.text()

    used = await style(bot, "use", name="noir", prompt="a cat --steps 9 --no dogs")
    message = await used.final()
    assert not message.ephemeral
    assert "a cat, film noir" in message.text()
    request = asked(bot)
    assert (request["prompt"], request["negative_prompt"]) == ("a cat, film noir", "dogs, colour")
    assert (request["steps"], request["width"] > request["height"]) == (9, True)

    opened = await bot.press(shown.shown, "use")
    assert values(opened) == {"prompt": "", "negative_prompt": "", "options": ""}
    await bot.restart()
    submitted = await bot.discord.submit(opened, {"prompt": "a dog", "options": "--steps 12"})
    await submitted.final()
    assert (asked(bot)["prompt"], asked(bot)["steps"]) == ("a dog, film noir", 12)

    message = await bot.imagined("a fox", style="Noir")
    assert asked(bot)["prompt"] == "a fox, film noir"

    # Somebody else's is nobody's business.
    theirs = await bot.press(shown.shown, "use", user=bot.discord.world.second_member)
    assert theirs.ephemeral
    assert "has been deleted" in theirs.text()
    gone = await style(bot, "delete", name="noir")
    assert "film noir" in gone.text()
    again = await bot.press(shown.shown, "use")
    assert "has been deleted" in again.text()
    late = await (await bot.discord.submit(opened, {"prompt": "a dog"})).answered()
    assert "has been deleted" in late.text()
    assert len(bot.novita.tasks) == 3


async def test_a_style_that_is_unknown_is_refused_with_all_else(bot: WholeBot) -> None:
    await style(bot, "save", **NOIR)
    refused = await bot.imagine("x --steps 900", style="nior")
    assert refused.ephemeral
    assert "Did you mean `Noir`?" in refused.text()
    assert "--steps" in refused.text()
    long = await bot.imagine("x " * 510, style="noir")
    assert "with the style `Noir`" in long.text()
    wrong = await style(bot, "save", name="none", prompt="{prompt} --seed 7", options="cats")
    for words in ("means no style at all", "keeps no seed", "only flags", "{prompt} --seed 7"):
        assert words in wrong.text()
    wrong = await style(bot, "save", name="x", options="--lora nothing_like_it --steps 900")
    assert "nothing_like_it" in wrong.text()
    assert "between 1 and 100" in wrong.text()
    assert "`/style list`" in (await style(bot, "show", name="what")).text()
    assert rows(bot.database) == []


async def test_a_style_beside_a_picture_shows_in_the_form(bot: WholeBot) -> None:
    await style(bot, "save", **NOIR)
    image = bot.discord.hand("fox.png", FOX)
    opened = await bot.imagine(".", image=image, style="noir")
    assert values(opened) == {
        "prompt": "a red fox, film noir",
        "negative_prompt": "blur, colour",
        "options": '--size 512x640 --steps 28 --sampler "Euler a" --seed 42',
    }
    await (await bot.discord.submit(opened)).final()
    assert asked(bot)["prompt"] == "a red fox, film noir"
    refused = await bot.imagine(".", image=image, style="what")
    assert "no saved style `what`" in refused.text()


async def test_a_servers_styles_are_for_all_and_changed_by_few(bot: WholeBot) -> None:
    world = bot.discord.world
    for command, options in (
        ("save", {"name": "Warm", "prompt": "warm"}),
        ("delete", {"name": "Warm"}),
        ("import", {"file": bot.discord.hand("x.json", b"{}")}),
    ):
        refused = await style(bot, command, server=True, **options)
        assert refused.ephemeral
        assert "Manage Server" in refused.text()
    await style(bot, "save", user=world.admin, name="Warm", prompt="{prompt}, warm", server=True)
    await style(bot, "save", user=world.admin, name="noir", prompt="{prompt}, theirs", server=True)
    await style(bot, "save", **NOIR)
    await style(bot, "save", name="__a__ @everyone", prompt="x")
    listed = await style(bot, "list")
    assert listed.ephemeral
    lines = listed.text().splitlines()[1:]
    assert [line.split("·")[1].strip() for line in lines] == ["yours"] * 2 + ["the server's"] * 2
    assert "@everyone" not in listed.text()

    choices = await bot.discord.autocomplete("imagine", "style", "", options={"prompt": "x"})
    assert [it["value"] for it in choices] == ["__a__ @everyone", "Noir", "Warm"]
    assert choices[-1]["name"] == "Warm · server"
    choices = await bot.discord.autocomplete("imagine", "style", "WAR" + "m" * 5000)
    assert choices == []
    choices = await bot.discord.autocomplete("style delete", "name", "", options={"server": True})
    assert [it["value"] for it in choices] == ["noir", "Warm"]

    await bot.imagined("a cat", style="noir")
    assert asked(bot)["prompt"] == "a cat, film noir"
    hint = await style(bot, "delete", name="warm", user=world.admin)
    assert "`server:True`" in hint.text()
    await style(bot, "delete", name="warm", user=world.admin, server=True)
    assert "no saved style" in (await bot.imagine("x", style="warm")).text()


async def test_a_list_of_many_is_turned(bot: WholeBot) -> None:
    entries = [{"name": f"style {at:02}", "prompt": "x"} for at in range(60)]
    data = json.dumps({"darkroom_styles": 1, "styles": entries}).encode()
    came = await style(bot, "import", file=bot.discord.hand("s.json", data))
    await eventually(lambda: "50 styles kept" in came.text())
    assert "… and 5 more left out" in came.text()
    listed = await style(bot, "list")
    assert "style 09" in listed.text()
    assert "style 10" not in listed.text()
    await bot.restart()
    after = listed.shown.buttons()[1]["custom_id"]
    turned = await (await bot.discord.press(listed.shown, after)).answered()
    assert turned.callback is not None
    assert turned.callback["type"] == 7
    assert "style 10" in listed.text()
    full = await style(bot, "save", name="one more", prompt="x")
    assert "You can keep 50 styles" in full.text()
    assert "in place of" in (await style(bot, "save", name="STYLE 01", prompt="y")).text()


async def test_what_is_handed_over_can_be_taken_in_again(bot: WholeBot) -> None:
    assert "`/style save`" in (await style(bot, "export")).text()
    await style(bot, "save", **NOIR)
    await style(bot, "save", name="Plain", options="--steps 9")
    exported = await style(bot, "export")
    assert exported.ephemeral
    (data,) = files(exported)
    (one,) = files(await style(bot, "export", name="plain"))
    assert [it["name"] for it in json.loads(one)["styles"]] == ["Plain"]
    await style(bot, "delete", name="plain")

    handed = bot.discord.hand("darkroom-styles.json", data)
    came = await style(bot, "import", file=handed)
    await eventually(lambda: "1 style kept" in came.text())
    assert "`Noir`: There is already a style of this name" in came.text()
    assert files(await style(bot, "export")) == [data]
    came = await style(bot, "import", file=handed, replace=True)
    await eventually(lambda: "2 styles kept" in came.text())


HOSTILE = {
    "no JSON": (b"\x89PNG", "isn't a file of styles"),
    "deep": (b"[" * 200_000, "isn't a file of styles"),
    "newer": (b'{"darkroom_styles": 9, "styles": []}', "newer version"),
    "large": (b" " * (10 * 2**20), "at most 256 KiB"),
}


async def test_a_hostile_file_is_refused_in_a_sentence(bot: WholeBot) -> None:
    for data, words in HOSTILE.values():
        came = await style(bot, "import", file=bot.discord.hand("x.json", data))
        await eventually(lambda: words in came.text())  # noqa: B023 - waited for at once
        assert came.ephemeral
    mixed = [{"name": "\u202egood\u0000", "prompt": "x"}, {"name": "n" * 9999}, 7]
    data = json.dumps({"darkroom_styles": 1, "styles": mixed}).encode()
    came = await style(bot, "import", file=bot.discord.hand("x.json", data))
    await eventually(lambda: "1 style kept" in came.text())
    assert came.text().count("Left out") == 2
    assert "good" in (await style(bot, "list")).text()


async def test_a_places_style_counts_where_none_is_named(
    bot: WholeBot, capsys: pytest.CaptureFixture[str]
) -> None:
    admin, guild = bot.discord.world.admin, bot.discord.world.guild
    await style(bot, "save", user=admin, server=True, **NOIR)
    await bot.stop()
    patch = json.dumps({"default_style": "NOIR", "language": "de"})
    row = (guild.id, guild.id, patch, admin.id, 0)
    with closing(sqlite3.connect(bot.database)) as connection, connection:
        connection.execute("INSERT INTO policies VALUES (?, ?, ?, ?, ?)", row)
    await bot.start()
    message = await bot.imagined("a cat")
    assert asked(bot)["prompt"] == "a cat, film noir"
    assert "Stil Noir dieses Ortes" in message.text()
    await bot.imagined("a cat", style="none")
    assert asked(bot)["prompt"] == "a cat"
    assert "default_style: **NOIR**" in (await bot.policy("show")).text()
    await style(bot, "delete", user=admin, server=True, name="noir")
    await bot.imagined("a cat")
    assert asked(bot)["prompt"] == "a cat"
    assert "style.default_gone" in capsys.readouterr().out
