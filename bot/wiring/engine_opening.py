"""All engines that the settings allow, opened and closed together."""

from __future__ import annotations

import secrets
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from bot.engines.comfyui.opening import open_comfyui
from bot.engines.horde.finding import Ours
from bot.engines.horde.opening import open_horde
from bot.engines.novita.opening import open_novita
from bot.engines.sdapi.opening import open_sdapi
from bot.engines.stock import Stock, source_of
from bot.jobs.clock import SystemClock
from bot.jobs.engines import Engines
from bot.store.jobs.jobs import SqlJobStore
from bot.store.jobs.rates import SqlRateBudget
from bot.store.jobs.results import SqlResultStore
from bot.store.studio.models import SqlModelStore
from bot.wiring.engine_settings import comfyui_options, horde_options, novita_options, sdapi_options

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from bot.config.settings import Settings
    from bot.domain.ports import Engine
    from bot.store.database import Database


@asynccontextmanager
async def opened(settings: Settings, database: Database) -> AsyncGenerator[Engines]:
    """Open what the settings allow: a job ends on the engine that it was sent to.

    None is asked anything before it is used or ``run``. What an engine must not forget is kept in
    ``database``.
    """
    async with AsyncExitStack() as stack:
        found = await _found(settings, database, stack)
        yield Engines(
            found[settings.engine_name],
            SystemClock(),
            fallback=found[settings.engine_fallback] if settings.engine_fallback else None,
            others=found.values(),
            parallel=settings.engine_parallel,
            default_model=settings.default_model,
        )


async def _found(
    settings: Settings, database: Database, stack: AsyncExitStack
) -> dict[str, Engine]:
    """Open each, with what it listed before."""
    stock, horde = _stocks(database), horde_options(settings)
    comfyui, sdapi = comfyui_options(settings), sdapi_options(settings)
    rates, results = SqlRateBudget(database), SqlResultStore(database)
    lists = stock("horde", horde.base_url)
    found: dict[str, Engine] = {
        "horde": await stack.enter_async_context(
            open_horde(horde, rates, _ours(database), stock=lists)
        ),
        "comfyui": await stack.enter_async_context(
            open_comfyui(comfyui, stock("comfyui", comfyui.base_url))
        ),
        "sdapi": await stack.enter_async_context(
            open_sdapi(sdapi, results, stock=stock("sdapi", sdapi.base_url))
        ),
    }
    if (novita := novita_options(settings)) is not None:
        found["novita"] = await stack.enter_async_context(
            open_novita(novita, stock("novita", novita.base_url))
        )
    return found


def _stocks(database: Database) -> Callable[[str, str], Stock]:
    """Return what keeps the lists of an engine at an address."""
    store, now = SqlModelStore(database), SystemClock().now
    # Who is alone and was killed while asking is nobody to wait for at the next start.
    holder = "alone" if database.sole_user else secrets.token_hex(8)

    def stock(engine: str, address: str) -> Stock:
        source = source_of(engine, address)
        return Stock(store, source, holder, now=now, alone=database.sole_user)

    return stock


def _ours(database: Database) -> Ours:
    """Return what AI Horde's client asks of the jobs to tell whose task it found."""
    store = SqlJobStore(database)
    return Ours(owner_of=store.owner_of, lost=lambda since: store.lost("horde", since=since))
