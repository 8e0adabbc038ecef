"""What went between the bot and the engine, as events."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from bot.playground.devtools.events import Event
from bot.playground.glimpse import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.playground.glimpse import Glimpse


def events_of(seen: Sequence[Glimpse], engine: str) -> list[Event]:
    """Return the events of one job; looks that were told the same as one, and all news as one.

    Args:
        seen: What was said about the job.
        engine: What the engine is called.

    """
    downloads = list(_of(seen, Kind.DOWNLOAD))
    numbers = {told: n for n, told in enumerate(dict.fromkeys(it.told for it in downloads), 1)}
    images = [_event(it, engine, f"image {numbers[it.told]}") for it in downloads]
    others = [_event(it, engine, it.told) for it in _of(seen, Kind.SUBMIT, Kind.CANCEL)]
    return [*others, *_looks(seen, engine), *images, *_news(seen, engine)]


def has_ended(seen: Iterable[Glimpse]) -> bool:
    """Whether the last task is over for the bot: it was told so, or cancelled it, or has none."""
    last = ""
    ended = set[str]()
    for each in seen:
        if each.kind is Kind.SUBMIT:
            last = each.task_id or last
        if each.is_end or each.kind is Kind.CANCEL:
            ended.add(each.task_id)
    return not last or last in ended


def _of(seen: Iterable[Glimpse], *kinds: Kind) -> list[Glimpse]:
    return sorted((each for each in seen if each.kind in kinds), key=lambda each: each.at)


def _looks(seen: Iterable[Glimpse], engine: str) -> list[Event]:
    looks = _of(seen, Kind.LOOK)
    runs = groupby(looks, key=lambda each: (each.name, each.told, each.status))
    return [_as_one([_event(it, engine, told) for it in run]) for (_, told, _), run in runs]


def _news(seen: Iterable[Glimpse], engine: str) -> list[Event]:
    """Return all that came unasked as one line, which says how far it has come."""
    news = _of(seen, Kind.NEWS)
    if not news:
        return []
    latest = next((each.told for each in reversed(news) if each.told), "")
    return [_as_one([_event(each, engine, latest) for each in news])]


def _as_one(alike: list[Event]) -> Event:
    first, last = alike[0], alike[-1]
    return replace(first, took=last.end - first.at, times=len(alike), is_open=last.is_open)


def _event(seen: Glimpse, engine: str, detail: str) -> Event:
    is_told = seen.kind is Kind.NEWS
    return Event(
        at=seen.at,
        took=seen.took,
        source=engine if is_told else "bot",
        target="bot" if is_told else engine,
        what=seen.name or seen.kind.value,
        detail=detail,
        status=seen.status,
        is_open=seen.is_open,
    )
