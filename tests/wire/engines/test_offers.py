"""What an engine takes: sizes are brought to it, the rest is refused by name and not offered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.wire.sharing import sharing

if TYPE_CHECKING:
    from tests.wire.engines.conftest import Pair

pytestmark = sharing

SIZES = {"horde": "512x704", "comfyui": "504x704", "sdapi": "504x704"}


def registered(pair: Pair) -> dict[str, dict[str, Any]]:
    """Return the options of /imagine, by name, as they were registered last."""
    payload = pair.bot.discord.requests.find("PUT", "/commands$")[-1].payload
    (command,) = [each for each in payload if each["name"] == "imagine"]
    return {option["name"]: option for option in command["options"]}


async def test_a_size_is_brought_to_what_it_takes_and_said(pair: Pair) -> None:
    message = await pair.bot.imagined("a fox --size 500x700")
    size = SIZES[pair.rig.name]
    assert f"Adjusted: 500x700 → {size}" in message.text()
    assert size.replace("x", "×") in message.text()
    picture = message.pictures()[0]
    assert len(message.pictures()) == 1
    assert picture


async def test_what_it_does_not_take_is_refused_by_name(pair: Pair) -> None:
    before = pair.rig.submits
    invocation = await pair.bot.imagine(f"a fox {pair.rig.refused}")
    assert invocation.ephemeral
    flag = pair.rig.refused.split()[0].removeprefix("--")
    print(registered(pair).keys(), invocation.text())
    assert flag in invocation.text()
    assert pair.rig.submits == before


async def test_what_it_does_not_take_is_not_offered(pair: Pair) -> None:
    flag, value = pair.rig.refused.removeprefix("--").split(maxsplit=1)
    option = registered(pair).get(flag, {"choices": []})
    print(registered(pair).keys())
    assert value.strip('"') not in [choice["value"] for choice in option.get("choices", [])]
    assert flag not in registered(pair) or option.get("choices")
