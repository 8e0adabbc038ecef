"""Approve, keep, remove, remember: a moderator decides about an image, and the first counts."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from bot.client.readers import locale_of
from bot.domain.fingerprint import MOST, Remembering
from bot.domain.ids import CaseId, UserId
from bot.domain.moderation.entry import EntryKind
from bot.domain.moderation.review import Ruled
from bot.errors import RefusedError
from bot.interactions.answering import in_time
from bot.interactions.here import guild_of
from bot.interactions.moderation.case_pressing import check_moderates
from bot.interactions.pressing import soon
from bot.texts.say import say
from bot.texts.text import text
from bot.views.moderation.review_card import Shown, card_view, decided

if TYPE_CHECKING:
    from collections.abc import Mapping

    import discord

    from bot.client.discord_bot import Darkroom
    from bot.domain.moderation.review import Outcome
    from bot.interactions.handler import Handler
    from bot.texts.text import Text
    from bot.views.component_ids import ComponentId

DONE: Mapping[EntryKind, Text] = {
    EntryKind.APPROVED: text("review.done.approved"),
    EntryKind.KEPT: text("review.done.kept"),
    EntryKind.REMOVED: text("review.done.removed"),
}

REMEMBERED: Mapping[Remembering, Text] = {
    Remembering.DONE: text("review.done.remembered"),
    Remembering.PLAIN: text("review.done.plain"),
    Remembering.UNKNOWN: text("review.done.no_fingerprint"),
    Remembering.FULL: text("review.done.full", most=MOST),
}


def deciding(kind: EntryKind) -> Handler:
    """Return what handles the button of a decision."""

    async def decide(component: ComponentId, interaction: discord.Interaction[Darkroom], /) -> None:
        """Decide, and have it shown: in the message of the image, and on its card.

        Raises:
            RefusedError: who pressed is no moderator, there is no such case here, somebody else
                was first, or what was decided cannot be shown any more.

        """
        check_moderates(interaction)
        services = interaction.client.services
        try:
            ruling = services.moderation.reviews.decide(
                CaseId(component.job_id),
                guild_of(interaction),
                kind,
                by=UserId(interaction.user.id),
            )
            outcome = await soon(ruling)
        finally:
            # Whatever came of it, the card may show what is no longer so.
            services.moderation.cards.look_again()
            services.moderation.people.look_again()
            services.moderation.casework.tell()
        if outcome.ruled is Ruled.BEFORE:
            raise RefusedError(decided(outcome.case))
        if outcome.is_to_tell and outcome.case.job_id is not None:
            with suppress(RefusedError):  # the jobs find it by themselves, a little later
                await soon(services.jobs.cancel_told(outcome.case.job_id, shown=False))
            services.elsewhere.tidy()
        async with in_time(interaction):
            await _answer(interaction, outcome, kind)

    return decide


async def _answer(
    interaction: discord.Interaction[Darkroom], outcome: Outcome, kind: EntryKind
) -> None:
    """Say that it is done; a card that one moderator alone sees is closed by that."""
    locale, case = await locale_of(interaction), outcome.case
    done = REMEMBERED[outcome.remembering] if outcome.remembering else DONE[kind]
    message = interaction.message
    if message is not None and message.flags.ephemeral:
        view = card_view(Shown(case=case, job=None, image=None), locale, is_own=True)
        await interaction.response.edit_message(view=view, attachments=[])
        if outcome.remembering not in {None, Remembering.DONE}:
            await interaction.followup.send(say(done, locale), ephemeral=True)
        return
    await interaction.response.send_message(say(done, locale), ephemeral=True)


approve = deciding(EntryKind.APPROVED)
keep = deciding(EntryKind.KEPT)
remove = deciding(EntryKind.REMOVED)
remember = deciding(EntryKind.REMEMBERED)
