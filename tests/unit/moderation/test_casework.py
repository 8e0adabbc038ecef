"""Cases are of one server; what is written into them, asked and answered is an entry of theirs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.ids import CaseId, GuildId, JobId, UserId
from bot.domain.moderation.case import Case, CaseKind
from bot.domain.moderation.entry import Entry, EntryKind
from bot.errors import RefusedError
from bot.moderation.casework import Casework
from tests.store.memory import MemoryAppealStore, MemoryCaseStore, Shelf

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HERE, ELSEWHERE = GuildId(7), GuildId(8)
ANN, BEN, CAT = UserId(1), UserId(2), UserId(3)
CASE = Case(
    id=CaseId("c"),
    guild_id=HERE,
    kind=CaseKind.IMAGE,
    subject=ANN,
    opened_at=NOON,
    job_id=JobId("j"),
    image=1,
    decision=EntryKind.REMOVED,
    decided_by=BEN,
    decided_at=NOON,
)


class Scene:
    """Casework in memory, and how often it wanted somebody to be told."""

    def __init__(self) -> None:
        self.calls = 0
        self.cases = MemoryCaseStore()
        appeals = MemoryAppealStore(self.cases, Shelf())
        self.work = Casework(self.cases, appeals, lambda: NOON, self._tell)

    def _tell(self) -> None:
        self.calls += 1

    async def kinds(self) -> list[EntryKind]:
        return [entry.kind for entry in await self.cases.entries(CASE.id)]


@pytest.fixture
async def scene() -> Scene:
    scene = Scene()
    await scene.cases.open(CASE, [])
    return scene


async def refused(acting: object) -> str:
    with pytest.raises(RefusedError) as caught:
        await acting  # type: ignore[misc] # any coroutine
    return caught.value.text.code


async def test_a_case_is_known_in_its_own_server_only(scene: Scene) -> None:
    case = await scene.work.numbered(HERE, 1)
    assert case == await scene.work.of_server(CASE.id, HERE)
    assert await refused(scene.work.numbered(ELSEWHERE, 1)) == "case.unknown"
    assert await refused(scene.work.of_server(CASE.id, ELSEWHERE)) == "case.gone"
    assert await refused(scene.work.of_server(CaseId("x"), HERE)) == "case.gone"


async def test_notes_and_reasons_say_for_whom_they_were_written(scene: Scene) -> None:
    case = await scene.work.numbered(HERE, 1)
    await scene.work.write(case, EntryKind.NOTED, " seen ", by=BEN)
    await scene.work.write(case, EntryKind.REASONED, "gore", by=BEN, behalf=CAT)
    await scene.work.write(case, EntryKind.REASONED, "gore!", by=BEN, behalf=BEN)
    told = [(it.kind, it.by, it.why, it.details) for it in await scene.cases.entries(case.id)]
    assert told == [
        (EntryKind.NOTED, BEN, "seen", {}),
        (EntryKind.REASONED, BEN, "gore", {"on_behalf_of": CAT}),
        (EntryKind.REASONED, BEN, "gore!", {}),
    ]
    gone = replace(case, id=CaseId("x"))
    assert await refused(scene.work.write(gone, EntryKind.NOTED, "?", by=BEN)) == "case.gone"
    assert scene.calls == 0


async def test_an_appeal_is_of_its_member_and_answered_once(scene: Scene) -> None:
    case = await scene.work.numbered(HERE, 1)
    assert await refused(scene.work.appeal(case, BEN, "?", "")) == "appeal.not_yours"
    assert await refused(scene.work.answer(case, granted=True, by=BEN)) == "appeal.none"
    for words in ("  ", "x" * 501):
        assert await refused(scene.work.appeal(case, ANN, words, "")) == "appeal.words"
    await scene.work.appeal(case, ANN, " art ", "de")
    assert (await scene.work.appeals_of([case]))[case.id].why == "art"
    assert await refused(scene.work.appeal(case, ANN, "?", "")) == "appeal.twice"
    assert (await scene.work.answer(case, granted=False, by=CAT)).is_first
    assert await refused(scene.work.answer(case, granted=True, by=BEN)) == "appeal.answered"
    assert await scene.kinds() == [EntryKind.APPEALED, EntryKind.APPEAL_REFUSED]
    assert scene.calls == 2


async def test_who_answers_their_own_appeal_is_known_for_it(scene: Scene) -> None:
    case = await scene.work.numbered(HERE, 1)
    await scene.work.appeal(case, ANN, "art", "")
    answered = await scene.work.answer(case, granted=False, by=ANN)
    asked, told = await scene.cases.entries(case.id)
    assert (answered.appeal.is_own, asked.is_own, told.is_own) == (True, False, True)


async def test_a_sanction_in_an_undecided_case_may_be_appealed(scene: Scene) -> None:
    undecided = replace(CASE, id=CaseId("d"), image=2, decision=None)
    case = await scene.cases.open(undecided, [])
    assert await refused(scene.work.check_may_appeal(case, ANN)) == "appeal.undecided"
    struck = Entry(guild_id=HERE, kind=EntryKind.STRUCK, at=NOON, member=ANN)
    await scene.cases.add(case.id, [struck])
    await scene.work.check_may_appeal(case, ANN)
