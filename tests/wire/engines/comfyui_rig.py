"""ComfyUI, in each of three generations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typing_extensions import override

from bot.domain.ids import JobId
from bot.domain.request import GenerationRequest
from bot.engines.comfyui import shipped
from bot.engines.comfyui.graph import output_id
from bot.failure_kinds import FailureKind
from bot.playground.comfyui.faults import Fault
from bot.playground.comfyui.knobs import Knobs
from bot.playground.comfyui.server import ComfyuiStandIn
from bot.playground.comfyui.tasks import Stage, Task
from tests.wire.engines.rig import QUICK, Made, Rig

if TYPE_CHECKING:
    from bot.playground.comfyui.knobs import Version
    from tests.wire.engines.rig import Met, When

FOR_EVER = 3600.0
SOMEBODYS = "somebody else's"


class ComfyuiRig(Rig):
    """A server of the operator's."""

    name, title = "comfyui", "ComfyUI"
    model, extension = "dreamshaper_8_93211.safetensors", "png"
    refused = ("sampler", "PLMS", "--sampler PLMS")
    unused = ("Sampler: PLMS", "Sampler PLMS")
    may_fail = ("fault", "memory")
    lost_after = 1  # it is asked for our own id

    def __init__(self, version: Version) -> None:
        self.version = version
        self.server = ComfyuiStandIn()

    @property
    @override
    def stand_in(self) -> ComfyuiStandIn:
        return self.server

    @property
    @override
    def address(self) -> dict[str, Any]:
        return {"comfyui_url": self.server.url}

    @property
    @override
    def tasks(self) -> list[Made]:
        return [_made(task) for task in self.server.tasks if not _is_others(task)]

    @property
    @override
    def submits(self) -> int:
        return sum(seen.route == "prompt" for seen in self.server.requests)

    @override
    def hold(self) -> None:
        self.server.knobs.duration = FOR_EVER

    @override
    def crowd(self) -> None:
        self.hold()
        request = GenerationRequest(prompt=SOMEBODYS, model=self.model, width=512, height=512)
        graph = shipped.build(request, 1, JobId("somebodys"))
        self.server.tasks.add(Task("somebodys", -1, graph, [output_id(1, 1)], None, {}))

    @property
    @override
    def others_ended(self) -> bool:
        return any(_made(task).is_ended for task in self.server.tasks if _is_others(task))

    @override
    def release(self) -> None:
        self.server.knobs.duration = QUICK
        for task in self.server.tasks:
            task.finish()

    @override
    def fail(self, how: str) -> None:
        self.server.knobs.fail = "memory" if how == "memory" else "error"

    @override
    def lose(self, when: When, *, times: int | None = 1, delay: float = 0.0) -> Met:
        return self.server.faults.add(Fault(route="prompt", drop=when, times=times, delay=delay))

    @override
    def refuse(self) -> FailureKind:
        for route in ("models", "object_info"):  # it goes between choice and submit
            self.server.faults.add(Fault(route=route, status=503, times=None))
        self.server.stock.lists["checkpoints"].remove(self.model)
        return FailureKind.MODEL_UNKNOWN

    @override
    def complain(self, status: int, body: str) -> None:
        self.server.faults.add(Fault(route="prompt", status=status, body=body))

    @override
    def dawdle(self, seconds: float) -> None:
        self.server.faults.add(Fault(route="prompt", delay=seconds))

    @override
    def lose_images(self, count: int) -> None:
        self.server.faults.add(Fault(route="view", status=404, times=count))

    @override
    def be_a_page(self) -> None:
        self.server.knobs.front = "login page"

    @override
    def mend(self) -> None:
        self.server.faults.clear()
        checkpoints = self.server.stock.lists["checkpoints"]
        checkpoints[:] = dict.fromkeys([self.model, *checkpoints])
        knobs = Knobs(version=self.version, duration=QUICK, plain_images=True, load_ms=0)
        vars(self.server.knobs).update(vars(knobs))
        self.release()

    @override
    async def stop(self) -> None:
        await self.server.stop()

    @override
    async def start(self) -> None:
        await self.server.start()


def _is_others(task: Task) -> bool:
    return task.client_id is None


def _made(task: Task) -> Made:
    nodes = task.graph
    inputs = [one["inputs"] for one in nodes.values()]
    seeds = tuple(sorted({said["seed"] for said in inputs if "seed" in said}))
    is_ended = task.stage in {Stage.INTERRUPTED, Stage.REMOVED} or task.stopping.is_set()
    return Made(str(nodes["positive"]["inputs"]["text"]), seeds, is_ended)
