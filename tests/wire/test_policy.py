"""/policy over the wire: who may, what it says, and what it forbids."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from tests.wire.sharing import alone, sharing

if TYPE_CHECKING:
    from bot.playground.discord.typed_options import Value
    from tests.wire.whole_bot import WholeBot

pytestmark = sharing

FLAGGED = {"valid": True, "confidence": 80}

FORBIDDEN: dict[str, tuple[dict[str, Value], dict[str, Any], str]] = {
    "too many images": ({"max_images": 2}, {"images": 3}, "between 1 and 2 here"),
    "too many steps": ({"max_steps": 20}, {"steps": 21}, "between 1 and 20 here"),
    "too many pixels": ({"max_pixels": 262144}, {"width": 576, "height": 512}, "262144"),
    "too many pixels by hires": ({"max_pixels": 262144}, {"hires": "2x"}, "`hires`: "),
    "switched off": ({"enabled": False}, {}, "switched off"),
}


async def test_show_names_every_rule_and_where_it_comes_from(bot: WholeBot) -> None:
    await bot.policy("set", threshold=60)
    await bot.policy("set", channel=bot.discord.world.category, level=2)
    await bot.policy("set", channel=bot.discord.world.art, max_images=4)
    shown = await bot.policy("show", channel=bot.discord.world.thread)
    assert shown.ephemeral
    text = shown.text()
    assert "threshold: **60** (the server)" in text
    assert "level: **2** (its category)" in text
    assert "max_images: **4** (its channel)" in text
    usual = [line for line in text.splitlines() if line.endswith("(configuration)")]
    assert any("action: blur" in line for line in usual)


async def test_a_thread_inherits_and_a_reset_falls_back(bot: WholeBot) -> None:
    world = bot.discord.world
    bot.novita.knobs.nsfw_result = FLAGGED
    outcomes = []
    steps: list[tuple[str, dict[str, Value]]] = [
        ("set", {"channel": world.category, "action": "refuse"}),
        ("set", {"channel": world.art, "action": "spoiler"}),
        ("set", {"channel": world.thread, "threshold": 90}),
        ("reset", {"channel": world.thread}),
        ("reset", {"channel": world.art}),
        ("reset", {"channel": world.category}),
    ]
    for command, rules in steps:
        await bot.policy(command, **rules)
        invocation = await bot.imagine(channel=world.thread)
        message = await invocation.final()
        outcomes.append([(it.name.split("-", 1)[1], it.spoiler) for it in message.pictures()])
    clear, spoiler, blurred = ("1.jpg", False), ("1.jpg", True), ("1-blurred.jpg", False)
    assert outcomes == [[], [spoiler], [clear], [spoiler], [], [blurred]]


async def test_another_channel_is_not_touched(bot: WholeBot) -> None:
    await bot.policy("set", channel=bot.discord.world.channel, enabled=False)
    invocation = await bot.imagine(channel=bot.discord.world.adult_channel)
    assert len((await invocation.final()).pictures()) == 1


async def test_manage_server_is_needed(bot: WholeBot) -> None:
    world = bot.discord.world
    for user, command in product((world.member, world.moderator), ("show", "set", "reset")):
        rules: dict[str, Value] = {"enabled": False} if command == "set" else {}
        refused = await (await bot.discord.slash(f"policy {command}", rules, user=user)).answered()
        assert refused.ephemeral, (user.name, command)
        assert "Manage" in refused.text(), (user.name, command)
        assert len((await bot.imagined()).pictures()) == 1, (user.name, command)


@pytest.mark.parametrize("case", FORBIDDEN)
async def test_a_request_beyond_a_limit_is_refused(bot: WholeBot, case: str) -> None:
    rules, options, words = FORBIDDEN[case]
    await bot.policy("set", **rules)
    refused = await bot.imagine(**options)
    assert refused.ephemeral
    assert words in refused.text()
    assert bot.asked("submit") == 0


@pytest.mark.parametrize("case", [it for it in FORBIDDEN if it != "switched off"])
async def test_a_request_at_a_limit_is_taken(bot: WholeBot, case: str) -> None:
    rules, _, _ = FORBIDDEN[case]
    await bot.policy("set", **rules)
    images = 2 if "max_images" in rules else 1
    assert len((await bot.imagined(images=images)).pictures()) == images


BENT: dict[str, tuple[dict[str, Value], dict[str, Any], dict[str, int]]] = {
    "steps": ({"max_steps": 10}, {}, {"steps": 10, "width": 512, "height": 512}),
    "size": ({"max_pixels": 200_000}, {}, {"steps": 20, "width": 384, "height": 384}),
    "size of a shape": ({"max_pixels": 70_000}, {"aspect": "16:9"}, {"width": 320, "height": 192}),
    "images": ({"max_images": 1}, {}, {"image_num": 1}),
    "not what is asked for": ({"max_steps": 30}, {"steps": 25}, {"steps": 25}),
}


@pytest.mark.parametrize("case", BENT)
async def test_defaults_bend_to_what_the_place_allows(bot: WholeBot, case: str) -> None:
    rules, options, sent = BENT[case]
    await bot.policy("set", **rules)
    assert len((await bot.imagined("a cat", **options)).pictures()) == 1
    request = bot.novita.tasks[0].request
    assert {name: request[name] for name in sent} == sent


@pytest.mark.parametrize(
    "prompt", ["a cat --steps 20", "a cat\nSteps: 20, Sampler: Euler a, Seed: 7"]
)
async def test_what_a_prompt_asks_for_inline_does_not_bend(bot: WholeBot, prompt: str) -> None:
    await bot.policy("set", max_steps=10)
    refused = await bot.imagine(prompt)
    assert refused.ephemeral
    assert "between 1 and 10 here" in refused.text()
    assert bot.asked("submit") == 0


async def test_a_cooldown_is_each_members_own(bot: WholeBot) -> None:
    await bot.policy("set", cooldown_seconds=600)
    await bot.imagined()
    refused = await bot.imagine()
    assert refused.ephemeral
    assert "<t:" in refused.text()
    other = await bot.imagine(user=bot.discord.world.second_member)
    assert len((await other.final()).pictures()) == 1


async def test_daily_images_are_counted_by_image_and_member(bot: WholeBot) -> None:
    await bot.policy("set", daily_images=4)
    await bot.imagined(images=3)
    refused = await bot.imagine(images=2)
    assert refused.ephemeral
    assert "only 1 of your 4 a day is left" in refused.text()
    assert len((await bot.imagined(images=1)).pictures()) == 1
    other = await bot.imagine(user=bot.discord.world.second_member, images=4)
    assert len((await other.final()).pictures()) == 4


@pytest.mark.parametrize("rules", [{"action": "spoiler"}, {"detection": False}])
async def test_what_shows_adult_content_to_all_is_warned_of(
    bot: WholeBot, rules: dict[str, Value]
) -> None:
    world = bot.discord.world
    assert "⚠️" in (await bot.policy("set", channel=world.art, **rules)).text()
    assert "⚠️" in (await bot.policy("show", channel=world.art)).text()
    assert "⚠️" in (await bot.policy("show", channel=world.thread)).text()
    assert "⚠️" not in (await bot.policy("set", channel=world.adult_channel, **rules)).text()
    assert "⚠️" not in (await bot.policy("show", channel=world.adult_channel)).text()


async def test_nothing_to_set_is_refused(bot: WholeBot) -> None:
    refused = await bot.policy("set")
    assert refused.ephemeral
    assert "at least one" in refused.text()


FORGED: tuple[dict[str, Value], ...] = (
    {"threshold": 100.5},
    {"threshold": -1},
    {"level": 3},
    {"action": "delete"},
    {"max_images": 0},
    {"max_steps": 101},
    {"cooldown_seconds": -5},
)


async def test_a_forged_rule_is_refused(bot: WholeBot) -> None:
    for forged in FORGED:
        refused = await bot.policy("set", **forged)
        assert refused.ephemeral, forged
        assert " must be " in refused.text(), forged
        assert f"{next(iter(forged))}: **" not in refused.text(), forged


async def test_rules_outlive_a_restart(bot: WholeBot) -> None:
    await bot.policy("set", enabled=False)
    await bot.restart()
    assert "switched off" in (await bot.imagine()).text()


@alone
async def test_the_operators_defaults_hold_where_nobody_says_otherwise(idle: WholeBot) -> None:
    await idle.start(nsfw_threshold=90, nsfw_level=2)
    idle.novita.knobs.nsfw_result = FLAGGED
    message = await idle.imagined()
    assert [it.name.endswith("-1.jpg") for it in message.pictures()] == [True]
    assert idle.novita.tasks[0].extra["nsfw_detection_level"] == 2


async def test_a_level_chosen_here_is_asked_of_the_engine(bot: WholeBot) -> None:
    await bot.policy("set", level=0)
    await bot.imagined()
    assert bot.novita.tasks[0].extra["nsfw_detection_level"] == 0


async def test_help_says_privately_where_prompts_go(bot: WholeBot) -> None:
    told = await bot.discord.slash("help", {}, user=bot.discord.world.member)
    answer = await told.answered()
    assert answer.ephemeral
    assert "Prompts go to Novita" in answer.text()
