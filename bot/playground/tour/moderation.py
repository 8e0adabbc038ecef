"""The steps in which moderators decide: of images flagged, reported or seen before, of appeals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.engine.stand_in import Says
from bot.playground.tour.step import Expected, Press, Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.playground.discord.places import User
    from bot.playground.discord.world import World

WHY = "It is a fox in a forest, nothing else."
CASE = 3
"""After those of the two that were flagged."""


def review_channel(world: World, says: Says) -> Iterator[Step]:
    """Yield the step after which moderators see what is withheld.

    Where nobody judges, everything is: these steps are for an engine that tells one from another.
    """
    if says is Says.CONFIDENCE:
        yield Step(
            title="A channel for moderators",
            about="What is flagged or reported gets a card there. Two reports blur an image.",
            user=world.admin,
            command="policy set",
            options={"review_channel": world.mod_review, "reports_to_blur": 2},
            expected=Expected(ephemeral=True, words="review_channel"),
        )


def withheld(world: World, says: Says) -> Iterator[Step]:
    """Yield the steps from the card of the image that was flagged to its approval."""
    if says is not Says.CONFIDENCE:
        return
    yield Step(
        title="Its card",
        about="Moderators see the original, what was asked for, and why it is withheld.",
        user=world.moderator,
        comes=True,
        lands=world.mod_review,
        expected=Expected(images=1, spoilers=1, words="image 4"),
    )
    yield Step(
        title="Approve",
        about="The same message shows the original in the blurred one's place. Nobody is pinged.",
        user=world.moderator,
        press=Press(action="approve"),
        changes=2,
        expected=Expected(images=4, words="a forest witch"),
    )


def reported(world: World, says: Says) -> Iterator[Step]:
    """Yield the steps of an image that members report, and of the appeal of whose it is.

    It is the newest, but not that of the step before: its record is complete.
    """
    if says is Says.CONFIDENCE:
        yield from _removed(world)
        yield from _seen_before(world)
        yield from _appealed(world, world.second_member)


def _removed(world: World) -> Iterator[Step]:
    moderator = world.moderator
    yield Step(
        title="Reports",
        about="As many as the policy asks for blur an image until a moderator has decided.",
        user=world.admin,
        press=Press(action="report", others=(world.member,)),
        changes=4,
        expected=Expected(images=1, blurred=1, words="reported"),
    )
    yield Step(
        title="The card of what was reported",
        about="One for the image, however many report it.",
        user=moderator,
        comes=True,
        lands=world.mod_review,
        expected=Expected(images=1, spoilers=1, words="2 reports"),
    )
    yield Step(
        title="Remove and remember",
        about="The image leaves its message, and what looks like it is held from now on.",
        user=moderator,
        press=Press(action="remember"),
        changes=2,
        expected=Expected(words="removed by the moderators"),
    )


def _seen_before(world: World) -> Iterator[Step]:
    yield Step(
        title="The same picture again",
        about="No judge flags it, but it looks like the one that was remembered.",
        user=world.second_member,
        press=Press(action="upscale"),
        expected=Expected(words="held for a moderator"),
    )
    yield Step(
        title="Which one it is like",
        about="Its card says so. Approve shows this one all the same, and forgets nothing.",
        user=world.moderator,
        comes=True,
        lands=world.mod_review,
        expected=Expected(images=1, spoilers=1, words="looks like #1"),
    )
    yield Step(
        title="Forget",
        about="From now on it may come again.",
        user=world.admin,
        command="filter images forget",
        options={"number": 1},
        expected=Expected(ephemeral=True, words="Forgotten: #1"),
    )


def role_limits(world: World) -> Iterator[Step]:
    """Yield the steps that give a role more and take it back."""
    moderators = world.guild.members[world.moderator.id].roles[0]
    yield Step(
        title="More for a role",
        about="For each limit the best of the place's and one's roles' counts.",
        user=world.admin,
        command="tier set",
        options={"role": world.guild.roles[moderators], "daily_images": 100},
        expected=Expected(ephemeral=True, words="100"),
    )
    yield Step(
        title="Undo",
        about="Beside every change of rules: puts back what nobody changed since.",
        user=world.admin,
        press=Press(action="undo"),
        expected=Expected(ephemeral=True, words="100 →"),
    )


def _appealed(world: World, author: User) -> Iterator[Step]:
    moderator = world.moderator
    yield Step(
        title="One's own cases",
        about="What was decided about one's images, and why. Each can be appealed once.",
        user=author,
        command="cases",
        expected=Expected(ephemeral=True, words="removed"),
    )
    yield Step(
        title="An appeal",
        about="It comes to the moderators' channel with what the member says.",
        user=author,
        press=Press(action="appeal", writes={"why": WHY}),
        lands=world.mod_review,
        expected=Expected(words=WHY),
    )
    yield Step(
        title="The answer",
        about="The member is told in direct messages, by no moderator's name.",
        user=moderator,
        press=Press(action="grant"),
        lands=author,
        expected=Expected(words="appeal was granted"),
    )
    yield Step(
        title="The case",
        about="For moderators: what happened, when, and by whom.",
        user=moderator,
        command="case show",
        options={"number": CASE},
        expected=Expected(ephemeral=True, words="Appeal granted"),
    )
