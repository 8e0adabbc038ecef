"""Prompts that have broken somebody's bot before."""

from __future__ import annotations

from hypothesis import strategies as st

NASTY = (
    "@everyone and @here",
    "<@123> <@!123> <@&5> <#7> </imagine:8> <id:customize>",
    "<t:1795365630:R> <:fox:123> <a:fox:123>",
    "```py\nprint()\n``` and `code`",
    "# heading\n## more\n-# small\n> quote\n>>> quotes",
    "- list\n1. list\n* list",
    "[masked](https://evil.example) <https://evil.example> https://evil.example discord.gg/x",
    "||spoiler|| **bold** __under__ ~~gone~~ *it* _it_ \\",
    "\u202egnp.exe\u2066 \u200e\u200f zero\u200bwidth\ufeff",
    "lone \ud800 surrogate \x00 NUL \x1b[31m \x85 \u2028",
    "a" + "\u0301" * 1000,
    "👩‍👩‍👧‍👦" * 80 + "🏴󠁧󠁢󠁥󠁮󠁧󠁿" * 20 + "🇫🇷" * 40 + "👍🏽" * 40,
    "\u200d".join("😀" * 500),
    "狐" * 1024,
    "😀" * 1024,
    "*" * 1024,
    "@" * 1024,
    "<" * 1024,
    "می‌خواهم",
)

PARTS = st.sampled_from(
    [
        *("@everyone", "<@1>", "`", "```", "\n", "# ", "> ", "-# ", "1. ", "](https://x.y)", "["),
        *("<t:1:R>", "||", "\\", "\u200d", "\u0301", "😀", "🇫🇷", "狐", "\ud800", "\u202e"),
        *("://", "<", "@", "*", "_", "~", "a", " ", "\U000e0067", "\ufe0f", "🏽"),
    ]
)

PROMPTS = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(), min_size=1, max_size=1024),
    st.lists(PARTS, min_size=1, max_size=300).map("".join).map(lambda text: text[:1024]),
    st.builds(lambda part, times: (part * times)[:1024], PARTS, st.integers(1, 1024)),
)
"""1 to 1,024 characters of anything."""
