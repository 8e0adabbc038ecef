"""Members, moderators and a Discord gone mad at random, and what must be true all the same."""

from __future__ import annotations

import asyncio
import math
import random
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.wire.delivery.versions import Seen, is_final, seen
from tests.wire.rows import rows, until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.playground.discord import Invocation
    from bot.playground.discord.faults import Fault
    from bot.playground.discord.request_log import LoggedRequest
    from bot.playground.novita.tasks import Task
    from tests.wire.rows import Row
    from tests.wire.whole_bot import WholeBot

ALLOWED = {"spoiler": Seen.SPOILER, "blur": Seen.BLUR, "refuse": Seen.NOTHING}
CORRECTED_WITHIN = 3.0
"""Seconds: two, and one for a machine that is busy with all this."""
FLAGGED = "a fox that is flagged"
EDITS = r"/messages/\d+$"
HELD_AT_ONCE = 3
PACE = 0.12
"""Seconds between two things that happen, on average."""

# Nothing lands later than the bot waits for: see LATEST in tests/wire/conftest.py.
EDIT_FAULTS: tuple[dict[str, Any], ...] = (
    {"delay": 0.5},
    {"delay": 1.5},
    {"hold": "after"},
    {"drop": True},
    {"drop": True, "late": 0.6},
    {"drop": True, "late": 1.7},
    {"drop": "after"},
    {"status": 500, "late": 1.2},
    {"status": 502, "html": True},
    {"status": 403, "html": True},
    {"status": 404, "html": True},
    {"status": 429, "retry_after": 0.4},
    {"body": b"<html>"},
)
LOOK_FAULTS: tuple[dict[str, Any], ...] = (
    {"status": 503},
    {"status": 404, "html": True},
    {"drop": True},
    {"body": b"["},
)
CANCEL_FAULTS: tuple[dict[str, Any], ...] = (
    {"drop": True},
    {"drop": "after"},
    {"drop": True, "late": 1.0},
    {"status": 404, "code": 10062},
)


