"""What has happened in the server before a person opens the page: its rules, and two commands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.playground.engine.stand_in import Says
from bot.playground.tour.offering import models_known
from bot.playground.tour.play import STEP_SECONDS, TourError
from bot.playground.tour.steps import WITCH
from bot.playground.tour.words import typed_command

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.playground.discord.places import Channel, User
    from bot.playground.discord.typed_options import Value
    from bot.playground.discord.world import World
    from bot.playground.tour.play import Stage


@dataclass(frozen=True, slots=True)
class Use:
    """One command, by whom and where."""

    user: User
    channel: Channel
    command: str
    options: Mapping[str, Value]


_THRESHOLDS = {
    Says.CONFIDENCE: ("threshold", 50, 85),
    # From 0 on whatever is drawn is flagged: a judge of photographs minds nothing else here.
    Says.FLAG: ("detector_threshold", 10, 0),
    Says.NOTHING: ("detector_threshold", 10, 0),
}
"""By whose number an image is judged, and above what: where the page begins, and beside it."""


def opening(world: World, says: Says) -> tuple[Use, ...]:
    """Return the commands: rooms with thresholds, one for adults, one for review; stars; images.

    The images are not the member's whom the page begins as, so that none of her limits is touched.
    """
    noor, sami, ada = world.second_member, world.moderator, world.admin
    name, usual, other = _THRESHOLDS[says]
    rules: tuple[dict[str, Value], ...] = (
        {"review_channel": world.mod_review},
        {"channel": world.channel, name: usual},
        {"channel": world.art, name: other},
        {"channel": world.adult_channel, "action": "spoiler"},
    )
    lighthouse = "a lighthouse by the sea at sunset, seagulls --ar 3:2 --seed 8"
    return (
        *(Use(ada, world.mod_review, "policy set", rule) for rule in rules),
        Use(ada, world.mod_review, "policy places", {"stars": True, "showcase_channel": world.art}),
        Use(noor, world.channel, "imagine", {"prompt": lighthouse}),
        Use(sami, world.channel, "imagine", {"prompt": WITCH, "images": 4, "seed": 3}),
    )


async def play_opening(stage: Stage) -> None:
    """Use the commands, tell each, and wait for its answer; images go on by themselves.

    Raises:
        TourError: the bot does not answer.

    """
    await models_known(stage.discord, STEP_SECONDS)
    for use in opening(stage.discord.world, stage.engine.traits.says):
        words = typed_command(use.command, use.options)
        stage.write(f"{use.user.name:<9} #{use.channel.name:<13} {words}")
        try:
            used = await stage.discord.slash(
                use.command, use.options, user=use.user, channel=use.channel
            )
            await used.answered(STEP_SECONDS)
        except (TimeoutError, LookupError) as error:
            why = str(error) or f"nothing for {STEP_SECONDS:.0f} s"
            raise TourError(f"{words}: {why}") from error
