"""The commands, one subject each."""

EXTENSIONS = (
    "cogs.imagine",
    "cogs.use",
    "cogs.history",
    "cogs.gallery",
    "cogs.privacy",
    "cogs.policy",
    "cogs.policy_places",
    "cogs.help",
)
"""What the bot loads."""
