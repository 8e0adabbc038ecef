"""All engines that the promises are held against, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.sdapi.knobs import Flavour
from tests.wire.engines.comfyui_rig import ComfyuiRig
from tests.wire.engines.horde_rig import HordeRig
from tests.wire.engines.sdapi_rig import SdapiRig

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.wire.engines.rig import Rig

KINDS: Mapping[str, Callable[[], Rig]] = {
    "horde": HordeRig,
    "comfyui 0.33.0": lambda: ComfyuiRig("0.33.0"),
    "comfyui 0.8.0": lambda: ComfyuiRig("0.8.0"),
    "comfyui 0.3.64": lambda: ComfyuiRig("0.3.64"),
    "web ui": lambda: SdapiRig(Flavour.A1111),
    "sd.cpp": lambda: SdapiRig(Flavour.SDCPP),
}

SERVERS = ("horde", "comfyui 0.33.0", "web ui", "sd.cpp")
"""One of each wire, where the generations of a server do not matter."""

MODELS = tuple(dict.fromkeys(make().model for make in KINDS.values()))
