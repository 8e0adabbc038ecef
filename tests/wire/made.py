"""What each engine has made and handed over, by its stand-in's own account."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial, singledispatch
from typing import TYPE_CHECKING, Protocol

from bot.playground.comfyui.server import ComfyuiStandIn
from bot.playground.horde.server import HordeStandIn
from bot.playground.novita.server import NovitaStandIn
from bot.playground.sdapi.server import SdapiStandIn

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.playground.novita.drawing.order import Order


class StandIn(Protocol):
    """The stand-in of any engine."""

    @property
    def url(self) -> str:
        """The base URL; empty before the start."""
        ...


@dataclass(frozen=True, slots=True)
class Made:
    """One image, as its engine knows it."""

    task_id: str
    number: int | None
    """Its place in its task from 1; None where the engine hands images over in any order."""
    order: Order
    name: str
    """What a link to it ends with; empty where there is none."""
    file: Callable[[], Awaitable[bytes]]

    @property
    def seed(self) -> int:
        """Its own."""
        return self.order.image_seed

    @property
    def motif(self) -> tuple[str, int]:
        """Equal where the pictures are."""
        return self.order.prompt.casefold(), self.seed

    @property
    def about(self) -> str:
        """Words for a failing test."""
        place = f"{self.number}" if self.number else f"with seed {self.seed}"
        return f"image {place} of {self.order.prompt!r}"


@singledispatch
def made_by(engine: StandIn) -> Iterator[Made]:
    """Yield all images that an engine has handed over."""
    raise NotImplementedError(engine)


@made_by.register
def _(engine: NovitaStandIn) -> Iterator[Made]:
    for task in engine.tasks:
        for at in sorted({each.index for each in task.downloads if each.status == 200}):
            file = partial(engine.picture, task, at)
            yield Made(task.task_id, at + 1, task.orders[at], task.names[at], file)


@made_by.register
def _(engine: HordeStandIn) -> Iterator[Made]:
    for task in engine.tasks:
        if 200 in task.downloads:
            for at, slot in enumerate(task.slots):
                file = partial(engine.picture, task, at)
                yield Made(task.task_id, None, slot.order, f"{slot.id}.webp", file)


@made_by.register
def _(engine: ComfyuiStandIn) -> Iterator[Made]:
    for (_, name), file in engine.files.by_name.items():
        if file.task.views:
            yield Made(file.task.task_id, None, file.order, name, partial(engine.picture, file))


@made_by.register
def _(engine: SdapiStandIn) -> Iterator[Made]:
    for task in engine.tasks:
        if task.is_ours and task.state == "ended" and not task.failure:
            for order in task.orders:
                yield Made(task.task_id, None, order, "", partial(engine.picture, order))
