"""The ids that Discord gave our slash commands, by which they are mentioned."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.store.meta import MetaStore

GLOBAL = "global"
"""The target of commands that every server has; others are servers' ids, as text."""

CHAT_INPUT = 1
"""The type of slash commands; others cannot be mentioned."""


class CommandIds:
    """Ids by name, for each target; kept, so that a start that registers nothing knows them."""

    def __init__(self, meta: MetaStore) -> None:
        """Keep them in ``meta``."""
        self._meta = meta

    async def of(self, guild_id: int | None) -> Mapping[str, int]:
        """Return the ids of the commands that a server has; none where none were told."""
        return await self._of(str(guild_id)) or await self._of(GLOBAL)

    async def are_known(self, target: str) -> bool:
        """Whether Discord told them, of a target that has commands."""
        return bool(await self._of(target))

    async def learn(self, target: str, told: object) -> None:
        """Keep what Discord answered to a registration, whatever its shape."""
        commands: Iterable[Any] = told if isinstance(told, list) else ()
        found = dict(_told(each) for each in commands if _is_slash(each))
        await self._meta.put(_key(target), json.dumps(found))

    async def _of(self, target: str) -> Mapping[str, int]:
        kept = await self._meta.get(_key(target))
        return {str(name): int(its_id) for name, its_id in json.loads(kept or "{}").items()}


def _key(target: str) -> str:
    return f"commands:ids:{target}"


def _is_slash(command: object) -> bool:
    return (
        isinstance(command, dict)
        and command.get("type", CHAT_INPUT) == CHAT_INPUT
        and str(command.get("id", "")).isdecimal()
    )


def _told(command: Mapping[str, Any]) -> tuple[str, int]:
    return str(command.get("name")), int(command["id"])
