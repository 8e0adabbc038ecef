"""Names of models at each engine: as its list has them, or refused before anything is public."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.prompt.match import spelling, unnumbered
from tests.wire.sharing import sharing

if TYPE_CHECKING:
    from tests.wire.engines.conftest import Pair

pytestmark = sharing


async def test_a_model_is_meant_without_folder_hash_number_and_case(pair: Pair) -> None:
    known = unnumbered(spelling(pair.rig.model).written)
    message = await pair.bot.imagined("a fox", model=f"sd15\\{known.upper()}.ckpt [8d6c34ab12]")
    assert len(message.pictures()) == 1


async def test_a_model_that_is_not_there_is_refused_privately(pair: Pair) -> None:
    before, seen = pair.rig.submits, public(pair)
    invocation = await pair.bot.imagine(f"a fox --model {pair.rig.model[:-4]}9999")
    assert invocation.ephemeral
    assert f"`{pair.rig.model}`" in invocation.text()
    assert pair.rig.submits == before
    assert public(pair) == seen


def public(pair: Pair) -> int:
    """Return how many messages there are that all can read."""
    return sum(not message.ephemeral for message in pair.bot.discord.registry.everything())
