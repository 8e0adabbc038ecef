"""The commands, one subject each."""

EXTENSIONS = (
    "cogs.imagine",
    "cogs.use",
    "cogs.tell",
    "cogs.history",
    "cogs.gallery",
    "cogs.privacy",
    "cogs.policy",
    "cogs.policy_places",
    "cogs.usage",
    "cogs.help",
)
"""What the bot loads."""
