"""One model of the catalogue, as GET /v3/model lists it."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any

DISPLAY_NAMES = {
    "checkpoint": "Checkpoint",
    "lora": "LoRA",
    "locon": "LoCon",
    "textualinversion": "Textual Inversion",
    "vae": "VAE",
    "upscaler": "Upscaler",
    "controlnet": "ControlNet",
}
SDXL_BASES = ("SDXL 1.0", "Pony", "Illustrious")


@dataclass(frozen=True, slots=True)
class Model:
    """What the stand-in knows of a model."""

    number: int
    kind: str
    sd_name: str
    base_model: str = "SD 1.5"
    tags: tuple[str, ...] = ()
    visibility: str = "public"
    source: str = "civitai"
    is_inpainting: bool = False
    cover: str = ""
    """The address of its picture, if not one of the stand-in's own."""
    is_nsfw: bool | None = None
    """Whether it is for adults; None leaves it out, as the documentation does."""

    @property
    def is_sdxl(self) -> bool:
        """Whether its native size is 1024x1024."""
        return self.base_model in SDXL_BASES

    @property
    def name_in_api(self) -> str:
        """The name that loras[] takes: without the file's extension."""
        if self.kind in {"lora", "locon"}:
            return self.sd_name.removesuffix(".safetensors")
        return self.sd_name

    @property
    def name(self) -> str:
        """The name for people."""
        stem = PurePosixPath(self.sd_name).stem
        words, _, last = stem.rpartition("_")
        return (words if words and last.isdigit() else stem).replace("_", " ")

    def to_json(self, origin: str) -> dict[str, Any]:
        """Return the entry; ``origin`` is where its cover would be."""
        digest = sha256(self.sd_name.encode()).hexdigest()
        return {
            "id": self.number,
            "name": self.name,
            "sd_name": self.sd_name,
            "sd_name_in_api": self.name_in_api,
            "type": {"name": self.kind, "display_name": DISPLAY_NAMES[self.kind]},
            "status": 1,
            "hash_sha256": digest[:10].upper(),
            "base_model": self.base_model,
            "base_model_type": "Inpainting" if self.is_inpainting else "Standard",
            "is_sdxl": self.is_sdxl,
            "categories": list(self.tags[:1]),
            "tags": list(self.tags),
            "cover_url": self.cover or f"{origin}/covers/{digest[:32]}.jpeg",
            "download_url_ttl": 86400,
            "source": self.source,
            **({} if self.is_nsfw is None else {"is_nsfw": self.is_nsfw}),
        }
