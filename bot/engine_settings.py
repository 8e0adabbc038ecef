"""From the operator's settings to what each engine needs, and where prompts go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import SecretStr

from bot import __version__
from bot.engines.comfyui.opening import ComfyuiOptions
from bot.engines.horde.opening import HordeOptions
from bot.engines.novita.opening import NovitaOptions
from bot.engines.sdapi.opening import SdapiOptions

if TYPE_CHECKING:
    from bot.config import Settings


def novita_options(settings: Settings) -> NovitaOptions | None:
    """Return what Novita's client needs; None without a key."""
    if not settings.novita_api_key.get_secret_value():
        return None
    address = settings.webhook_address
    return NovitaOptions(
        base_url=settings.novita_api_url,
        key=settings.novita_api_key,
        max_image_bytes=settings.max_image_bytes,
        max_image_pixels=settings.max_image_pixels,
        images_per_minute=settings.novita_images_per_minute,
        enterprise=settings.novita_enterprise_plan,
        webhook_url=SecretStr(address) if address else None,
    )


def horde_options(settings: Settings) -> HordeOptions:
    """Return what AI Horde's client needs."""
    return HordeOptions(
        client_agent=f"Darkroom:{__version__}:self-hosted Discord bot",
        base_url=settings.horde_api_url,
        key=settings.horde_api_key,
        max_image_bytes=settings.max_image_bytes,
        max_image_pixels=settings.max_image_pixels,
    )


def comfyui_options(settings: Settings) -> ComfyuiOptions:
    """Return what ComfyUI's client needs."""
    return ComfyuiOptions(
        base_url=settings.comfyui_url,
        workflow=settings.comfyui_workflow,
        max_image_bytes=settings.max_image_bytes,
        max_image_pixels=settings.max_image_pixels,
    )


def sdapi_options(settings: Settings) -> SdapiOptions:
    """Return what the client of the web UIs' API needs."""
    return SdapiOptions(
        base_url=settings.sdapi_url,
        auth=settings.sdapi_auth,
        max_image_bytes=settings.max_image_bytes,
        max_image_pixels=settings.max_image_pixels,
        job_seconds=settings.job_deadline_seconds,
    )


def where_prompts_go(settings: Settings) -> str:
    """Say in one line who reads what members write."""
    first = _where(settings, settings.engine_name)
    if settings.engine_fallback is None:
        return f"go to {first}"
    other = _where(settings, settings.engine_fallback)
    return f"go to {first}; while that is down, to {other}"


def _where(settings: Settings, engine: str) -> str:
    return {
        "novita": f"Novita ({settings.novita_api_url})",
        "horde": f"AI Horde ({settings.horde_api_url}), and on to volunteers' machines",
        "comfyui": f"ComfyUI ({settings.comfyui_url})",
        "sdapi": f"the web UI's API ({settings.sdapi_url})",
    }[engine]
