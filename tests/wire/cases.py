"""Cases for tests over the wire: put where the parts that decide would put them."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.domain.ids import CaseId, GuildId, JobId, PlaceId, UserId
from bot.domain.moderation.case import Case, CaseKind
from bot.domain.moderation.entry import Entry, EntryKind
from bot.store.database import connect
from bot.store.moderation.cases import SqlCaseStore
from tests.wire.records import ask, change, url_of
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from bot.playground.discord import Message, User
    from tests.wire.whole_bot import WholeBot


@asynccontextmanager
async def store_of(bot: WholeBot) -> AsyncIterator[SqlCaseStore]:
    """Lend the bot's cases, as another process would have them."""
    database = await connect(url_of(bot.database))
    try:
        yield SqlCaseStore(database)
    finally:
        await database.close()


def entry(bot: WholeBot, kind: EntryKind, by: User | None = None, **said: Any) -> Entry:  # noqa: ANN401 - any field
    """Return something that happened just now."""
    values: dict[str, Any] = {
        "guild_id": GuildId(bot.discord.world.guild.id),
        "kind": kind,
        "at": datetime.now(UTC),
        "by": UserId(by.id) if by is not None else None,
    }
    return Entry(**(values | said))


async def opened(
    bot: WholeBot,
    entries: Sequence[Entry],
    *,
    image_of: Message | None = None,
    about: User | None = None,
    **said: Any,  # noqa: ANN401 - any field
) -> Case:
    """Open a case about the first image of a message, or about a member; return it."""
    world = bot.discord.world
    about = about or world.member
    job = image_of.button("again")["custom_id"].split(":")[2] if image_of else None
    async with store_of(bot) as cases:
        values: dict[str, Any] = {
            "id": CaseId(f"c{len(job or '')}{about.id % 10**9}{datetime.now(UTC).microsecond}"),
            "guild_id": GuildId(world.guild.id),
            "kind": CaseKind.IMAGE if job else CaseKind.MEMBER,
            "subject": UserId(about.id),
            "opened_at": datetime.now(UTC),
            "job_id": JobId(job) if job else None,
            "image": 1 if job else None,
            "place": PlaceId(image_of.channel_id) if image_of else None,
        }
        return await cases.open(Case(**(values | said)), entries)


async def decided(bot: WholeBot, message: Message, kind: EntryKind, why: str = "") -> Case:
    """Have the case of an image that another member reported decided by a moderator."""
    world = bot.discord.world
    job = message.button("again")["custom_id"].split(":")[2]
    # With the end of its job, which comes after its message, a withheld image gets its case.
    await eventually(lambda: _is_delivered(bot, job), 30)
    entries = [
        entry(bot, EntryKind.REPORTED, world.second_member),
        entry(bot, EntryKind.NOTED, world.moderator, why="a known troll"),
        entry(bot, kind, world.moderator, why=why),
    ]
    case = await opened(bot, [], image_of=message)
    decide = "UPDATE cases SET decision = ?, decided_by = ?, decided_at = ? WHERE id = ?"
    at = round(datetime.now(UTC).timestamp() * 1_000_000)
    await change(bot.database, decide, kind.value, world.moderator.id, at, case.id)
    return await opened(bot, entries, image_of=message)


def _is_delivered(bot: WholeBot, job: str) -> bool:
    asked = "SELECT 1 FROM jobs WHERE state = 'delivered' AND id = ?"
    return bool(ask(bot.database, asked, job))
