"""Plain classes in the place of the ports, for steps that touch one of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from bot.domain.ids import GuildId, JobId, UserId
from bot.domain.job import Address, Job
from bot.domain.ports import Picture
from bot.domain.request import GenerationRequest, ImageFormat
from bot.jobs.clock import SystemClock
from bot.jobs.gate import Gate
from bot.jobs.timings import Timings
from bot.jobs.tools import Tools

if TYPE_CHECKING:
    from bot.domain.ports import Blur, JobStore

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
PICTURE = Picture(data=b"original", format=ImageFormat.JPEG, width=1, height=1)


def make_job(**said: Any) -> Job:  # noqa: ANN401 # any field
    values: dict[str, Any] = {
        "id": JobId("a"),
        "request": GenerationRequest(prompt="a fox", model="m", width=512, height=512),
        "user_id": UserId(1),
        "guild_id": GuildId(2),
        "places": (),
        "address": Address(
            application_id=1, interaction_id=1, token="t", channel_id=1, size_limit=1
        ),
        "created_at": NOON,
        "due_at": NOON,
    }
    return Job(**(values | said))


@dataclass
class SavingStore:
    """Takes every save, and remembers it."""

    saved: list[Job] = field(default_factory=list)

    async def save(self, job: Job, *, holder: str) -> bool:
        self.saved.append(job)
        return bool(holder)


class BrokenBlur:
    async def __call__(self, picture: Picture) -> Picture:
        raise OSError(f"cannot read {picture.width}x{picture.height}")


def make_tools(*, store: object = None, blur: object = None) -> Tools:
    """Return tools whose other ports nobody may touch."""
    nobody = cast("Any", None)
    return Tools(
        engine=nobody,
        store=cast("JobStore", store),
        publisher=nobody,
        blur=cast("Blur", blur),
        policies=nobody,
        timings=Timings(),
        clock=SystemClock(),
        deadline=timedelta(minutes=15),
        holder="me",
        gate=Gate(),
    )
