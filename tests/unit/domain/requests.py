"""A request for tests that are about something else."""

from __future__ import annotations

from bot.domain.request import GenerationRequest

CAT = GenerationRequest(prompt="a cat", model="m.safetensors", width=512, height=512)
