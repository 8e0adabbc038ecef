"""Delays: how long they are, and what happens within them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.playground.discord import DiscordStandIn, Weather
from tests.tables import each_row
from tests.unit.playground_discord.wire import text, v2
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from bot.playground.discord.weather import Span
    from tests.unit.playground_discord.wire import Wire

CALLBACK = "/interactions/1/token/callback"
SLOW = Weather(callbacks=(0.4, 0.4), messages=(0.4, 0.4), rest=(0.4, 0.4))


@each_row(
    "path, least, most",
    [
        (CALLBACK, 0.03, 0.12),
        ("/webhooks/1/token", 0.12, 0.4),
        ("/webhooks/1/token/messages/@original", 0.12, 0.4),
        ("/channels/1/messages", 0.12, 0.4),
        ("/channels/1/messages/2", 0.12, 0.4),
        ("/channels/1", 0.02, 0.06),
        ("/gateway/bot", 0.02, 0.06),
        ("/applications/1/commands", 0.02, 0.06),
    ],
)
def test_each_kind_of_call_takes_its_time(path: str, least: float, most: float) -> None:
    weather = Weather()
    passages = [weather.passage(path) for _ in range(500)]
    delays = [sum(passage) for passage in passages]
    spread = most - least
    assert least <= min(delays) < least + 0.1 * spread
    assert most - 0.1 * spread < max(delays) <= most
    assert all(passage.before > 0 and passage.after > 0 for passage in passages)


def test_the_same_seed_draws_the_same_delays() -> None:
    drawn = [
        [weather.passage(CALLBACK) for _ in range(5)]
        for weather in (Weather(seed=3), Weather(seed=3), Weather(seed=4))
    ]
    assert drawn[0] == drawn[1] != drawn[2]


def test_still_weather_takes_no_time() -> None:
    assert sum(Weather.still().passage(CALLBACK)) == 0


@pytest.mark.parametrize("span", [(0.2, 0.1), (-0.1, 0.1)])
def test_a_span_that_is_none_is_refused(span: Span) -> None:
    with pytest.raises(ValueError, match="no delay is from"):
        Weather(rest=span)


def test_a_stand_in_has_the_usual_weather_unless_told() -> None:
    assert DiscordStandIn().weather == Weather()


async def test_a_later_edit_may_overtake_one_on_its_way(wire: Wire) -> None:
    it = await wire.act()
    await wire.answer(it, 4, v2(text("first")))
    wire.discord.weather = Weather()
    await asyncio.gather(*(wire.edit(it, v2(text(str(n)))) for n in range(5)))
    landed = [version.sent["components"][0]["content"] for version in it.shown.versions[1:]]
    came = sorted(it.shown.versions[1:], key=lambda version: version.came_at)
    assert sorted(landed) == ["0", "1", "2", "3", "4"]
    assert it.shown.versions[1:] != came


async def test_a_change_is_made_while_its_answer_is_still_on_its_way(wire: Wire) -> None:
    it = await wire.act()
    await wire.answer(it, 4, v2(text("first")))
    wire.discord.weather = SLOW
    edit = asyncio.create_task(wire.edit(it, v2(text("second"))))
    await it.until(lambda: it.text() == "second")
    assert not edit.done()
    assert wire.discord.requests.all[-1].status == 0
    assert (await edit).status == 200


async def test_the_bots_share_ends_where_the_delay_begins(wire: Wire) -> None:
    wire.discord.weather = SLOW
    it = await wire.act()
    await wire.answer(it, 4, v2(text()))
    (logged,) = wire.discord.requests.find(path="/callback$")
    assert it.answered_at == logged.at == it.shown.now.came_at
    assert it.response_time == logged.at - it.interaction.at
    assert it.shown.now.at >= it.answered_at + 0.1
    assert logged.took >= 0.4


async def test_a_refusal_takes_its_time_as_well(wire: Wire) -> None:
    wire.discord.weather = SLOW
    assert (await wire.call("GET", "/users/@me", token="wrong")).status == 401
    assert wire.discord.requests.all[-1].took >= 0.4


async def test_the_weather_can_change_at_any_moment(wire: Wire) -> None:
    wire.discord.weather = SLOW
    slow = asyncio.create_task(wire.call("GET", "/users/@me"))
    await eventually(lambda: wire.discord.requests.all)
    wire.discord.weather = Weather.still()
    assert (await wire.call("GET", "/users/@me")).status == 200
    assert not slow.done()
    assert (await slow).status == 200


async def test_what_arrived_before_its_token_died_is_done(wire: Wire) -> None:
    it = await wire.act()
    await wire.answer(it, 4, v2(text("first")))
    wire.discord.weather = SLOW
    edit = asyncio.create_task(wire.edit(it, v2(text("second"))))
    await eventually(lambda: len(wire.discord.requests.all) > 1)
    it.expire()
    assert (await edit).status == 200
    assert (await wire.edit(it, v2(text("third")))).refusal == (401, 50027)
    assert it.text() == "second"
