"""What decides a picture, to the last byte."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Order:
    """One picture of a task; equal orders give equal files."""

    prompt: str
    seed: int
    index: int
    count: int
    width: int
    height: int
    format: str
    """jpeg, png or webp."""
    model: str = ""
    loras: tuple[tuple[str, float], ...] = ()
    embeddings: tuple[str, ...] = ()
    hires: bool = False
    guidance: float = 7.5
    plain: bool = False

    @property
    def image_seed(self) -> int:
        """The seed of this picture's composition: neighbours in a batch have neighbouring ones."""
        return (self.seed + self.index) % 2**32


def orders_of(body: Mapping[str, Any], seed: int, *, plain: bool) -> tuple[Order, ...]:
    """Return one order for each image of a valid txt2img body."""
    asked, extra = body["request"], body.get("extra") or {}
    hires = asked.get("hires_fix") or {}
    count = asked["image_num"]
    return tuple(
        Order(
            prompt=asked["prompt"],
            seed=seed,
            index=index,
            count=count,
            width=hires.get("target_width", asked["width"]),
            height=hires.get("target_height", asked["height"]),
            format=extra.get("response_image_type") or "png",
            model=asked["model_name"],
            loras=tuple((e["model_name"], e["strength"]) for e in asked.get("loras") or ()),
            embeddings=tuple(e["model_name"] for e in asked.get("embeddings") or ()),
            hires=bool(hires),
            guidance=asked["guidance_scale"],
            plain=plain,
        )
        for index in range(count)
    )
