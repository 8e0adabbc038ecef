"""Moderators who are clumsy or hostile: odd entries, rules changed at once, places gone."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from bot.playground.discord import Invocation
    from tests.wire.whole_bot import WholeBot

SCRIPTS = {
    "воздушный шар": "ВОЗДУШНЫЙ   шар над морем",
    "気球": "海の上の気球です",
    "热气球": "海上的热气球",
    "منطاد": "مُنْطَاد فوق البحر",
    "כדור פורח": "\u202bכדור פורח\u202c מעל הים",
    "गुब्बारा": "समुद्र पर गुब्बारा",
    "ภูเขาไฟ": "ภาพภูเขาไฟสวย",
    "cafe\u0301": "un café le soir",
    "a.*b|(c": "a.*b|(c",
}
"""An entry, and a prompt that it meets."""
EVERYTHING = (".*", "*", " ", "\u200b", "\ufe0f", "---", "a", "1", "e\u0301", "\u202e", "🎈")
NOTHING_MET = "a harbour at dawn"


async def use(bot: WholeBot, command: str, **options: Any) -> Invocation:  # noqa: ANN401 - any
    """Use a command as the admin and return once it is answered."""
    used = await bot.discord.slash(command, options, user=bot.discord.world.admin)
    return await used.answered()


async def test_odd_entries_meet_what_they_say_and_nothing_else(bot: WholeBot) -> None:
    for phrase in EVERYTHING:
        refused = await use(bot, "filter add", phrase=phrase)
        assert "Added" not in refused.text(), phrase
        assert "Something broke" not in refused.text(), phrase
    for phrase in SCRIPTS:
        added = await use(bot, "filter add", phrase=phrase)
        assert "Added" in added.text(), (phrase, added.text())
    for phrase, said in SCRIPTS.items():
        tested = await use(bot, "filter test", text=said)
        assert "1 entry matches" in tested.text(), (phrase, tested.text())
        assert (await bot.imagine(said)).ephemeral, phrase
    assert not (await bot.imagine(NOTHING_MET)).ephemeral
    entries = [{"phrase": f"word{n % 5000}", "action": "deny"} for n in range(10_000)]
    entries += [{"phrase": "zebra", "action": "deny"}]
    data = json.dumps({"darkroom_filter": 1, "entries": entries}).encode()
    taken = await use(bot, "filter import", file=bot.discord.hand("filter.json", data))
    await eventually(lambda: "Added: 5000; changed: 0" in taken.text(), 30)
    assert "1 more" in taken.text()
    assert (await bot.imagine("some word4999 here")).ephemeral
    assert not (await bot.imagine(NOTHING_MET)).ephemeral


async def test_rules_that_several_change_at_once_are_all_kept(bot: WholeBot) -> None:
    world = bot.discord.world
    changes: list[dict[str, Any]] = [
        {"max_images": 3},
        {"max_steps": 30},
        {"threshold": 40.0},
        {"daily_images": 9},
    ]
    answers = await asyncio.gather(*(bot.policy(**it) for it in changes))
    shown = (await bot.policy("show")).text()
    for words in ("max_images: **3**", "max_steps: **30**", "threshold: **40**"):
        assert words in shown
    undone = await asyncio.gather(
        *(bot.press(it.shown, "undo", user=world.admin) for it in (*answers, *answers))
    )
    assert all("Something broke" not in it.text() for it in undone)
    assert "max_images: **3**" not in (await bot.policy("show")).text()


async def test_budgets_at_their_ends_and_notices_without_a_review_channel(bot: WholeBot) -> None:
    world = bot.discord.world
    await bot.policy(review_channel=world.art, log_channel=world.adult_channel)
    await use(bot, "budget set", amount=0.0, unit="USD")
    refused = await bot.imagine("nothing left")
    assert "budget for images is spent" in refused.text()
    await use(bot, "budget set", amount=0.005, unit="USD")
    await bot.discord.keeper.remove_channel(world.art)
    assert not (await bot.imagine("a fox")).ephemeral
    await bot.restart()
    await eventually(lambda: "80 % of this month's budget" in told(bot), 30)


def told(bot: WholeBot) -> str:
    """Return all that stands in the channel that moderators log to."""
    log = bot.discord.world.adult_channel
    return "".join(it.text() for it in bot.discord.registry.in_channel(log.id))


async def test_a_place_that_is_gone_is_told_and_breaks_nothing(bot: WholeBot) -> None:
    world = bot.discord.world
    channel = world.art
    await bot.policy(channel=channel, max_images=2)
    await bot.discord.keeper.remove_channel(channel)
    for command, options in (
        ("policy set", {"channel": channel, "max_images": 3}),
        ("budget set", {"channel": channel, "amount": 3.0}),
        ("filter add", {"channel": channel, "phrase": "fox"}),
        ("policy check", {"channel": channel, "member": world.member}),
    ):
        answer = await use(bot, command, **options)
        assert answer.ephemeral
        assert "Something broke" not in answer.text(), command
    for command in ("policy show", "budget show", "filter list"):
        assert "Something broke" not in (await use(bot, command)).text()
    assert not (await bot.imagine("a cat")).ephemeral
