"""Where images may be fetched from."""

from __future__ import annotations

import socket
from ipaddress import ip_address
from typing import TYPE_CHECKING

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from typing_extensions import override
from yarl import URL

from bot.engine_errors import ImageError
from bot.engines.pictures.addresses import check_url, is_loopback, is_permitted
from bot.engines.pictures.resolver import ForbiddenAddressError, PermittedResolver
from tests.tables import each_row

if TYPE_CHECKING:
    from collections.abc import Sequence

PUBLIC = [
    *("1.1.1.1", "52.219.40.10", "172.32.0.1", "192.167.1.1", "100.128.0.1"),
    *("2606:4700::1111", "2a00:1450:4001::1", "64:ff9b::808:808"),
]

FORBIDDEN = [
    *("0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1"),  # noqa: S104 - nothing is bound
    *("127.255.255.254", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1"),
    *("192.0.2.1", "192.168.0.1", "198.18.0.1", "198.51.100.1", "203.0.113.1"),
    *("224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255"),
    *("::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:8.8.8.8"),
    *("64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "100::1", "2001::1"),
    *("2001:db8::1", "2002:7f00:1::", "2002:808:808::1", "3fff::1", "fc00::1", "fd00::1"),
    *("fe80::1", "fec0::1", "ff02::1", "4000::1", "5f00::1"),
]


@each_row("address", PUBLIC)
def test_a_public_address_is_permitted(address: str) -> None:
    assert is_permitted(ip_address(address), loopback=False)


@each_row("address", FORBIDDEN)
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    assert not is_permitted(ip_address(address), loopback=False)


@each_row("address", FORBIDDEN)
def test_an_engine_on_loopback_opens_loopback_and_no_more(address: str) -> None:
    permitted = is_permitted(ip_address(address), loopback=True)
    assert permitted is ip_address(address).is_loopback


@each_row(
    "url",
    [
        "https://bucket.s3.ap-southeast-1.amazonaws.com/a.png?X-Amz-Signature=1",
        "https://1.1.1.1/a",
        "https://[2606:4700::1111]:8443/a",
    ],
)
def test_an_https_address_is_tried(url: str) -> None:
    check_url(URL(url), loopback=False)


@each_row(
    "url",
    [
        *("http://cdn.example.com/a", "ftp://cdn.example.com/a", "file:///etc/passwd"),
        *("", "/a", "https:///a", "https://user:word@cdn.example.com/a"),
        *("https://127.0.0.1/a", "https://[::1]/a", "https://169.254.169.254/latest"),
        *("https://[::ffff:127.0.0.1]/a", "https://[fe80::1%25eth0]/a", "http://localhost/a"),
        *("data:image/png;base64,AAAA", "http://127.0.0.1:8080/a"),
    ],
)
def test_an_address_that_may_not_be_tried_is_refused(url: str) -> None:
    with pytest.raises(ImageError):
        check_url(URL(url), loopback=False)


@each_row(
    "url", ["http://127.0.0.1:9/a", "http://localhost/a", "https://[::1]/a", "https://x.test/a"]
)
def test_an_engine_on_loopback_may_name_loopback(url: str) -> None:
    check_url(URL(url), loopback=True)


@each_row("url", ["http://x.test/a", "http://10.0.0.1/a", "https://10.0.0.1/a"])
def test_an_engine_on_loopback_may_not_name_the_inner_network(url: str) -> None:
    with pytest.raises(ImageError):
        check_url(URL(url), loopback=True)


@each_row(
    "url, loopback",
    [
        *[("http://127.0.0.1:8000", True), ("http://localhost", True), ("http://[::1]:1", True)],
        *[("https://api.novita.ai", False), ("http://10.0.0.1", False), ("", False)],
    ],
)
def test_an_engine_is_on_loopback_by_its_base_address(url: str, loopback: bool) -> None:
    assert is_loopback(URL(url)) is loopback


class Names(AbstractResolver):
    """Answers each question with the next of these lists of addresses."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self._answers = list(answers)
        self.closed = False

    @override
    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=name, port=port, family=family, proto=0, flags=0)
            for name in self._answers.pop(0)
        ]

    @override
    async def close(self) -> None:
        self.closed = True


async def test_only_permitted_addresses_of_a_name_are_connected_to() -> None:
    resolver = PermittedResolver(Names(["10.0.0.1", "1.1.1.1", "::1"]), loopback=False)
    assert [found["host"] for found in await resolver.resolve("x.test")] == ["1.1.1.1"]


@each_row("address", [*FORBIDDEN, "fe80::1%eth0"])
async def test_a_name_with_no_permitted_address_is_refused(address: str) -> None:
    resolver = PermittedResolver(Names([address]), loopback=False)
    with pytest.raises(ForbiddenAddressError):
        await resolver.resolve("x.test")


async def test_a_name_that_turns_inward_on_the_second_look_is_refused() -> None:
    resolver = PermittedResolver(Names(["1.1.1.1"], ["127.0.0.1"]), loopback=False)
    await resolver.resolve("x.test")
    with pytest.raises(ForbiddenAddressError):
        await resolver.resolve("x.test")


async def test_closing_closes_what_is_owned() -> None:
    names = Names()
    await PermittedResolver(names, loopback=False).close()
    assert names.closed
