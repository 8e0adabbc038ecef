"""Names of models at each engine: as its list has them, or refused before anything is public."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bot.prompt.match import spelling, unnumbered
from tests.wire.sharing import sharing
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from tests.wire.engines.conftest import Pair

pytestmark = sharing

FORBIDDEN = "loli_style"


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


async def test_no_door_leads_a_forbidden_name_to_the_engine_among_the_words(pair: Pair) -> None:
    bot, before = pair.bot, pair.rig.submits
    frames = {
        "Tag": "{prompt} <lora:%s:1>",
        "Torn": "<lora:lo{prompt}",
        "Half": "x (embedding:{prompt})",
    }
    styles = [
        {"name": name, "prompt": frame.replace("%s", FORBIDDEN)} for name, frame in frames.items()
    ]
    file = json.dumps({"darkroom_styles": 1, "styles": styles}).encode()
    handed = {"file": bot.discord.hand("s.json", file)}
    came = await bot.discord.slash("style import", handed, user=bot.discord.world.member)
    await eventually(lambda: "kept" in came.text())
    wishes: list[dict[str, Any]] = [
        {"prompt": f'--prompt "a fox <lora:{FORBIDDEN}:1>"'},
        {"prompt": f'a fox --no "< LORA : {FORBIDDEN}"'},
        {"prompt": "a fox", "negative_prompt": f"<hypernet:{FORBIDDEN}:1>"},
        {"prompt": f"a (embedding:{FORBIDDEN}:1.2) fox"},
        {"prompt": "a fox", "negative_prompt": f"bad, Embedding: {FORBIDDEN}, ugly"},
        {"prompt": "a fox", "style": "Tag"},
        {"prompt": "li_style:1> fox", "style": "Torn"},
        {"prompt": FORBIDDEN, "style": "Half"},
    ]
    for wish in wishes:
        invocation = await bot.imagine(**wish)
        assert invocation.ephemeral, wish
        assert "can't be used, here or anywhere" in invocation.text(), wish
    assert pair.rig.submits == before


def public(pair: Pair) -> int:
    """Return how many messages there are that all can read."""
    return sum(not message.ephemeral for message in pair.bot.messages())
