"""The parameters of a slash command, made from rows of the table of options."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, TypeVar

import discord
from discord import app_commands
from discord.app_commands import Range

from bot.domain.kinds import (
    Choice,
    Factor,
    Name,
    Names,
    Number,
    Ratio,
    Strengths,
    Switch,
    Whole,
    Words,
)
from bot.interactions.localised import described
from bot.interactions.styles import complete_style
from bot.interactions.suggestions import complete

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence

    from bot.client.discord_bot import Darkroom
    from bot.domain.kinds import Kind
    from bot.domain.options import Option
    from bot.texts.text import Text

    Suggest = Callable[
        [discord.Interaction[Darkroom], str],
        Coroutine[Any, Any, list[app_commands.Choice[str]]],
    ]

F = TypeVar("F", bound="Callable[..., Any]")


def takes(
    rows: Sequence[Option], *, required: str, files: Mapping[str, Text] | None = None
) -> Callable[[F], F]:
    """Register each of ``rows`` as a parameter; the callback gets them by name.

    discord.py reads a command's parameters off its callback's signature, so that is what is made.

    Args:
        rows: In the order in which Discord shows them.
        required: The one that a member cannot leave out; the others are None when unsaid.
        files: What is uploaded, behind the rows: names and descriptions.

    """
    uploads = files or {}

    def decorated(callback: F) -> F:
        first = next(iter(inspect.signature(callback).parameters.values()))
        named = [_parameter(row, is_required=row.name == required) for row in rows]
        named += [_file(name) for name in uploads]
        setattr(callback, "__signature__", inspect.Signature([first, *named]))  # noqa: B010 - no type knows it
        about = {row.name: described(row.about) for row in rows if row.about}
        about |= {name: described(words) for name, words in uploads.items()}
        app_commands.describe(**about)(callback)
        app_commands.choices(**_choices(rows))(callback)
        app_commands.autocomplete(**_suggestions(rows))(callback)
        return callback

    return decorated


def _parameter(row: Option, *, is_required: bool) -> inspect.Parameter:
    annotation = _annotation(row.kind)
    return inspect.Parameter(
        row.name,
        inspect.Parameter.KEYWORD_ONLY,
        default=inspect.Parameter.empty if is_required else None,
        annotation=annotation if is_required else annotation | None,
    )


def _file(name: str) -> inspect.Parameter:
    annotation = discord.Attachment | None
    keyword = inspect.Parameter.KEYWORD_ONLY
    return inspect.Parameter(name, keyword, default=None, annotation=annotation)


def _annotation(kind: Kind) -> Any:  # noqa: ANN401 - a type, or discord.py's own for a range
    match kind:
        case Words(registered=length):
            return Range[str, int(length.low), int(length.high)]
        case Whole(bound=bound):
            return Range[int, int(bound.low), int(bound.high)]
        case Number(bound=bound):
            return Range[float, float(bound.low), float(bound.high)]
        case Switch():
            return bool
        case _:
            return str


def _choices(rows: Iterable[Option]) -> dict[str, list[app_commands.Choice[str]]]:
    return {
        row.name: [app_commands.Choice(name=value, value=value) for value in row.kind.values]
        for row in rows
        if isinstance(row.kind, (Choice, Ratio, Factor))
    }


def _suggestions(rows: Iterable[Option]) -> dict[str, Suggest]:
    kinds = (Name, Names, Strengths)
    return {row.name: suggest(row.kind) for row in rows if isinstance(row.kind, kinds)}


def suggest(kind: Kind) -> Suggest:
    """Return what completes an option of a kind; nothing for one that names nothing."""

    async def suggest(
        interaction: discord.Interaction[Darkroom], typed: str
    ) -> list[app_commands.Choice[str]]:
        if isinstance(kind, Name) and kind.of is None:
            return await complete_style(interaction, typed)
        if isinstance(kind, (Name, Names, Strengths)):
            return await complete(interaction, kind, typed)
        return []

    return suggest
