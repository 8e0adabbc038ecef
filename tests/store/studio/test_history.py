"""What a member has made: paged, searched, with what it came of; on every database alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.domain.history import Wanted, search_words, searched_model
from bot.domain.ids import GuildId, JobId
from bot.domain.job import Job, JobState
from tests.store.builders import (
    ANN,
    BEN,
    GUILD,
    LATER,
    NOON,
    make_image,
    make_job,
    make_request,
    put,
    put_delivering,
    run_sql,
)

if TYPE_CHECKING:
    from bot.domain.ports import HistoryStore, ImageStore, JobStore, OptOuts
    from bot.store.database import Database

MINE = Wanted(user_id=ANN, guild_id=GUILD)


async def delivered(
    store: JobStore,
    name: str,
    minute: int = 0,
    images: ImageStore | None = None,
    **said: Any,  # noqa: ANN401 # any field
) -> Job:
    """Store a job that was asked for some minutes after noon, and has come to its end."""
    asked = {key: said.pop(key) for key in ("prompt", "model") if key in said}
    at = NOON + timedelta(minutes=minute)
    job = make_job(name, request=make_request(**asked), created_at=at, due_at=NOON, **said)
    job = await put_delivering(store, job)
    if images is not None:
        assert await images.write(job.id, [make_image(name=name)], [], [], holder="w")
    job = replace(job, state=JobState.DELIVERED, ended_at=LATER, shown=True)
    assert await store.save(job, holder="w", now=LATER)
    return job


async def found(history: HistoryStore, wanted: Wanted, **page: int) -> list[str]:
    seen = await history.page(wanted, **({"offset": 0, "limit": 10} | page))
    return [job.id for job in seen.jobs]


async def test_the_newest_stand_first_and_pages_follow_each_other(
    store: JobStore, images: ImageStore, history: HistoryStore
) -> None:
    for minute, name in enumerate("abcde"):
        await delivered(store, name, minute, images)
    await put(store, make_job("waits", created_at=LATER))
    await delivered(store, "bens", user_id=BEN)
    await delivered(store, "there", guild_id=GuildId(5))
    assert await found(history, MINE, limit=2) == ["e", "d"]
    assert await found(history, MINE, offset=2, limit=2) == ["c", "b"]
    last = await history.page(MINE, offset=4, limit=2)
    assert ([job.id for job in last.jobs], last.total) == (["a"], 5)
    assert [image.number for image in last.images[JobId("a")]] == [1]
    behind = await history.page(MINE, offset=10, limit=2)
    assert (behind.jobs, behind.total) == ([], 5)


async def test_words_are_found_whatever_their_case_and_signs(
    store: JobStore, history: HistoryStore
) -> None:
    await delivered(store, "a", 1, prompt="A Red FOX, 100%_sure/n")
    await delivered(store, "b", 2, prompt="ein roter FUCHS über Straße\nzwei", model="Pony_XL.ckpt")
    await delivered(store, "c", 3, prompt="ｆｏｘ 狐 🦊", model="red_dragon.safetensors")
    searches = {
        "fox": ["c", "a"],
        "FOX red": ["c", "a"],
        "red 100%_": ["a"],
        "%": ["a"],
        "/n": ["a"],
        "ÜBER STRASSE": ["b"],
        "狐": ["c"],
        "pony": ["b"],
        "nothing": [],
        "  ": ["c", "b", "a"],
        "\\": [],
        "a\ud800": [],
    }
    for typed, names in searches.items():
        assert await found(history, replace(MINE, words=search_words(typed))) == names, typed
    models = {"fox": ["a"], "RED": ["c"], "y_x": ["b"], "zwei": [], "%": [], "": ["c", "b", "a"]}
    for typed, names in models.items():
        assert await found(history, replace(MINE, model=searched_model(typed))) == names, typed
    since = replace(MINE, since=NOON + timedelta(minutes=2))
    assert await found(history, since) == ["c", "b"]


async def test_what_a_job_came_of_is_told_as_far_as_it_is_their_own(
    store: JobStore, history: HistoryStore
) -> None:
    await delivered(store, "bens", 0, user_id=BEN)
    await delivered(store, "root", 1, parent_job=JobId("bens"))
    await delivered(store, "middle", 2, parent_job=JobId("root"))
    await delivered(store, "orphan", 3, parent_job=JobId("gone"))
    await delivered(store, "leaf", 4, parent_job=JobId("middle"))
    page = await history.page(MINE, offset=0, limit=2)
    assert [job.id for job in page.jobs] == ["leaf", "orphan"]
    assert sorted(job.id for job in page.ancestors) == ["middle", "root"]


async def test_a_long_line_and_a_circle_come_to_an_end(
    store: JobStore, history: HistoryStore
) -> None:
    for number in range(12):
        parent = JobId(f"n{(number - 1) % 12}")
        await delivered(store, f"n{number}", number, parent_job=parent)
    page = await history.page(MINE, offset=0, limit=1)
    assert len(page.ancestors) == 8


async def test_one_that_cannot_be_read_does_not_hide_the_others(
    store: JobStore, history: HistoryStore, database: Database
) -> None:
    await delivered(store, "a", 1)
    await delivered(store, "b", 2)
    await run_sql(database, "UPDATE jobs SET request = '{}' WHERE id = 'b'")
    assert await found(history, MINE) == ["a"]


async def test_who_wants_out_of_the_gallery_is_out_until_they_want_back(opt_outs: OptOuts) -> None:
    assert not await opt_outs.is_opted_out(ANN)
    assert await opt_outs.set_opted_out(ANN, out=True, now=NOON)
    assert not await opt_outs.set_opted_out(ANN, out=True, now=LATER)
    assert await opt_outs.among([ANN, BEN]) == {ANN}
    assert await opt_outs.among([]) == set()
    assert await opt_outs.set_opted_out(ANN, out=False, now=LATER)
    assert not await opt_outs.set_opted_out(ANN, out=False, now=LATER)
    assert not await opt_outs.is_opted_out(ANN)
