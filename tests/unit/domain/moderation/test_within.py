"""What a list may tell of, by where it stands."""

from __future__ import annotations

from bot.domain.ids import GuildId, PlaceId
from bot.domain.moderation.within import Within

GUILD = GuildId(7)
HERE, THERE, OF_GUILD = PlaceId(1), PlaceId(2), PlaceId(7)


def test_what_stands_nowhere_is_for_who_moderates_the_whole_server() -> None:
    places: list[PlaceId | None] = [HERE, THERE, OF_GUILD, None]
    some, whole = Within(frozenset({HERE, OF_GUILD})), Within(frozenset({HERE}), at_large=True)
    assert [some.holds(it, GUILD) for it in places] == [True, False, False, False]
    assert [whole.holds(it, GUILD) for it in places] == [True, False, True, True]
