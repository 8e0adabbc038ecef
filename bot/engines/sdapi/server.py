"""What a server has told of itself, and what it can do by that. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.domain.capabilities import Capabilities, Detection
from bot.domain.choices import SAMPLERS, HiresUpscaler
from bot.domain.models import ModelKind
from bot.domain.ranges import Bound
from bot.engines.sdapi import samplers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.domain.models import Model

CLIP_SKIP = "CLIP_stop_at_last_layers"
VAE = "sd_vae"

MULTIPLE = 8
"""Of each side, in pixels: what one place of a latent image stands for."""

UPSCALERS = {
    HiresUpscaler.LATENT: ("Latent",),
    HiresUpscaler.ESRGAN_ANIME: ("R-ESRGAN 4x+ Anime6B", "RealESRGAN_x4plus_anime_6B"),
    HiresUpscaler.ESRNET: ("RealESRNet_x4plus", "R-ESRNet 4x+"),
}
"""What servers call ours, the likelier name first."""

_LISTED_BY = {
    "model": ModelKind.CHECKPOINT,
    "loras": ModelKind.LORA,
    "embeddings": ModelKind.EMBEDDING,
    "vae": ModelKind.VAE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """What is known of a server."""

    is_native: bool = False
    """Whether it is stable-diffusion.cpp's, with an API of its own."""
    models: Mapping[ModelKind, tuple[Model, ...]]
    """Of the kinds that it lists."""
    paths: Mapping[str, str] = field(default_factory=dict[str, str])
    """Of LoRAs by name, where they are asked for by path."""
    loaded: str = ""
    """The checkpoint in its memory, as it names it."""
    samplers: frozenset[str] = frozenset()
    schedulers: tuple[str, ...] = ()
    """None in older servers, whose samplers' names say it."""
    upscalers: frozenset[str] = frozenset()
    settings: frozenset[str] = frozenset()
    """Names of those that a request may override."""
    side: Bound | None = None
    """Of an image, if it tells."""
    most_images: int | None = None
    cancels: bool = True

    def upscaler(self, wanted: HiresUpscaler) -> str | None:
        """Return the server's name of an upscaler, or None if it has none."""
        names = UPSCALERS[wanted]
        if wanted is HiresUpscaler.LATENT:
            return names[0]
        return next((name for name in names if name in self.upscalers), None)


SENT = (
    *("negative_prompt", "model", "images", "steps", "guidance", "sampler", "seed", "clip_skip"),
    *("loras", "embeddings", "hires", "hires_upscaler", "hires_strength", "vae", "format"),
)
"""Options that some server takes, as far as it lists what they need."""

UNKNOWN = Capabilities(
    options=frozenset(SENT),
    size_multiple=MULTIPLE,
    detection=Detection.NONE,
    draws_seeds=False,
    finds=False,
    can_cancel=True,
    survives=False,
    parallel=1,
    reads_names=True,
)
"""Of a server that has not answered yet."""


def capabilities(server: Server | None) -> Capabilities:
    """Return what is known at this moment of what can be asked for."""
    if server is None:
        return UNKNOWN
    upscalers = tuple(it.value for it in HiresUpscaler if server.upscaler(it))
    mapped = samplers.NATIVE if server.is_native else None
    known = tuple(
        ours
        for ours in SAMPLERS
        if samplers.sampling(ours, server.samplers, server.schedulers, mapped)
    )
    return Capabilities(
        options=frozenset(option for option in SENT if _takes(server, option)),
        choices={"sampler": known, "hires_upscaler": upscalers},
        bounds=_bounds(server),
        size_multiple=MULTIPLE,
        detection=Detection.NONE,
        draws_seeds=False,
        finds=False,
        can_cancel=server.cancels,
        survives=server.is_native,
        parallel=1,
        reads_names=True,
    )


def _takes(server: Server, option: str) -> bool:
    if option == "clip_skip":
        return server.is_native or CLIP_SKIP in server.settings
    if option == "vae" and VAE not in server.settings:
        return False
    return option not in _LISTED_BY or _LISTED_BY[option] in server.models


def _bounds(server: Server) -> dict[str, Bound]:
    bounds = dict[str, Bound]()
    if server.side is not None:
        bounds |= {"width": server.side, "height": server.side}
    if server.most_images is not None:
        bounds["images"] = Bound(1, server.most_images)
    return bounds
