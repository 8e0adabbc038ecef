"""The commands, one subject each."""

EXTENSIONS = ("cogs.imagine", "cogs.use", "cogs.policy", "cogs.policy_models", "cogs.help")
"""What the bot loads."""
