"""All engines that the settings allow, opened and closed together."""

from __future__ import annotations

from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from bot.engine_settings import comfyui_options, horde_options, novita_options, sdapi_options
from bot.engines.comfyui.opening import open_comfyui
from bot.engines.horde.finding import Ours
from bot.engines.horde.opening import open_horde
from bot.engines.novita.opening import open_novita
from bot.engines.sdapi.opening import open_sdapi
from bot.jobs.clock import SystemClock
from bot.jobs.engines import Engines
from bot.store.jobs import SqlJobStore
from bot.store.rates import SqlRateBudget
from bot.store.results import SqlResultStore

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from bot.config import Settings
    from bot.domain.ports import Engine
    from bot.store.database import Database


@asynccontextmanager
async def opened(settings: Settings, database: Database) -> AsyncGenerator[Engines]:
    """Open what the settings allow: a job ends on the engine that it was sent to.

    None is asked anything before it is used or ``run``. What an engine must not forget is kept in
    ``database``.
    """
    async with AsyncExitStack() as stack:
        found: dict[str, Engine] = {
            "horde": await stack.enter_async_context(
                open_horde(horde_options(settings), SqlRateBudget(database), _ours(database))
            ),
            "comfyui": await stack.enter_async_context(open_comfyui(comfyui_options(settings))),
            "sdapi": await stack.enter_async_context(
                open_sdapi(sdapi_options(settings), SqlResultStore(database))
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
            default_model=settings.default_model,
        )


def _ours(database: Database) -> Ours:
    """Return what AI Horde's client asks of the jobs to tell whose task it found."""
    store = SqlJobStore(database)
    return Ours(owner_of=store.owner_of, lost=lambda since: store.lost("horde", since=since))
