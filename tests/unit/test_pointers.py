"""What the program says points only at what is there."""

from __future__ import annotations

import ast
import re
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

from discord.ext import commands

from bot.domain.options import BY_NAME
from cogs import EXTENSIONS
from cogs.gallery import gallery_command
from cogs.help import help_command
from cogs.history import history_command
from cogs.imagine import imagine_command
from cogs.models import models_command
from cogs.settings import settings_command
from cogs.usage import usage_command

if TYPE_CHECKING:
    from bot.discord_bot import Services

ROOT = Path(__file__).parents[2]
SOURCES = [*(ROOT / "cogs").rglob("*.py"), *(ROOT / "bot").rglob("*.py")]
ROUTES = {"healthz", "metrics", "webhooks"}
"""Of the bot's HTTP server; the stand-ins have their own."""

POINTER = re.compile(r"(?<![^\s`(])/([a-z][a-z-]+)")


def registered() -> set[str]:
    """Return the names of all slash commands."""
    values = [each for name in EXTENSIONS for each in vars(import_module(name)).values()]
    cogs = [it for it in values if isinstance(it, type) and issubclass(it, commands.GroupCog)]
    groups = {str(cog.__cog_group_name__) for cog in cogs}
    no_services = cast("Services", None)
    made = [
        imagine_command(no_services, [BY_NAME["prompt"]]),
        help_command(no_services),
        settings_command(no_services),
        gallery_command(),
        history_command(),
        models_command(),
        usage_command(),
    ]
    return groups | {command.name for command in made}


def sentences(source: Path) -> list[str]:
    strings = [
        node.value
        for node in ast.walk(ast.parse(source.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    return [string for string in strings if " " in string]


def test_every_command_that_a_sentence_names_is_registered() -> None:
    ours = [source for source in SOURCES if "playground" not in source.parts]
    named = {
        name for source in ours for text in sentences(source) for name in POINTER.findall(text)
    }
    assert {"imagine", "policy"} <= named
    assert named - ROUTES <= registered()
