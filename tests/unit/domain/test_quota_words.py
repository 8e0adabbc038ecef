"""A refusal says which limit it is, what is left of it, and when more is."""

from __future__ import annotations

from bot.domain.ids import PlaceId
from bot.domain.policy import Pool
from bot.domain.quota_words import SERVER, refusal
from bot.domain.quotas import DAY, HOUR, Quota, Shortage
from tests.store.builders import NOON
from tests.tables import each_row

PLACE, WHOLE = Pool(place=PlaceId(7)), Pool(place=PlaceId(1), is_server=True)


@each_row("span", [DAY, HOUR])
@each_row("pool", [None, PLACE, WHOLE])
def test_each_limit_is_told_by_its_name(span: object, pool: Pool | None) -> None:
    name = "daily" if span == DAY else "hourly"
    prefix = f"limit.{name}" if pool is None else f"limit.place_{name}"
    cases = {(10, 10, 1): "used", (10, 8, 3): "left", (10, 0, 11): "over"}
    cases |= {(0, 0, 1): "zero"} if pool is None else {}
    for (most, used, asked), end in cases.items():
        quota = Quota(most=most, span=DAY if span == DAY else HOUR, pool=pool)
        told = refusal(Shortage(quota=quota, used=used, needed=1), asked, NOON)
        said = dict(told.params)
        assert told.code == f"{prefix}_{end}"
        if end == "left":
            assert told.count == 2
        if pool is not None:
            assert said["place"] == (SERVER if pool.is_server else "<#7>")
        if end in {"used", "left"}:
            assert said["ready_at"] == round(NOON.timestamp())
