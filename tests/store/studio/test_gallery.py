"""What a server liked: counted within its window, without whoever is out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.domain.event import Decision
from bot.domain.gallery import Liked, Order
from bot.domain.ids import GuildId, JobId, UserId
from bot.store.jobs.deletions import SqlDeletionStore
from bot.store.jobs.images import SqlImageStore
from bot.store.jobs.jobs import SqlJobStore
from bot.store.studio.gallery import SqlGallery
from bot.store.studio.opt_outs import SqlOptOuts
from bot.store.studio.stars import SqlStarStore
from tests.store.builders import BEN, GUILD, NOON, make_job, make_request, put
from tests.store.studio.test_history import delivered

if TYPE_CHECKING:
    from bot.store.database import Database

DAY = timedelta(days=1)


async def test_results_stand_by_their_stars_of_late(database: Database) -> None:
    jobs, images = SqlJobStore(database), SqlImageStore(database)
    stars, gallery = SqlStarStore(database), SqlGallery(database)
    for minute, name in enumerate(["one", "two", "three", "old", "bens"]):
        user = {"user_id": BEN} if name == "bens" else {}
        await delivered(jobs, name, minute, images, **user)
    await put(jobs, make_job("waits"))
    await put(jobs, make_job("hers", request=make_request(private=True)))
    given = {"one": [1], "two": [1, 2, 3], "three": [2, 9], "bens": [4] * 5, "waits": [1] * 9}
    for name, hours in {**given, "hers": [1]}.items():
        for voter, hour in enumerate(hours):
            at = NOON + timedelta(hours=hour)
            await stars.toggle(JobId(name), GUILD, UserId(10 + voter), now=at)
    await stars.toggle(JobId("old"), GUILD, UserId(10), now=NOON - 2 * DAY)

    async def liked(order: Order = Order.STARS, guild: GuildId = GUILD) -> list[tuple[str, int]]:
        found = await gallery.liked(Liked(guild_id=guild, since=NOON - DAY, order=order))
        assert all(it.images for it in found)
        return [(it.job.id, it.stars) for it in found]

    assert await liked() == [("bens", 5), ("two", 3), ("three", 2), ("one", 1)]
    assert await liked(Order.NEWEST) == [("three", 2), ("bens", 5), ("two", 3), ("one", 1)]
    await SqlOptOuts(database).set_opted_out(BEN, out=True, now=NOON)
    assert await liked() == [("two", 3), ("three", 2), ("one", 1)]
    assert await liked(guild=GuildId(5)) == []
    await SqlDeletionStore(database).delete(
        JobId("two"), Decision(at=NOON, by=BEN), until=NOON + DAY
    )
    assert await liked() == [("three", 2), ("one", 1)]
