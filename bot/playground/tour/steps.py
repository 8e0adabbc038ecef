"""What the tour plays, and what must come of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.playground.discord.places import User
    from bot.playground.discord.typed_options import Value
    from bot.playground.discord.world import World

WITCH = "a forest witch blowing a kiss, full moon, stars"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What the message must show in the end; a step that shows less has failed."""

    images: int = 0
    blurred: int = 0
    spoilers: int = 0
    ephemeral: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One command and its outcome."""

    title: str
    about: str
    """What there is to see."""
    user: User
    options: Mapping[str, Value]
    command: str = "imagine"
    expected: Expected = field(default_factory=Expected)
    restarts: bool = False
    """Whether the bot is closed and started again while the engine works."""


def steps(world: World) -> tuple[Step, ...]:
    """Return the tour's steps in their order."""
    return (
        *_images(world),
        *_finer_images(world),
        *_refusals(world),
        *_policies(world),
        _restart(world),
    )


def _images(world: World) -> tuple[Step, ...]:
    return (
        Step(
            title="A clean image",
            about="One message: the answer to the command becomes the result.",
            user=world.member,
            options={"prompt": "a lighthouse by the sea at sunset, seagulls --ar 3:2 --seed 8"},
            expected=Expected(images=1),
        ),
        Step(
            title="Four images, one of them flagged",
            about="The flagged one is blurred before it is uploaded; its neighbours are not.",
            user=world.second_member,
            options={"prompt": WITCH, "images": 4, "seed": 3},
            expected=Expected(images=4, blurred=1, words="flagged and is blurred"),
        ),
    )


def _finer_images(world: World) -> tuple[Step, ...]:
    return (
        Step(
            title="A LoRA inside the prompt",
            about="Written as in the web UI; the tag leaves the prompt and goes to the engine.",
            user=world.member,
            options={"prompt": "a red fox in a misty forest at dawn <lora:add_detail_44319:0.9>"},
            expected=Expected(images=1, words="add_detail_44319"),
        ),
        Step(
            title="Hires fix",
            about="Drawn small, enlarged and refined by the engine.",
            user=world.second_member,
            options={"prompt": "a castle in the snowy mountains, aurora", "hires": "2x"},
            expected=Expected(images=1, words="hires"),
        ),
        Step(
            title="An embedding",
            about="Named without its extension; the catalogue knows the rest.",
            user=world.member,
            options={
                "prompt": "a sailing boat on a fjord under a full moon, stars",
                "embeddings": "easynegative_8955",
                "format": "png",
            },
            expected=Expected(images=1, words="easynegative_8955"),
        ),
    )


def _refusals(world: World) -> tuple[Step, ...]:
    return (
        Step(
            title="A bad flag",
            about="Refused at once, seen by nobody else, and nothing is paid.",
            user=world.second_member,
            options={"prompt": "a whale among the stars --steps 900"},
            expected=Expected(ephemeral=True, words="--steps"),
        ),
        Step(
            title="A failed task",
            about="The engine gives up; the message says why and what to do.",
            user=world.member,
            options={"prompt": "a rocket that must not fail"},
            expected=Expected(words="could not make"),
        ),
    )


def _policies(world: World) -> tuple[Step, ...]:
    return (
        Step(
            title="A moderator changes the policy",
            about="From now on the server's flagged images go behind a spoiler.",
            user=world.admin,
            command="policy set",
            options={"action": "spoiler"},
            expected=Expected(ephemeral=True, words="spoiler"),
        ),
        Step(
            title="The same prompt again",
            about="The same four images under the new rule.",
            user=world.second_member,
            options={"prompt": WITCH, "images": 4, "seed": 3},
            expected=Expected(images=4, spoilers=1, words="behind a spoiler"),
        ),
    )


def _restart(world: World) -> Step:
    return Step(
        title="A restart in the middle of a job",
        about="The bot is closed while the engine works. A new one ends the job in its message.",
        user=world.member,
        options={"prompt": "a hot air balloon over a meadow of flowers, morning", "aspect": "16:9"},
        expected=Expected(images=1),
        restarts=True,
    )
