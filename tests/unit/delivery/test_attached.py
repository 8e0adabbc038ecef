"""Reading from a message which files it carries."""

from __future__ import annotations

from typing import Any

from bot.delivery.attached import addresses, attached
from tests.tables import each_row

ADDRESS = "https://cdn.discordapp.com/attachments/4/77/j-1.jpg?ex=1&is=2&hm=3"


def message(*media: Any) -> dict[str, Any]:  # noqa: ANN401 # any shape
    gallery = {"type": 12, "items": [{"media": each} for each in media]}
    return {"components": [{"type": 17, "components": [gallery, {"type": 10, "content": "x"}]}]}


def test_files_are_told_by_the_gallery_that_shows_them() -> None:
    second = {
        "url": "https://media/ephemeral-attachments/4/78/j-2-blurred.jpg",
        "attachment_id": 78,
    }
    shown = message({"url": ADDRESS, "attachment_id": "77"}, second)
    assert attached(shown) == {"j-1.jpg": 77, "j-2-blurred.jpg": 78}
    assert addresses(shown) == {"j-1.jpg": ADDRESS, "j-2-blurred.jpg": second["url"]}


@each_row(
    "media",
    [
        None,
        {},
        {"url": ADDRESS},
        {"url": ADDRESS, "attachment_id": "a"},
        {"url": ADDRESS, "attachment_id": "²"},
        {"url": ADDRESS, "attachment_id": str(2**63)},
        {"url": "https://[", "attachment_id": "77"},
        {"url": "https://elsewhere/", "attachment_id": "77"},
        {"url": 5, "attachment_id": "77"},
    ],
)
def test_what_cannot_be_read_is_left_out(media: object) -> None:
    assert attached(message(media)) == {}


@each_row("shape", [{}, {"components": None}, {"components": [[{"media": []}]]}])
def test_a_message_of_any_shape_is_survived(shape: dict[str, object]) -> None:
    assert attached(shape) == {}
