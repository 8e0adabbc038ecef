"""Old entries go, some at a time; what waits for a moderator stays, whole."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.domain.event import Decision
from bot.domain.ids import CaseId, GuildId, JobId, PlaceId
from bot.domain.job import JobState
from bot.domain.moderation.audit import Sought
from bot.domain.moderation.case import Case, CaseKind
from bot.domain.moderation.entry import Entry, EntryKind
from bot.domain.verdict import Treatment
from tests.store.builders import (
    ANN,
    BEN,
    GUILD,
    LATER,
    NOON,
    SECOND,
    make_image,
    make_job,
    make_original,
    put_delivering,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.ports import (
        AuditStore,
        CaseStore,
        DeletionStore,
        ImageStore,
        JobStore,
        OriginalStore,
        RetentionStore,
    )

ELSEWHERE = GuildId(GUILD + 1)
ID = make_job().id
DECISION = Decision(at=LATER, by=ANN, why="deleted by who asked")


def entry(kind: EntryKind, seconds: int, guild: GuildId = GUILD) -> Entry:
    return Entry(guild_id=guild, kind=kind, at=NOON + seconds * SECOND, by=BEN, member=ANN)


def case(name: str, **said: Any) -> Case:  # noqa: ANN401 # any field
    usual: dict[str, Any] = {
        "id": CaseId(name),
        "guild_id": GUILD,
        "kind": CaseKind.MEMBER,
        "subject": ANN,
        "opened_at": NOON,
    }
    return Case(**(usual | said))


async def sweep(retention: RetentionStore, seconds: int, *, limit: int) -> int:
    """Delete what is older than so many seconds after noon; return how many calls it took."""
    calls, swept = 1, None
    before = NOON + seconds * SECOND
    while swept := await retention.expire(GUILD, before=before, limit=limit, after=swept):
        calls += 1
    return calls


async def left(audit: AuditStore) -> list[tuple[EntryKind, int]]:
    found = await audit.piece(Sought(guild_id=GUILD), limit=99)
    return [(it.entry.kind, round((it.entry.at - NOON).total_seconds())) for it in reversed(found)]


async def test_old_entries_go_and_with_the_last_one_its_case(
    retention: RetentionStore, audit: AuditStore, cases: Sequence[CaseStore]
) -> None:
    struck, noted = entry(EntryKind.STRUCK, 1), entry(EntryKind.NOTED, 9)
    image: dict[str, Any] = {"kind": CaseKind.IMAGE, "job_id": ID}
    decided: dict[str, Any] = {"decision": EntryKind.KEPT, "decided_by": BEN, "decided_at": NOON}
    await cases[0].open(case("over"), [struck])
    await cases[0].open(case("noted"), [struck, noted])
    waiting, kept = case("waiting", image=1, **image), case("kept", image=2, **image, **decided)
    await cases[0].open(waiting, [entry(EntryKind.WITHHELD, 2)])
    await cases[0].open(kept, [entry(EntryKind.KEPT, 2)])
    appealed = case("appealed", image=3, **image, **decided)
    await cases[0].open(appealed, [entry(EntryKind.APPEALED, 3)])
    answered = [entry(EntryKind.APPEALED, 3), entry(EntryKind.APPEAL_REFUSED, 3)]
    await cases[0].open(case("answered", image=4, **image, **decided), answered)
    await audit.add([entry(EntryKind.DELETED, n) for n in range(10)])
    await audit.add([entry(EntryKind.DELETED, 0, ELSEWHERE)])

    assert await sweep(retention, 5, limit=4) == 4
    deleted = [(EntryKind.DELETED, n) for n in range(5, 10)]
    assert sorted(await left(audit)) == sorted(
        [*deleted, (EntryKind.WITHHELD, 2), (EntryKind.APPEALED, 3), (EntryKind.NOTED, 9)]
    )
    names = ("over", "noted", "waiting", "kept", "appealed", "answered")
    there = [name for name in names if await cases[1].get(CaseId(name))]
    assert there == ["noted", "waiting", "appealed"]
    elsewhere, total = await audit.page(Sought(guild_id=ELSEWHERE), limit=9)
    assert (len(elsewhere), total) == (1, 1)
    # Its number is not given again.
    assert (await cases[0].open(case("next"), [noted])).number == 7


async def test_servers_with_entries_are_found_one_after_the_other(
    retention: RetentionStore, audit: AuditStore
) -> None:
    assert await retention.guild_after(None) is None
    for guild in (ELSEWHERE, GUILD, GuildId(5)):
        await audit.add([entry(EntryKind.DELETED, n, guild) for n in range(3)])
    found: list[GuildId] = []
    while (following := await retention.guild_after(found[-1] if found else None)) is not None:
        found.append(following)
    assert found == [GuildId(5), GUILD, ELSEWHERE]


async def test_a_deletion_is_told_and_keeps_what_a_moderator_is_to_decide_about(
    store: JobStore,
    images: ImageStore,
    originals: OriginalStore,
    deletions: DeletionStore,
    cases: Sequence[CaseStore],
    audit: AuditStore,
) -> None:
    job = await put_delivering(store, make_job(images=3))
    rows = [make_image(n, treatment=Treatment.BLURRED) for n in (1, 2, 3)]
    assert await images.write(ID, rows, [make_original(n) for n in (1, 2, 3)], [], holder="w")
    ended = replace(job, state=JobState.DELIVERED, shown=True, ended_at=LATER)
    assert await store.save(ended, holder="w", now=NOON)  # of no images, it opens no case
    of_image: dict[str, Any] = {"kind": CaseKind.IMAGE, "job_id": ID}
    await cases[0].open(case("waits", image=2, **of_image), [])
    kept = case("kept", image=3, decision=EntryKind.KEPT, **of_image)
    await cases[0].open(kept, [])
    await deletions.delete(ID, DECISION, until=LATER)
    await deletions.delete(ID, DECISION, until=LATER)
    found = [await originals.get(ID, number, now=NOON) is not None for number in (1, 2, 3)]
    assert found == [False, True, False]
    assert await originals.get(ID, 2, now=LATER) is None
    told, _ = await audit.page(Sought(guild_id=GUILD), limit=9)
    assert [replace(it.entry, id=0) for it in told] == [
        Entry(
            guild_id=GUILD,
            kind=EntryKind.DELETED,
            at=LATER,
            by=ANN,
            member=ANN,
            place=PlaceId(4),
            job_id=ID,
            details={"images": 3},
        )
    ]
    hidden = make_job("hidden", request=replace(make_job().request, private=True))
    row = await put_delivering(store, hidden)
    ended = replace(row, state=JobState.DELIVERED, shown=True, ended_at=LATER)
    assert await store.save(ended, holder="w", now=NOON)
    await deletions.delete(JobId("hidden"), DECISION, until=LATER)
    assert (await audit.page(Sought(guild_id=GUILD), limit=9))[1] == 1
