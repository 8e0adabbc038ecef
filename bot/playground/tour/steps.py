"""What the tour plays, and what must come of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.engine.stand_in import Says
from bot.playground.tour.moderation import reported, review_channel, role_limits, withheld
from bot.playground.tour.step import Expected, Step
from bot.playground.tour.studio import (
    again,
    changed,
    details,
    looked_up,
    showcase,
    shown_elsewhere,
    styled,
    vary,
)

if TYPE_CHECKING:
    from bot.playground.discord.typed_options import Value
    from bot.playground.discord.world import World
    from bot.playground.engine.stand_in import Traits

WITCH = "a forest witch blowing a kiss, full moon, stars"


def steps(world: World, engine: Traits) -> tuple[Step, ...]:
    """Return the tour's steps in their order, for an engine."""
    clean = 0 if engine.says is Says.CONFIDENCE else None
    return (
        _image(world, clean),
        again(world, clean),
        *review_channel(world, engine.says),
        _four(world, engine.says),
        *withheld(world, engine.says),
        vary(world, engine.says),
        _embedding(world, engine, clean),
        _lora(world, engine, clean),
        *changed(world, clean),
        details(world),
        _bad_flag(world),
        _failed_task(world),
        *reported(world, engine.says),
        showcase(world),
        *styled(world, clean),
        *shown_elsewhere(world, engine.says),
        *looked_up(world, engine.says),
        *role_limits(world),
        *_policies(world, engine.says),
        _restart(world, engine.says),
    )


def _image(world: World, clean: int | None) -> Step:
    return Step(
        title="A clean image",
        about="One message: the answer to the command becomes the result.",
        user=world.member,
        options={"prompt": "a lighthouse by the sea at sunset, seagulls --ar 3:2 --seed 8"},
        expected=Expected(images=1, blurred=clean),
    )


def _four(world: World, says: Says) -> Step:
    title, about, expected = _FOUR[says]
    options: dict[str, Value] = {"prompt": WITCH, "images": 4, "seed": 3}
    return Step(
        title=title, about=about, user=world.second_member, options=options, expected=expected
    )


_FOUR = {
    Says.CONFIDENCE: (
        "Four images, one of them flagged",
        "The flagged one is blurred before it is uploaded; its neighbours are not.",
        Expected(images=4, blurred=1, words="flagged and is blurred"),
    ),
    Says.FLAG: (
        "Four images, one of them censored",
        "A volunteer's machine put another picture in its place, which is posted nowhere.",
        Expected(images=3, blurred=None, words="was replaced"),
    ),
    Says.NOTHING: (
        "Four images at once",
        "The engine judges none, so the bot does; what nobody has judged is blurred.",
        Expected(images=4, blurred=None),
    ),
}


def _lora(world: World, engine: Traits, clean: int | None) -> Step:
    return Step(
        title="A LoRA inside the prompt",
        about="Written as in the web UI; the tag leaves the prompt and goes to the engine.",
        user=world.member,
        options={"prompt": f"a red fox in a misty forest at dawn <lora:{engine.lora}:0.9>"},
        expected=Expected(images=1, blurred=clean, words=engine.lora),
        needs="loras",
    )


def _embedding(world: World, engine: Traits, clean: int | None) -> Step:
    return Step(
        title="An embedding",
        about="Named without its extension; the catalogue knows the rest.",
        user=world.member,
        options={
            "prompt": "a sailing boat on a fjord under a full moon, stars",
            "embeddings": engine.embedding,
            "format": "png",
        },
        expected=Expected(images=1, blurred=clean, words=engine.embedding),
        needs="embeddings",
    )


def _bad_flag(world: World) -> Step:
    return Step(
        title="A bad flag",
        about="Refused at once, seen by nobody else, and nothing is paid.",
        user=world.second_member,
        options={"prompt": "a whale among the stars --steps 900"},
        expected=Expected(ephemeral=True, words="--steps"),
    )


def _failed_task(world: World) -> Step:
    return Step(
        title="A failed task",
        about="The engine gives up; the message says why and what to do.",
        user=world.member,
        options={"prompt": "a rocket that must not fail"},
        expected=Expected(words="couldn't generate"),
    )


_SPOILED = {
    Says.CONFIDENCE: Expected(images=4, spoilers=1, words="behind a spoiler"),
    Says.FLAG: Expected(images=3, spoilers=3, words="behind a spoiler"),
    Says.NOTHING: Expected(images=4, spoilers=4, words="behind a spoiler"),
}


def _policies(world: World, says: Says) -> tuple[Step, ...]:
    about = "From now on the server's flagged images go behind a spoiler."
    rule: dict[str, Value] = {"action": "spoiler"}
    if says is not Says.CONFIDENCE:
        # No judge of photographs minds what is drawn here, unless the least doubt is enough.
        about = "From now on the least doubt flags an image, and it goes behind a spoiler."
        rule["detector_threshold"] = 0
    return (
        Step(
            title="A moderator changes the policy",
            about=about,
            user=world.admin,
            command="policy set",
            options=rule,
            expected=Expected(ephemeral=True, words="spoiler"),
        ),
        Step(
            title="The same prompt again",
            about="The same four images under the new rule.",
            user=world.second_member,
            options={"prompt": WITCH, "images": 4, "seed": 3},
            expected=_SPOILED[says],
        ),
    )


def _restart(world: World, says: Says) -> Step:
    return Step(
        title="A restart in the middle of a job",
        about="The bot is closed while the engine works. A new one ends the job in its message.",
        user=world.member,
        options={"prompt": "a hot air balloon over a meadow of flowers, morning", "aspect": "16:9"},
        # Under the rule of before.
        expected=Expected(images=1, spoilers=0 if says is Says.CONFIDENCE else 1),
        restarts=True,
    )
