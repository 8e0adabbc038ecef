"""The commands, one subject each."""

EXTENSIONS = (
    "cogs.imagine",
    "cogs.use",
    "cogs.tell",
    "cogs.policy",
    "cogs.usage",
    "cogs.help",
)
"""What the bot loads."""
