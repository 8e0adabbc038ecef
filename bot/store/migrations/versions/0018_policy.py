"""Who changed a policy is found by its place."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

_OF_POLICY = sa.text("kind = 'policy_changed'")


def upgrade() -> None:
    """Make the index."""
    op.create_index(
        "entries_of_policies",
        "entries",
        ["guild_id", "place", "id"],
        sqlite_where=_OF_POLICY,
        postgresql_where=_OF_POLICY,
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_index("entries_of_policies", "entries")
