from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

import pytest
import structlog

from bot.log import configure, redact

if TYPE_CHECKING:
    from collections.abc import Generator


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Generator[None]:
    root = logging.getLogger()
    handlers, level, before = root.handlers[:], root.level, structlog.get_config()
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**before)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("PATCH https://x.test/webhooks/12/aW50.tok-en/messages/3", "/webhooks/12/…/messages/3"),
        ("POST /interactions/12/aW50.tok-en/callback", "/interactions/12/…/callback"),
        ("POST /webhooks/novita/abcdefgh", "/webhooks/novita/…"),
        ("GET https://s3.test/a.png?X-Amz-Signature=abc&x=1 failed", "a.png?… failed"),
        ("Authorization: Bearer sk_abcdefgh", "Bearer …"),
        ("Authorization: Bot abcdefgh.ijk", "Bot …"),
        ("the key hunter2 was refused", "the key … was refused"),
    ],
)
def test_no_secret_is_left(text: str, left: str) -> None:
    redacted = redact(text, ["hunter2"])
    assert left in redacted
    for secret in ("aW50", "abcdefgh", "Signature", "hunter2"):
        assert secret not in redacted


@pytest.mark.parametrize("style", ["text", "json"])
def test_a_line_of_any_library_is_redacted(style: str, capsys: pytest.CaptureFixture[str]) -> None:
    configure("INFO", "json" if style == "json" else "text", secrets=["hunter2"])
    structlog.get_logger("ours").info("thing.happened", key="hunter2")
    logging.getLogger("theirs").warning("failed: %s", "/webhooks/1/hunter3/messages/2")
    written = capsys.readouterr().err
    assert "thing.happened" in written
    assert "/webhooks/1/…/messages/2" in written
    assert "hunter" not in written


def test_json_lines_are_json(capsys: pytest.CaptureFixture[str]) -> None:
    configure("INFO", "json")
    structlog.get_logger("ours").error("thing.broke", exc_info=ValueError("odd"))
    line = json.loads(capsys.readouterr().err)
    assert (line["event"], line["level"]) == ("thing.broke", "error")
    assert line["exception"]


@pytest.mark.parametrize("style", ["text", "json"])
def test_a_traceback_tells_no_variables_value(
    style: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def break_down(prompt: str) -> None:
        raise ValueError(len(prompt))

    configure("INFO", "json" if style == "json" else "text")
    try:
        break_down(str(12345) * 2)
    except ValueError:
        structlog.get_logger("ours").exception("thing.broke")
    written = capsys.readouterr().err
    assert "break_down" in written
    assert "1234512345" not in written


def test_a_shard_that_cannot_connect_says_why_in_one_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure("INFO", "text")
    error = ConnectionRefusedError("nobody there")
    logging.getLogger("discord.shard").error("Failed for shard_id: %s", 0, exc_info=error)
    written = capsys.readouterr().err
    assert "Failed for shard_id: 0 (ConnectionRefusedError(" in written
    assert "Traceback" not in written
