"""Jobs, results and what Discord would count in a view."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.domain.ids import GuildId, JobId, PlaceId, UserId
from bot.domain.job import Address, Job, JobState
from bot.domain.ports import Picture, PostedImage
from bot.domain.request import GenerationRequest, ImageFormat
from bot.domain.verdict import Finding, Treatment, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.views.card import Shown

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)

REQUEST = GenerationRequest(
    prompt="a fox in the snow", model="dreamshaper_8_93211.safetensors", width=512, height=512
)
ADDRESS = Address(
    application_id=10,
    interaction_id=20,
    token="secret",
    channel_id=30,
    size_limit=10 * 2**20,
    message_id=40,
)
JOB = Job(
    id=JobId("j0b"),
    request=REQUEST,
    user_id=UserId(50),
    guild_id=GuildId(60),
    places=(PlaceId(30), PlaceId(60)),
    address=ADDRESS,
    created_at=NOW,
    due_at=NOW,
)


def job(state: JobState = JobState.QUEUED, **request: Any) -> Job:  # noqa: ANN401 - any field of a request
    return replace(JOB, state=state, request=replace(REQUEST, **request))


def picture(data: bytes = b"data", form: ImageFormat = ImageFormat.JPEG) -> Picture:
    return Picture(data=data, format=form, width=64, height=64)


def posted(
    number: int = 1,
    treatment: Treatment = Treatment.SHOWN,
    finding: Finding = Finding.CLEAR,
    file: Picture | None = None,
) -> PostedImage:
    return PostedImage(
        number=number, verdict=Verdict(finding), treatment=treatment, picture=file or picture()
    )


def components(view: Shown) -> list[dict[str, Any]]:
    """Every component of a view as it is sent, however deep."""

    def walk(parts: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for part in parts:
            yield part
            yield from walk(part.get("components", ()))

    return list(walk(view.to_components()))


def texts(view: Shown) -> list[str]:
    return [part["content"] for part in components(view) if part["type"] == 10]


def text(view: Shown) -> str:
    return "\n".join(texts(view))


def gallery(view: Shown) -> list[dict[str, Any]]:
    return [item for part in components(view) if part["type"] == 12 for item in part["items"]]


def assert_within_limits(view: Shown) -> None:
    """What the Discord reference says of Components V2, sections 2.1 and 2.2."""
    parts = components(view)
    said = texts(view)
    assert 1 <= len(parts) <= 40
    assert sum(map(len, said)) <= 4000
    assert sum(len(content.encode()) + 12 for content in said) <= 10_170
    assert all(content.strip() for content in said)
    ids = [part["custom_id"] for part in parts if "custom_id" in part]
    assert len(ids) == len(set(ids))
    assert all(1 <= len(custom_id) <= 100 for custom_id in ids)
    assert all(1 <= len(part["items"]) <= 10 for part in parts if part["type"] == 12)
    assert all(1 <= len(item["description"]) <= 1024 for item in gallery(view))
