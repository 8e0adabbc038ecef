"""The commands as Discord is told of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.playground.discord.faults import Plan
from tests.wire.sharing import sharing

if TYPE_CHECKING:
    from tests.wire.whole_bot import WholeBot

SUB_COMMAND, STRING, INTEGER, BOOLEAN, CHANNEL, NUMBER, ATTACHMENT = 1, 3, 4, 5, 7, 10, 11
ON_MESSAGES = 3
MANAGE_SERVER = str(1 << 5)

ASPECTS = ["1:1", "2:3", "3:2", "3:4", "4:3", "9:16", "16:9", "21:9"]

Limits = dict[str, Any]

IMAGINE: dict[str, tuple[int, Limits]] = {
    "prompt": (STRING, {"required": True, "max_length": 6000}),
    "negative_prompt": (STRING, {"max_length": 1024}),
    "model": (STRING, {"autocomplete": True}),
    "aspect": (STRING, {"choices": ASPECTS}),
    "width": (INTEGER, {"min_value": 128, "max_value": 2048}),
    "height": (INTEGER, {"min_value": 128, "max_value": 2048}),
    "images": (INTEGER, {"min_value": 1, "max_value": 8}),
    "steps": (INTEGER, {"min_value": 1, "max_value": 100}),
    "guidance": (NUMBER, {"min_value": 1, "max_value": 30}),
    "sampler": (STRING, {}),
    "seed": (INTEGER, {"min_value": -1, "max_value": 4294967295}),
    "clip_skip": (INTEGER, {"min_value": 1, "max_value": 12}),
    "loras": (STRING, {"autocomplete": True}),
    "embeddings": (STRING, {"autocomplete": True}),
    "hires": (STRING, {"choices": ["1.5x", "2x", "4x"]}),
    "hires_upscaler": (
        STRING,
        {"choices": ["Latent", "RealESRGAN_x4plus_anime_6B", "RealESRNet_x4plus"]},
    ),
    "hires_strength": (NUMBER, {"min_value": 0, "max_value": 1}),
    "vae": (STRING, {"autocomplete": True}),
    "format": (STRING, {"choices": ["jpeg", "png", "webp"]}),
    "style": (STRING, {"autocomplete": True}),
    "private": (BOOLEAN, {}),
    "image": (ATTACHMENT, {}),
}

RULES: dict[str, tuple[int, Limits]] = {
    "channel": (CHANNEL, {}),
    "threshold": (NUMBER, {"min_value": 0, "max_value": 100}),
    "detector_threshold": (NUMBER, {"min_value": 0, "max_value": 100}),
    "level": (INTEGER, {"min_value": 0, "max_value": 2}),
    "detection": (BOOLEAN, {}),
    "action": (STRING, {"choices": ["blur", "spoiler", "hold", "refuse"]}),
    "review_channel": (CHANNEL, {}),
    "enabled": (BOOLEAN, {}),
    "max_images": (INTEGER, {}),
    "max_pixels": (INTEGER, {}),
    "max_steps": (INTEGER, {}),
    "cooldown_seconds": (INTEGER, {}),
    "daily_images": (INTEGER, {}),
    "buttons": (STRING, {"choices": ["anyone", "requester", "moderators"]}),
    "reports_to_blur": (INTEGER, {"min_value": 1, "max_value": 50}),
    "metadata": (BOOLEAN, {}),
    "language": (STRING, {"choices": ["en-US", "de", "es-ES", "fr", "ja", "pt-BR", "zh-CN"]}),
    "show_cost": (BOOLEAN, {}),
    "log_channel": (CHANNEL, {}),
    "retention_days": (INTEGER, {"min_value": 1, "max_value": 3650}),
}

CATEGORY, TEXT, PUBLIC_THREAD = 4, 0, 11

pytestmark = pytest.mark.first_start

SYNCS = Plan(method="PUT", path="/commands$", times=None)


def synced(bot: WholeBot) -> list[dict[str, Any]]:
    """Return what the bot last registered."""
    puts = bot.discord.requests.find("PUT", "/commands$")
    found: list[dict[str, Any]] = puts[-1].payload
    return found


def options(command: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {option["name"]: option for option in command.get("options", [])}


def command(bot: WholeBot, name: str) -> dict[str, Any]:
    return next(each for each in synced(bot) if each["name"] == name)


@sharing
async def test_imagine_has_exactly_the_options_of_the_contract(shared: WholeBot) -> None:
    assert list(options(command(shared, "imagine"))) == list(IMAGINE)


@sharing
@pytest.mark.parametrize("name", IMAGINE)
async def test_an_option_of_imagine_has_its_type_and_range(shared: WholeBot, name: str) -> None:
    kind, limits = IMAGINE[name]
    option = options(command(shared, "imagine"))[name]
    assert option["type"] == kind
    assert bool(option.get("required")) is (name == "prompt")
    for limit, value in limits.items():
        if limit == "choices":
            assert [choice["value"] for choice in option["choices"]] == value
        else:
            assert option[limit] == value
    assert 1 <= len(option["description"]) <= 100


@sharing
async def test_a_command_stands_in_the_menu_of_messages(shared: WholeBot) -> None:
    registered = command(shared, "Use these settings")
    assert registered["type"] == ON_MESSAGES
    assert registered["contexts"] == registered["integration_types"] == [0]
    assert not registered.get("name_localizations")


@sharing
async def test_all_documented_samplers_are_offered(shared: WholeBot) -> None:
    choices = options(command(shared, "imagine"))["sampler"]["choices"]
    assert len({choice["value"] for choice in choices}) == 20


@sharing
async def test_policy_has_its_subcommands_and_all_rules(shared: WholeBot) -> None:
    subcommands = options(command(shared, "policy"))
    assert set(subcommands) == {"show", "set", "reset", "places", "models", "limits", "check"}
    assert set(options(subcommands["models"])) == {"allow", "deny", "list"}
    beside = ["channel", "default_style", "stars", "showcase_channel"]
    assert list(options(subcommands["places"])) == beside
    assert list(options(subcommands["check"])) == ["member", "channel"]
    assert options(subcommands["check"])["member"]["required"]
    limits = ["channel", "hourly_images", "jobs", "hires"]
    limits += ["place_hourly_images", "place_daily_images"]
    limits += ["strikes_to_cooldown", "strikes_to_block", "strike_days"]
    assert list(options(subcommands["limits"])) == limits
    assert list(options(subcommands["set"])) == list(RULES)
    for name in ("show", "reset"):
        assert list(options(subcommands[name])) == ["channel"]
    for name, (kind, bounds) in RULES.items():
        option = options(subcommands["set"])[name]
        assert option["type"] == kind
        for limit, value in bounds.items():
            given = option[limit]
            assert ([it["value"] for it in given] if limit == "choices" else given) == value


@sharing
async def test_a_policy_can_be_set_on_channels_categories_and_threads(shared: WholeBot) -> None:
    channel = options(options(command(shared, "policy"))["set"])["channel"]
    kinds = channel.get("channel_types")
    assert kinds is None or {CATEGORY, TEXT, PUBLIC_THREAD} <= set(kinds)


@sharing
async def test_commands_are_for_servers_only(shared: WholeBot) -> None:
    assert [each["contexts"] for each in synced(shared)] == [[0]] * len(synced(shared))


@sharing
async def test_policy_is_hidden_from_whoever_may_not_manage_the_server(shared: WholeBot) -> None:
    assert str(command(shared, "policy")["default_member_permissions"]) == MANAGE_SERVER
    assert command(shared, "imagine").get("default_member_permissions") is None


async def test_they_are_synced_once_and_not_again_after_a_restart(bot: WholeBot) -> None:
    await bot.restart()
    assert len((await bot.imagined()).pictures()) == 1
    assert len(bot.discord.requests.find("PUT", "/commands$")) == 1


async def test_they_go_to_the_chosen_servers_only(idle: WholeBot) -> None:
    guild = idle.discord.world.guild
    await idle.start(command_guild_ids=(guild.id,))
    puts = idle.discord.requests.find("PUT", "/commands$")
    assert [it.path for it in puts] == [
        f"/applications/{idle.discord.application_id}/guilds/{guild.id}/commands"
    ]
    assert {each["name"] for each in puts[0].payload} >= {"imagine", "policy"}
    assert len((await idle.imagined()).pictures()) == 1


@pytest.mark.parametrize(
    "fault",
    [Plan(status=400, code=50035), Plan(status=403), Plan(status=503), Plan(drop=True)],
    ids=["not taken", "not allowed", "away", "cut"],
)
async def test_what_was_not_registered_is_registered_by_the_next_start(
    idle: WholeBot, fault: Plan
) -> None:
    armed = idle.discord.faults.add(**(fault | SYNCS))
    await idle.start()
    assert armed.hits
    idle.discord.faults.clear()
    await idle.restart()
    assert len(idle.discord.requests.find("PUT", "/commands$")) == armed.hits + 1
    assert len((await idle.imagined()).pictures()) == 1


@sharing
async def test_a_permission_is_named_as_members_know_it(shared: WholeBot) -> None:
    member = shared.discord.world.member
    refused = await (await shared.discord.slash("policy show", user=member)).answered()
    assert "Manage Server" in refused.text()


@sharing
@pytest.mark.parametrize(
    ("name", "value"),
    [("steps", "abc"), ("negative_prompt", 5), ("private", "yes"), ("images", 1.5)],
)
async def test_a_value_that_no_client_sends_is_refused_by_name(
    shared: WholeBot,
    name: str,
    value: Any,  # noqa: ANN401 - any option
) -> None:
    refused = await shared.imagine(**{name: value})
    assert refused.ephemeral
    assert refused.text().startswith(f"`{name}` must ")
    assert f"`{value}`" in refused.text()


async def test_a_server_that_the_bot_joins_later_is_served(bot: WholeBot) -> None:
    guild = await bot.discord.keeper.add_guild("Another")
    channel = next(iter(guild.channels.values()))
    invocation = await bot.imagine(channel=channel)
    assert len((await invocation.final()).pictures()) == 1


async def test_a_chosen_server_that_the_bot_is_not_in_is_passed_over(idle: WholeBot) -> None:
    guild = idle.discord.world.guild
    await idle.start(command_guild_ids=(12345, guild.id))
    assert len((await idle.imagined()).pictures()) == 1
