"""/settings: own defaults and the language of one's own answers, asked for once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from bot.domain.member import NOBODY
from bot.store.studio.members import SqlMemberStore
from tests.wire.faults.test_database_faults import altered
from tests.wire.sharing import sharing

if TYPE_CHECKING:
    import pytest

    from bot.domain.member import Member
    from bot.playground.discord import Invocation
    from tests.wire.whole_bot import WholeBot

pytestmark = sharing


async def settings(bot: WholeBot, **options: Any) -> Invocation:  # noqa: ANN401 - any option
    """Use ``/settings`` and return once it is answered."""
    used = await bot.discord.slash("settings", options, user=bot.discord.world.member)
    return await used.answered()


async def test_what_is_set_counts_till_it_is_reset(bot: WholeBot) -> None:
    shown = await settings(bot)
    assert shown.ephemeral
    assert "steps: not set" in shown.text()
    changed = await settings(bot, steps=33, aspect="9:16", negative_prompt="blur")
    assert "steps: **33**" in changed.text()
    await bot.restart()
    await bot.imagined("a cat")
    request = bot.novita.tasks[-1].request
    assert (request["steps"], request["negative_prompt"]) == (33, "blur")
    assert request["height"] > request["width"]
    await bot.imagined("a cat", steps=9, negative_prompt="dogs", aspect="1:1")
    request = bot.novita.tasks[-1].request
    assert (request["steps"], request["negative_prompt"]) == (9, "dogs")
    # A place's limit bends them, as it does any default.
    await bot.policy(max_steps=25)
    message = await bot.imagined("a cat")
    assert "/settings: steps 33 → 25" in message.text()
    assert "steps: not set" in (await settings(bot, reset="steps")).text()
    assert "aspect: **9:16**" in (await settings(bot)).text()
    assert "aspect: not set" in (await settings(bot, reset="everything")).text()
    other = await bot.discord.slash("settings", {}, user=bot.discord.world.second_member)
    assert "steps: not set" in (await other.answered()).text()


async def test_what_is_wrong_is_refused_and_nothing_is_changed(bot: WholeBot) -> None:
    await settings(bot, steps=30)
    refused = await settings(bot, steps=900, aspect="5:4", model="nothing like it")
    for words in ("`steps`", "`aspect`", "`model`"):
        assert words in refused.text()
    assert "`language`" in (await settings(bot, language="xx")).text()
    assert "`reset`" in (await settings(bot, reset="xx")).text()
    assert "steps: **30**" in (await settings(bot)).text()


async def test_a_member_reads_their_own_language_and_all_that_of_the_place(bot: WholeBot) -> None:
    assert "**Deine Einstellungen**" in (await settings(bot, language="de")).text()
    refused = await bot.imagine("x --steps 900")
    assert refused.text().startswith("`--steps` muss zwischen")
    private = await bot.imagined("a fox", private=True)
    assert private.text().endswith("KI-generiert")
    assert (await bot.imagined("a fox")).text().endswith("AI-generated")
    helped = await bot.discord.slash("help", {}, user=bot.discord.world.member)
    assert "Bild" in (await helped.answered()).text()

    shown = await bot.policy(language="ja")
    assert "language: the server's → 日本語" in shown.text()
    message = await bot.imagined("a fox", steps=30)
    assert "ステップ" in message.text()
    channel = bot.discord.world.channel
    await bot.policy(channel=channel, language="fr")
    assert (await bot.imagined("a fox")).text().endswith("Généré par IA")
    assert "`language`" in (await bot.policy(language="tlh")).text()
    assert "as in Discord" in (await settings(bot, reset="language")).text()


async def test_a_database_that_does_not_answer_makes_no_answer_late(
    bot: WholeBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    await settings(bot, language="de")

    async def hang(*_: object) -> Member:
        await asyncio.Event().wait()
        return NOBODY

    with monkeypatch.context() as patched:
        patched.setattr(SqlMemberStore, "get", hang)
        refused = await bot.imagine("x --steps 900")
        assert refused.text().startswith("`--steps` must be between")
    await asyncio.to_thread(altered, bot.database, "ALTER TABLE members RENAME TO hidden")
    assert (await bot.imagine("x --steps 900")).text().startswith("`--steps` must be between")
    assert len((await bot.imagined("a fox")).pictures()) == 1
    await asyncio.to_thread(altered, bot.database, "ALTER TABLE hidden RENAME TO members")
    assert (await bot.imagine("x --steps 900")).text().startswith("`--steps` muss")
