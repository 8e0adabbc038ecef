"""What mentions in a prompt stand for: asked for only where there are any."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from bot.prompt.mentions import Mention, mentioned, worded

if TYPE_CHECKING:
    from bot.prompt.options import Options

Names: TypeAlias = Callable[[Sequence[Mention]], Awaitable[Mapping[Mention, str]]]
"""Tells the names that can be told, within the time of a command."""


async def nobody(_: Sequence[Mention]) -> Mapping[Mention, str]:
    """Know no names."""
    return {}


async def named(options: Options, names: Names) -> Options:
    """Return the options with words in place of all mentions, whether a name is known or not."""
    wanted = mentioned(options)
    return worded(options, await names(wanted) if wanted else {})
