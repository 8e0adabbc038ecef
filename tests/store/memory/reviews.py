"""Moderators' decisions and the cards that ask for them, in dicts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.event import Decision, EventKind
from bot.domain.fingerprint import MOST, Remembering
from bot.domain.image import WITHHOLDING, ImageFile, event_of, may_decide, treated
from bot.domain.job import JobState
from bot.domain.moderation.entry import Entry, EntryKind
from bot.domain.moderation.review import Card, Outcome, Ruled, remembered
from bot.domain.verdict import Treatment
from tests.store.memory.fingerprints import MemoryFingerprintStore
from tests.store.memory.revisions import untell

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.domain.ids import CaseId, GuildId
    from bot.domain.image import Image
    from bot.domain.moderation.case import Case
    from bot.domain.moderation.review import Ruling
    from tests.store.memory.cases import MemoryCaseStore
    from tests.store.memory.shelf import Shelf

KEPT_AS_IT_IS = {Treatment.SHOWN, Treatment.SPOILERED}


class MemoryReviewStore:
    """A ReviewStore that forgets everything with the test."""

    def __init__(
        self,
        shelf: Shelf,
        cases: MemoryCaseStore,
        fingerprints: MemoryFingerprintStore | None = None,
    ) -> None:
        self._shelf = shelf
        self._cases = cases
        self.fingerprints = fingerprints or MemoryFingerprintStore()

    async def decide(
        self, case_id: CaseId, guild_id: GuildId, ruling: Ruling, *, until: datetime
    ) -> Outcome | None:
        case = self._cases.cases.get(case_id)
        if case is None or case.guild_id != guild_id or case.job_id is None:
            return None
        if case.decision is not None:
            return Outcome(case, Ruled.BEFORE)
        image = self._shelf.images.get(case.job_id, {}).get(case.image or 0)
        changed = image
        if ruling.kind is EntryKind.APPROVED:
            approved = self._approved(image, ruling)
            if isinstance(approved, Ruled):
                return Outcome(case, approved)
            changed = approved
        elif ruling.kind is not EntryKind.KEPT:
            changed = image and treated(image, Treatment.REMOVED, None)
        remembering: Remembering | None = None
        if ruling.kind is EntryKind.REMEMBERED:
            remembering = self._remembered(case, image, ruling)
            if remembering is not Remembering.DONE:
                ruling = replace(ruling, kind=EntryKind.REMOVED)
        case = replace(case, decision=ruling.kind, decided_by=ruling.by, decided_at=ruling.at)
        self._cases.cases[case_id] = case
        is_to_tell = (
            image is not None
            and changed is not None
            and self._wrote(image, replace(changed, reviewed=True), ruling)
        )
        if image is not None and is_to_tell:
            untell(self._shelf, image.job_id)
            if ruling.kind is EntryKind.APPROVED:
                self._extend(case, until)
        await self._cases.add(case_id, [_entry(case, ruling)])
        self._cases.touch(case_id, ruling.at)
        return Outcome(case, Ruled.DECIDED, is_to_tell, remembering)

    async def judged(self, guild_id: GuildId, channel_id: int, limit: int) -> Sequence[Image]:
        here = [
            row.job
            for row in self._shelf.jobs.values()
            if row.job.guild_id == guild_id
            and row.job.state is JobState.DELIVERED
            and row.job.address.channel_id == channel_id
        ]
        here.sort(key=lambda job: job.created_at, reverse=True)
        rows = (self._shelf.images.get(job.id, {}) for job in here)
        return [image for each in rows for _, image in sorted(each.items(), reverse=True)][:limit]

    def _remembered(self, case: Case, image: Image | None, ruling: Ruling) -> Remembering:
        if image is None or image.fingerprint is None:
            return Remembering.UNKNOWN
        if image.fingerprint.is_plain:
            return Remembering.PLAIN
        entry = remembered(case, image.fingerprint, ruling)
        self.fingerprints.add(case.guild_id, [entry], MOST)
        known = {it.bits for it in self.fingerprints.here(case.guild_id)}
        return Remembering.DONE if entry.bits in known else Remembering.FULL

    def _approved(self, image: Image | None, ruling: Ruling) -> Image | Ruled:
        if image is None or not may_decide(image, EventKind.SHOWN):
            return Ruled.IMAGE_GONE
        if image.judged.treatment in KEPT_AS_IT_IS:
            return image
        kept = self._shelf.originals.get((image.job_id, image.number))
        if kept is None or kept.expires_at <= ruling.at:
            return Ruled.ORIGINAL_GONE
        name = f"{image.job_id}-{image.number}.{kept.format.extension}"
        file = ImageFile(name=name, format=kept.format, size=len(kept.data))
        return treated(image, Treatment.SHOWN, file)

    def _wrote(self, image: Image, changed: Image, ruling: Ruling) -> bool:
        now, before = changed.judged.treatment, image.judged.treatment
        if not may_decide(image, EventKind.SHOWN):
            self._shelf.originals.pop((image.job_id, image.number), None)
            return False
        is_said = now is not before or now in WITHHOLDING
        told = replace(changed, told=changed.told and not is_said)
        self._shelf.images[image.job_id][image.number] = told
        if now is not before:
            decision = Decision(at=ruling.at, by=ruling.by, why=ruling.why)
            is_gone = now is Treatment.REMOVED
            kind = EventKind.REMOVED if is_gone else EventKind.SHOWN
            self._shelf.events.append(event_of(changed, kind, decision))
            if is_gone:
                self._shelf.originals.pop((image.job_id, image.number), None)
        return now is not before or now not in KEPT_AS_IT_IS

    def _extend(self, case: Case, until: datetime) -> None:
        key = case.job_id, case.image
        for known, kept in self._shelf.originals.items():
            if known == key and kept.expires_at < until:
                self._shelf.originals[known] = replace(kept, expires_at=until)


class MemoryCardStore:
    """A CardStore that forgets everything with the test."""

    def __init__(self, cases: MemoryCaseStore) -> None:
        self._cases = cases
        self._cards = cases.cards

    async def take(self, *, now: datetime, until: datetime) -> Card | None:
        due = [
            (row.due_at, case_id)
            for case_id, row in self._cards.items()
            if row.due_at is not None
            and row.due_at <= now
            and (row.leased_until is None or row.leased_until <= now)
        ]
        if not due:
            return None
        case_id = min(due)[1]
        row = self._cards[case_id]
        card = Card(
            case_id=case_id,
            version=row.version,
            channel_id=row.channel_id,
            message_id=row.message_id,
            begun_at=row.begun_at,
            shows_original=row.shows_original,
        )
        row.leased_until, row.begun_at = until, row.begun_at or now
        return card

    async def end(self, card: Card, *, again_at: datetime | None = None) -> None:
        row = self._cards[card.case_id]
        row.channel_id, row.message_id = card.channel_id, card.message_id
        row.leased_until, row.shows_original = None, card.shows_original
        if row.version == card.version:
            row.due_at = again_at

    async def showing(self) -> Sequence[tuple[GuildId, int]]:
        return sorted(
            {
                (self._cases.cases[case_id].guild_id, row.channel_id)
                for case_id, row in self._cards.items()
                if row.shows_original and row.channel_id is not None
            }
        )

    async def veil(self, channel_id: int, *, now: datetime) -> int:
        found = [
            it for it in self._cards.values() if it.shows_original and it.channel_id == channel_id
        ]
        for row in found:
            row.version, row.shows_original = row.version + 1, False
            row.due_at = min(row.due_at or now, now)
        return len(found)

    async def later(self, card: Card, at: datetime) -> None:
        row = self._cards[card.case_id]
        row.leased_until, row.due_at = None, at


def _entry(case: Case, ruling: Ruling) -> Entry:
    return Entry(
        guild_id=case.guild_id,
        kind=ruling.kind,
        at=ruling.at,
        by=ruling.by,
        member=case.subject,
        place=case.place,
        job_id=case.job_id,
        image=case.image,
        why=ruling.why,
    )
