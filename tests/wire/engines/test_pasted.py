"""A pasted block is taken by every engine: what one cannot use is adjusted, and said."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from tests.wire.sharing import sharing

if TYPE_CHECKING:
    from pathlib import Path

    from tests.wire.engines.conftest import Pair

pytestmark = sharing

BLOCK = "{prompt}\nSteps: 25, {unused}, CFG scale: 6, Seed: 77, Size: 500x700, Nonsense: 4"


def stored(database: Path) -> int:
    """Return how many jobs are stored."""
    with closing(sqlite3.connect(database, timeout=5)) as connection:
        return int(connection.execute("SELECT count(*) FROM jobs").fetchone()[0])


def kept(database: Path) -> tuple[str, str]:
    """Return what is kept with the newest job: the notes and the ignored keys."""
    query = "SELECT note, ignored FROM jobs ORDER BY created_at DESC LIMIT 1"
    with closing(sqlite3.connect(database, timeout=5)) as connection:
        note, ignored = connection.execute(query).fetchone()
        return note, ignored


async def test_what_an_engine_cannot_use_of_a_block_is_adjusted_and_said(pair: Pair) -> None:
    unused, note = pair.rig.unused
    message = await pair.bot.imagined(BLOCK.format(prompt="a pasted fox", unused=unused))
    assert len(message.pictures()) == 1, message.text()
    (line,) = [it for it in message.text().splitlines() if it.startswith("-# Adjusted: ")]
    assert note in line.replace("\\", "")
    assert "size 500×700 → " in line
    assert pair.rig.of("a pasted fox")[-1].seeds == (77,)
    notes, ignored = kept(pair.bot.database)
    assert ignored == "Nonsense"
    assert "size 500×700 → " in notes


async def test_the_same_as_a_slash_option_or_a_flag_is_refused_by_the_names_of_all(
    pair: Pair,
) -> None:
    before, jobs = pair.rig.submits, stored(pair.bot.database)
    option, _, typed = pair.rig.refused
    prompt = f"a fox {typed} --steps 900 --cfg 99 --frobnicate 3"
    invocation = await pair.bot.imagine(prompt, height=4000)
    assert invocation.ephemeral
    for name in (option.replace("_", "-"), "--steps", "--cfg", "--frobnicate", "`height`"):
        assert name in invocation.text()
    assert "`width`" not in invocation.text()
    assert pair.rig.submits == before
    assert stored(pair.bot.database) == jobs
