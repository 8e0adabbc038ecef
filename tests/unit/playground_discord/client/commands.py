"""Commands of every kind, as a bot registers them."""

from __future__ import annotations

from typing import Any

from bot.playground.discord import Permission
from tests.unit.playground_discord.client.visitor import option


def named(name: str, kind: int, **rest: object) -> dict[str, Any]:
    return {"name": name, "description": "x", "type": kind, **rest}


PROMPT = named("prompt", 3, required=True, max_length=10)
SIZE = named("size", 3, choices=[{"name": "Small", "value": "s"}, {"name": "Big", "value": "b"}])
DRAW = named(
    "draw",
    1,
    options=[
        PROMPT,
        named("steps", 4, min_value=1, max_value=100),
        named("guidance", 10, min_value=1.5, max_value=30),
        named("hires", 5),
        SIZE,
        named("who", 6),
        named("where", 7, channel_types=[0]),
        named("role", 8),
        named("either", 9),
        named("picture", 11),
        named("model", 3, autocomplete=True),
        named("seed", 4, min_value=0),
        named("images", 4, max_value=4),
    ],
)
SHOW = named("show", 1, options=[named("channel", 7)])
POLICY = named("policy", 1, options=[SHOW, named("set", 1, options=[])])
KEPT = named("kept", 1, default_member_permissions=str(int(Permission.MANAGE_MESSAGES)))
CLOSED = named("closed", 1, default_member_permissions="0")
ADULT = named("adult", 1, nsfw=True)
REPORT = {"name": "Report", "type": 3}
GREET = {"name": "Greet", "type": 2}
FOX = option(3, "prompt", "a fox")
HIRES = option(5, "hires", None)
STEPS = option(4, "steps", None)
ALL = [DRAW, POLICY, KEPT, CLOSED, ADULT, REPORT, GREET]
