"""The steps that begin at an image which is there: its buttons, and what the bot keeps of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.engine.stand_in import Says
from bot.playground.tour.step import Expected, Press, Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.playground.discord.world import World

STYLE = "Storybook"


def again(world: World, clean: int | None) -> Step:
    """Return the step that makes the first image once more."""
    return Step(
        title="Again",
        about="Anybody may: another seed, a message of its own, by the limits of who pressed.",
        user=world.second_member,
        press=Press(action="again"),
        expected=Expected(images=1, blurred=clean, words="an earlier result"),
    )


def vary(world: World, says: Says) -> Step:
    """Return the step that makes images like one of four."""
    images, blurred = _VARIED[says]
    return Step(
        title="Vary one of them",
        about="Four more by the seeds next to the second image's own.",
        user=world.member,
        press=Press(action="vary", image=2),
        expected=Expected(images=images, blurred=blurred, words="an earlier result"),
    )


_VARIED = {Says.CONFIDENCE: (4, 1), Says.FLAG: (3, None), Says.NOTHING: (4, None)}
"""How many images there are, and how many are blurred."""


def changed(world: World, clean: int | None) -> Iterator[Step]:
    """Yield the steps that change an image."""
    yield Step(
        title="Edit",
        about="A form with the prompt and the rest; what is not changed stays.",
        user=world.member,
        press=Press(action="edit", writes={"prompt": "a red fox in a misty forest at night"}),
        expected=Expected(images=1, blurred=clean, words="at night"),
    )
    yield Step(
        title="Upscale",
        about="The same image, enlarged and refined by the engine.",
        user=world.second_member,
        press=Press(action="upscale"),
        expected=Expected(images=1, blurred=clean, words="hires"),
        needs="hires",
    )


def details(world: World) -> Step:
    """Return the step that tells how the image before the newest came about.

    Its record is complete; that of the newest may be about to be.
    """
    return Step(
        title="Details",
        about="How an image came about, with a command and a web UI's block to paste.",
        user=world.member,
        press=Press(action="details", passes=1),
        expected=Expected(ephemeral=True, words="/imagine prompt:"),
    )


def styled(world: World, clean: int | None) -> Iterator[Step]:
    """Yield the steps that save a style and put a prompt into it."""
    yield Step(
        title="A style of one's own",
        about="The prompt goes where {prompt} stands; the options go with it.",
        user=world.member,
        command="style save",
        options={
            "name": STYLE,
            "prompt": "{prompt}, a picture of an old storybook",
            "options": "--ar 3:2 --steps 24",
        },
        expected=Expected(ephemeral=True, words=STYLE),
    )
    yield Step(
        title="An image in that style",
        about="What is said beside a style wins over it.",
        user=world.member,
        options={"prompt": "a windmill on a hill in spring --seed 4", "style": STYLE},
        expected=Expected(images=1, blurred=clean, words="storybook"),
    )


def shown_elsewhere(world: World, says: Says) -> Iterator[Step]:
    """Yield the steps that show an image in another place, which its own must not withhold.

    Where nobody judges, each is blurred and stays where it is.
    """
    if says is not Says.CONFIDENCE:
        return
    yield Step(
        title="Stars",
        about="What three members like is shown in the showcase, under the showcase's own rules.",
        user=world.admin,
        press=Press(action="star", others=(world.second_member, world.moderator)),
        lands=world.art,
        expected=Expected(images=1, words="3 stars"),
    )
    yield Step(
        title="Send to me",
        about="The image goes to the direct messages of who pressed.",
        user=world.second_member,
        press=Press(action="send"),
        lands=world.second_member,
        expected=Expected(images=1, words="this message"),
    )


def showcase(world: World) -> Step:
    """Return the step that lets members give stars."""
    return Step(
        title="A showcase",
        about="From now on results have a star, and what is liked is shown once more.",
        user=world.admin,
        command="policy places",
        options={"stars": True, "showcase_channel": world.art},
        expected=Expected(ephemeral=True, words="stars"),
    )


def looked_up(world: World, says: Says) -> Iterator[Step]:
    """Yield the steps that look up what there was and is."""
    yield Step(
        title="History",
        about="One's own results, families together. Seen by nobody else.",
        user=world.member,
        command="history",
        expected=Expected(ephemeral=True, words="results"),
    )
    if says is Says.CONFIDENCE:
        yield Step(
            title="An image of before",
            about="Show posts it into this channel, as this channel's policy lets.",
            user=world.member,
            press=Press(action="show"),
            lands=world.channel,
            expected=Expected(images=1, words="storybook"),
        )
    yield Step(
        title="Models",
        about="What the engine has, by kind and base model.",
        user=world.second_member,
        command="models",
        options={"search": "dream"},
        expected=Expected(ephemeral=True),
    )
    yield Step(
        title="Usage",
        about="For moderators: what the server had made, as a picture or as a table.",
        user=world.moderator,
        command="usage",
        options={"days": 7},
        expected=Expected(images=1, ephemeral=True, words="Images:"),
    )
