"""The engines that a demo can be played with: their stand-ins, at a pace that can be watched."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.playground.comfyui.knobs import Knobs as ComfyuiKnobs
from bot.playground.comfyui.server import ComfyuiStandIn
from bot.playground.horde.knobs import Knobs as HordeKnobs
from bot.playground.horde.server import HordeStandIn
from bot.playground.novita.knobs import Knobs as NovitaKnobs
from bot.playground.novita.server import NovitaStandIn
from bot.playground.sdapi.knobs import Knobs as SdapiKnobs
from bot.playground.sdapi.server import SdapiStandIn

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.playground.engine.stand_in import EngineStandIn

IMAGES_PER_MINUTE = 600
"""The stand-in has no such limit, and nobody wants to watch a budget."""


@dataclass(frozen=True, slots=True)
class Played:
    """An engine of a demo."""

    name: str
    stand_in: EngineStandIn
    address: str
    """The setting that says where it is."""
    others: Mapping[str, object] = field(default_factory=dict)

    @property
    def settings(self) -> dict[str, object]:
        """What the bot must be told; to be asked once the stand-in is open."""
        return {"engine": self.name, self.address: self.stand_in.url, **self.others}


def novita(speed: float) -> Played:
    """Return Novita; its usual time is half of this one, in which there is something to see."""
    stand_in = NovitaStandIn(NovitaKnobs(speed=speed, run_ms=6000, report_progress=True))
    return of_novita(stand_in)


def of_novita(stand_in: NovitaStandIn) -> Played:
    """Return Novita as it is."""
    others = {
        "novita_api_key": stand_in.api_key,
        "novita_images_per_minute": IMAGES_PER_MINUTE,
    }
    return Played("novita", stand_in, "novita_api_url", others)


def horde(speed: float) -> Played:
    """Return AI Horde, whose volunteers make two images of a batch at a time."""
    knobs = HordeKnobs(speed=speed, queue_ms=2500, run_ms=3000, workers=2)
    return Played("horde", HordeStandIn(knobs), "horde_api_url")


def comfyui(speed: float) -> Played:
    """Return ComfyUI, on a middling graphics card."""
    knobs = ComfyuiKnobs(speed=speed, step_ms=140)
    return Played("comfyui", ComfyuiStandIn(knobs), "comfyui_url")


def sdapi(speed: float) -> Played:
    """Return a web UI, on the same."""
    knobs = SdapiKnobs(speed=speed, run_ms=4000)
    return Played("sdapi", SdapiStandIn(knobs), "sdapi_url")


ENGINES: Mapping[str, Callable[[float], Played]] = {
    "novita": novita,
    "horde": horde,
    "comfyui": comfyui,
    "sdapi": sdapi,
}
"""By name: each makes one whose times are divided by a speed."""
