"""AI Horde, with a key of our own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typing_extensions import override

from bot.failure_kinds import FailureKind
from bot.playground.horde.faults import Fault
from bot.playground.horde.knobs import Knobs, Outcome
from bot.playground.horde.server import HordeStandIn
from tests.wire.engines.rig import QUICK, Made, Rig

if TYPE_CHECKING:
    from bot.playground.horde.faults import Route
    from bot.playground.horde.tasks import Task
    from tests.wire.engines.rig import Met, When

FOR_EVER = 3600.0
KEY = "a-key-of-sixteen-and-more"
ROUTES: tuple[Route, ...] = ("submit", "check", "status", "cancel", "find_user", "models", "image")


class HordeRig(Rig):
    """The service of volunteers."""

    name, title = "horde", "AI Horde"
    model, extension = "stable_diffusion", "webp"
    refused = ("vae", "x.safetensors", "--vae x.safetensors")
    unused = ("VAE: sharp.safetensors", "left out: VAE sharp.safetensors")
    lost_after = 1  # its task is found by the seeds that it has made

    def __init__(self, key: str = KEY) -> None:
        self.key = key
        self.server = HordeStandIn()

    @property
    @override
    def stand_in(self) -> HordeStandIn:
        return self.server

    @property
    @override
    def address(self) -> dict[str, Any]:
        return {"horde_api_url": self.server.url, "horde_api_key": self.key}

    @property
    @override
    def tasks(self) -> list[Made]:
        return [_made(task) for task in self.server.tasks]

    @property
    @override
    def submits(self) -> int:
        return len(self.server.asked("submit"))

    @override
    def hold(self) -> None:
        self.server.knobs.duration = FOR_EVER

    @override
    def crowd(self) -> None:
        self.server.knobs.duration, self.server.knobs.queue_ms = None, FOR_EVER * 1000

    @override
    def release(self) -> None:
        self.server.knobs.duration = QUICK
        for task in self.server.tasks:
            task.finish()

    @override
    def fail(self, how: str) -> None:
        self.server.knobs.outcome = Outcome.FAULTED

    @override
    def lose(self, when: When, *, times: int | None = 1, delay: float = 0.0) -> Met:
        return self.server.faults.add(Fault(route="submit", drop=when, times=times, delay=delay))

    @override
    def refuse(self) -> FailureKind:
        self.server.faults.add(Fault(route="submit", status=403, rc="KudosUpfront"))
        return FailureKind.TOO_COSTLY

    @override
    def complain(self, status: int, body: str) -> None:
        self.server.faults.add(Fault(route="submit", status=status, body=body))

    @override
    def dawdle(self, seconds: float) -> None:
        self.server.faults.add(Fault(route="submit", delay=seconds))

    @override
    def lose_images(self, count: int) -> None:
        def address(_: Task, index: int) -> dict[str, str]:
            return {"img": f"{self.server.url}/r2/gone.webp"} if index < count else {}

        self.server.knobs.generation = address

    @override
    def be_a_page(self) -> None:
        for route in ROUTES:
            self.server.faults.add(Fault(route=route, status=200, html=True, times=None))

    @override
    def mend(self) -> None:
        self.server.faults.clear()
        knobs = Knobs(
            duration=QUICK,
            plain_images=True,
            latency_ms=(1, 4),
            listing_late_s=0.0,
            kudos={self.key: 0.0, "0000000000": 0.0},
            limits=False,
        )
        vars(self.server.knobs).update(vars(knobs))
        self.release()

    @override
    async def stop(self) -> None:
        await self.server.stop()

    @override
    async def start(self) -> None:
        await self.server.start()


def _made(task: Task) -> Made:
    seeds = tuple(sorted(slot.seed for slot in task.slots))
    return Made(task.body["prompt"], seeds, task.is_cancelled)
