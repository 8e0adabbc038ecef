"""The tables of remembered images, a part of the schema, which names all; fingerprints in rows."""

from __future__ import annotations

import sqlalchemy as sa

from bot.domain.fingerprint import BITS, Fingerprint
from bot.store.metadata import metadata
from bot.store.types import Moment

BYTES = BITS // 8

fingerprints = sa.Table(
    "fingerprints",
    metadata,
    sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
    sa.Column("guild_id", sa.BigInteger, nullable=False),
    sa.Column("bits", sa.LargeBinary, nullable=False),
    # Not keys of cases: what is remembered outlives its case.
    sa.Column("case_id", sa.Text),
    sa.Column("case_number", sa.Integer),
    sa.Column("remembered_by", sa.BigInteger, nullable=False),
    sa.Column("remembered_at", Moment, nullable=False),
    sqlite_autoincrement=True,
)
sa.Index("fingerprints_by_bits", fingerprints.c.guild_id, fingerprints.c.bits, unique=True)

fingerprint_versions = sa.Table(
    "fingerprint_versions",
    metadata,
    sa.Column("guild_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("version", sa.BigInteger, nullable=False),
)


def bytes_of(bits: int) -> bytes:
    """Return bits as they are kept."""
    return bits.to_bytes(BYTES, "big")


def bits_of(kept: bytes) -> int:
    """Return bits that were kept."""
    return int.from_bytes(kept, "big")


def to_bytes(fingerprint: Fingerprint | None) -> bytes | None:
    """Return a fingerprint as the row of an image keeps it."""
    if fingerprint is None:
        return None
    return bytes_of(fingerprint.upright) + bytes_of(fingerprint.mirrored)


def from_bytes(kept: bytes | None) -> Fingerprint | None:
    """Return the fingerprint in the row of an image."""
    if kept is None:
        return None
    return Fingerprint(bits_of(kept[:BYTES]), bits_of(kept[BYTES:]))
