"""What mentions in a prompt stand for: asked for only where there are any."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from bot.prompt.mentions import Mention, mentioned

if TYPE_CHECKING:
    from bot.prompt.options import Options

TellNames: TypeAlias = Callable[[Sequence[Mention]], Awaitable[Mapping[Mention, str]]]
"""Tells the names that can be told, within the time of a command."""


async def nobody(_: Sequence[Mention]) -> Mapping[Mention, str]:
    """Know no names."""
    return {}


async def told(options: Options, tell: TellNames) -> Mapping[Mention, str]:
    """Return the names of all that the options mention, as far as they can be told."""
    wanted = mentioned(options)
    return await tell(wanted) if wanted else {}
