"""One message for each thing a page must be able to show."""

from __future__ import annotations

import time

from tests.browser.showcase.parts import (
    Part,
    Post,
    button,
    container,
    file,
    gallery,
    link,
    option,
    row,
    section,
    select,
    separator,
    text,
    thumbnail,
    v2,
)
from tests.browser.showcase.pictures import pictures

MARKDOWN = """# A first heading
## A second
### A third
-# small print under it
Words in **bold**, *italic*, __underlined__, ~~struck~~, `code with **no** bold`, ||hidden||.
> A quote of
> two lines
- a list
- of two
  - and one inside
1. first
2. second
[A masked link](https://example.com/a?b=c&d) and https://example.com/bare and <https://example.com/x>
```py
print("<b>not bold</b>")
```
\\*not italic\\* snake_case_stays 2*3*4"""
FRUIT = [
    option("Apple", "apple", description="Green"),
    option("Pear", "pear", default=True),
    option("Plum", "plum", emoji={"name": "🍑"}),
]


def markdown(mention: str, channel: str) -> Post:
    """Return text in all of Discord's markdown, with mentions and times."""
    now = int(time.time())
    times = f"Ends <t:{now + 90}:R>, began <t:{now - 7200}:R>, on <t:{now}:F>."
    return v2(text(MARKDOWN), text(f"Hello <@{mention}> in <#{channel}>. {times}"))


def boxes() -> Post:
    """Return containers, with and without an accent, separators and sections."""
    return v2(
        container(
            text("## In a box\nwith an accent"),
            separator(),
            section(button("Open the form", "form:typing", 1), "A section", "with a button"),
            separator(divider=False, spacing=2),
            section(thumbnail("ring-1.png", "A small ring"), "A section with a picture"),
            accent_color=0x8F5CFF,
        ),
        container(text("A plain box")),
        container(text("Hidden words"), gallery("ring-2.png"), spoiler=True),
        files=pictures(2),
    )


def galleries() -> list[Post]:
    """Return a gallery of each size, from 1 to 10."""
    return [
        v2(text(f"Pictures: {n}"), gallery(*pictures(n)), files=pictures(n)) for n in range(1, 11)
    ]


def spoilers() -> Post:
    """Return pictures of which one, and a file, are behind a spoiler."""
    both = gallery("ring-3.png")
    both["items"] += gallery("ring-4.png", spoiler=True)["items"]
    files = {**pictures(2, first=3), "secret.txt": b"behind a spoiler"}
    return v2(text("One is hidden"), both, file("secret.txt", spoiler=True), files=files)


def buttons() -> Post:
    """Return buttons of all styles, dead and alive."""
    return v2(
        text("Pressed 0 times"),
        row(
            button("Count", "count", 1),
            button("Only me", "secret", 2),
            button("Wordless", "defer", 3),
            button("Delete", "delete", 4),
            link("Read more", "https://example.com/more"),
        ),
        row(
            button("Dead", "dead", 1, disabled=True),
            button("With a leaf", "leaf", 2, emoji={"name": "🍃"}),
            button("Silent", "silent", 2),
            button("Pick", "form:picking", 2),
            button("Tick", "form:ticking", 2),
        ),
    )


def selects() -> Post:
    """Return a select of each kind."""
    several = {"options": FRUIT, "min_values": 1, "max_values": 3}
    return v2(
        text("Choose"),
        row(select(3, "one-fruit", "A fruit", options=[FRUIT[0], FRUIT[2]])),
        row(select(3, "fruits", "Some fruit", **several)),
        row(select(5, "person", "Somebody")),
        row(select(6, "role", "A role")),
        row(select(7, "either", "Somebody or a role")),
        container(row(select(8, "channel", "A channel", channel_types=[0]))),
        row(select(3, "dead-fruit", "Not today", options=FRUIT, disabled=True)),
    )


def files() -> Post:
    """Return files that are no pictures."""
    named = {"notes.txt": b"Some words.\n" * 40, "a-page.html": b"<script>alert(1)</script>"}
    return v2(text("Files"), *(file(name) for name in named), files=named)


def legacy() -> list[Post]:
    """Return messages as bots wrote them before Components V2."""
    row_of_one: list[Part] = [row(button("Count", "count", 1))]
    embed = {
        "title": "An embed",
        "url": "https://example.com/",
        "description": "With **bold** words",
        "color": 0x3BA55D,
        "author": {"name": "Its author"},
        "fields": [
            {"name": "One", "value": "1", "inline": True},
            {"name": "Two", "value": "2", "inline": True},
            {"name": "Long", "value": "a `field`"},
        ],
        "footer": {"text": "Its footer"},
    }
    both = {**pictures(1, first=5), "SPOILER_ring-6.png": pictures(1, first=6)["ring-6.png"]}
    return [
        Post({"content": "Plain *old* words", "components": row_of_one}),
        Post({"embeds": [embed]}),
        Post({"content": "Two pictures and a file"}, {**both, "notes.txt": b"words"}),
    ]
