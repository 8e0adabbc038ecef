"""All engines that the settings allow, opened and closed together."""

from __future__ import annotations

from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.engine_settings import novita_options, sdapi_options
from bot.engines.novita.opening import open_novita
from bot.engines.sdapi.opening import open_sdapi
from bot.jobs.clock import SystemClock
from bot.jobs.engines import Engines

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from bot.config import Settings
    from bot.domain.ports import Engine, ResultStore


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineStores:
    """Where engines keep what they must not forget."""

    results: ResultStore


@asynccontextmanager
async def opened(settings: Settings, stores: EngineStores) -> AsyncGenerator[Engines]:
    """Open what the settings allow: a job ends on the engine that it was sent to.

    None is asked anything before it is used or ``run``.
    """
    async with AsyncExitStack() as stack:
        found: dict[str, Engine] = {
            "sdapi": await stack.enter_async_context(
                open_sdapi(sdapi_options(settings), stores.results)
            ),
        }
        if (novita := novita_options(settings)) is not None:
            found["novita"] = await stack.enter_async_context(open_novita(novita))
        yield Engines(
            found[settings.engine_name],
            SystemClock(),
            fallback=found[settings.engine_fallback] if settings.engine_fallback else None,
            others=found.values(),
            parallel=settings.engine_parallel,
        )
