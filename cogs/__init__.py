"""The slash commands, one subject each."""

EXTENSIONS = ("cogs.imagine", "cogs.policy", "cogs.help")
"""What the bot loads."""
