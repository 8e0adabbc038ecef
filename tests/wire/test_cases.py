"""Cases over the wire: shown to moderators and to their members, appealed once, answered once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from bot.delivery import faults
from bot.delivery.moderation import appeals, tellings
from bot.domain.moderation.entry import EntryKind
from tests.wire.cases import decided, entry, opened, store_of
from tests.wire.elsewhere import CLEAR, FLAGGED, direct, imagined, until_in
from tests.wire.records import ask
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from bot.playground.discord import Invocation, Message, User
    from tests.wire.whole_bot import WholeBot

POSTS = r"^/channels/\d+/messages$"


@pytest.fixture
async def attentive(idle: WholeBot, monkeypatch: pytest.MonkeyPatch) -> WholeBot:
    """Return a bot that soon sees what others have decided, with a review channel."""
    monkeypatch.setattr(appeals, "LOOK_AGAIN", 0.1)
    monkeypatch.setattr(tellings, "LOOK_AGAIN", 0.1)
    monkeypatch.setattr(tellings, "PACE", 0.0)
    monkeypatch.setattr(tellings, "LONGEST_REST", 0.1)
    await idle.start()
    await idle.policy("set", review_channel=idle.discord.world.mod_review)
    return idle


async def used(bot: WholeBot, command: str, user: User, **options: Any) -> Invocation:  # noqa: ANN401 - any option
    invocation = await (await bot.discord.slash(command, options, user=user)).answered()
    assert invocation.ephemeral
    return invocation


def done(bot: WholeBot, statement: str) -> list[Any]:
    return ask(bot.database, statement)


def actions(message: Message) -> list[str]:
    return [it["custom_id"].split(":")[1] for it in message.buttons()]


async def until_told(bot: WholeBot, user: User, words: str) -> Message:
    """Wait until somebody was written these words, once and last."""

    def told() -> list[Message]:
        return [it for it in direct(bot, user) if words in it.text()]

    [message] = await eventually(told)
    return message


async def appealed(bot: WholeBot, user: User, why: str) -> Invocation:
    """Appeal against the latest case, by its button."""
    listed = await used(bot, "cases", user)
    form = await bot.press(listed.shown, "appeal", user=user)
    return await (await bot.discord.submit(form, {"why": why})).answered()


@pytest.mark.both_databases
async def test_author_and_reporter_are_told_of_nobody_else(attentive: WholeBot) -> None:
    bot, world = attentive, attentive.discord.world
    moderator, member, reporter = world.moderator, world.member, world.second_member
    message = await imagined(bot, [FLAGGED])
    await used(bot, "settings", reporter, language="de")
    await decided(bot, message, EntryKind.KEPT, "too much *skin*")

    # The member and the reporter are told, in their languages; neither learns of anybody else.
    mine = await until_told(bot, member, "left it as it is")
    for words in ("The Studio: case 1", r"too much \*skin\*", "/cases", f"/{message.id}"):
        assert words in mine.text()
    theirs = await until_told(bot, reporter, "so belassen")
    assert "Du hast Bild 1 gemeldet. Danke." in theirs.text()
    assert "skin" not in theirs.text()
    listed = await used(bot, "cases", member)
    reported = await used(bot, "cases", reporter)
    assert actions(listed.shown) == ["appeal"]
    assert actions(reported.shown) == []
    assert "Du hast Bild 1 gemeldet." in reported.text()
    for said in (mine.text(), theirs.text(), listed.text(), reported.text()):
        for hidden in (str(moderator.id), str(reporter.id), "troll"):
            assert hidden not in said
    assert direct(bot, moderator) == []

    assert len(direct(bot, reporter)) == 1


@pytest.mark.both_databases
async def test_a_member_appeals_once_and_moderators_answer_once(attentive: WholeBot) -> None:
    bot, world = attentive, attentive.discord.world
    moderator, member, reporter = world.moderator, world.member, world.second_member
    message = await imagined(bot, [FLAGGED])
    case = await decided(bot, message, EntryKind.KEPT)
    listed = await used(bot, "cases", member)
    # Only whom it is about appeals, once.
    form = await bot.press(listed.shown, "appeal", user=member)
    other = await bot.press(message, "edit", user=reporter)
    forged = await bot.discord.submit(other, custom_id=f"darkroom:appeal:{case.id}")
    assert "Only the member" in (await forged.answered()).text()
    too_long = await (await bot.discord.submit(form, {"why": "x" * 501})).answered()
    assert "at most 500" in too_long.text()
    sent = await (await bot.discord.submit(form, {"why": "it is a <@1> *sunset*"})).answered()
    assert sent.ephemeral
    assert "with the moderators" in sent.text()
    for again in (
        await (await bot.discord.submit(form, {"why": "please"})).answered(),
        await bot.press(listed.shown, "appeal", user=member),
    ):
        assert "already" in again.text()
    now = await used(bot, "cases", member)
    assert "You appealed." in now.text()
    assert actions(now.shown) == []

    # Moderators see it in their channel and in their lists; it is answered once.
    room = world.mod_review.id  # the card of the image stands there, too
    posted = bot.discord.registry.in_channel
    [asked] = await eventually(lambda: [it for it in posted(room) if "grant" in actions(it)])
    assert r"\*sunset\*" in asked.text()
    assert asked.now.pings == frozenset()
    assert "An appeal waits" in (await used(bot, "case list", moderator, open=True)).text()
    page = await used(bot, "case show", world.admin, number=1)
    assert "a known troll" in page.text()
    assert actions(asked) == actions(page.shown) == ["grant", "deny"]
    refused = await bot.press(asked, "grant", user=reporter)
    assert "Only moderators" in refused.text()
    answers = await asyncio.gather(
        bot.press(asked, "grant", user=moderator), bot.press(page.shown, "grant", user=world.admin)
    )
    assert sorted("You granted" in it.text() for it in answers) == [False, True]
    [lost] = [it for it in answers if "You granted" not in it.text()]
    assert "answered this appeal" in lost.text()
    await eventually(lambda: actions(asked) == [])
    assert "Appeal granted by" in asked.text()
    told = await until_told(bot, member, "moderators will look at image 1 again")
    assert str(moderator.id) not in told.text()
    assert len(direct(bot, member)) == 2
    async with store_of(bot) as cases:
        waiting, total = await cases.waiting(case.guild_id, limit=5)
        assert ([it.id for it in waiting], total) == ([case.id], 1)
        entries = [it for it in await cases.entries(case.id) if "sunset" in it.why]
    assert entries == []


async def test_moderators_write_into_cases_of_their_own_server(attentive: WholeBot) -> None:
    bot, world = attentive, attentive.discord.world
    moderator, admin = world.moderator, world.admin
    until = 4_000_000_000
    block = entry(bot, EntryKind.BLOCKED, admin, why="spam", details={"until": until})
    notes = [entry(bot, EntryKind.NOTED, admin, why=f"note {n}") for n in range(6)]
    case = await opened(bot, [*notes, block], about=moderator)
    assert f"<t:{until}:f>" in (await until_told(bot, moderator, "You are blocked")).text()
    noted = await used(bot, "case note", moderator, number=1, text="seen *twice*")
    assert "Noted in case 1" in noted.text()
    given = await used(bot, "case reason", admin, number=1, text="spamming", on_behalf_of=moderator)
    assert "shows this reason now" in given.text()
    page = (await used(bot, "case show", admin, number=1)).text()
    for words in (r"seen \*twice\*", "Reason: spamming", f"on behalf of <@{moderator.id}>", "spam"):
        assert words in page
    first = await used(bot, "case show", moderator, number=1)
    assert "note 0" not in first.text()
    assert "note 0" in (await bot.press(first.shown, "Next", user=moderator)).text()
    other = await used(bot, "case note", admin, number=1, text="x", on_behalf_of=world.member)
    assert "doesn't moderate here" in other.text()
    assert "no case 2" in (await used(bot, "case show", admin, number=2)).text()
    for command, options in (
        ("case show", {"number": 1}),
        ("case list", {}),
        ("case note", {"number": 1, "text": "x"}),
        ("case reason", {"number": 1, "text": "x"}),
    ):
        assert "Manage Messages" in (await used(bot, command, world.member, **options)).text()

    # A moderator appeals like anybody, and may answer it: moderators read that they did.
    await appealed(bot, moderator, "it was not me")
    [asked] = await until_in(bot, world.mod_review.id)
    own = await bot.press(asked, "deny", user=moderator)
    assert "You refused" in own.text()
    await eventually(lambda: actions(asked) == [])
    assert "own appeal" in asked.text()
    assert "own appeal" in (await used(bot, "case show", admin, number=1)).text()
    assert "own appeal" in (await used(bot, "audit", admin, kind="appeals")).text()
    # Elsewhere the same moderators know nothing of it, whatever id they make up.
    guild = await bot.discord.keeper.add_guild("Elsewhere")
    channel = next(iter(guild.channels.values()))
    for command, options in (("case show", {"number": 1}), ("case list", {})):
        told = await bot.discord.slash(command, options, user=moderator, channel=channel)
        assert "case" in (words := (await told.answered()).text())
        assert "spam" not in words
        assert str(admin.id) not in words
    form = await bot.discord.slash("cases", {}, user=moderator, channel=channel)
    assert "No case" in (await form.answered()).text()
    there = await bot.imagine(user=moderator, channel=channel)
    edit = await bot.press(await there.final(), "edit", user=moderator)
    custom_id = f"darkroom:appeal:{case.id}"
    forged = await (await bot.discord.submit(edit, custom_id=custom_id)).answered()
    assert "This case isn't here" in forged.text()


async def test_nothing_is_told_twice_or_lost(attentive: WholeBot) -> None:
    bot, world = attentive, attentive.discord.world
    first = await imagined(bot, [CLEAR])
    second = await imagined(bot, [CLEAR])
    world.direct.closed.add(world.member.id)
    # Discord takes the messages, and its answers are lost; then the bot is stopped.
    bot.discord.faults.add(method="POST", path=r"^/channels/\d+/messages", drop="after", times=None)
    await decided(bot, first, EntryKind.REMOVED, "gore")
    await until_told(bot, world.second_member, "removed image 1")
    listed = await used(bot, "cases", world.member)
    assert "removed image 1" in listed.text()
    sent = await appealed(bot, world.member, "why?")
    assert "with the moderators" in sent.text()
    [asked] = await until_in(bot, world.mod_review.id)
    await bot.stop()
    bot.discord.faults.clear()
    posts = len(bot.discord.requests.find("POST", POSTS))
    for table in ("tellings", "appeals"):
        done(bot, f"UPDATE {table} SET due_at = 0 WHERE due_at IS NOT NULL")  # noqa: S608 - names of our own
    done(bot, f"UPDATE appeals SET at = at - {3600 * 10**6}")  # noqa: S608 - a number
    await bot.start()
    await eventually(lambda: done(bot, "SELECT * FROM tellings") == [])
    await eventually(lambda: done(bot, "SELECT * FROM appeals WHERE due_at > 0") == [])
    assert len(direct(bot, world.second_member)) == 1
    assert direct(bot, world.member) == []
    # Both were found: Discord's own care for repeated messages ends after some minutes.
    again = bot.discord.requests.find("POST", POSTS)[posts:]
    assert {it.status for it in again} <= {403}
    assert bot.discord.registry.in_channel(world.mod_review.id) == [asked]
    # What is gone is said to be gone; where members read, their words are left out.
    granted = await bot.press(asked, "grant", user=world.moderator)
    assert "The original of image 1 is gone" in granted.text()
    world.direct.closed.clear()
    await bot.policy("set", review_channel=world.art)
    opening = r"^/users/@me/channels"
    bot.discord.faults.add(path=opening, status=400, code=faults.OPENED_TOO_FAST, times=1)
    bot.discord.faults.add(path=opening, status=429, retry_after=0.1, times=1)
    await decided(bot, second, EntryKind.REMOVED)
    await until_told(bot, world.member, "removed image 1")
    await appealed(bot, world.member, "a private matter")
    [public] = await until_in(bot, world.art.id)
    assert "private matter" not in public.text()
    bot.discord.keeper.remove_message(public)
    page = await used(bot, "case show", world.moderator, number=2)
    assert "a private matter" in page.text()
    refused = await bot.press(page.shown, "deny", user=world.moderator)
    assert "You refused" in refused.text()
    told = await until_told(bot, world.member, "Your appeal was refused.")
    assert "to appeal" not in told.text()
