"""Members' data: gathered into an archive, and deleted again and again until nothing stays."""

from __future__ import annotations

import asyncio
import io
import json
import zipfile
from typing import TYPE_CHECKING

from bot.domain.privacy import ERASED, Erased, Kept, erased
from bot.domain.request import Hires, HiresScale
from bot.jobs.erasing import LOOK_AGAIN, MembersData, zipped
from tests.store.builders import ANN, NOON, make_request
from tests.unit.jobs.clock import LoopClock

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.ids import UserId

KEPT = Kept(parts={"jobs": [{"id": "a", "at": NOON, "fox": "狐"}], "styles": []})


class Store:
    def __init__(self) -> None:
        self.asked: list[tuple[UserId, int]] = []
        self.erased: list[tuple[UserId, datetime]] = []
        self.looks = 0

    async def gather(self, user_id: UserId, *, most: int) -> Kept:
        self.asked.append((user_id, most))
        return KEPT

    async def erase(self, user_id: UserId, *, now: datetime) -> Erased:
        self.erased.append((user_id, now))
        return Erased(jobs=2, in_cases=1)

    async def erase_due(self, *, now: datetime) -> int:
        self.looks += 1
        return 1


async def test_what_is_kept_is_handed_over_and_deleted() -> None:
    store, clock = Store(), LoopClock()
    data = MembersData(store, clock)
    assert await data.gather(ANN, 7) is KEPT
    assert store.asked == [(ANN, 7)]
    assert (await data.erase(ANN)).in_cases == 1
    assert store.erased == [(ANN, clock.now())]


async def test_what_has_to_stay_is_looked_at_again_each_hour() -> None:
    store = Store()
    running = asyncio.create_task(MembersData(store, LoopClock()).run())
    await asyncio.sleep(2 * LOOK_AGAIN + 1)
    assert store.looks == 3
    running.cancel()


async def test_the_archive_has_a_file_of_json_for_each_kind() -> None:
    with zipfile.ZipFile(io.BytesIO(await zipped(KEPT))) as archive:
        assert sorted(archive.namelist()) == ["jobs.json", "styles.json"]
        assert json.loads(archive.read("jobs.json")) == [
            {"id": "a", "at": NOON.isoformat(), "fox": "狐"}
        ]


def test_of_an_emptied_request_only_what_is_reckoned_by_stays() -> None:
    request = make_request(
        prompt="mine", negative_prompt="hers", seed=7, images=3, hires=Hires(HiresScale.X2)
    )
    left = erased(request)
    assert (left.prompt, left.negative_prompt, left.seed) == (ERASED, "", -1)
    assert (left.images, left.target, left.model) == (3, request.target, request.model)
