"""Families of jobs: each once, below what it came of, whatever the rows say."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.family import DEEPEST, lines
from bot.domain.ids import JobId
from tests.store.builders import NOON, make_job

if TYPE_CHECKING:
    from bot.domain.job import Job


def made(name: str, minute: int, parent: str | None = None) -> Job:
    at = NOON + timedelta(minutes=minute)
    return make_job(name, created_at=at, parent_job=JobId(parent) if parent else None)


def drawn(listed: list[Job], ancestors: list[Job]) -> list[str]:
    found = lines(listed, ancestors)
    return [f"{'-' * it.depth}{it.job.id}{'' if it.is_listed else '?'}" for it in found]


def test_a_family_stands_where_its_newest_member_does() -> None:
    root, first, second = made("root", 1), made("first", 2, "root"), made("second", 5, "root")
    below, alone = made("below", 4, "first"), made("alone", 3)
    assert drawn([second, below, alone, first], [root]) == [
        "root?",
        "-first",
        "--below",
        "-second",
        "alone",
    ]


def test_what_no_line_needs_is_not_drawn() -> None:
    root, uncle, child = made("root", 1), made("uncle", 2, "root"), made("child", 3, "root")
    assert drawn([child], [root, uncle]) == ["root?", "-child"]
    assert drawn([], [root]) == []


def test_a_circle_is_cut_at_its_oldest() -> None:
    one, other = made("one", 1, "other"), made("other", 2, "one")
    assert drawn([one, other], []) == ["one", "-other"]
    assert drawn([made("self", 1, "self")], []) == ["self"]


@st.composite
def families(draw: st.DrawFn) -> list[Job]:
    count = draw(st.integers(1, 12))
    names = [f"n{number}" for number in range(count)]
    parents = st.none() | st.sampled_from([*names, "gone"])
    return [made(name, draw(st.integers(0, 5)), draw(parents)) for name in names]


@given(families(), st.data())
def test_each_listed_job_is_drawn_once_and_below_its_parent(
    jobs: list[Job], data: st.DataObject
) -> None:
    listed = data.draw(st.lists(st.sampled_from(jobs), unique_by=lambda job: job.id))
    found = lines(listed, [job for job in jobs if job not in listed])
    ids = [line.job.id for line in found]
    assert len(set(ids)) == len(ids)
    assert [it for it in found if it.is_listed] == [it for it in found if it.job in listed]
    assert {job.id for job in listed} <= set(ids)
    for at, line in enumerate(found):
        assert 0 <= line.depth <= DEEPEST
        if line.depth:
            assert line.job.parent_job in ids[:at]
