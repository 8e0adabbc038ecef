"""What of usage is said in the same words everywhere: costs, models, when a picture is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.usage import Unit
from bot.texts.text import text
from bot.views.clean import plain

if TYPE_CHECKING:
    from bot.domain.usage import Report
    from bot.texts.text import Text

NO_MODEL = text("usage.no_model")

MOST_MODELS = 5
"""That are named; all others are one more."""

LONGEST_NAME = 80

ENDINGS = (".safetensors", ".ckpt", ".gguf", ".sft")
"""Of files, which tell nothing to whoever reads a name."""


def cost_text(unit: Unit, cost: float) -> Text:
    """Say what something cost."""
    match unit:
        case Unit.KUDOS:
            return text("usage.kudos", cost=round(cost) if cost >= 10 else round(cost, 1))
        case Unit.DOLLARS:
            return text("usage.dollars", cost=round(cost, 2 if cost >= 1 else 4))


def model_name(model: str) -> str:
    """Return a model's name on one line, without the ending of its file; empty if it has none."""
    name = plain(model)
    ending = next((end for end in ENDINGS if name.lower().endswith(end)), "")
    name = name.removesuffix(name[len(name) - len(ending) :]) if ending else name
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def top_models(report: Report) -> tuple[list[tuple[str, int]], int, int]:
    """Return the models of the most images, how many others there are, and their images.

    One that would be the only other is named, too.
    """
    models = list(report.models)
    if len(models) <= MOST_MODELS + 1:
        return models, 0, 0
    others = models[MOST_MODELS:]
    return models[:MOST_MODELS], len(others), sum(images for _, images in others)
