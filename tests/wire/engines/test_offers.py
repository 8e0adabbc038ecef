"""What an engine takes: sizes are brought to it, the rest is refused by name and not offered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.wire.sharing import sharing

if TYPE_CHECKING:
    from tests.wire.engines.conftest import Pair

pytestmark = sharing

SIZES = {"horde": "512×704", "comfyui": "504×704", "sdapi": "504×704"}


def registered(pair: Pair) -> dict[str, dict[str, Any]]:
    """Return the options of /imagine, by name, as they were registered last."""
    payload = pair.bot.discord.requests.find("PUT", "/commands$")[-1].payload
    (command,) = [each for each in payload if each["name"] == "imagine"]
    return {option["name"]: option for option in command["options"]}


async def test_a_size_is_brought_to_what_it_takes_and_said(pair: Pair) -> None:
    message = await pair.bot.imagined("a fox --size 500x700")
    size = SIZES[pair.rig.name]
    assert f"Adjusted: size 500×700 → {size}" in message.text()
    assert size.replace("x", "×") in message.text()
    assert len(message.pictures()) == 1


async def test_what_it_does_not_take_is_refused_by_name(pair: Pair) -> None:
    before = pair.rig.submits
    option, value, typed = pair.rig.refused
    invocation = await pair.bot.imagine(f"a fox {typed}")
    assert invocation.ephemeral
    assert f"`--{option.replace('_', '-')}`" in invocation.text()
    assert value in invocation.text()
    assert pair.rig.submits == before


async def test_what_it_does_not_take_is_not_offered(pair: Pair) -> None:
    name, value, _ = pair.rig.refused
    option = registered(pair).get(name)
    if option is None:
        return
    assert option["choices"]
    assert value not in [choice["value"] for choice in option["choices"]]
