"""The HTTP session that fetches files of others: it says nothing of us, and keeps nothing."""

from __future__ import annotations

import aiohttp

HEADERS = {"Accept": "image/*", "Accept-Encoding": "identity", "User-Agent": "darkroom"}


def picture_session(connector: aiohttp.BaseConnector) -> aiohttp.ClientSession:
    """Return a session without cookies, keys or a time limit, whose bodies come as they are sent.

    Who opens it closes it, and bounds each download in bytes and time.
    """
    return aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        headers=HEADERS,
        timeout=aiohttp.ClientTimeout(total=None),
        auto_decompress=False,
    )
