"""Styles: kept for members and servers, found by name, and put beneath a wish."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from bot.domain.policy import Policy
from bot.domain.style import (
    NONE,
    Outcome,
    SavedStyle,
    Scope,
    StyleId,
    folded,
    member,
    named,
    near,
    ordered,
    server,
)
from bot.errors import InvalidOptionError, RefusedError
from bot.jobs.service import new_id
from bot.prompt.style_file import Refused
from bot.prompt.styles import typed_style
from bot.texts.text import text
from bot.texts.typed import typed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from bot.domain.ids import GuildId, UserId
    from bot.domain.ports import StyleStore
    from bot.domain.style import Owner, Style
    from bot.jobs.requests import Requests
    from bot.prompt.style_file import Contents
    from bot.texts.text import Text

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """A style that was saved."""

    style: Style
    replaced: bool
    """Whether there was another of that name."""
    notes: tuple[Text, ...]
    """What of it was not taken as it was written."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came of a file."""

    names: tuple[str, ...]
    """Of the styles that are kept now."""
    refused: tuple[Refused, ...]
    unread: int


class Styles:
    """The styles of members and servers."""

    def __init__(self, store: StyleStore, requests: Requests, now: Callable[[], datetime]) -> None:
        """Check what is typed with ``requests``."""
        self._store = store
        self._requests = requests
        self._now = now

    async def within(self, user_id: UserId, guild_id: GuildId) -> list[SavedStyle]:
        """Return all that a member may use in a server: their own, then the server's."""
        return ordered(await self._store.of([member(user_id), server(guild_id)]))

    async def of(self, owner: Owner) -> list[SavedStyle]:
        """Return all that one owner keeps, by name."""
        return ordered(await self._store.of([owner]))

    async def find(self, user_id: UserId, guild_id: GuildId, name: object) -> SavedStyle:
        """Return the style that a member means by a name.

        Raises:
            InvalidOptionError: there is none; it says which are near.

        """
        return meant(await self.within(user_id, guild_id), name)

    async def by_id(self, style_id: str, user_id: int, guild_id: int | None) -> SavedStyle:
        """Return the style that a button is about.

        Raises:
            RefusedError: it is gone, or nothing that this member may use here.

        """
        found = await self._store.get(StyleId(style_id))
        usable = {(Scope.OWN, user_id), (Scope.SERVER, guild_id)}
        if found is None or (found.owner.scope, found.owner.id) not in usable:
            raise RefusedError(text("style.gone"))
        return found

    async def default(self, guild_id: GuildId, name: str | None) -> Style | None:
        """Return the style that a place applies by default; one that is gone is nobody's fault."""
        if name is None or folded(name) == NONE:
            return None
        found = named(await self._store.of([server(guild_id)]), name)
        if found is None:
            log.warning("style.default_gone", guild=guild_id, style=name)
        return found.style if found else None

    async def default_called(self, guild_id: GuildId, name: str) -> str:
        """Return how a server spells the style that a place is to apply, or that it is to be none.

        Raises:
            InvalidOptionError: there is none of that name; it says which are near.

        """
        if folded(name) == NONE:
            return NONE
        try:
            return meant(await self.of(server(guild_id)), name).style.name
        except InvalidOptionError as error:
            raise error.named("default_style") from error

    async def save(
        self, owner: Owner, by: UserId, name: str, frame: str, negative: str, options: str
    ) -> Kept:
        """Keep what somebody typed, checked as a wish is, in place of another of that name.

        Raises:
            RefusedError: something in it is wrong, or the owner keeps as many as they may.

        """
        draft = typed_style(name, frame, negative, options)
        built = await self._requests.of(draft.inline, draft.slash, Policy())
        saved = self._saved(draft.style, owner, by)
        (outcome,) = await self._store.put([saved], replace=True)
        if outcome is Outcome.FULL:
            raise RefusedError(_full(owner))
        log.info("style.saved", owner=owner.id, scope=owner.scope.value, by=by)
        return Kept(draft.style, outcome is Outcome.REPLACED, built.notes)

    async def delete(self, owner: Owner, name: str, guild_id: GuildId) -> SavedStyle:
        """Forget a style of an owner; return it as it was.

        Raises:
            InvalidOptionError: there is none of that name.

        """
        gone = await self._store.delete(owner, name)
        if gone is None:
            rule = _rule(await self.of(owner), name)
            if owner.scope is Scope.OWN and named(await self.of(server(guild_id)), name):
                rule = text("style.is_servers")
            raise InvalidOptionError("name", name, rule)
        log.info("style.deleted", owner=owner.id, scope=owner.scope.value)
        return gone

    async def take_in(
        self, owner: Owner, by: UserId, contents: Contents, *, replace: bool
    ) -> TakenIn:
        """Keep what stands in a file, as far as there is room and names are free."""
        saved = [self._saved(style, owner, by) for style in contents.styles]
        outcomes = await self._store.put(saved, replace=replace)
        refusals = {Outcome.FULL: _full(owner), Outcome.TAKEN: text("style.taken")}
        refused, names = list(contents.refused), list[str]()
        for it, outcome in zip(saved, outcomes, strict=True):
            if outcome in refusals:
                refused.append(Refused(it.style.name, refusals[outcome]))
            else:
                names.append(it.style.name)
        log.info("style.taken_in", owner=owner.id, by=by, kept=len(names), refused=len(refused))
        return TakenIn(tuple(dict.fromkeys(names)), tuple(refused), contents.unread)

    def _saved(self, style: Style, owner: Owner, by: UserId) -> SavedStyle:
        return SavedStyle(id=StyleId(new_id()), owner=owner, style=style, by=by, at=self._now())


def is_none(name: object) -> bool:
    """Whether somebody says that they want no style."""
    return isinstance(name, str) and folded(name) == NONE


def meant(styles: Sequence[SavedStyle], name: object) -> SavedStyle:
    """Return the one of these styles that a name means.

    Raises:
        InvalidOptionError: there is none; it says which are near.

    """
    found = named(styles, name) if isinstance(name, str) else None
    if found is None:
        raise InvalidOptionError("style", name, _rule(styles, str(name)))
    return found


def _rule(styles: Iterable[SavedStyle], name: str) -> Text:
    alike = near(styles, name)
    if alike:
        return text("style.near", names=tuple(typed(each) for each in alike))
    return text("option.style")


def _full(owner: Owner) -> Text:
    if owner.scope is Scope.OWN:
        return text("style.full", most=owner.most)
    return text("style.server_full", most=owner.most)
