"""The gateway sends what discord.py cannot read: it is told once and skipped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from structlog.testing import capture_logs

from bot.client.gateway_events import MOST_KNOWN, EventGuard

if TYPE_CHECKING:
    from tests.wire.whole_bot import WholeBot

UNREADABLE: list[tuple[str, Any]] = [
    ("CHANNEL_CREATE", {"id": "5"}),
    ("GUILD_CREATE", {"id": "x"}),
    ("INTERACTION_CREATE", {"id": "7", "type": 2}),
    ("GUILD_ROLE_CREATE", []),
    ("THREAD_LIST_SYNC", None),
]


@pytest.mark.parametrize(("event", "data"), UNREADABLE, ids=[event for event, _ in UNREADABLE])
async def test_an_event_that_cannot_be_read_ends_nothing(
    bot: WholeBot,
    event: str,
    data: Any,  # noqa: ANN401 - as wrong as can be
) -> None:
    gateway, guild_id = bot.discord.gateway, bot.discord.world.guild.id
    for _ in range(3):
        await gateway.dispatch(event, data, guild_id=guild_id)
    assert len((await bot.imagined()).pictures()) == 1
    assert gateway.resumes == 0
    assert len(gateway.identifies) == 1


def choke(data: object) -> None:
    raise KeyError(data)


def test_it_is_told_in_full_once_and_then_counted() -> None:
    parsers = EventGuard().guard({"CHANNEL_CREATE": choke, "CHANNEL_DELETE": choke})
    with capture_logs() as lines:
        for event in ("CHANNEL_CREATE", "CHANNEL_CREATE", "CHANNEL_DELETE"):
            parsers[event]("type")
        parsers["CHANNEL_CREATE"]("name")
    assert [line["log_level"] for line in lines] == ["error", "debug", "error", "error"]
    assert [line.get("times") for line in lines] == [None, 2, None, None]
    assert ["exc_info" in line for line in lines] == [True, False, True, True]


def test_errors_that_are_never_the_same_are_told_in_full_up_to_a_bound() -> None:
    parsers = EventGuard().guard({"CHANNEL_CREATE": choke})
    with capture_logs() as lines:
        for number in range(MOST_KNOWN + 10):
            parsers["CHANNEL_CREATE"](number)
    assert [line["log_level"] for line in lines].count("error") == MOST_KNOWN


def test_a_session_that_cannot_begin_is_not_taken_for_one() -> None:
    with pytest.raises(KeyError):
        EventGuard().guard({"READY": choke})["READY"]("session_id")
