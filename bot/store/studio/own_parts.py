"""What is kept of a member beside their jobs, in SQL: a part for each kind, by name."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from bot.domain.style import Scope
from bot.store.moderation.appeal_tables import appeals
from bot.store.moderation.case_tables import cases, entries
from bot.store.moderation.people_tables import blocks, strikes
from bot.store.moderation.report_table import reports
from bot.store.schema import copies, members, opt_outs, stars, styles

_WHO = sa.bindparam("who", type_=sa.BigInteger)

OWN_STYLES = sa.and_(styles.c.scope == Scope.OWN.value, styles.c.owner == _WHO)

PARTS: dict[str, sa.Select[Any]] = {
    "settings": sa.select(members).where(members.c.user_id == _WHO),
    "styles": sa.select(styles).where(OWN_STYLES),
    "stars": sa.select(stars).where(stars.c.user_id == _WHO),
    "opt_outs": sa.select(opt_outs).where(opt_outs.c.user_id == _WHO),
    "copies": sa.select(
        *(copies.c.job, copies.c.numbers, copies.c.channel_id),
        *(copies.c.message_id, copies.c.begun_at),
    ).where(copies.c.owner == _WHO),
    "cases": sa.select(
        *(cases.c.guild_id, cases.c.number, cases.c.kind, cases.c.opened_at),
        *(cases.c.job, cases.c.image, cases.c.decision, cases.c.decided_at),
    ).where(cases.c.subject == _WHO),
    "appeals": sa.select(
        *(appeals.c.guild_id, appeals.c.at, appeals.c.why),
        *(appeals.c.granted, appeals.c.decided_at),
    ).where(appeals.c.member == _WHO),
    "reports": sa.select(*(reports.c.guild_id, reports.c.at, reports.c.job, reports.c.image)).where(
        reports.c.member == _WHO
    ),
    "blocks": sa.select(
        *(blocks.c.guild_id, blocks.c.kind, blocks.c.at, blocks.c.until, blocks.c.why)
    ).where(blocks.c.member == _WHO),
    "strikes": sa.select(
        *(strikes.c.guild_id, strikes.c.at, strikes.c.ground, strikes.c.job, strikes.c.voided_at)
    ).where(strikes.c.member == _WHO),
    "acts": sa.select(
        *(entries.c.guild_id, entries.c.kind, entries.c.at, entries.c.place, entries.c.job)
    ).where(entries.c.by == _WHO),
}
"""Of what moderators wrote no more is told than the member was, nor who they are."""
