"""A member gets all that is kept of them, and has it deleted."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

from tests.wire.rows import until_over

if TYPE_CHECKING:
    from bot.playground.discord import Invocation
    from bot.playground.discord.typed_options import Value
    from tests.wire.whole_bot import WholeBot

PROMPT = "a lighthouse that is mine"


async def privacy(bot: WholeBot, command: str, **options: Value) -> Invocation:
    user = bot.discord.world.member
    answer = await bot.discord.slash(f"privacy {command}", options, user=user)
    return await answer.answered()


async def test_a_member_gets_all_that_is_kept_and_has_it_deleted(bot: WholeBot) -> None:
    message = await bot.imagined(PROMPT)
    await until_over(bot.database)  # what is seen may be told of in the database a moment later
    handed = await privacy(bot, "export")
    assert handed.ephemeral
    assert "with 1 job." in handed.text()
    assert handed.message is not None
    [file] = handed.message.now.attachments
    with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
        [job] = json.loads(archive.read("jobs.json"))
        assert job["request"]["prompt"] == PROMPT
        assert "settings.json" in archive.namelist()
    asked = await privacy(bot, "delete")
    assert "`/privacy delete confirm:True`" in asked.text()
    assert "the prompt and settings of 1 job" in (await privacy(bot, "delete", confirm=True)).text()
    details = await bot.press(message, "details")
    assert PROMPT not in details.text()
    assert "[deleted]" in details.text().replace("\\", "")
