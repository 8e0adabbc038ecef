"""Entries of a case stand where it does: who may read the one may read the other."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"

_PLACE = "(SELECT cases.place FROM cases WHERE cases.id = entries.case_id)"


def upgrade() -> None:
    """Say so of those that were told without a place."""
    op.execute(
        sa.text(
            f"UPDATE entries SET place = {_PLACE}"  # noqa: S608 - written out above
            " WHERE place IS NULL AND case_id IS NOT NULL"
        )
    )


def downgrade() -> None:
    """Leave it: nobody is misled by it."""
