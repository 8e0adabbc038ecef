"""The slash commands, one subject each."""

EXTENSIONS = ("cogs.imagine", "cogs.policy")
"""What the bot loads."""
