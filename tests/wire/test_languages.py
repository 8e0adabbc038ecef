"""What members read in the language of their Discord, and what Discord is told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.texts.languages import LANGUAGES, language_of
from tests.wire.sharing import sharing
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.wire.whole_bot import WholeBot

pytestmark = [sharing, pytest.mark.first_start]


SLASH = 1
"""The type of a slash command; a command in the menu of messages has a name alone."""

LOCALES = {"de", "es-419", "es-ES", "fr", "ja", "pt-BR", "zh-CN"}


def registered(bot: WholeBot) -> list[dict[str, Any]]:
    """Return the commands as they were told to Discord."""
    found: list[dict[str, Any]] = bot.discord.requests.find("PUT", "/commands$")[-1].payload
    return found


def parts(holders: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield every command and option, however deep it lies."""
    for holder in holders:
        yield holder
        yield from parts(holder.get("options") or [])


REFUSED = {
    "de": "`--steps` muss zwischen 1 und 100 liegen; angegeben war `900`.",
    "pt-BR": "`--steps` deve ficar entre 1 e 100; você informou `900`.",
    "ko": "`--steps` must be between 1 and 100; you gave `900`.",
}


async def test_a_refusal_is_in_the_members_language(bot: WholeBot) -> None:
    for locale, words in REFUSED.items():
        bot.discord.world.member.locale = locale
        refused = await bot.imagine("x --steps 900")
        assert refused.ephemeral, locale
        assert refused.text().splitlines()[0] == words, locale


async def test_what_a_moderator_asks_is_answered_in_their_language(bot: WholeBot) -> None:
    bot.discord.world.admin.locale = "de"
    said = (await bot.policy(max_images=2)).text()
    assert "**Regeln für den Server**" in said
    assert "max_images: kein Limit → 2" in said


async def test_what_all_read_is_in_the_servers_language(bot: WholeBot) -> None:
    bot.discord.world.member.locale, bot.discord.world.guild.locale = "ja", "de"
    invocation = await bot.imagine("a red fox", steps=30)
    assert "**In der Warteschlange**" in invocation.text()
    message = await invocation.final()
    assert "30 Schritte" in message.text()
    assert message.text().endswith("KI-generiert")


async def test_what_a_member_alone_reads_is_in_their_language(bot: WholeBot) -> None:
    bot.discord.world.member.locale, bot.discord.world.guild.locale = "fr", "de"
    message = await bot.imagined("a red fox", private=True)
    assert message.text().endswith("Généré par IA")


async def test_what_a_restarted_bot_says_is_in_the_same_language(bot: WholeBot) -> None:
    bot.discord.world.guild.locale = "de"
    bot.novita.knobs.duration = 3600.0
    invocation = await bot.imagine()
    await bot.submitted()
    await bot.restart()
    bot.novita.tasks[0].finish()
    assert (await invocation.final()).text().endswith("KI-generiert")


async def test_a_log_line_is_the_same_whatever_the_member_reads(
    bot: WholeBot, capsys: pytest.CaptureFixture[str]
) -> None:
    bot.discord.world.member.locale = "ja"
    await bot.imagine("x --steps 900")
    written: list[str] = []

    def is_logged() -> bool:
        written.append(capsys.readouterr().out)
        return "why=option.range" in "".join(written)

    await eventually(is_logged)


async def test_commands_are_told_in_every_language_and_called_the_same_in_all(
    bot: WholeBot,
) -> None:
    every = [*parts(registered(bot))]
    assert [it["name"] for it in every if it.get("name_localizations")] == []
    for part in parts([it for it in registered(bot) if it["type"] == SLASH]):
        told = part["description_localizations"]
        assert told.keys() == LOCALES, part["name"]
        for words in (part["description"], *told.values()):
            assert 1 <= len(words) <= 100, words
            assert "{" not in words.replace("{prompt}", "")
    assert {language_of(locale) for locale in (*LOCALES, "en-US")} == set(LANGUAGES)
    # Choices that are words, too.
    offered = [it["choices"] for it in every if it["name"] == "action"]
    values = [[choice["value"] for choice in actions] for actions in offered]
    assert values == [["blur", "spoiler", "hold", "refuse"], ["deny", "hold", "note"]]
    for choice in (choice for actions in offered for choice in actions):
        told = choice["name_localizations"]
        assert told.keys() == LOCALES, choice["name"]
        assert all(1 <= len(words) <= 100 for words in told.values()), choice["name"]
