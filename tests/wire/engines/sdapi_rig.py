"""The API of web UIs, and that of stable-diffusion.cpp."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typing_extensions import override

from bot.failure_kinds import FailureKind
from bot.playground.sdapi.knobs import Flavour, Knobs
from bot.playground.sdapi.server import SdapiStandIn
from tests.wire.engines.horde_rig import HordeRig
from tests.wire.engines.rig import QUICK, Made, Rig

if TYPE_CHECKING:
    from bot.playground.sdapi.tasks import Task
    from tests.wire.engines.rig import Met, When


class SdapiRig(Rig):
    """A server of the operator's."""

    name, title = "sdapi", "the web UI"
    model, extension = "dreamshaper_8.safetensors", "jpg"  # as they are asked for

    def __init__(self, flavour: Flavour) -> None:
        self.flavour = flavour
        self.server = SdapiStandIn()
        self.route = "img_gen" if self.is_native else "txt2img"
        self.may_fail = ("fault",) if self.is_native else ("fault", "memory")
        upscaler = "RealESRNet_x4plus"
        hires = ("hires_upscaler", upscaler, f"--hires 2x --hires-upscaler {upscaler}")
        pasted = f"Hires upscale: 2, Hires upscaler: {upscaler}", f"Hires upscaler {upscaler}"
        self.refused = HordeRig.refused if self.is_native else hires
        self.unused = HordeRig.unused if self.is_native else pasted
        self.loses_images = self.ends_running = not self.is_native
        self.ends_waiting = self.answers_at_once = self.is_native

    @property
    def is_native(self) -> bool:
        """Whether it has the API of stable-diffusion.cpp."""
        return self.flavour is Flavour.SDCPP

    @property
    @override
    def stand_in(self) -> SdapiStandIn:
        return self.server

    @property
    @override
    def address(self) -> dict[str, Any]:
        return {"sdapi_url": self.server.url}

    @property
    @override
    def tasks(self) -> list[Made]:
        return [_made(task) for task in self.server.tasks if task.is_ours]

    @property
    @override
    def submits(self) -> int:
        return len(self.server.sent(self.route))

    @override
    def hold(self) -> None:
        self.server.knobs.hold = True

    @override
    def crowd(self) -> None:
        self.server.occupy()

    @property
    @override
    def others_ended(self) -> bool:
        return any(task.is_interrupted for task in self.server.tasks if not task.is_ours)

    @override
    def release(self) -> None:
        self.server.knobs.hold = False
        for task in self.server.tasks:
            task.release()

    @override
    def fail(self, how: str) -> None:
        if how == "memory":
            self.server.knobs.oom_pixels = 1
        elif self.is_native:
            self.server.knobs.fails = True
        else:
            self.server.faults.add(self.route, status=500, times=None)

    @override
    def lose(self, when: When, *, times: int | None = 1, delay: float = 0.0) -> Met:
        late = {"delay": delay} if when == "before" else {"late": delay}
        return self.server.faults.add(self.route, drop=when, times=times, **late)

    @override
    def refuse(self) -> FailureKind:
        if self.is_native:
            self.server.faults.add(self.route, status=400, body='{"error":"invalid parameters"}')
            return FailureKind.REJECTED
        self.server.stock.checkpoints.remove(self.model)  # between choice and submit
        return FailureKind.MODEL_UNKNOWN

    @override
    def complain(self, status: int, body: str) -> None:
        self.server.faults.add(self.route, status=status, body=body)

    @override
    def dawdle(self, seconds: float) -> None:
        self.server.faults.add(self.route, late=seconds)

    @override
    def lose_images(self, count: int) -> None:
        # Of more than one it has no knob: what it makes comes in one piece.
        self.server.knobs.broken_image = 0

    @override
    def be_a_page(self) -> None:
        self.server.faults.add("*", html=True, times=None)

    @override
    def mend(self) -> None:
        self.server.faults.clear()
        checkpoints = self.server.stock.checkpoints
        checkpoints[:] = dict.fromkeys([self.model, *checkpoints])
        knobs = Knobs(
            flavour=self.flavour,
            run_ms=QUICK * 1000,
            load_ms=0,
            latency_ms=(1, 4),
            plain_images=True,
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
    seeds = tuple(order.image_seed for order in task.orders)
    return Made(task.orders[0].prompt, seeds, task.is_interrupted or task.is_cancelled)
