"""The commands, one subject each."""

EXTENSIONS = ("cogs.imagine", "cogs.use", "cogs.tell", "cogs.policy", "cogs.help")
"""What the bot loads."""
