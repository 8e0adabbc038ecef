"""The tables of what engines list."""

from __future__ import annotations

import sqlalchemy as sa

from bot.store.types import ForeignText, Moment


def model_tables(metadata: sa.MetaData) -> tuple[sa.Table, sa.Table]:
    """Return the sources of lists, with who may ask them, and the models of them all."""
    catalogues = sa.Table(
        "catalogues",
        metadata,
        sa.Column("source", ForeignText, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("asked_at", Moment),
        sa.Column("holder", sa.Text),
        sa.Column("held_until", Moment, nullable=False),
    )
    models = sa.Table(
        "models",
        metadata,
        sa.Column("source", ForeignText, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("name", ForeignText, primary_key=True),
        sa.Column("label", ForeignText, nullable=False),
        sa.Column("base_model", ForeignText, nullable=False),
        sa.Column("is_sdxl", sa.Boolean),
        sa.Column("is_served", sa.Boolean, nullable=False),
        sa.Column("is_adult", sa.Boolean),
        sa.Column("workers", sa.Integer),
        sa.Column("cover", ForeignText, nullable=False),
        sa.Column("triggers", sa.Text, nullable=False),
        # Of all the rest, so that what did not change can be told without reading it.
        sa.Column("mark", sa.Text, nullable=False),
    )
    return catalogues, models
