"""A policy made stricter while images are being posted: nothing looser is sent, or it goes."""

from __future__ import annotations

import asyncio
import math
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio

from bot.jobs.insisting import GLANCE
from bot.playground.discord import Weather
from bot.playground.discord.weather import SHARE
from tests.wire.delivery.versions import Seen, exposures, seen
from tests.wire.rows import until_over
from tests.wire.sharing import sharing
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from bot.playground.discord import Invocation, Message
    from bot.playground.discord.faults import Fault
    from tests.wire.whole_bot import WholeBot

pytestmark = sharing


CORRECTED_WITHIN = 2.0
"""Seconds from the landing of what is no longer allowed."""

FLAGGED = {"valid": True, "confidence": 93.7}
STRICTER: dict[str, tuple[dict[str, Any], Seen]] = {
    "blur": ({"action": "blur"}, Seen.BLUR),
    "refuse": ({"action": "refuse"}, Seen.NOTHING),
    "switched off": ({"enabled": False}, Seen.NOTHING),
}


@pytest_asyncio.fixture(loop_scope="module")
async def loose(bot: WholeBot) -> WholeBot:
    """Return a bot in a server where flagged images hide behind a click, with such images."""
    await bot.policy(action="spoiler")
    bot.novita.knobs.nsfw_result = FLAGGED
    return bot


async def about_to_post(bot: WholeBot, **how: Any) -> tuple[Invocation, Fault]:  # noqa: ANN401 - of a fault
    """Bring a job to its final edit, and return once that has met a fault."""
    fault = bot.discord.faults.add(method="PATCH", with_files=True, **how)
    invocation = await bot.imagine()
    await eventually(lambda: fault.hits)
    return invocation, fault


def uploads(bot: WholeBot) -> int:
    """Return how many requests with files were sent."""
    return sum(bool(request.files) for request in bot.discord.requests.find("PATCH"))


async def at_rest(bot: WholeBot, message: Message) -> None:
    """Wait until the job is over; nothing of it may change afterwards."""
    await until_over(bot.database)
    versions = len(message.versions)
    bot.novita.knobs.nsfw_result = {"valid": True, "confidence": 1}
    await bot.imagined("another, which sees to it that time has passed")
    assert len(message.versions) == versions


async def test_looks_are_frequent_enough_for_a_slow_discord() -> None:
    _, slowest = Weather().messages
    looked_before, acted_before = SHARE
    missed, found, edited = (1 - looked_before) * slowest, slowest, acted_before * slowest
    assert missed + GLANCE + found + edited <= CORRECTED_WITHIN


@pytest.mark.parametrize("case", STRICTER)
async def test_what_was_on_its_way_is_corrected_at_once(loose: WholeBot, case: str) -> None:
    rule, allowed = STRICTER[case]
    invocation, upload = await about_to_post(loose, hold=True)
    await loose.policy(**rule)
    upload.release()
    await until_over(loose.database)
    assert seen(invocation.shown.now) == allowed
    assert len(exposures(invocation.shown, allowed)) == 1
    assert max(exposures(invocation.shown, allowed)) <= CORRECTED_WITHIN


@pytest.mark.parametrize("case", STRICTER)
async def test_what_is_set_before_the_request_is_obeyed_by_it(loose: WholeBot, case: str) -> None:
    rule, allowed = STRICTER[case]
    loose.novita.knobs.duration = math.inf
    invocation = await loose.imagine()
    await loose.submitted()
    await loose.policy(**rule)
    loose.novita.tasks[0].finish()
    message = await invocation.final()
    assert seen(message.now) == allowed
    assert exposures(message, allowed) == []


REFUSALS: dict[str, dict[str, Any]] = {
    "429": {"status": 429, "retry_after": 1.0},
    "500": {"status": 500},
    "502": {"status": 502, "html": True},
    "reset": {"drop": True},
}


@pytest.mark.parametrize("case", REFUSALS)
async def test_each_attempt_is_one_request_and_is_judged_anew(loose: WholeBot, case: str) -> None:
    invocation, refusal = await about_to_post(loose, times=None, **REFUSALS[case])
    await loose.policy(action="blur")
    sent = uploads(loose)
    assert sent == refusal.hits
    loose.discord.faults.clear()
    message = await invocation.final()
    assert seen(message.now) == Seen.BLUR
    assert exposures(message, Seen.BLUR) == []
    assert uploads(loose) == sent + 1


@pytest.mark.parametrize("case", STRICTER)
async def test_a_looser_edit_that_lands_late_does_not_stay(loose: WholeBot, case: str) -> None:
    rule, allowed = STRICTER[case]
    invocation, cut = await about_to_post(loose, drop=True, late=1.8)
    await loose.policy(**rule)
    row = await until_over(loose.database)
    message = invocation.shown
    landed = [version for version in message.versions if seen(version) > allowed]
    assert len(landed) == cut.hits == 1
    assert landed[0] is not message.versions[1], "the stricter one came first"
    assert max(exposures(message, allowed)) <= CORRECTED_WITHIN
    assert seen(message.now) == allowed
    assert row.state == ("failed" if case == "switched off" else "delivered")


async def test_an_edit_that_lands_after_a_proxys_page_does_not_stay(loose: WholeBot) -> None:
    invocation, _ = await about_to_post(loose, status=403, html=True, late=1.8)
    await loose.policy(action="blur")
    await until_over(loose.database)
    exposed = exposures(invocation.shown, Seen.BLUR)
    assert len(exposed) == 1
    assert exposed[0] <= CORRECTED_WITHIN
    assert seen(invocation.shown.now) == Seen.BLUR


async def test_several_edits_that_land_late_are_each_corrected(loose: WholeBot) -> None:
    invocation, first = await about_to_post(loose, drop=True, late=1.9)
    loose.discord.faults.add(
        method="PATCH", with_files=True, status=502, html=True, late=1.6, times=1
    )
    await eventually(lambda: uploads(loose) >= 2)
    await loose.policy(action="blur")
    await until_over(loose.database)
    exposed = exposures(invocation.shown, Seen.BLUR)
    assert first.hits == 1
    assert len(exposed) >= 2
    assert max(exposed) <= CORRECTED_WITHIN
    assert seen(invocation.shown.now) == Seen.BLUR


async def test_a_policy_made_looser_changes_nothing_that_was_posted(bot: WholeBot) -> None:
    bot.novita.knobs.nsfw_result = FLAGGED
    invocation, upload = await about_to_post(bot, hold="after")
    await bot.policy(action="spoiler")
    upload.release()
    await until_over(bot.database)
    assert seen(invocation.shown.now) == Seen.BLUR
    assert uploads(bot) == 1


async def test_a_policy_that_flips_while_requests_are_held_ends_with_the_last_judgement(
    loose: WholeBot,
) -> None:
    invocation, upload = await about_to_post(loose, hold=True)
    await loose.policy(action="refuse")
    correction = loose.discord.faults.add(method="PATCH", hold=True)
    upload.release()
    await eventually(lambda: correction.held)
    await loose.policy(action="blur")
    correction.release()
    await until_over(loose.database)
    assert seen(invocation.shown.now) <= Seen.BLUR
    await asyncio.wait_for(at_rest(loose, invocation.shown), 15)
