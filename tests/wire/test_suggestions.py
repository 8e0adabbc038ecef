"""Suggestions over the wire: what fits, what is allowed and what is used; known after a restart."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.wire.catalogue import catalogue_read, kept
from tests.wire.rows import rows
from tests.wire.sharing import alone, sharing
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from tests.wire.whole_bot import WholeBot

pytestmark = sharing


DETAILS = ["add_detail_44319", "more_details_59655"]


async def offered(bot: WholeBot, option: str, typed: str, **said: Any) -> list[str]:  # noqa: ANN401 - any option
    choices = await bot.discord.autocomplete(
        "imagine", option, typed, options={"prompt": "x"} | said
    )
    assert all(0 < len(it["name"]) <= 100 and 0 < len(it["value"]) <= 100 for it in choices)
    assert len(choices) <= 25
    return [choice["value"] for choice in choices]


async def test_choices_are_near_show_their_base_and_complete_a_list(bot: WholeBot) -> None:
    known = next(it for it in bot.novita.models if it.kind == "lora")
    odd = ["evil\u202ename_1.safetensors", "x" * 99 + "_1.safetensors", "loli_style_9.safetensors"]
    bot.novita.models.extend(replace(known, sd_name=name) for name in odd)
    await bot.stop()
    await bot.start()
    await eventually(lambda: "loli_style_9" in kept(bot))
    [choice, *_] = await bot.discord.autocomplete(
        "imagine", "model", "dreemshaper 8", options={"prompt": "x"}
    )
    assert choice["value"] == "dreamshaper_8_93211.safetensors"
    assert choice["name"].endswith("dreamshaper 8 · SD 1.5")
    assert set(DETAILS) <= set(await offered(bot, "loras", "detail"))
    again = await offered(bot, "loras", "add_detail:0.7 · SD 1.5, detail")
    assert "add_detail:0.7, more_details_59655" in again
    assert not any(value.endswith("44319") for value in again)
    assert await offered(bot, "loras", "add_detail:0.7") == ["add_detail_44319:0.7"]
    assert (await offered(bot, "loras", "add_detail:0."))[0] == "add_detail_44319:0.9"
    assert await offered(bot, "loras", "a:1, b:1, c:1, d:1, e:1, detail") == []
    assert await offered(bot, "loras", "zq" * 2500) == []
    assert await offered(bot, "loras", "a" * 99 + ", detail") == []
    everything = await offered(bot, "loras", "")
    assert not {"evil\u202ename_1", "loli_style_9", "x" * 99 + "_1"} & set(everything)
    assert "loli_style_9" not in await offered(bot, "loras", "loli_style")
    # A restart while the engine is away knows them all the same.
    await bot.stop()
    bot.novita.faults.add(route="model", status=503, times=None)
    await bot.start()
    assert set(DETAILS) <= set(await offered(bot, "loras", "detail"))


async def test_what_members_use_and_what_suits_the_model_comes_first_if_it_is_allowed(
    bot: WholeBot,
) -> None:
    await catalogue_read(bot)
    loras = {it.name_in_api: it for it in bot.novita.models if it.kind == "lora"}
    plain = await offered(bot, "loras", "")
    liked = [name for name in plain if loras[name].base_model == "SD 1.5"][-1]
    assert liked != plain[0]
    await bot.imagined(loras=f"{liked}:0.5")
    await eventually(lambda: rows(bot.database)[0].state == "delivered")
    # What was asked for a moment ago is remembered: another member has not asked yet.
    other = bot.discord.world.admin
    choices = await bot.discord.autocomplete(
        "imagine", "loras", "", options={"prompt": "x"}, user=other
    )
    assert choices[0]["value"] == liked
    large = {name for name in loras if loras[name].is_sdxl}
    fitting = await offered(bot, "loras", "", model="animagineXLV31_v31_325600.safetensors")
    assert large
    assert set(fitting[: len(large)]) == large


@alone
async def test_who_was_killed_while_asking_keeps_nobody_waiting(idle: WholeBot) -> None:
    idle.novita.faults.add(route="model", delay=600.0, times=None)
    await idle.start()
    await eventually(lambda: asking(idle))
    left = asking(idle)
    await idle.stop()
    with closing(sqlite3.connect(idle.database, timeout=5)) as connection, connection:
        connection.executemany("UPDATE catalogues SET holder = ? WHERE source = ?", left)
    idle.novita.faults.clear()
    await idle.start()
    await catalogue_read(idle)


def asking(bot: WholeBot) -> list[tuple[str, str]]:
    """Return who asks for all models, as the database has it, and of what source."""
    query = "SELECT holder, source FROM catalogues WHERE holder IS NOT NULL"
    with closing(sqlite3.connect(bot.database, timeout=5)) as connection:
        return connection.execute(query).fetchall()
