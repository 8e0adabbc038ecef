"""/filter over the wire, and the filter that nobody can switch off, by every way to a job."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from tests.wire.rows import rows
from tests.wire.use import values
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    import pytest

    from bot.playground.discord import Invocation, User
    from tests.wire.whole_bot import WholeBot

REFUSED = "This can't be made here"


async def use(
    bot: WholeBot,
    command: str,
    *,
    user: User | None = None,
    **options: Any,  # noqa: ANN401 - any
) -> Invocation:
    """Use ``/filter``, as the admin unless told, and return once it is answered."""
    used = await bot.discord.slash(
        f"filter {command}", options, user=user or bot.discord.world.admin
    )
    return await used.answered()


async def said(invocation: Invocation, words: str) -> None:
    """Wait for the words of an answer that was said to be coming."""
    await eventually(lambda: words in invocation.text())


def told(bot: WholeBot) -> list[tuple[str, dict[str, Any]]]:
    """Return the kinds and details of all entries of the audit."""
    with closing(sqlite3.connect(bot.database)) as connection:
        found = connection.execute("SELECT kind, details FROM entries ORDER BY id").fetchall()
    return [(kind, json.loads(details)) for kind, details in found]


async def test_a_filter_is_kept_tried_used_and_handed_over(
    bot: WholeBot, caplog: pytest.LogCaptureFixture
) -> None:
    world = bot.discord.world
    added = await use(bot, "add", phrase="Zeppelin")
    assert added.ephemeral
    assert "Added: `Zeppelin` · refuse it · the server" in added.text()
    await use(bot, "add", phrase="red balloon", action="hold", channel=world.channel)
    await use(bot, "add", phrase="kite", action="note")
    assert "already" in (await use(bot, "add", phrase="ZEPPELIN")).text()
    for phrase, why in ((".,!", "nothing"), ("a", "everything")):
        assert why in (await use(bot, "add", phrase=phrase)).text()

    await bot.restart()
    refused = await bot.imagine("a z3pp3lin over the sea")
    assert refused.ephemeral
    assert REFUSED in refused.text()
    assert "z3pp3lin" not in refused.text()
    assert "eppelin" not in caplog.text
    assert REFUSED in (await bot.imagine("the sea", negative_prompt="zeppelin")).text()
    # What is left out of a prompt is told to all who read the result.
    for tag in (
        "<hypernet:zeppelin:1>",
        "\nSteps: 9, Hires upscaler: zeppelin, Hires upscale: 2, Seed: 4",
    ):
        assert REFUSED in (await bot.imagine(f"the sea {tag}")).text()
    for key in ("zeppelin", "Zeppelin"):
        assert REFUSED in (await bot.imagine(f"the sea\nSteps: 9, {key}: 2, Seed: 3")).text()
    message = await bot.imagined("a kite over the sea")
    opened = await bot.press(message, "edit")
    form = values(opened) | {"prompt": "a Zeppelin over the sea"}
    sent = await (await bot.discord.submit(opened, form)).answered()
    assert REFUSED in sent.text()
    assert len(bot.novita.tasks) == 1

    tested = await use(bot, "test", text="a ZEPPELIN and a kite")
    assert "2 entries match" in tested.text()
    assert "`Zeppelin`" in tested.text()
    assert "built-in" not in tested.text()
    replayed = await use(bot, "replay", phrase="over the sea")
    assert replayed.ephemeral
    assert "1 refused, 0 held, 0 noted" in replayed.text()
    assert "a kite over the sea" in replayed.text()
    assert "0 refused, 0 held, 1 noted" in (await use(bot, "replay")).text()

    listed = await use(bot, "list")
    assert listed.ephemeral
    assert "The filter has 3 entries" in listed.text()
    exported = (await use(bot, "export")).shown.now.attachments[0].data
    assert "Removed: `kite`" in (await use(bot, "remove", phrase="KITE")).text()
    assert "no such entry" in (await use(bot, "remove", phrase="kite")).text()
    for new in (1, 0):
        taken = await use(bot, "import", file=bot.discord.hand("filter.json", exported))
        await said(taken, f"Added: {new}; changed: 0; already there: {3 - new}.")
    odd = b'{"darkroom_filter": 1, "entries": [{"phrase": "x y", "action": "deny", "place": "7"}]}'
    taken = await use(bot, "import", file=bot.discord.hand("filter.json", odd))
    await said(taken, "`x y`. This server has no such channel")
    wrong = await use(bot, "import", file=bot.discord.hand("filter.json", b"{}"))
    await said(wrong, "/filter export")
    kinds = [kind for kind, _ in told(bot)]
    assert (kinds.count("filter_changed"), kinds.count("filtered")) == (5, 8)
    assert "eppelin" not in str(told(bot))


async def test_a_filter_is_for_who_manages_the_server(bot: WholeBot) -> None:
    for number in range(25):
        await use(bot, "add", phrase=f"word{number}")
    listed = await use(bot, "list")
    assert "page 1 of 2" in listed.text().lower()
    turned = await bot.discord.press(
        listed.shown, listed.shown.button("Next")["custom_id"], user=bot.discord.world.admin
    )
    assert "word" in (await turned.answered()).shown.text()
    member = bot.discord.world.member
    commands: list[tuple[str, dict[str, Any]]] = [
        ("add", {"phrase": "fox"}),
        ("remove", {"phrase": "word1"}),
        ("list", {}),
        ("test", {"text": "word1"}),
        ("replay", {}),
        ("export", {}),
        ("import", {"file": bot.discord.hand("x.json", b"{}")}),
    ]
    for command, options in commands:
        refused = await use(bot, command, user=member, **options)
        assert refused.ephemeral
        assert "Manage Server" in refused.text()


async def test_the_built_in_filter_stands_before_every_way_to_a_job(
    bot: WholeBot, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = "nude child"
    refused = await bot.imagine(wrong)
    assert refused.ephemeral
    assert REFUSED in refused.text()
    assert wrong not in refused.text() + caplog.text
    await bot.imagine("a child", private=True, negative_prompt="clothes")
    saved = await bot.discord.slash(
        "style save", {"name": "s", "prompt": "{prompt}, nude"}, user=bot.discord.world.member
    )
    await saved.answered()
    assert REFUSED in (await bot.imagine("a child <hypernet:nude:1>")).text()
    styled = await bot.imagine("a child", style="s")
    assert REFUSED in styled.text()
    message = await bot.imagined("a child in a garden --no nude, nsfw")
    opened = await bot.press(message, "edit")
    form = values(opened) | {"prompt": "a n u d e child"}
    assert REFUSED in (await (await bot.discord.submit(opened, form)).answered()).text()
    assert "built-in filter refuses" in (await use(bot, "test", text=wrong)).text()
    assert told(bot) == [("filtered", {"rule": "minors"})] * 5
    assert len(rows(bot.database)) == len(bot.novita.tasks) == 1
