"""A small discord.py bot: one command, one kind of button, pictures by edit."""

from __future__ import annotations

import asyncio
import io
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Self

import discord
import yarl
from discord import app_commands, ui
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from typing_extensions import override

from tests.unit.playground_discord.pictures import png

if TYPE_CHECKING:
    import re
    from collections.abc import AsyncIterator

    from bot.playground.discord import DiscordStandIn

    Press = discord.Interaction[Any]

MODELS = ("dreamshaper", "dreamlike", "anything")


class Knob(ui.DynamicItem[ui.Button[ui.LayoutView]], template=r"tiny:(?P<action>\w+):(?P<job>\w+)"):
    """A button that is its own state."""

    def __init__(self, action: str, job: str) -> None:
        super().__init__(ui.Button(label=action.title(), custom_id=f"tiny:{action}:{job}"))
        self.action = action

    @classmethod
    @override
    async def from_custom_id(
        cls, interaction: Press, item: ui.Item[ui.LayoutView], match: re.Match[str], /
    ) -> Self:
        return cls(match["action"], match["job"])

    @override
    async def callback(self, interaction: Press) -> None:
        if self.action == "edit":
            await interaction.response.send_modal(Question())
        elif self.action == "wipe":
            await interaction.response.edit_message(view=words("Wiped"), attachments=[])
        else:
            await interaction.response.send_message("Only for you", ephemeral=True)


class Question(ui.Modal, title="Edit"):
    """Asks for a prompt."""

    prompt: ui.Label[Self] = ui.Label(
        text="Prompt", component=ui.TextInput(custom_id="prompt", default="a fox")
    )

    @override
    async def on_submit(self, interaction: discord.Interaction) -> None:
        assert isinstance(self.prompt.component, ui.TextInput)
        await interaction.response.send_message(f"Got {self.prompt.component.value}")


def words(text: str, *knobs: Knob, names: tuple[str, ...] = ()) -> ui.LayoutView:
    box: ui.Container[ui.LayoutView] = ui.Container(ui.TextDisplay(text))
    if names:
        items = [discord.MediaGalleryItem(f"attachment://{name}", spoiler=True) for name in names]
        box.add_item(ui.MediaGallery(*items))
    if knobs:
        box.add_item(ui.ActionRow(*knobs))
    view = ui.LayoutView(timeout=None)
    view.add_item(box)
    return view


class TinyBot(commands.AutoShardedBot):
    """Answers /draw and /rules set."""

    def __init__(self, stand_in: DiscordStandIn, *, shard_count: int | None = None) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            intents=discord.Intents(guilds=True),
            help_command=None,
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            guild_ready_timeout=0.05,
            shard_count=shard_count,
        )
        self.seen: list[tuple[str, object]] = []
        self._stand_in = stand_in

    @override
    async def setup_hook(self) -> None:
        self.add_dynamic_items(Knob)
        self.tree.add_command(draw)
        self.tree.add_command(Rules(name="rules", description="The rules"))
        await self.tree.sync()


@app_commands.command()
async def draw(
    interaction: Press, prompt: app_commands.Range[str, 1, 6000], model: str = ""
) -> None:
    """Draw something."""
    await interaction.response.send_message(view=words(f"Drawing {prompt}", Knob("cancel", "j1")))
    files = [discord.File(io.BytesIO(png(n)), f"j1-{n}.png", description=f"n {n}") for n in (1, 2)]
    await interaction.edit_original_response(
        view=words(
            "Done",
            *(Knob(it, "j1") for it in ("again", "edit", "wipe")),
            names=("j1-1.png", "j1-2.png"),
        ),
        attachments=files,
    )


@draw.autocomplete("model")
async def models(_: Press, current: str) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=each, value=each) for each in MODELS if current in each]


class Rules(app_commands.Group):
    """A group with one subcommand."""

    @app_commands.command(name="set")
    async def set_rules(
        self,
        interaction: Press,
        threshold: float,
        channel: app_commands.AppCommandChannel | app_commands.AppCommandThread | None = None,
    ) -> None:
        """Set the rules."""
        member = interaction.user
        assert isinstance(member, discord.Member)
        interaction.client.seen = [
            ("threshold", threshold),
            ("channel", channel.id if channel else None),
            ("may", interaction.permissions.manage_guild),
            ("attach", interaction.app_permissions.attach_files),
            ("limit", interaction.filesize_limit),
        ]
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.edit_original_response(content="Noted")


@asynccontextmanager
async def running(
    stand_in: DiscordStandIn, *, shard_count: int | None = None
) -> AsyncIterator[TinyBot]:
    """Run the bot against a stand-in until the end of the block."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE = stand_in.api_url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(stand_in.gateway_url)
    bot = TinyBot(stand_in, shard_count=shard_count)
    life = asyncio.create_task(bot.start(stand_in.token))
    try:
        await stand_in.ready()
        yield bot
    finally:
        await bot.close()
        await asyncio.wait([life], timeout=5)
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before
