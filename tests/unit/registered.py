"""The slash commands, by their names, without a bot to register them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

from discord.ext import commands

from bot.domain.options import BY_NAME
from cogs import EXTENSIONS
from cogs.audit import audit_command
from cogs.block import block_command, unblock_command
from cogs.cases import cases_command
from cogs.gallery import gallery_command
from cogs.help import help_command
from cogs.history import history_command
from cogs.imagine import imagine_command
from cogs.models import models_command
from cogs.queue import queue_command
from cogs.review import review_command
from cogs.settings import settings_command
from cogs.usage import usage_command

if TYPE_CHECKING:
    from bot.client.discord_bot import Services


def registered() -> set[str]:
    """Return the names of all slash commands."""
    values = [each for name in EXTENSIONS for each in vars(import_module(name)).values()]
    cogs = [it for it in values if isinstance(it, type) and issubclass(it, commands.GroupCog)]
    groups = {str(cog.__cog_group_name__) for cog in cogs}
    no_services = cast("Services", None)
    made = [
        imagine_command(no_services, [BY_NAME["prompt"]]),
        help_command(no_services),
        usage_command(),
        history_command(),
        queue_command(),
        audit_command(),
        block_command(),
        unblock_command(),
        cases_command(),
        gallery_command(),
        models_command(),
        review_command(),
        settings_command(no_services),
    ]
    return groups | {command.name for command in made}
