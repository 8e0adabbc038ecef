"""What ``/usage`` does: count, and have a picture drawn of what was counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from bot.charts.drawer import ChartError, ChartsMissingError
from bot.charts.sheet import Theme
from bot.client.readers import locale_of
from bot.domain.ids import UserId
from bot.errors import RefusedError
from bot.interactions.answering import Answer, answer_alone
from bot.interactions.budgets import purse_here
from bot.interactions.here import guild_of, policy_here, roles_of
from bot.texts.permissions import PERMISSIONS
from bot.texts.text import text
from bot.views.usage import own_view, report_view
from bot.views.usage_chart import sheets
from bot.views.usage_table import table

if TYPE_CHECKING:
    import discord

    from bot.client.discord_bot import Darkroom
    from bot.texts.text import Text

USUAL_DAYS = 30

PICTURE = "usage.png"

MODERATORS = (PERMISSIONS["manage_guild"], PERMISSIONS["manage_messages"])
MISSING = text("usage.chart.missing")
FAILED = text("usage.chart.failed")

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What moderators want to know."""

    days: int = USUAL_DAYS
    member: int | None = None
    """None for the whole server."""
    theme: Theme = Theme.DARK
    as_table: bool = False


def moderates(interaction: discord.Interaction[Darkroom]) -> bool:
    """Whether who asks may see what others had made."""
    allowed = interaction.permissions
    return allowed.manage_guild or allowed.manage_messages


async def tell_own(interaction: discord.Interaction[Darkroom]) -> None:
    """Tell a member how they stand where they ask.

    Raises:
        RefusedError: not in a server, or it cannot be told for now whose policies apply.

    """
    await answer_alone(interaction, _own(interaction))


async def tell_report(interaction: discord.Interaction[Darkroom], wanted: Wanted) -> None:
    """Tell moderators what their server had made.

    Raises:
        RefusedError: not in a server, not by a moderator, or it is too much.

    """
    if not moderates(interaction):
        raise RefusedError(text("usage.moderators", permissions=MODERATORS))
    await answer_alone(interaction, _report(interaction, wanted))


async def _own(interaction: discord.Interaction[Darkroom]) -> Answer:
    usages, user_id = interaction.client.services.usages, UserId(interaction.user.id)
    own = await usages.own(user_id, guild_of(interaction), await policy_here(interaction))
    tiers, roles = interaction.client.services.tiers, roles_of(interaction.user)
    view = own_view(
        own.lately,
        own.allowances,
        moderates=moderates(interaction),
        roles=[*await tiers.held(guild_of(interaction), roles)],
        beside=(await purse_here(interaction)).refusals,
        locale=await locale_of(interaction),
    )
    return Answer(view)


async def _report(interaction: discord.Interaction[Darkroom], wanted: Wanted) -> Answer:
    services, locale = interaction.client.services, await locale_of(interaction)
    by = None if wanted.member is None else UserId(wanted.member)
    counted = await services.usages.counted(guild_of(interaction), wanted.days, by=by)
    report = counted.report
    notes: list[Text] = []
    files: dict[str, bytes] = {}
    if report.jobs and not wanted.as_table:
        try:
            files[PICTURE] = await services.drawer.draw(sheets(report, wanted.theme, locale))
        except ChartError as error:
            log.warning("chart.not_drawn", why=str(error))
            notes.append(MISSING if isinstance(error, ChartsMissingError) else FAILED)
    name = ""
    if report.jobs and not files:
        name = f"usage-{report.span.first}-{report.span.last}.csv"
        files[name] = table(counted.rows)
    picture = PICTURE if PICTURE in files else ""
    view = report_view(
        report, wanted.member, notes=notes, picture=picture, table=name, locale=locale
    )
    return Answer(view, files)
