"""Words that want to be more than words."""

from __future__ import annotations

from tests.browser.showcase.parts import (
    Post,
    button,
    container,
    link,
    option,
    row,
    select,
    text,
    v2,
)

SCRIPT = '<script>document.title="taken"</script><img src=x onerror="document.title=\'taken\'">'
LINKS = (
    "[click](javascript:document.title='taken') [data](data:text/html,<script>1</script>) "
    "[honest](https://example.com/a) [https://bank.example](https://evil.example) "
    "<javascript:alert(1)> javascript:alert(1) [x]( javascript:alert(1)) [vb](vbscript:x)"
)
TURNED = "\u202etxt.exe\u202d and \u2066kept\u2069 apart"
UNBROKEN = "W" * 3900
TRAPS = (
    "javascript:document.title='taken'",
    " JaVaScRiPt:document.title='taken'",
    "data:text/html,<script>1</script>",
    "vbscript:x",
    "file:///etc/passwd",
)
ZALGO = "Z" + "\u0335\u0321\u0353\u0300" * 60 + "algo"
MARKED = "**" * 900 + "||" * 300 + "`" * 200 + "[" * 200 + "> " * 200
DEEP = "\n".join(f"{'  ' * depth}- {depth}" for depth in range(60))


def texts() -> list[Post]:
    """Return a message for each kind of malice."""
    told = (SCRIPT, LINKS, TURNED, UNBROKEN, ZALGO, MARKED, DEEP)
    return [v2(container(text(each))) for each in told] + [labels()]


def labels() -> Post:
    """Return the same in labels, placeholders and options."""
    long = "W" * 80
    return v2(
        text(f"`{SCRIPT}`\n```\n{SCRIPT}\n```\n# {SCRIPT}"),
        row(button(SCRIPT[:80], "hostile", 1), button(long, "long", 2)),
        row(*(link(f"Trap {n}", url) for n, url in enumerate(TRAPS, 1))),
        row(
            select(
                3,
                "hostile-fruit",
                SCRIPT[:150],
                options=[option(SCRIPT[:100], SCRIPT[:100], description="W" * 100)],
            )
        ),
    )
