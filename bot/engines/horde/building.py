"""From a submission to the body of a submit; what cannot be said is refused by name. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain.capabilities import Capabilities, Detection, fitted
from bot.domain.choices import HiresUpscaler
from bot.domain.models import EXTENSIONS
from bot.domain.ranges import RANDOM_SEED, Bound
from bot.domain.rules import characters, within
from bot.engines.horde import seeds
from bot.engines.horde.samplers import SAMPLERS
from bot.errors import InvalidOptionError
from bot.texts.text import text

if TYPE_CHECKING:
    from bot.domain.ports import Submission
    from bot.domain.request import GenerationRequest

MULTIPLE = 64
LARGEST_SIDE = 3072
DECIMALS = 2
"""Of the guidance."""
NAME = Bound(1, 255)
"""Characters of the name of a LoRA or embedding."""

CAPABILITIES = Capabilities(
    options=frozenset(
        {
            *("negative_prompt", "model", "images", "steps", "guidance", "sampler", "seed"),
            *("clip_skip", "loras", "embeddings", "hires", "hires_upscaler", "hires_strength"),
        }
    ),
    # The enlarging itself is the worker's; it is done in the latent, as ours of that name.
    choices={"sampler": tuple(SAMPLERS), "hires_upscaler": (HiresUpscaler.LATENT.value,)},
    bounds={"hires_strength": Bound(0.01, 1)},
    size_multiple=MULTIPLE,
    detection=Detection.FLAG,
    draws_seeds=False,
    finds=False,
    can_cancel=True,
    survives=True,
)
"""Of the anonymous account, whose tasks nobody can list."""

_SEPARATOR = re.compile("#{3,}")


def check(request: GenerationRequest) -> None:
    """Refuse what no field of the body can say.

    Raises:
        InvalidOptionError: names the option, its value and what is possible.

    """
    request = fitted(request, CAPABILITIES)
    if round(request.guidance, DECIMALS) != request.guidance:
        rule = text("option.decimals", most=DECIMALS)
        raise InvalidOptionError("guidance", f"{request.guidance:.10g}", rule)
    possible = seeds.bound(request.images)
    if request.seed != RANDOM_SEED and request.seed not in possible:
        raise InvalidOptionError("seed", request.seed, within(possible))
    named = [("loras", lora.name) for lora in request.loras]
    for option, name in [*named, *(("embeddings", name) for name in request.embeddings)]:
        if len(_bare(name)) not in NAME:
            raise InvalidOptionError(option, len(_bare(name)), characters(NAME))
    if request.hires is not None:
        _check_target(request)


def build(submission: Submission) -> dict[str, object]:
    """Return the JSON body that asks for a submission.

    All is said, since what is left out has other defaults in the server than in its description.

    A place that is not for adults, and has images judged, has the worker judge them too: what it
    censors is lost, and never posted. Elsewhere nobody is to censor: where adults are, an image
    is for our own judge and the moderators to decide about, who then have an original.

    Raises:
        InvalidOptionError: see ``check``.

    """
    check(submission.request)
    request = fitted(submission.request, CAPABILITIES)
    is_adult = submission.age_restricted
    return {
        "prompt": _prompt(request),
        "params": _params(request, submission.first_seed),
        "models": [_plain(request.model)],
        "nsfw": is_adult,
        "censor_nsfw": not is_adult and submission.asked.detection,
        # Without it a suspicious prompt is punished, with all servers that share our address.
        "replacement_filter": True,
        "r2": True,
        "shared": False,
        "trusted_workers": False,
        "validated_backends": True,
        "slow_workers": True,
        "extra_slow_workers": False,
        "allow_downgrade": False,
        "disable_batching": False,
        "dry_run": False,
    }


def _params(request: GenerationRequest, first_seed: int) -> dict[str, object]:
    sampler = SAMPLERS[request.sampler]
    width, height = request.target
    params: dict[str, object] = {
        "width": width,
        "height": height,
        "steps": request.steps,
        "cfg_scale": request.guidance,
        "sampler_name": sampler.name,
        "karras": sampler.karras,
        "n": request.images,
        **seeds.said(first_seed, request.images),
        "hires_fix": request.hires is not None,
        "tiling": False,
        "transparent": False,
        "post_processing": [],
    }
    if request.hires is not None:
        params["hires_fix_denoising_strength"] = request.hires.strength
    if request.clip_skip is not None:
        params["clip_skip"] = request.clip_skip
    if request.loras:
        params["loras"] = [
            {"name": _bare(lora.name), "model": lora.strength, "clip": lora.strength}
            for lora in request.loras
        ]
    if request.embeddings:
        params["tis"] = [_embedding(request, _bare(name)) for name in request.embeddings]
    return params


def _embedding(request: GenerationRequest, name: str) -> dict[str, object]:
    """Inject an embedding where it acts, since a bare name in a prompt does nothing here.

    One whose name the prompt has is meant to be seen. All others go into the negative prompt:
    nearly all that are used without being named there are made for it.
    """
    is_named = name.casefold() in request.prompt.casefold()
    return {"name": name, "inject_ti": "prompt" if is_named else "negprompt", "strength": 1.0}


def _prompt(request: GenerationRequest) -> str:
    parts = (request.prompt, request.negative_prompt)
    # Three in a row would begin the negative prompt.
    said = (_SEPARATOR.sub(lambda found: " ".join(found[0]), _plain(part)) for part in parts)
    return " ### ".join(part for part in said if part)


def _plain(words: str) -> str:
    """Leave out what the server has no answer for but a fault: NUL and lone surrogates."""
    return words.replace("\0", "").encode(errors="replace").decode()


def _bare(name: str) -> str:
    for ending in EXTENSIONS:
        if name.lower().endswith(ending):
            return _plain(name[: -len(ending)])
    return _plain(name)


def _check_target(request: GenerationRequest) -> None:
    """Refuse a size that the finished images cannot have; their size is what is sent."""
    if request.hires is None:
        return
    width, height = request.target
    scale, size, given = request.hires.scale, f"{request.width}x{request.height}", request.target
    shown = "x".join(map(str, given))
    if max(given) > LARGEST_SIDE:
        rule = text("option.hires_side", scale=scale, size=size, most=LARGEST_SIDE)
        raise InvalidOptionError("hires", shown, rule)
    if width % MULTIPLE or height % MULTIPLE:
        rule = text("option.hires_multiple", scale=scale, size=size, multiple=MULTIPLE)
        raise InvalidOptionError("hires", shown, rule)
