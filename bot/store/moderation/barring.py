"""What keeps members from what others may do, in SQL, inside the caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.domain.ids import CaseId, GuildId, JobId, UserId
from bot.domain.moderation.block import Block, BlockKind, Standing
from bot.store.jobs.job_table import QUEUED, jobs
from bot.store.moderation.case_tables import cases
from bot.store.moderation.people_tables import blocks
from bot.store.types import Moment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Row

_MEMBER = sa.and_(
    blocks.c.guild_id == sa.bindparam("guild", type_=sa.BigInteger),
    blocks.c.member == sa.bindparam("whom", type_=sa.BigInteger),
)
_KIND = blocks.c.kind == sa.bindparam("what", type_=sa.Text)
_FOUND = sa.select(blocks, cases.c.number).select_from(
    blocks.outerjoin(cases, cases.c.id == blocks.c.case_id)
)
_STANDING = _FOUND.where(_MEMBER)
_OF_CASE = _FOUND.where(blocks.c.case_id == sa.bindparam("case", type_=sa.Text))
_DROP = blocks.delete().where(_MEMBER, _KIND)
_PUT = blocks.insert()
_HOLDS = sa.or_(blocks.c.until.is_(None), blocks.c.until > sa.bindparam("now", type_=Moment))
_BARRED = (
    sa.select(jobs.c.id)
    .join(blocks, sa.and_(blocks.c.guild_id == jobs.c.guild_id, blocks.c.member == jobs.c.user_id))
    .where(
        QUEUED,
        jobs.c.message_id.is_not(None),
        blocks.c.kind == sa.literal_column(f"'{BlockKind.BLOCK.value}'"),
        _HOLDS,
    )
    .order_by(jobs.c.created_at, jobs.c.id)
    .limit(sa.bindparam("most", type_=sa.Integer))
)


def standing(connection: sa.Connection, guild_id: GuildId, member: UserId) -> Standing:
    """See BlockStore."""
    rows = connection.execute(_STANDING, {"guild": guild_id, "whom": member})
    found = {block.kind: block for block in map(_to_block, rows)}
    return Standing(block=found.get(BlockKind.BLOCK), cooldown=found.get(BlockKind.COOLDOWN))


def of_case(connection: sa.Connection, case_id: CaseId) -> list[Block]:
    """Return what a case keeps members from."""
    return [_to_block(row) for row in connection.execute(_OF_CASE, {"case": case_id})]


def put(connection: sa.Connection, block: Block) -> None:
    """Keep a member by this, in the place of what of its kind kept them."""
    drop(connection, block)
    row = {
        "guild_id": block.guild_id,
        "member": block.member,
        "kind": block.kind.value,
        "at": block.at,
        "by": block.by,
        "until": block.until,
        "why": block.why,
        "case_id": block.case_id,
    }
    connection.execute(_PUT, row)


def drop(connection: sa.Connection, block: Block) -> None:
    """Let a member have what this kind of block keeps them from."""
    said = {"guild": block.guild_id, "whom": block.member, "what": block.kind.value}
    connection.execute(_DROP, said)


def barred(connection: sa.Connection, now: datetime, limit: int) -> Sequence[JobId]:
    """See BlockStore."""
    return [JobId(job) for job in connection.scalars(_BARRED, {"now": now, "most": limit})]


def _to_block(row: Row[Any]) -> Block:
    return Block(
        guild_id=GuildId(row.guild_id),
        member=UserId(row.member),
        kind=BlockKind(row.kind),
        at=row.at,
        by=row.by and UserId(row.by),
        until=row.until,
        why=row.why,
        case_id=CaseId(row.case_id),
        number=row.number or 0,
    )
