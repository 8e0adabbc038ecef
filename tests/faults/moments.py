"""How to bring a job to each moment at which the bot may die. The prompt is the name."""

from __future__ import annotations

import math
import re
from functools import partial
from typing import TYPE_CHECKING

from tests.faults.stage import FAR, eventually

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from bot.playground.discord import Invocation
    from bot.playground.discord.faults import Plan
    from tests.faults.stage import Stage

SOON = 1.5
"""Seconds, in which the bot is surely dead: Discord acts on what it had sent before."""


async def answering(stage: Stage, name: str, plan: Plan) -> Invocation:
    """Hold the first answer."""
    whole: Plan = {**plan, "method": "POST", "path": "/callback$"}
    fault = stage.discord.faults.add(**whole)
    invocation = await stage.imagine(name)
    await eventually(lambda: fault.hits)
    return invocation


async def queued(stage: Stage, name: str) -> Invocation:
    """Let a job wait for another of the same member."""
    member = stage.member(name)
    stage.durations[f"{name}: another"] = math.inf
    await (await stage.imagine(f"{name}: another", user=member)).answered()
    await eventually(lambda: stage.tasks(f"{name}: another"))
    invocation = await stage.imagine(name, user=member)
    await invocation.answered()
    await eventually(lambda: stage.row(invocation)["message_id"])
    return invocation


async def submitting(stage: Stage, name: str, *, unsent: bool, seconds: float = FAR) -> Invocation:
    """Hold the reply to the submit, made in vain (``unsent``) or not."""
    fault = stage.novita.faults.add(
        route="submit", delay=seconds, drop="before" if unsent else None
    )
    invocation = await stage.imagine(name)
    await invocation.answered()
    await eventually(lambda: fault.met)
    return invocation


async def running(stage: Stage, name: str, *, private: bool = False) -> Invocation:
    """Let the task never end by itself."""
    stage.durations[name] = math.inf
    invocation = await stage.imagine(name, private=private)
    await invocation.answered()
    await eventually(lambda: stage.row(invocation)["state"] == "running")
    return invocation


async def ending(stage: Stage, name: str, plan: Plan) -> Invocation:
    """Hold the final edit."""
    invocation = await stage.imagine(name)
    whole: Plan = {**plan, "method": "PATCH", "path": re.escape(invocation.token)}
    fault = stage.discord.faults.add(**whole)
    await invocation.answered()
    await eventually(lambda: fault.hits)
    return invocation


async def cancelled(stage: Stage, name: str) -> Invocation:
    """Hold the answer to Cancel."""
    invocation = await running(stage, name)
    fault = stage.discord.faults.add(method="POST", path="/callback$", delay=FAR, drop=True)
    button = invocation.shown.button("cancel")["custom_id"]
    await stage.discord.press(invocation.shown, button, user=invocation.interaction.user)
    await eventually(lambda: fault.hits)
    return invocation


_LOST: Plan = {"delay": FAR, "drop": True}
_LATE: Plan = {"delay": SOON}
_LOST_POST: Plan = {**_LOST, "with_files": True}
_LATE_POST: Plan = {**_LATE, "with_files": True}
MOMENTS: Mapping[str, Callable[[Stage, str], Awaitable[Invocation]]] = {
    "queued": queued,
    "submit unsent": partial(submitting, unsent=True),
    "submit unread": partial(submitting, unsent=False),
    "running": running,
    "running, token dead": running,
    "cancelled": cancelled,
    "private": partial(running, private=True),
    "private, token nearly dead": partial(running, private=True),
    "private, token dead": partial(running, private=True),
    "must fail": partial(ending, plan=_LOST),
    "post unsent": partial(ending, plan=_LOST_POST),
    "post unread": partial(ending, plan=_LATE_POST),
    "answer unsent": partial(answering, plan=_LOST),
    "answer unread": partial(answering, plan=_LATE),
    "answer unread, token dead": partial(answering, plan=_LATE),
}
"""By name. The last ones must be killed within ``SOON``, so their order matters."""
