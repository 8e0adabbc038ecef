"""From a submission to the graph that is sent, and what is refused before. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.choices import HiresUpscaler
from bot.domain.models import ModelKind
from bot.engines.comfyui import shipped
from bot.engines.comfyui.filling import fill
from bot.errors import InvalidOptionError
from bot.texts.text import text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.domain.ports import Submission
    from bot.domain.request import GenerationRequest
    from bot.engines.comfyui.graph import Graph
    from bot.engines.comfyui.listing import Abilities
    from bot.engines.comfyui.workflow import Workflow

LACKS = text("option.unlisted")


def graph_of(submission: Submission, workflow: Workflow | None, abilities: Abilities) -> Graph:
    """Return the graph of a submission: the same each time."""
    request, seed, job_id = submission.request, submission.first_seed, submission.job_id
    if workflow is not None:
        return fill(workflow, request, seed, job_id)
    upscaler = request.hires.upscaler if request.hires else None
    file = abilities.upscalers.get(upscaler, "") if upscaler else ""
    return shipped.build(request, seed, job_id, file)


def is_known(request: GenerationRequest, workflow: Workflow | None, abilities: Abilities) -> bool:
    """Whether the server's own names are known that a graph needs.

    They are not when a job waited for a restart of ours, and comes before the first list.
    """
    upscaler = request.hires.upscaler if request.hires and workflow is None else None
    return upscaler in {None, HiresUpscaler.LATENT, *abilities.upscalers}


def check(request: GenerationRequest, lacks: Callable[[ModelKind, str], bool]) -> None:
    """Refuse models that are certainly not there.

    Raises:
        InvalidOptionError: names the option and the model.

    """
    for option, kind, name in _models(request):
        if lacks(kind, name):
            rule = text("option.model") if kind is ModelKind.CHECKPOINT else LACKS
            raise InvalidOptionError(option, name, rule)


def _models(request: GenerationRequest) -> Iterator[tuple[str, ModelKind, str]]:
    yield "model", ModelKind.CHECKPOINT, request.model
    for lora in request.loras:
        yield "loras", ModelKind.LORA, lora.name
    for name in request.embeddings:
        yield "embeddings", ModelKind.EMBEDDING, name
    if request.vae:
        yield "vae", ModelKind.VAE, request.vae
