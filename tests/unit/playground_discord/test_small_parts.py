"""Parts that need no network: ids, mentions, uploads, waiting."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.discord.mentions import ALL, USERS, pinged
from bot.playground.discord.notifier import Notifier
from bot.playground.discord.refusals import RefusalError
from bot.playground.discord.snowflakes import Snowflakes, created_ms
from bot.playground.discord.uploads import read_body
from tests.tables import each_row

EVERYBODY = "@everyone @here <@1> <@!2> <@&3>"


def test_ids_grow_and_tell_their_time() -> None:
    ids = Snowflakes()
    made = [ids.next() for _ in range(1000)]
    assert made == sorted(set(made))
    assert created_ms(made[-1]) - created_ms(made[0]) < 1000


@each_row(
    "allowed, notified",
    [
        (None, {"1", "2"}),
        ({"parse": []}, set()),
        ({}, set()),
        ({"parse": ["everyone"]}, {"everyone", "here"}),
        ({"parse": ["roles"], "users": ["1"]}, {"1", "3"}),
    ],
)
def test_only_what_is_allowed_notifies(
    allowed: dict[str, object] | None, notified: set[str]
) -> None:
    assert pinged(allowed, EVERYBODY, USERS) == notified


def test_a_bots_own_message_notifies_all_by_default() -> None:
    assert pinged(None, EVERYBODY, ALL) == {"everyone", "here", "1", "2", "3"}


def test_contradicting_mentions_are_refused() -> None:
    with pytest.raises(RefusalError):
        pinged({"parse": ["users"], "users": ["1"]}, "", USERS)


async def test_a_waiter_is_asked_again_at_each_ring() -> None:
    above = Notifier()
    below = Notifier(above)
    seen: list[int] = []
    waiting = asyncio.ensure_future(above.until(lambda: len(seen) == 2, timeout=5))
    for n in range(2):
        await asyncio.sleep(0)
        assert not waiting.done()
        seen.append(n)
        below.notify()
    assert await waiting is True


async def test_waiting_has_an_end() -> None:
    with pytest.raises(TimeoutError):
        await Notifier().until(lambda: False, timeout=0.01)


@given(st.binary(max_size=300), st.text(alphabet="abc123._-", min_size=1, max_size=20))
def test_a_multipart_file_arrives_as_it_was(data: bytes, name: str) -> None:
    head = f'Content-Disposition: form-data; name="files[3]"; filename="{name}"\r\n\r\n'
    json = 'Content-Disposition: form-data; name="payload_json"\r\n\r\n{"a":1}'
    raw = f"--edge\r\n{json}\r\n--edge\r\n{head}".encode() + data + b"\r\n--edge--\r\n"
    body = read_body("multipart/form-data; boundary=edge", raw)
    assert body.json == {"a": 1}
    assert (body.files[3].name, body.files[3].data) == (name, data)


def test_a_multipart_body_needs_its_boundary() -> None:
    with pytest.raises(RefusalError, match="50109"):
        read_body("multipart/form-data", b"")
