"""Changes in servers are told with the server that they are of."""

from __future__ import annotations

from types import SimpleNamespace

from bot.delivery.changes import guild_of


def test_the_server_of_a_change_is_found_in_whatever_tells_of_it() -> None:
    guild = SimpleNamespace(id=7)
    assert guild_of(SimpleNamespace(id=3, guild=guild)) == 7  # a channel, a role
    assert guild_of(SimpleNamespace(guild_id=8, thread_id=3)) == 8  # a thread that nobody knows
    assert guild_of(guild) == 7
    assert guild_of(object()) is None
