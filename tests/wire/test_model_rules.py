"""Which models may be used where, over the wire: refused in private, before anything is public."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.wire.catalogue import catalogue_read
from tests.wire.rows import rows
from tests.wire.sharing import alone, sharing

if TYPE_CHECKING:
    from bot.playground.discord import Channel, Invocation
    from tests.wire.whole_bot import WholeBot

pytestmark = sharing


DREAM = "dreamshaper_8_93211.safetensors"
FORBIDDEN = "nude_teen_mix_777.safetensors"
NOT_HERE = "can't be used here"
NOWHERE = "can't be used, here or anywhere"


async def models(bot: WholeBot, what: str, glob: str = "", **said: object) -> Invocation:
    """Change or show a list as the admin."""
    given = {"glob": glob, **said} if glob else said
    return await bot.policy(f"models {what}", **given)  # type: ignore[arg-type] # any option


async def refused(
    bot: WholeBot,
    words: str,
    prompt: str = "a fox",
    channel: Channel | None = None,
    **said: Any,  # noqa: ANN401
) -> str:
    """Ask for what is refused in private, and return what is said."""
    invocation = await bot.imagine(prompt, channel=channel, **said)
    assert invocation.ephemeral
    assert words in invocation.text()
    assert rows(bot.database) == []
    return invocation.text().partition("```")[0]


@alone
async def test_what_sexualises_minors_is_neither_used_nor_named(bot: WholeBot) -> None:
    await catalogue_read(bot)
    known = next(it for it in bot.novita.models if it.kind == "checkpoint")
    lora = next(it for it in bot.novita.models if it.kind == "lora")
    bot.novita.models.append(replace(known, sd_name=FORBIDDEN))
    bot.novita.models.append(replace(lora, sd_name="loli_style_778.safetensors"))
    await bot.restart()
    bot.novita.requests.clear()
    await models(bot, "allow", "*teen*")
    await models(bot, "allow", "*loli*")
    await models(bot, "allow", "dream*")
    for said in (FORBIDDEN, "Nude-Teen_Mix", "n.u.d.e teen"):
        assert FORBIDDEN not in await refused(bot, NOWHERE, model=said)
    for prompt in ("a <lora:loli_style:0.5>", "a --lora l0li_style", "a --emb x/shota.pt"):
        told = await refused(bot, NOWHERE, prompt)
        assert not any(term in told for term in ("loli", "shota"))
    pairs = "Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 512x512, Model:"
    assert FORBIDDEN not in await refused(bot, NOWHERE, f"a fox\n{pairs} {FORBIDDEN}")
    near = await refused(bot, "`model`", model="nude_mix_77")
    assert FORBIDDEN not in near
    asked = [seen.query.get("filter.query") for seen in bot.novita.requests]
    assert "loli_style" not in asked
    assert bot.asked("submit") == 0


async def test_a_place_allows_and_denies_by_globs_and_says_what_was_before(bot: WholeBot) -> None:
    world = bot.discord.world
    await catalogue_read(bot)
    first = await models(bot, "allow", " Dream* ")
    assert first.ephemeral
    assert "models_allow: all → `Dream*`" in first.text()
    assert "matches" in first.text()
    added = await models(bot, "allow", "vae:*", channel=world.art)
    assert "`Dream*` → `Dream*` `vae:*`" in added.text()
    await models(bot, "deny", "*inpaint*")
    told = await refused(bot, NOT_HERE, model="majicmixRealistic_v6", prompt="a fox")
    assert "`Dream*`" in told
    assert NOT_HERE in await refused(bot, NOT_HERE, "a fox <lora:add_detail:1>")
    assert (await bot.imagine("a fox --vae clearvae_v23", channel=world.art)).message
    listed = await models(bot, "list", channel=world.thread)
    assert "models_allow: `Dream*` `vae:*` (its channel)" in listed.text()
    assert "models_deny: `*inpaint*` (the server)" in listed.text()
    assert "models_deny: **`*inpaint*`** (the server)" in (await bot.policy("show")).text()
    again = await models(bot, "allow", "VAE:*", remove=True, channel=world.art)
    assert "`Dream*` `vae:*` → `Dream*`" in again.text()
    inherited = await models(bot, "list", channel=world.art)
    assert "models_allow: `Dream*` (the server)" in inherited.text()
    gone = await models(bot, "deny", "nothing", remove=True)
    assert "isn't on that list" in gone.text()
    for who in (world.member, world.moderator):
        tried = await bot.discord.slash("policy models deny", {"glob": "*"}, user=who)
        assert "Manage" in (await tried.answered()).text()


async def test_a_long_list_is_a_file(bot: WholeBot) -> None:
    for number in range(18):
        await models(bot, "deny", f"{'x' * 95}{number:02}*")
    listed = await models(bot, "list")
    (file,) = listed.shown.now.attachments
    assert file.data.decode().count("x" * 95) == 18
    assert "and 15 more" in (await bot.policy("show")).text()


async def test_the_default_is_held_against_the_list_too(bot: WholeBot) -> None:
    await models(bot, "deny", "dreamshaper*")
    told = await refused(bot, NOT_HERE)
    assert f"`model`: `{DREAM}`" in told


async def test_what_is_made_for_another_base_is_refused_with_both_names(bot: WholeBot) -> None:
    await catalogue_read(bot)
    old = next(it for it in bot.novita.models if it.kind == "lora" and it.base_model == "SD 1.5")
    xl = next(
        it for it in bot.novita.models if it.kind == "checkpoint" and it.base_model == "SDXL 1.0"
    )
    told = await refused(
        bot, "made for SD 1.5", f"a fox <lora:{old.name_in_api}:0.5>", model=xl.sd_name
    )
    assert f"`{old.name_in_api}`" in told
    worded = f'--prompt "a fox <lora:{old.name_in_api}:0.5>"'
    assert "made for SD 1.5" in await refused(bot, "`prompt`", worded, model=xl.sd_name)
    await models(bot, "deny", f"lora:{old.name_in_api}")
    assert NOT_HERE in await refused(bot, "`prompt`", worded)
    await models(bot, "deny", f"lora:{old.name_in_api}", remove=True)
    assert f"`{xl.sd_name}` is a checkpoint of SDXL 1.0" in told
    assert (await bot.imagined(f"a fox <lora:{old.name_in_api}:0.5>")).pictures()
