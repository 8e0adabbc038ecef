"""Telling Discord of the commands: where they are wanted, and nowhere else."""

from __future__ import annotations

import asyncio
import hashlib
import json
from typing import TYPE_CHECKING, Any

import discord
import structlog

from bot.client.reaching import is_passing, pause_after
from bot.errors import StoreError
from bot.store.command_ids import GLOBAL, CommandIds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.client.discord_bot import Darkroom
    from bot.domain.ids import GuildId
    from bot.store.meta import MetaStore

CALL_SECONDS = 30.0
"""For one registration; discord.py waits hours if a rate limit says so."""

CLEARING_SECONDS = 30.0
"""For all that is cleared at one start; what is left is cleared by a later one."""

TARGETS = "commands:targets"
"""Where it is remembered which targets have commands of ours."""

MOST_TARGETS = 500
"""Remembered; far more servers than anybody names in a setting."""

NOT_OURS = frozenset({403, 404})
"""Statuses of a server that has thrown us out: there is nothing left to clear."""

FOR_SERVERS = ("contexts", "integration_types", "dm_permission")
"""What a server's own commands cannot have: they are in that server and nowhere else.

Source: https://docs.discord.com/developers/interactions/application-commands
"""

Payload = list[dict[str, Any]]

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class CommandSync:
    """Registers the commands globally, or with chosen servers only, and clears the other set."""

    def __init__(self, bot: Darkroom, meta: MetaStore, guild_ids: Sequence[GuildId]) -> None:
        """Register with the servers of ``guild_ids``, or globally when there are none."""
        self._bot = bot
        self._meta = meta
        self._ids = CommandIds(meta)
        self._wanted = [str(guild_id) for guild_id in guild_ids] or [GLOBAL]
        self._left: list[str] = []

    async def begin(self) -> None:
        """Register what has changed, once; where that cannot be done the start goes on."""
        await self._register_all(self._wanted)

    async def run(self) -> None:
        """Try again, after growing pauses, what could not be reached; clear the other set; end."""
        attempt = 0
        while self._left or not await self._are_others_cleared():
            attempt += 1
            await asyncio.sleep(pause_after(attempt))
            await self._register_all(self._left)

    async def _register_all(self, targets: Sequence[str]) -> None:
        payload = await self._payload()
        self._left = [it for it in targets if not await self._register(it, payload)]

    async def _payload(self) -> Payload:
        tree = self._bot.tree
        translator = tree.translator
        every = tree.get_commands()
        if translator is None:
            return [command.to_dict(tree) for command in every]
        return [await command.get_translated_payload(tree, translator) for command in every]

    async def _register(self, target: str, payload: Payload) -> bool:
        """Return whether there is nothing left to try before the next start."""
        try:
            return await self._upsert(target, payload)
        except StoreError as error:
            log.error("commands.not_synced", where=target, why=str(error))  # noqa: TRY400 - as told
            return False

    async def _upsert(self, target: str, payload: Payload) -> bool:
        """Register what is not known there yet; return whether that is settled.

        Discord counts creations, not unchanged upserts; the hash spares the call at each start.
        """
        sent = payload if target == GLOBAL else [_for_one_server(command) for command in payload]
        digest = digest_of(self._bot.application_id, sent)
        is_known = await self._meta.get(_key(target)) == digest
        if is_known and await self._ids.are_known(target):
            return True
        await self._remember([*await self._remembered(), target])
        try:
            told = await self._put(target, sent)
        except Exception as error:  # noqa: BLE001 - Discord's side: what it knows goes on working
            log.error("commands.not_synced", where=target, why=_reason(error))  # noqa: TRY400 - as told
            return not is_passing(error)
        await self._ids.learn(target, told)
        await self._meta.put(_key(target), digest)
        log.info("commands.synced", where=target, count=len(sent))
        return True

    async def _are_others_cleared(self) -> bool:
        """Clear what is not wanted; return whether our own database let us."""
        try:
            await self._clear_others()
        except StoreError as error:
            log.warning("commands.not_cleared", why=str(error))
            return False
        return True

    async def _clear_others(self) -> None:
        """Take the commands away where an earlier start put them and this one wants none."""
        stale = [target for target in await self._remembered() if target not in self._wanted]
        try:
            async with asyncio.timeout(CLEARING_SECONDS):
                for target in stale:
                    await self._clear(target)
        except TimeoutError:
            log.warning("commands.not_cleared", why="Discord took too long")

    async def _clear(self, target: str) -> None:
        try:
            await self._put(target, [])
        except Exception as error:  # noqa: BLE001 - as above; the next start tries again
            log.warning("commands.not_cleared", where=target, why=_reason(error))
            if getattr(error, "status", None) not in NOT_OURS:
                return
        else:
            log.info("commands.cleared", where=target)
        await self._ids.learn(target, ())
        await self._meta.put(_key(target), "")
        await self._remember([it for it in await self._remembered() if it != target])

    async def _put(self, target: str, payload: Payload) -> object:
        """Register these commands with a target; return what Discord says it has now."""
        http, application_id = self._bot.http, self._bot.application_id
        if application_id is None:
            raise discord.MissingApplicationID
        async with asyncio.timeout(CALL_SECONDS):
            if target == GLOBAL:
                return await http.bulk_upsert_global_commands(application_id, payload=payload)
            return await http.bulk_upsert_guild_commands(
                application_id, int(target), payload=payload
            )

    async def _remembered(self) -> list[str]:
        """Return the targets that may have commands of ours."""
        known = await self._meta.get(TARGETS)
        if known is None:
            # Written by a version that did not keep the list.
            return [GLOBAL] if await self._meta.get(_key(GLOBAL)) else []
        return [str(target) for target in json.loads(known)]

    async def _remember(self, targets: Sequence[str]) -> None:
        newest = list(dict.fromkeys(reversed(targets)))[:MOST_TARGETS]
        await self._meta.put(TARGETS, json.dumps(newest[::-1]))


def digest_of(application_id: int | None, sent: Payload) -> str:
    """Return what tells whether these are what was registered last."""
    version = (application_id, discord.__version__, sent)
    return hashlib.sha256(json.dumps(version, sort_keys=True).encode()).hexdigest()


def _key(target: str) -> str:
    return f"commands:{target}"


def _for_one_server(command: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in command.items() if key not in FOR_SERVERS}


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__