@dataclass
class Storm:
    """One run; the same seed makes the same choices."""

    bot: WholeBot
    seed: int
    jobs: list[Invocation] = field(default_factory=list)
    flagged: list[Invocation] = field(default_factory=list)
    """Those whose images are."""
    rules: list[tuple[float, float, Seen]] = field(default_factory=list)
    """What flagged images may give away: asked for at, answered at, and what."""
    restarts: int = 0
    _chance: random.Random = field(init=False)
    _held: deque[Fault] = field(default_factory=deque)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)  # noqa: S311 - a repeatable test

    async def rage(self, seconds: float, *, restarts: bool = False) -> None:
        """Let everything happen for so long, then let the bot come to the end of all jobs."""
        knobs = self.bot.novita.knobs
        knobs.duration = lambda _: self._chance.uniform(0.05, 3.0)
        knobs.nsfw_result = _flagged
        await self._rule()
        ends_at = _now() + seconds
        acts = [self._ask, self._ask, self._rule, self._cancel, self._disturb, self._disturb]
        while _now() < ends_at:
            await self._chance.choice(acts)()
            if restarts and not self.restarts and _now() > ends_at - seconds / 2:
                self.restarts += 1
                await self.bot.restart()
            await asyncio.sleep(self._chance.uniform(0, 2 * PACE))
        self.bot.discord.faults.clear()
        await until(self.bot.database, lambda jobs: all(it.shown for it in jobs))

    def complaints(self) -> list[str]:
        """Return what is wrong with the jobs once all is over; empty when all is well."""
        stored = rows(self.bot.database)
        return [said for job in self.jobs for said in self._wrong(job, _row(job, stored))]

    def _wrong(self, job: Invocation, row: Row) -> Iterator[str]:
        name = f"{row.id} ({row.state})"
        if not is_final(job.shown.now):
            yield f"{name} still has its button"
        if row.failure not in {None, "message_gone"}:
            yield f"{name} failed: {row.failure}"
        if row.state != "delivered" and any(it.attachments for it in job.shown.versions):
            yield f"{name} had images"
        if (sent := self._uploads(job)) > self._most_uploads(job):
            yield f"{name} was uploaded {sent} times"
        if job in self.flagged:
            yield from self._slips(job, name)

    def _slips(self, job: Invocation, name: str) -> Iterator[str]:
        """Say what was to be seen of a flagged image against the policy, for too long."""
        versions = job.shown.versions
        ends = [version.at for version in versions[1:]] + [math.inf]
        for version, end in zip(versions, ends, strict=True):
            is_looser = seen(version) > self._allowed(version.at)
            if is_looser and self._undisturbed(job, version.at, end) > CORRECTED_WITHIN:
                yield f"{name} showed {seen(version).name} for {end - version.at:.1f} s"

    def _uploads(self, job: Invocation) -> int:
        return sum(bool(it.files) for it in self._requests(job))

    def _most_uploads(self, job: Invocation) -> int:
        """Return how often there was reason to send the files: policies, faults and restarts."""
        faults = sum(it.status != 200 for it in self._requests(job))
        return 1 + len(self.rules) + faults + self.restarts

    def _allowed(self, at: float) -> Seen:
        """Return the most that a version may give away that lands at a moment, uncorrected."""
        begun = [rule for rule in self.rules if rule[0] <= at + CORRECTED_WITHIN]
        last = max((i for i, rule in enumerate(begun) if rule[1] <= at), default=0)
        return max(most for _, _, most in begun[last:])

    def _undisturbed(self, job: Invocation, since: float, until: float) -> float:
        """Return how long a version stood without a fault that kept it from being corrected."""
        if math.isinf(until):
            return until
        struck = [it.at + it.took for it in self._requests(job) if it.status != 200 or it.took > 1]
        return until - max([since, *(at for at in struck if at < until)])

    def _requests(self, job: Invocation) -> list[LoggedRequest]:
        found = self.bot.discord.requests.find("", EDITS)
        return [it for it in found if job.token in it.path]

    async def _ask(self) -> None:
        is_flagged = self._chance.random() < 0.5
        invocation = await self.bot.imagine(FLAGGED if is_flagged else "a fox")
        self.jobs.append(invocation)
        if is_flagged:
            self.flagged.append(invocation)

    async def _rule(self) -> None:
        action = self._chance.choice(list(ALLOWED))
        asked_at = _now()
        answered = await self.bot.policy(action=action)
        self.rules.append((asked_at, answered.answered_at, ALLOWED[action]))

    async def _cancel(self) -> None:
        running = [job for job in self.jobs if not is_final(job.shown.now)]
        if not running:
            return
        job = self._chance.choice(running)
        press = await self.bot.discord.press(job.shown, job.shown.button("cancel")["custom_id"])
        if self._chance.random() < 0.5:
            how = self._chance.choice(CANCEL_FAULTS)
            self.bot.discord.faults.add(method="POST", path=f"/interactions/{press.id}/", **how)

    async def _disturb(self) -> None:
        faults = self.bot.discord.faults
        if self._chance.random() < 0.3:
            faults.add(method="GET", path=EDITS, **self._chance.choice(LOOK_FAULTS))
            return
        how = self._chance.choice(EDIT_FAULTS)
        files = self._chance.random() < 0.6
        fault = faults.add(method="PATCH", path=EDITS, with_files=files, **how)
        if how.get("hold"):
            self._held.append(fault)
        while len(self._held) > HELD_AT_ONCE:
            self._held.popleft().release()


def _row(job: Invocation, stored: list[Row]) -> Row:
    """Return what is stored of a job, by the button that its first answer had."""
    first = str(job.shown.versions[0].sent)
    (row,) = [each for each in stored if f":cancel:{each.id}'" in first]
    return row


def _flagged(task: Task, index: int) -> object:
    return {"valid": True, "confidence": 93.7 if task.request["prompt"] == FLAGGED else 3.7}


def _now() -> float:
    return asyncio.get_running_loop().time()
