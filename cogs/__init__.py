"""The commands, one subject each."""

EXTENSIONS = ("cogs.imagine", "cogs.use", "cogs.style", "cogs.settings", "cogs.policy", "cogs.help")
"""What the bot loads."""
