"""/imagine: one generation."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import Range  # noqa: TC002 - discord.py evaluates the annotations
from discord.ext import commands

from bot.delivery.first_answer import answer
from bot.domain.models import ModelKind
from bot.domain.request import SAMPLERS, HiresScale, HiresUpscaler, ImageFormat
from bot.interactions.callers import caller_of
from bot.interactions.suggestions import complete_list, complete_name
from bot.prompt.options import ASPECTS
from bot.prompt.slash import slash_options

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.discord_bot import Darkroom, Services


def _choices(values: Iterable[str]) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=value, value=value) for value in values]


class Imagine(commands.Cog):
    """Ask for images."""

    def __init__(self, services: Services) -> None:
        """Place jobs through ``services``."""
        self._services = services

    @app_commands.command()
    @app_commands.guild_only()
    @app_commands.describe(
        prompt="What to draw; flags like --ar 16:9 and pasted parameters work too",
        negative_prompt="What to keep out",
        model="Checkpoint to draw with",
        aspect="Shape of the image",
        width="Pixels, 128 to 2048; wins over aspect",
        height="Pixels, 128 to 2048; wins over aspect",
        images="How many, 1 to 8",
        steps="Sampling steps, 1 to 100",
        guidance="Guidance scale, 1 to 30: how closely to follow the prompt",
        sampler="Sampling method",
        seed="Repeat an earlier image; -1 is random",
        clip_skip="Layers of CLIP to skip, 1 to 12",
        loras="name:0.7, other:0.5; at most 5",
        embeddings="name, other; at most 5",
        hires="Enlarge and refine",
        hires_upscaler="What hires enlarges with",
        hires_strength="How much hires may change, 0 to 1",
        vae="VAE to decode with",
        format="File type",
        style="A saved style; none can be saved yet",
        private="Only you see it",
    )
    @app_commands.choices(
        aspect=_choices(ASPECTS),
        sampler=_choices(SAMPLERS),
        hires=_choices(HiresScale),
        hires_upscaler=_choices(HiresUpscaler),
        format=_choices(ImageFormat),
    )
    async def imagine(  # noqa: PLR0913, PLR0917 - one parameter for each option
        self,
        interaction: discord.Interaction[Darkroom],
        prompt: Range[str, 1, 6000],
        negative_prompt: Range[str, 0, 1024] | None = None,
        model: str | None = None,
        aspect: str | None = None,
        width: Range[int, 128, 2048] | None = None,
        height: Range[int, 128, 2048] | None = None,
        images: Range[int, 1, 8] | None = None,
        steps: Range[int, 1, 100] | None = None,
        guidance: Range[float, 1.0, 30.0] | None = None,
        sampler: str | None = None,
        seed: Range[int, -1, 4294967295] | None = None,
        clip_skip: Range[int, 1, 12] | None = None,
        loras: str | None = None,
        embeddings: str | None = None,
        hires: str | None = None,
        hires_upscaler: str | None = None,
        hires_strength: Range[float, 0.0, 1.0] | None = None,
        vae: str | None = None,
        format: str | None = None,  # noqa: A002 - the option's name
        style: str | None = None,
        private: bool | None = None,  # noqa: FBT001 - the option's type
    ) -> None:
        """Draw images from words."""
        asked_at = asyncio.get_running_loop().time()
        given = {
            "negative_prompt": negative_prompt,
            "model": model,
            "aspect": aspect,
            "width": width,
            "height": height,
            "images": images,
            "steps": steps,
            "guidance": guidance,
            "sampler": sampler,
            "seed": seed,
            "clip_skip": clip_skip,
            "loras": loras,
            "embeddings": embeddings,
            "hires": hires,
            "hires_upscaler": hires_upscaler,
            "hires_strength": hires_strength,
            "vae": vae,
            "format": format,
            "style": style,
            "private": private,
        }
        with self._services.courtesy.answering():
            caller = await caller_of(interaction)
            policy = await self._services.policies.in_force(caller.guild_id, caller.places)
            options = slash_options(given)
            request = await self._services.requests.build(prompt, options, policy.maxima)
            job, status = await self._services.jobs.accept(request, caller, policy)
        await answer(interaction, job, status, asked_at=asked_at)

    @imagine.autocomplete("model")
    async def _models(
        self, _: discord.Interaction[Any], typed: str
    ) -> list[app_commands.Choice[str]]:
        return complete_name(self._services.requests.catalogue, ModelKind.CHECKPOINT, typed)

    @imagine.autocomplete("vae")
    async def _vaes(
        self, _: discord.Interaction[Any], typed: str
    ) -> list[app_commands.Choice[str]]:
        return complete_name(self._services.requests.catalogue, ModelKind.VAE, typed)

    @imagine.autocomplete("loras")
    async def _loras(
        self, _: discord.Interaction[Any], typed: str
    ) -> list[app_commands.Choice[str]]:
        return complete_list(self._services.requests.catalogue, ModelKind.LORA, typed)

    @imagine.autocomplete("embeddings")
    async def _embeddings(
        self, _: discord.Interaction[Any], typed: str
    ) -> list[app_commands.Choice[str]]:
        return complete_list(self._services.requests.catalogue, ModelKind.EMBEDDING, typed)

    @imagine.autocomplete("style")
    async def _styles(
        self, _: discord.Interaction[Any], _typed: str
    ) -> list[app_commands.Choice[str]]:
        return []


async def setup(bot: Darkroom) -> None:
    """Give the bot the cog."""
    await bot.add_cog(Imagine(bot.services))
