"""Offer the settings of a picture: a form to check, at once or by a button when it takes longer."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import structlog

from bot.client.readers import locale_of
from bot.embedded.found import Found, Nothing
from bot.errors import InvalidOptionError, RefusedError
from bot.interactions.answering import CALLBACK_SECONDS
from bot.interactions.places import NO_ANSWER
from bot.jobs.told import Told
from bot.prompt.form import form_of
from bot.prompt.manner import PLAIN
from bot.prompt.merge import merge
from bot.prompt.notes import Notes, joined
from bot.prompt.options import Options, Parsed
from bot.prompt.parse import parse
from bot.texts.text import text
from bot.texts.typed import typed
from bot.views.use import Offer, use_modal, use_view

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import discord
    from discord import ui

    from bot.client.discord_bot import Darkroom, PostedPictures, Services
    from bot.interactions.pictured import Pictured
    from bot.jobs.requests import Requests
    from bot.prompt.manner import Manner
    from bot.texts.text import Text

READ_SECONDS = 1.5
"""For fetching and reading: what takes longer is said to be coming, within Discord's 3 s."""

OFFER_SECONDS = 6.0
"""For the offer, once it was said to be coming; after these it is said that there is none."""

PATIENCE_SECONDS = 20.0
"""For all pictures of a message; its token lives longer."""

PICTURES_OWN = "."
"""The prompt of who wants the picture's."""

MOST_CHANGES = 10
"""Told of what is not as in the picture; the form shows what came of it."""

NOT_OPENED = text("use.not_opened")

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Beside:
    """What was said beside a picture, and wins over it."""

    inline: Parsed
    slash: Parsed
    manner: Manner = PLAIN
    """A style that was named: it shows in the form."""

    @property
    def private(self) -> bool:
        """Whether only who asks is to see the result."""
        return self.slash.options.private is True

    @property
    def typed(self) -> frozenset[str]:
        """The options that are not pasted: nothing of these is brought to the nearest."""
        return frozenset(self.slash.labels.keys() | self.inline.labels.keys() - self.inline.pasted)


NOTHING_SAID = Beside(Parsed(Options()), Parsed(Options()))
PRIVATELY = Beside(Parsed(Options()), Parsed(Options(private=True)))


def beside(prompt: str, slash: Parsed, requests: Requests) -> Beside:
    """Return what was typed beside a picture; ``.`` as the prompt says nothing.

    Raises:
        RefusedError: something in it is wrong: what is typed is strict.

    """
    inline = parse(prompt, hires=slash.options.hires)
    if inline.options.prompt in {"", PICTURES_OWN}:
        inline = replace(inline, options=replace(inline.options, prompt=None))
    requests.check_apart(inline, slash)
    return Beside(inline, slash)


async def offer(
    interaction: discord.Interaction[Darkroom],
    pictures: Sequence[Pictured],
    said: Beside | None = None,
    *,
    are_ours: bool = False,
) -> None:
    """Open a form with the settings of the first picture that has some.

    Raises:
        RefusedError: none has, or none is to be had; the text says what is the matter.

    """
    services = interaction.client.services
    reading = asyncio.create_task(
        _read(services, pictures, said or NOTHING_SAID, are_ours=are_ours)
    )
    try:
        with services.courtesy.answering():
            await asyncio.wait({reading}, timeout=READ_SECONDS)
            if reading.done():
                await open_form(interaction, reading.result())
                return
            async with asyncio.timeout(CALLBACK_SECONDS):
                await interaction.response.defer(ephemeral=True, thinking=True)
        view = use_view(await reading, await locale_of(interaction))
        async with asyncio.timeout(OFFER_SECONDS):
            await interaction.edit_original_response(view=view)
    except NO_ANSWER as error:
        log.warning("form.not_offered", why=type(error).__name__)
        raise RefusedError(NOT_OPENED) from error
    finally:
        await _ended([reading])


async def open_form(interaction: discord.Interaction[Darkroom], offered: Offer) -> None:
    """Answer with the form.

    Raises:
        RefusedError: Discord did not take it, as far as is known.

    """
    await answer_with(interaction, use_modal(offered, await locale_of(interaction)))


async def answer_with(interaction: discord.Interaction[Darkroom], modal: ui.Modal) -> None:
    """Answer with a modal.

    Raises:
        RefusedError: Discord did not take it, as far as is known.

    """
    try:
        async with asyncio.timeout(CALLBACK_SECONDS):
            await interaction.response.send_modal(modal)
    except NO_ANSWER as error:
        log.warning("form.not_opened", why=type(error).__name__)
        raise RefusedError(NOT_OPENED) from error


async def _read(
    services: Services, pictures: Sequence[Pictured], said: Beside, *, are_ours: bool
) -> Offer:
    number, found = await _first(services.pictures, pictures, are_ours=are_ours)
    inline, slash = said.inline, said.slash
    hires = slash.options.hires or inline.options.hires
    parsed = await asyncio.to_thread(parse, found.text, hires=hires)
    options = said.manner.whole(merge(slash.options, merge(inline.options, parsed.options)))
    form = await asyncio.to_thread(form_of, options)
    notes = joined([*inline.notes, *parsed.notes])
    wrong = Notes()
    for obstacle in parsed.obstacles:
        if isinstance(obstacle, InvalidOptionError):
            wrong.left_out(obstacle.option)
    told = Told(joined([*notes, *wrong.told()]), (*inline.ignored, *parsed.ignored))
    shown = (*_source(pictures, number, found), *_changes(notes, parsed.obstacles))
    return Offer(form, said.private, shown, said.typed, services.told.keep(told))


async def _first(
    read: PostedPictures, pictures: Sequence[Pictured], *, are_ours: bool
) -> tuple[int, Found]:
    """Return the first picture that has settings, by its number, and these."""
    tasks = [asyncio.ensure_future(read(it.url)) for it in pictures]
    seen: list[Nothing | None] = []
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            for number, task in enumerate(tasks):
                found = await task
                if isinstance(found, Found):
                    return number, found
                seen.append(found)
    except TimeoutError:
        seen.append(None)
    finally:
        await _ended(tasks)
    raise RefusedError(_why_none(seen, are_ours=are_ours))


async def _ended(tasks: Iterable[asyncio.Future[Any]]) -> None:
    """Cancel them, and wait until they have let go of what they held."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _why_none(seen: Sequence[Nothing | None], *, are_ours: bool) -> Text:
    if not seen:
        return text("use.no_picture")
    if Nothing.TOO_LARGE in seen:
        return text("use.too_large")
    if None in seen:
        return text("use.gone")
    return text("use.own") if are_ours else text("use.none", count=len(seen))


def _source(pictures: Sequence[Pictured], number: int, found: Found) -> Iterator[Text]:
    """Say which picture it is, where there are several, and who wrote it, if that is known."""
    name = typed(pictures[number].name)
    if len(pictures) > 1:
        yield text("use.source_of", name=name, number=number + 1, total=len(pictures))
    else:
        yield text("use.source", name=name)
    if found.program:
        yield text("use.program", program=found.program)


def _changes(notes: Sequence[Text], obstacles: Iterable[RefusedError]) -> Iterator[Text]:
    """Say what is not in the form as the picture, or what was typed, has it."""
    if notes:
        yield text("result.adjusted", changes=tuple(notes[:MOST_CHANGES]))
    yield from (obstacle.text for obstacle in obstacles)
