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
    from bot.config.settings import Settings


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


def unused(settings: Settings) -> tuple[str, ...]:
    """Say of each engine's address that was set in vain how it is used, where none was chosen."""
    if settings.engine is not None:
        return ()
    used = {settings.engine_name, settings.engine_fallback}
    return tuple(
        f"{engine.upper()}_URL is set but not used: ENGINE={engine} uses it"
        for engine in ("comfyui", "sdapi")
        if f"{engine}_url" in settings.model_fields_set and engine not in used
    )


def address_of(settings: Settings, engine: str) -> str:
    """Return where an engine is asked."""
    return {
        "novita": settings.novita_api_url,
        "horde": settings.horde_api_url,
        "comfyui": settings.comfyui_url,
        "sdapi": settings.sdapi_url,
    }[engine]


def _where(settings: Settings, engine: str) -> str:
    title, more = {
        "novita": ("Novita", ""),
        "horde": ("AI Horde", ", and on to volunteers' machines"),
        "comfyui": ("ComfyUI", ""),
        "sdapi": ("the web UI's API", ""),
    }[engine]
    return f"{title} ({address_of(settings, engine)}){more}"
