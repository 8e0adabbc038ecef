"""Mentions over the wire: the engine gets names, the channel reads ``@Name``, nobody is pinged."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING

import pytest

from bot.playground.discord import Weather
from bot.playground.discord.acts import interaction_payload
from bot.playground.discord.components import texts_of
from bot.playground.discord.faults import Plan
from bot.playground.discord.places import PRIVATE_THREAD
from tests.wire.sharing import sharing
from tests.wire.use import use

if TYPE_CHECKING:
    from bot.playground.discord import Invocation, Message, User
    from bot.playground.discord.interactions import Interaction
    from bot.playground.discord.payload import Payload
    from tests.wire.whole_bot import WholeBot

pytestmark = sharing


MEMBER = r"^/guilds/\d+/members/\d+$"
IN_TIME = 2.0
"""Seconds until an answer where a question hangs, with all else that a command does."""

HOSTILE = {
    "@everyone": "everyone",
    "<@123>": "123",
    "--n 8": "--n 8",
    "<lora:x:1>": "lora:x:1",
    "Negative prompt: x": "Negative prompt: x",
    "`a` ```b```": "`a` ```b```",
    "\u202efox\u202c \u2067x": "fox x",
    "🦊" * 32: "🦊" * 32,
    "||a|| **b** [c](https://evil.example)": "||a|| **b** [c](https://evil.example)",
}


@pytest.fixture
def still(bot: WholeBot) -> None:
    """Let calls take no time of their own."""
    bot.discord.weather = Weather.still()


async def drawn(
    bot: WholeBot, prompt: str, *, user: User | None = None, unresolved: bool = False, **more: str
) -> Invocation:
    """Use ``/imagine`` in the first channel."""
    invocation = await bot.discord.slash(
        "imagine",
        {"prompt": prompt, **more},
        user=user or bot.discord.world.member,
        unresolved=unresolved,
    )
    return await invocation.answered()


def asked(bot: WholeBot) -> int:
    """Return how often Discord was asked for a member."""
    return len(bot.discord.requests.find("GET", MEMBER))


def engine_got(bot: WholeBot) -> str:
    return str(bot.novita.tasks[-1].request["prompt"])


def quoted(message: Message) -> str:
    """Return the prompt as people read it."""
    line = next(line for line in message.text().splitlines() if line.startswith("> "))[2:]
    return re.sub(r"\\(.)", r"\1", line).replace("\u2060", "")


def assert_silent(message: Message) -> None:
    """Hold that nothing of a message notifies, or would if it were let, but whom it is for."""
    assert all(not version.pings for version in message.versions)
    for version in message.versions:
        shown = re.sub(r"\bfor <@\d+>", "", "\n".join(texts_of(version.components)))
        assert "> " in shown
        assert re.search(r"@everyone|@here|<[@#][!&]?\d|<a?:\w+:\d|</", shown) is None


@pytest.mark.usefixtures("still")
@pytest.mark.parametrize("unresolved", [False, True])
async def test_the_engine_gets_the_display_name_and_the_channel_reads_it_with_an_at(
    bot: WholeBot, unresolved: bool
) -> None:
    noor, before = bot.discord.world.second_member, asked(bot)
    prompt = f"a portrait of <@{noor.id}> as a knight, with <@!{noor.id}> --no <@{noor.id}>"
    message = await (await drawn(bot, prompt, unresolved=unresolved)).final()
    assert engine_got(bot) == "a portrait of Noor as a knight, with Noor"
    assert bot.novita.tasks[-1].request["negative_prompt"] == "Noor"
    assert quoted(message) == "a portrait of @Noor as a knight, with @Noor"
    assert "without @\u2060Noor" in message.text()
    assert str(noor.id) not in message.text()
    assert asked(bot) - before == (1 if unresolved else 0)
    assert_silent(message)


@pytest.mark.usefixtures("still")
@pytest.mark.parametrize("unresolved", [False, True])
async def test_the_name_in_the_server_comes_before_the_others(
    bot: WholeBot, unresolved: bool
) -> None:
    world = bot.discord.world
    world.guild.members[world.second_member.id].nick = "Noor of the North"
    shared_name, world.moderator.global_name = world.moderator.global_name, None
    prompt = f"<@{world.second_member.id}> and <@{world.moderator.id}>"
    await (await drawn(bot, prompt, unresolved=unresolved)).final()
    world.moderator.global_name = shared_name
    assert engine_got(bot) == "Noor of the North and sami"


@pytest.mark.usefixtures("still")
async def test_whatever_somebody_is_called_is_only_words(bot: WholeBot) -> None:
    world = bot.discord.world
    for (name, words), unresolved in product(HOSTILE.items(), (False, True)):
        world.guild.members[world.second_member.id].nick = name
        prompt = f"a <@{world.second_member.id}> b"
        message = await (await drawn(bot, prompt, unresolved=unresolved)).final()
        assert engine_got(bot) == f"a {words} b", (name, unresolved)
        assert quoted(message) == f"a @{words} b", (name, unresolved)
        assert bot.novita.tasks[-1].request["image_num"] == 1, (name, unresolved)
        assert not bot.novita.tasks[-1].request.get("loras"), (name, unresolved)
        assert_silent(message)


@pytest.mark.usefixtures("still")
@pytest.mark.parametrize("unresolved", [False, True])
async def test_roles_channels_and_all_else_become_words_without_a_question(
    bot: WholeBot, unresolved: bool
) -> None:
    world, before = bot.discord.world, asked(bot)
    role = world.guild.members[world.moderator.id].roles[0]
    prompt = (
        f"<@&{role}> <@&{world.guild.id}> <#{world.art.id}> <#{world.thread.id}> "
        f"<@{world.member.id}> <@{world.bot.id}> <:fox:{role}> <a:owl:{role}> "
        f"</imagine:{role}> <t:0:d> <id:browse>"
    )
    message = await (await drawn(bot, prompt, unresolved=unresolved)).final()
    words = "fox owl /imagine 1 January 1970 Browse Channels"
    assert engine_got(bot) == f"Moderator everyone art fox-studies Mira Darkroom {words}"
    assert quoted(message) == f"@Moderator @everyone art fox-studies @Mira @Darkroom {words}"
    assert asked(bot) == before
    assert_silent(message)


@pytest.mark.usefixtures("still")
@pytest.mark.parametrize("unresolved", [False, True])
async def test_a_channel_that_one_cannot_see_is_not_named(bot: WholeBot, unresolved: bool) -> None:
    world = bot.discord.world
    secret = await bot.discord.keeper.add_channel(
        world.guild, "plans", kind=PRIVATE_THREAD, parent=world.art
    )
    prompt = f"<#{world.mod_review.id}> <#{secret.id}> <#123456789012345678>"
    await (await drawn(bot, prompt, unresolved=unresolved)).final()
    assert engine_got(bot) == "channel channel channel"
    await (await drawn(bot, prompt, user=world.moderator, unresolved=unresolved)).final()
    assert engine_got(bot) == "mod-review channel channel"


@pytest.mark.usefixtures("still")
async def test_a_channel_of_which_discord_tells_little_costs_no_command(
    bot: WholeBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told_little(it: Interaction, data: Payload, *, bot_id: int) -> Payload:
        found = data["resolved"]["channels"]
        found.update({key: {"id": key, "name": "fox", "type": 11} for key in found})
        data["resolved"] |= {"users": None, "members": None}
        return interaction_payload(it, data, bot_id=bot_id)

    monkeypatch.setattr("bot.playground.discord.acting.interaction_payload", told_little)
    world = bot.discord.world
    await (await drawn(bot, f"<#{world.thread.id}> <#{world.mod_review.id}>")).final()
    assert engine_got(bot) == "fox-studies channel"


@pytest.mark.usefixtures("still")
@pytest.mark.parametrize(
    "told",
    [
        *([], "x", 5, None),
        *({"users": [1]}, {"users": 5}, {"channels": "abc"}, {"attachments": None}),
        *({"users": {"1": None}, "members": {"1": "x"}}, {"roles": {"1": []}}),
        {"channels": {"1": None}},
    ],
    ids=str,
)
async def test_what_was_looked_up_and_makes_no_sense_is_nothing(
    bot: WholeBot, monkeypatch: pytest.MonkeyPatch, told: object
) -> None:
    def told_nonsense(it: Interaction, data: Payload, *, bot_id: int) -> Payload:
        return interaction_payload(it, data | {"resolved": told}, bot_id=bot_id)

    monkeypatch.setattr("bot.playground.discord.acting.interaction_payload", told_nonsense)
    await (await drawn(bot, "a <@1> <@&1> <#1>")).final()
    assert engine_got(bot) == "a member role channel"
    # Of the menu of a message nothing but what was looked up says which one it is.
    assert (await use(bot, bot.discord.say("x"))).ephemeral


@pytest.mark.usefixtures("still")
async def test_who_is_no_member_has_no_name(bot: WholeBot) -> None:
    otto = bot.discord.world.outsider
    message = await (await drawn(bot, f"<@{otto.id}> and <@&{otto.id}>", unresolved=True)).final()
    assert engine_got(bot) == "member and role"
    assert quoted(message) == "@member and @role"


@pytest.mark.usefixtures("still")
async def test_a_question_that_hangs_costs_a_second_and_its_name_alone(bot: WholeBot) -> None:
    world = bot.discord.world
    hanging = bot.discord.faults.add(method="GET", path=f"members/{world.moderator.id}$", hold=True)
    prompt = f"<@{world.second_member.id}> and <@{world.moderator.id}>"
    invocation = await drawn(bot, prompt, unresolved=True)
    assert not invocation.ephemeral
    assert invocation.response_time < IN_TIME
    assert hanging.hits == 1
    message = await invocation.final()
    assert engine_got(bot) == "Noor and member"
    assert quoted(message) == "@Noor and @member"


@pytest.mark.usefixtures("still")
@pytest.mark.parametrize(
    "fault",
    [{"status": 500}, {"status": 429, "retry_after": 30.0}, {"body": b"[1]"}, {"drop": True}],
)
async def test_an_answer_of_no_use_costs_the_name_alone(bot: WholeBot, fault: Plan) -> None:
    bot.discord.faults.add(**fault | Plan(method="GET", path=MEMBER, times=None))
    noor = bot.discord.world.second_member
    invocation = await drawn(bot, f"a hat for <@{noor.id}>", unresolved=True)
    assert invocation.response_time < IN_TIME
    await invocation.final()
    assert engine_got(bot) == "a hat for member"


@pytest.mark.usefixtures("still")
async def test_few_are_asked_for_however_many_are_mentioned(bot: WholeBot) -> None:
    world, before = bot.discord.world, asked(bot)
    strangers = " ".join(f"<@{world.outsider.id + each}>" for each in range(1, 120))
    invocation = await drawn(bot, f"<@{world.second_member.id}> {strangers}", unresolved=True)
    assert asked(bot) - before == 5
    await invocation.final()
    assert engine_got(bot).startswith("Noor member member")


@pytest.mark.usefixtures("still")
async def test_the_length_that_counts_is_that_with_names(bot: WholeBot) -> None:
    noor, submits = bot.discord.world.second_member, bot.asked("submit")
    mention = f"<@{noor.id}>"
    await (await drawn(bot, "a" * 1019 + " " + mention)).final()
    assert len(engine_got(bot)) == 1024
    assert (await drawn(bot, "a" * 1020 + " " + mention)).ephemeral
    refused = await drawn(bot, "a fox", negative_prompt="a" * 1020 + mention[:4])
    await refused.final()
    assert bot.asked("submit") == submits + 2


@pytest.mark.usefixtures("still")
async def test_a_prompt_without_mentions_asks_nothing(bot: WholeBot) -> None:
    before = asked(bot)
    await bot.imagined("a fox @Noor <3 @everyone")
    assert engine_got(bot) == "a fox @Noor <3 @everyone"
    assert asked(bot) == before
