"""Answers to the final edit that are not Discord's own, or cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.wire.rows import until_over
from tests.wire.sharing import sharing

if TYPE_CHECKING:
    from tests.wire.whole_bot import WholeBot

pytestmark = sharing


PAGES = (400, 401, 403, 404, 429, 502, 520)
UNREADABLE = {"garbage": b"\x00<p>", "empty": b"", "cut": b'{"id": "1', "a list": b"[1]"}


@pytest.mark.parametrize("status", PAGES)
async def test_the_page_of_an_edge_is_outlived(bot: WholeBot, status: int) -> None:
    page = bot.discord.faults.add(
        method="PATCH", with_files=True, status=status, html=True, retry_after=0.2
    )
    message = await bot.imagined()
    assert page.hits == 1
    assert len(message.pictures()) == 1
    assert (await until_over(bot.database)).state == "delivered"


@pytest.mark.parametrize("case", UNREADABLE)
async def test_a_success_that_cannot_be_read_uploads_once(bot: WholeBot, case: str) -> None:
    strange = bot.discord.faults.add(
        method="PATCH", with_files=True, body=UNREADABLE[case], times=None
    )
    message = await bot.imagined()
    assert (await until_over(bot.database)).state == "delivered"
    assert strange.hits == 1
    assert len(message.pictures()) == 1


async def test_a_private_job_whose_token_died_is_closed_and_shown_nowhere(bot: WholeBot) -> None:
    refusal = bot.discord.faults.add(method="PATCH", status=401, code=50027, times=None)
    await bot.imagine(private=True)
    row = await until_over(bot.database)
    assert (row.state, row.failure, row.token) == ("failed", "message_gone", "")
    assert refusal.hits == 1
    assert bot.uploads() == []
    assert bot.discord.requests.find("", r"^/channels/\d+/messages") == []
