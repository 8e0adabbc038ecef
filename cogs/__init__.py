"""The commands, one subject each."""

EXTENSIONS = (
    "cogs.imagine",
    "cogs.use",
    "cogs.tell",
    "cogs.style",
    "cogs.settings",
    "cogs.models",
    "cogs.history",
    "cogs.gallery",
    "cogs.privacy",
    "cogs.policy",
    "cogs.policy_places",
    "cogs.policy_models",
    "cogs.policy_limits",
    "cogs.review",
    "cogs.budget",
    "cogs.usage",
    "cogs.audit",
    "cogs.help",
)
"""What the bot loads."""
