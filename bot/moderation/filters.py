"""The filters of servers: asked before each job, changed by moderators, compiled once a version."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog

from bot.domain.ids import PlaceId, UserId
from bot.domain.moderation.entry import Entry, EntryKind
from bot.domain.moderation.filter_file import Line
from bot.domain.moderation.filters import (
    MOST,
    RECENT,
    Compiled,
    FilterAction,
    FilterEntry,
    FilterOutcome,
    check_phrase,
    key_of,
    replay,
    texts_of,
)
from bot.errors import FilteredError, RefusedError
from bot.moderation.minors import REFUSED
from bot.texts.text import text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import datetime

    from bot.domain.ids import GuildId
    from bot.domain.moderation.filter_change import FilterChanged
    from bot.domain.moderation.filters import Replay
    from bot.domain.ports import AuditStore, FilterStore, Grant, Wanted

RULE = "filter"
"""What the audit calls what a server's own filter did, and why a job is held for it."""

REMEMBERED = 50_000
"""Entries of all servers together; those of the server unasked for longest go first."""

EXAMPLES = 5

NOBODY = UserId(0)
"""Whose an entry is that is only tried."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Filters:
    """The filters, and a Check that asks them."""

    def __init__(self, store: FilterStore, audit: AuditStore, now: Callable[[], datetime]) -> None:
        """Keep entries in ``store``, and note in ``audit`` what they did."""
        self._store = store
        self._audit = audit
        self._now = now
        self._known: OrderedDict[GuildId, tuple[int, Compiled]] = OrderedDict()
        self._loading = asyncio.Lock()

    async def __call__(self, wanted: Wanted, grant: Grant, /) -> Grant:
        """See Check."""
        found = await self._first(wanted)
        if found is None or not _is_news(wanted, found, grant.hold):
            return grant
        await self._note(wanted, found)
        if found.action is FilterAction.DENY:
            raise FilteredError(REFUSED)
        if found.action is FilterAction.HOLD:
            return replace(grant, hold=grant.hold or RULE)
        return grant

    async def held(self, wanted: Wanted, hold: str) -> str:
        """Return why what was made of a request waits for a moderator: denied or held by now.

        Args:
            wanted: What was asked for.
            hold: Why it waits already, if it does.

        """
        found = None if hold else await self._first(wanted)
        if found is None or found.action is FilterAction.NOTE:
            return hold
        await self._note(wanted, replace(found, action=FilterAction.HOLD))
        return RULE

    async def _first(self, wanted: Wanted) -> FilterEntry | None:
        """Return the strongest entry that the words of a request meet."""
        compiled = await self._compiled(wanted.guild_id)
        found = compiled.matching((*texts_of(wanted.request), *wanted.told), wanted.places)
        return found[0] if found else None

    async def _note(self, wanted: Wanted, found: FilterEntry) -> None:
        log.info(
            "filter.matched",
            guild=wanted.guild_id,
            user=wanted.user_id,
            entry=found.number,
            action=found.action.value,
        )
        if not wanted.is_trial:
            await self._audit.add([_matched(wanted, found)])

    async def add(self, guild_id: GuildId, line: Line, *, by: UserId) -> FilterChanged:
        """Keep a phrase with what becomes of what it matches.

        Raises:
            RefusedError: it would match nothing or everything, or there are too many.

        """
        made = await self.take_in(guild_id, [line], by=by)
        if FilterOutcome.FULL in made.outcomes:
            raise RefusedError(text("filter.full", most=MOST))
        return made

    async def take_in(
        self, guild_id: GuildId, lines: Sequence[Line], *, by: UserId
    ) -> FilterChanged:
        """Keep several; what is there already stays, with the action that is said now."""
        entries = await asyncio.to_thread(
            lambda: [self._entry(guild_id, line, by) for line in lines]
        )
        return await self._store.put(entries, self._told(guild_id, by, "add"), most=MOST)

    async def remove(
        self, guild_id: GuildId, place: PlaceId, phrase: str, *, by: UserId
    ) -> FilterChanged:
        """Forget a phrase in a place, however it is written.

        Raises:
            RefusedError: there is none.

        """
        told = replace(self._told(guild_id, by, "remove"), place=place)
        made = await self._store.remove(place, key_of(phrase), told)
        if not made.changes:
            raise RefusedError(text("filter.unknown"))
        return made

    async def undo(self, entry: Entry, *, by: UserId) -> FilterChanged:
        """Take back what an entry of the audit tells of, as far as nobody changed it since.

        Raises:
            RefusedError: the server would have too many entries.

        """
        told = self._told(entry.guild_id, by, "undo")
        told = replace(told, place=entry.place, details={**told.details, "undoes": entry.id})
        return await self._store.undo(entry.id, told, most=MOST)

    async def all(self, guild_id: GuildId) -> Sequence[FilterEntry]:
        """Return the entries of a server, oldest first."""
        return (await self._compiled(guild_id)).entries

    async def matching(
        self, guild_id: GuildId, places: Collection[PlaceId], said: str
    ) -> Sequence[FilterEntry]:
        """Return the entries that a text meets in a place, the strongest first."""
        compiled = await self._compiled(guild_id)
        return compiled.matching([said], places)

    async def replay(self, guild_id: GuildId, place: PlaceId, phrase: str | None) -> Replay:
        """Return what a phrase, or all entries, would have done with the prompts of late.

        Raises:
            RefusedError: the phrase would match nothing or everything.

        """
        asked = await self._store.recent(guild_id, RECENT)
        compiled = await self._compiled(guild_id)
        if phrase is not None:
            line = Line(phrase, FilterAction.DENY, place)
            compiled = Compiled([self._entry(guild_id, line, NOBODY)])
        return await asyncio.to_thread(replay, compiled, asked, EXAMPLES)

    async def _compiled(self, guild_id: GuildId) -> Compiled:
        """Return the entries of a server as the database has them now."""
        version = await self._store.version(guild_id)
        if (known := self._remembered(guild_id, version)) is not None:
            return known
        async with self._loading:
            if (known := self._remembered(guild_id, version)) is not None:
                return known
            read, entries = await self._store.of(guild_id)
            compiled = await asyncio.to_thread(Compiled, entries)
            self._known[guild_id] = read, compiled
            self._forget()
            return compiled

    def _remembered(self, guild_id: GuildId, version: int) -> Compiled | None:
        if guild_id in self._known and self._known[guild_id][0] >= version:
            self._known.move_to_end(guild_id)
            return self._known[guild_id][1]
        return None

    def _forget(self) -> None:
        # An empty filter counts too: there may be a hundred thousand servers.
        held = sum(len(compiled.entries) + 1 for _, compiled in self._known.values())
        while held > REMEMBERED and len(self._known) > 1:
            _, (_, gone) = self._known.popitem(last=False)
            held -= len(gone.entries) + 1

    def _entry(self, guild_id: GuildId, line: Line, by: UserId) -> FilterEntry:
        return FilterEntry(
            guild_id=guild_id,
            place=PlaceId(guild_id if line.place is None else line.place),
            phrase=check_phrase(line.phrase),
            action=line.action,
            by=by,
            at=self._now(),
        )

    def _told(self, guild_id: GuildId, by: UserId, change: str) -> Entry:
        return Entry(
            guild_id=guild_id,
            kind=EntryKind.FILTER_CHANGED,
            at=self._now(),
            by=by,
            details={"change": change},
        )


def _is_news(wanted: Wanted, found: FilterEntry, hold: str) -> bool:
    """Whether an entry says more of a request than was said when it was taken on."""
    if wanted.job_id is None or found.action is FilterAction.DENY:
        return True
    return found.action is FilterAction.HOLD and not hold


def _matched(wanted: Wanted, entry: FilterEntry) -> Entry:
    return Entry(
        guild_id=wanted.guild_id,
        kind=EntryKind.FILTERED,
        at=wanted.at,
        member=wanted.user_id,
        place=wanted.places[0] if wanted.places else None,
        job_id=wanted.job_id,
        details={"rule": RULE, "action": entry.action.value, "entry": entry.number},
    )
