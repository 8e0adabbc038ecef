"""One bot for each engine, for the tests that leave no trace; and one for each test that does."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import pytest
import pytest_asyncio

from tests.wire.engines.kinds import KINDS, MODELS, SERVERS
from tests.wire.experience import experienced_file
from tests.wire.whole_bot import WholeBot, whole_bot

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.wire.engines.rig import Rig
    from tests.wire.made import StandIn


@dataclass(frozen=True, slots=True)
class Pair:
    """A whole bot and its engine."""

    bot: WholeBot
    rig: Rig


@pytest.fixture(scope="session")
def engines_experienced(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return experienced_file(tmp_path_factory, MODELS, most_images=3)


@asynccontextmanager
async def paired(name: str, template: Path, folder: Path) -> AsyncIterator[Pair]:
    """Open a kind's stand-in and a bot that uses it; the bot is not running yet."""
    async with KINDS[name]().opened() as rig, whole_bot(template, folder) as bot:
        bot.settings |= rig.settings
        bot.others.append(cast("StandIn", rig.stand_in))
        yield Pair(bot, rig)


async def begin(pair: Pair) -> None:
    """Start the bot; in its server nobody is to judge images."""
    await pair.bot.start()
    await pair.bot.policy(detection=False)


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=KINDS)
async def shared_pair(
    request: pytest.FixtureRequest,
    engines_experienced: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Pair]:
    """Yield one bot for each kind to the tests of a file; ``pair`` mends what they broke."""
    folder = tmp_path_factory.mktemp("pair")
    async with paired(request.param, engines_experienced, folder) as pair:
        await begin(pair)
        yield pair


@pytest.fixture
def pair(shared_pair: Pair) -> Pair:
    shared_pair.rig.mend()
    return shared_pair


@pytest.fixture(params=SERVERS)
async def own_pair(
    request: pytest.FixtureRequest,
    engines_experienced: Path,
    tmp_path: Path,
    soon_settled: None,
) -> AsyncIterator[Pair]:
    """Yield a bot of its own to a test that restarts something."""
    async with paired(request.param, engines_experienced, tmp_path) as pair:
        await begin(pair)
        yield pair
