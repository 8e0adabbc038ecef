"""What happened in a server, for its moderators: a page at a time, or as a file."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import discord

from bot.client.readers import locale_of
from bot.domain.ids import PlaceId, UserId
from bot.domain.moderation.audit import GROUPS, MOST_TAKEN, PAGE_SIZE, Group, Sought, moment_of
from bot.domain.rules import one_of
from bot.errors import InvalidOptionError, RefusedError
from bot.interactions.answering import Answer, answer_alone
from bot.interactions.here import guild_of
from bot.interactions.moderation.moderating import sight_of
from bot.texts.text import text
from bot.views.moderation.audit import audit_view
from bot.views.moderation.audit_file import Names, file_view, head, line
from bot.views.pages import pages_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from discord import ui

    from bot.client.discord_bot import Darkroom
    from bot.domain.ids import GuildId
    from bot.domain.listing import Listing
    from bot.domain.moderation.audit import Told
    from bot.domain.moderation.within import Within
    from bot.domain.ports import AuditStore
    from bot.interactions.moderation.reach import Sight
    from bot.views.moderation.audit_file import Form

MEMBER, MODERATOR, CHANNEL, KIND = "member", "moderator", "channel", "kind"
SINCE, UNTIL = "since", "until"
"""What narrows the list, by name."""

PIECE = 500
"""Entries that are read at once."""

BESIDE = 64 * 1024
"""Bytes that an answer takes beside its file, at most."""

BACKWARDS = text("audit.backwards")


def moments(since: str | None, until: str | None, now: datetime) -> dict[str, str]:
    """Return what was typed as moments, by name.

    Raises:
        RefusedError: one is none, or nothing lies between them.

    """
    first = None if since is None else moment_of(SINCE, since, now)
    last = None if until is None else moment_of(UNTIL, until, now, whole_day=True)
    if first is not None and last is not None and first >= last:
        raise RefusedError(BACKWARDS)
    named = {SINCE: first, UNTIL: last}
    return {name: moment.isoformat() for name, moment in named.items() if moment is not None}


def sought_of(guild_id: GuildId, query: Mapping[str, str], within: Within | None = None) -> Sought:
    """Return which entries a list is of, as far as it may tell of them.

    Raises:
        InvalidOptionError: there is no such kind.

    """
    kind = query.get(KIND)
    if kind is not None and kind not in {group.value for group in Group}:
        raise InvalidOptionError(KIND, kind, one_of(Group))
    numbers = {name: int(query[name]) for name in (MEMBER, MODERATOR) if name in query}
    times = {name: datetime.fromisoformat(query[name]) for name in (SINCE, UNTIL) if name in query}
    return Sought(
        guild_id=guild_id,
        member=UserId(numbers[MEMBER]) if MEMBER in numbers else None,
        moderator=UserId(numbers[MODERATOR]) if MODERATOR in numbers else None,
        within=within,
        kinds=GROUPS[Group(kind)] if kind is not None else frozenset(),
        since=times.get(SINCE),
        until=times.get(UNTIL),
    )


async def audit_page(
    interaction: discord.Interaction[Darkroom], listing: Listing, page: int, /
) -> ui.LayoutView:
    """Return a page of the list, counted from 1; the last one for what lies behind it.

    Raises:
        RefusedError: whoever turns the page moderates no longer.

    """
    store = interaction.client.services.moderation.audit
    sight = await _sight(interaction, listing.query)
    sought = sought_of(listing.guild_id, listing.query, sight.within)
    found, total = await store.page(sought, limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE)
    if not found and page > 1:
        page = pages_of(total, PAGE_SIZE)
        found, total = await store.page(sought, limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE)
    locale = await locale_of(interaction)
    return audit_view(found, total, page, listing, locale, notes=sight.notes())


async def tell_file(
    interaction: discord.Interaction[Darkroom], query: Mapping[str, str], form: Form
) -> None:
    """Hand over a file of what is looked for.

    Raises:
        RefusedError: not in a server, or it took too long.

    """
    sought_of(guild_of(interaction), query)  # what is wrong is refused at once
    await answer_alone(interaction, _file(interaction, query, form))


async def _sight(interaction: discord.Interaction[Darkroom], query: Mapping[str, str]) -> Sight:
    return await sight_of(interaction, PlaceId(int(query[CHANNEL])) if CHANNEL in query else None)


async def _file(
    interaction: discord.Interaction[Darkroom], query: Mapping[str, str], form: Form
) -> Answer:
    """Write the latest entries into a file, as many as it takes: they are read in pieces."""
    sight = await _sight(interaction, query)
    sought = sought_of(guild_of(interaction), query, sight.within)
    room = interaction.filesize_limit - BESIDE
    names = _names(interaction)
    written, last, count, is_whole = bytearray(head(form)), None, 0, True
    reading = _Reading(interaction.client.services.moderation.audit, sought)
    while (told := await reading.following()) is not None:
        entry = line(told, form, names)
        if count == MOST_TAKEN or len(written) + len(entry) > room:
            is_whole = False
            break
        written += entry
        last, count = told.entry, count + 1
    name = f"audit-{interaction.created_at:%Y-%m-%d}.{form.value}"
    locale, cut = await locale_of(interaction), None if is_whole else last
    view = file_view(name, count, cut, locale, notes=sight.notes())
    return Answer(view, {name: bytes(written)})


def _names(interaction: discord.Interaction[Darkroom]) -> Names:
    """Return what is called how, as far as whoever asks sees it in Discord."""
    guild, member = interaction.guild, interaction.user

    def channel(place: int) -> str:
        found = guild.get_channel_or_thread(place) if guild else None
        room = found.parent if isinstance(found, discord.Thread) else found
        if found is None or room is None or not isinstance(member, discord.Member):
            return ""
        return f"#{found.name}" if room.permissions_for(member).view_channel else ""

    def role(number: int) -> str:
        found = guild.get_role(number) if guild else None
        return f"@{found.name}" if found else ""

    return Names(channel, role)


class _Reading:
    """Entries one after the other, a piece of them in memory."""

    def __init__(self, store: AuditStore, sought: Sought) -> None:
        self._store = store
        self._sought = sought
        self._piece: list[Told] = []
        self._last: Told | None = None

    async def following(self) -> Told | None:
        if not self._piece:
            before = None if self._last is None else self._last.entry
            some = await self._store.piece(self._sought, limit=PIECE, before=before)
            self._piece = [*reversed(some)]
        if not self._piece:
            return None
        self._last = self._piece.pop()
        return self._last
