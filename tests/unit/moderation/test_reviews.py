"""Reviews: what a decision is answered with, and that another server's case is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.domain.ids import CaseId, GuildId, JobId, PlaceId
from bot.domain.moderation.case import Case, CaseKind
from bot.domain.moderation.entry import EntryKind
from bot.domain.moderation.review import Outcome, Ruled
from bot.domain.moderation.tuning import tuned
from bot.domain.policy import Policy
from bot.errors import RefusedError, UndeliveredError
from bot.moderation.reviews import Reviews
from tests.store.builders import ANN, BEN, GUILD, NOON, make_image
from tests.store.memory import MemoryCaseStore
from tests.tables import each_row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.domain.image import Image
    from bot.domain.moderation.review import Ruling

CASE = Case(
    id=CaseId("case"),
    guild_id=GUILD,
    kind=CaseKind.IMAGE,
    subject=ANN,
    opened_at=NOON,
    job_id=JobId("a"),
    image=1,
)


class Decided:
    """A ReviewStore that says what it is told to."""

    def __init__(self, says: Ruled | Exception | None = Ruled.DECIDED) -> None:
        self.says = says
        self.looked_at = (0, 0)
        self.ruled: list[tuple[Ruling, datetime]] = []

    async def decide(
        self, case_id: CaseId, guild_id: GuildId, ruling: Ruling, *, until: datetime
    ) -> Outcome | None:
        self.ruled.append((ruling, until))
        if isinstance(self.says, Exception):
            raise self.says
        return None if self.says is None else Outcome(CASE, self.says)

    async def judged(self, guild_id: GuildId, channel_id: int, limit: int) -> Sequence[Image]:
        self.looked_at = (channel_id, limit)
        return [make_image(n) for n in range(1, 4)]


def reviews(store: Decided, cases: MemoryCaseStore | None = None) -> Reviews:
    return Reviews(store, cases or MemoryCaseStore(), lambda: NOON, timedelta(hours=72))


async def test_a_case_is_known_in_its_own_server_and_if_it_is_about_an_image() -> None:
    cases = MemoryCaseStore()
    await cases.open(CASE, [])
    member = Case(id=CaseId("m"), guild_id=GUILD, kind=CaseKind.MEMBER, subject=ANN, opened_at=NOON)
    await cases.open(member, [])
    desk = reviews(Decided(), cases)
    assert (await desk.case(CASE.id, GUILD)).id == CASE.id
    for case_id, guild in ((CASE.id, GuildId(GUILD + 1)), (member.id, GUILD), ("no", GUILD)):
        with pytest.raises(RefusedError):
            await desk.case(CaseId(case_id), guild)


async def test_a_decision_is_kept_with_its_time_and_says_who_was_first() -> None:
    for says in (Ruled.DECIDED, Ruled.BEFORE):
        store = Decided(says)
        outcome = await reviews(store).decide(CASE.id, GUILD, EntryKind.APPROVED, by=BEN)
        assert outcome.ruled is says
        [(ruling, until)] = store.ruled
        assert (ruling.kind, ruling.by, ruling.at) == (EntryKind.APPROVED, BEN, NOON)
        assert until == NOON + timedelta(hours=72)


@each_row(
    "says, code",
    [
        (None, "review.unknown"),
        (Ruled.ORIGINAL_GONE, "review.original_gone"),
        (Ruled.IMAGE_GONE, "review.image_gone"),
        (UndeliveredError("still to come"), "review.too_early"),
    ],
)
async def test_what_cannot_be_decided_is_refused_with_why(
    says: Ruled | Exception | None, code: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        await reviews(Decided(says)).decide(CASE.id, GUILD, EntryKind.APPROVED, by=BEN)
    assert refused.value.text.code == code


async def test_tuning_looks_at_the_last_images_of_the_channel() -> None:
    store, policy = Decided(), Policy(threshold=60)
    case = replace(CASE, place=PlaceId(7))
    # Their confidence is 81.5.
    tuning = await reviews(store).tuning(case, make_image(), policy)
    assert store.looked_at == (7, 200)
    assert tuning == tuned(make_image(), [make_image(n) for n in range(1, 4)], policy)
