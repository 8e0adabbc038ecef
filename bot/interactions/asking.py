"""Ask for images: what a command, or a button that makes a new job, does with a request."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.client.arrivals import arrived_at
from bot.client.readers import locale_here
from bot.delivery.first_answer import answer
from bot.interactions.answering import in_time
from bot.interactions.callers import caller_of
from bot.interactions.here import policy_of
from bot.jobs.new_job import Origin
from bot.texts.say import say
from bot.texts.text import given
from bot.texts.typed import one_line

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    import discord

    from bot.client.discord_bot import Darkroom
    from bot.domain.job import Job
    from bot.domain.policy import Policy
    from bot.domain.ports import Status
    from bot.jobs.requests import Built


TYPED = Origin()
"""Of what somebody typed, and nothing else."""

MOST_LINES = 50
LONGEST_LINE = 120
"""Of what is kept with a job for its details: a prompt may hold hundreds of odd things."""


async def ask(
    interaction: discord.Interaction[Darkroom],
    build: Callable[[Policy], Awaitable[Built]],
    *,
    private: bool,
    origin: Origin = TYPED,
) -> None:
    """Have a job made of a request, and answer with its status message.

    Args:
        interaction: The command's or the button's; not yet answered.
        build: Returns the request, by the policy in force where it is asked for.
        private: Whether only who asks sees it.
        origin: What it came from, beside what was adjusted.

    Raises:
        RefusedError: the request, the place or a limit says no; nothing is stored. Or all of it
            took too long.

    """
    services, asked_at = interaction.client.services, arrived_at(interaction)
    with services.courtesy.answering():
        # What is taken on too late is a job that nobody answered: no message of it is found.
        async with in_time(interaction):
            job, status = await _accepted(interaction, build, origin, private=private)
    await answer(interaction, job, status, asked_at=asked_at)


async def _accepted(
    interaction: discord.Interaction[Darkroom],
    build: Callable[[Policy], Awaitable[Built]],
    origin: Origin,
    *,
    private: bool,
) -> tuple[Job, Status]:
    services = interaction.client.services
    caller = await caller_of(interaction, private=private)
    policy = await policy_of(interaction, caller.guild_id, caller.places)
    if not private:
        locale = locale_here(interaction, policy.language)
        caller = replace(caller, address=replace(caller.address, locale=locale))
    built = await build(policy)
    origin = replace(
        origin,
        notes=_lines(say(note, caller.address.locale) for note in built.notes),
        told=tuple(words for note in built.notes for words in given(note)),
        ignored=_lines(built.ignored),
    )
    return await services.jobs.accept(built.request, caller, policy, origin)


def _lines(said: Iterable[str]) -> tuple[str, ...]:
    """Return each thing once, on a line of its own and without marks, which would show there."""
    lines = dict.fromkeys(one_line(each.replace("`", ""), LONGEST_LINE) for each in said)
    return tuple(filter(None, lines))[:MOST_LINES]
