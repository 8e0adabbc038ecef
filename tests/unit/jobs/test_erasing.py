"""Members' data: gathered into an archive, and deleted again and again until nothing stays."""

from __future__ import annotations

import asyncio
import io
import json
import zipfile
from random import Random
from typing import TYPE_CHECKING

from bot.domain.privacy import ERASED, Erased, Kept, erased
from bot.domain.request import Hires, HiresScale
from bot.jobs.erasing import GATHER_SECONDS, LOOK_AGAIN, MOST_JOBS, MembersData, fitted
from tests.store.builders import ANN, NOON, make_request
from tests.unit.jobs.clock import LoopClock

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.domain.ids import UserId

KEPT = Kept(parts={"jobs": [{"id": "a", "at": NOON, "fox": "狐"}], "styles": []})


class Store:
    def __init__(self) -> None:
        self.asked: list[tuple[UserId, int]] = []
        self.is_late: Callable[[], bool] = bool
        self.erased: list[tuple[UserId, datetime]] = []
        self.looks = 0

    async def gather(
        self, user_id: UserId, *, most: int, is_late: Callable[[], bool] = bool
    ) -> Kept:
        self.asked.append((user_id, most))
        self.is_late = is_late
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
    assert await data.gather(ANN) is KEPT
    assert store.asked == [(ANN, MOST_JOBS)]
    assert not store.is_late()
    await asyncio.sleep(GATHER_SECONDS + 1)
    assert store.is_late()
    assert (await data.erase(ANN)).in_cases == 1
    assert store.erased == [(ANN, clock.now())]


async def test_what_has_to_stay_is_looked_at_again_each_hour() -> None:
    store = Store()
    running = asyncio.create_task(MembersData(store, LoopClock()).run())
    await asyncio.sleep(2 * LOOK_AGAIN + 1)
    assert store.looks == 3
    running.cancel()


async def test_the_archive_has_a_file_of_json_for_each_kind() -> None:
    kept, data = await fitted(KEPT, 10_000)
    assert kept is KEPT
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert sorted(archive.namelist()) == ["jobs.json", "styles.json"]
        assert json.loads(archive.read("jobs.json")) == [
            {"id": "a", "at": NOON.isoformat(), "fox": "狐"}
        ]


async def test_what_does_not_fit_is_left_out_the_oldest_jobs_first() -> None:
    """It ends, whatever there is too much of."""
    random = Random(7)  # noqa: S311 - no secret
    many = [{"id": n, "prompt": random.randbytes(200).hex()} for n in range(100)]
    kept, data = await fitted(Kept(parts={"jobs": many, "styles": many[:2]}), 8_000)
    assert len(data) <= 8_000
    assert 0 < len(kept.parts["jobs"]) < 100
    assert list(kept.parts["jobs"]) == many[: len(kept.parts["jobs"])]
    assert (kept.is_whole, kept.left_out, len(kept.parts["styles"])) == (False, (), 2)
    kept, data = await fitted(Kept(parts={"jobs": many, "acts": many, "styles": many[:2]}), 3_000)
    assert (kept.parts["jobs"], kept.left_out, len(kept.parts["styles"])) == ([], ("acts",), 2)
    kept, _ = await fitted(Kept(parts={"jobs": many, "acts": many}), 1)
    assert not any(kept.parts.values())


def test_of_an_emptied_request_only_what_is_reckoned_by_stays() -> None:
    request = make_request(
        prompt="mine", negative_prompt="hers", seed=7, images=3, hires=Hires(HiresScale.X2)
    )
    left = erased(request)
    assert (left.prompt, left.negative_prompt, left.seed) == (ERASED, "", -1)
    assert (left.images, left.target, left.model) == (3, request.target, request.model)
