"""Verdicts over the wire: every kind of detection result under every action."""

from __future__ import annotations

import io
import json
import math
import re
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image, ImageChops, ImageStat

from bot.embedded.mark import MARK
from bot.playground.novita.knobs import Special
from tests.wire.pictures import unlabelled
from tests.wire.sharing import sharing

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.playground.discord import Message
    from bot.playground.novita.tasks import Task
    from tests.wire.whole_bot import WholeBot

pytestmark = sharing


CLEAR, FLAGGED, UNKNOWN = "clear", "flagged", "unknown"

TABLE: dict[str, tuple[object, str]] = {
    "just above the threshold": ({"valid": True, "confidence": 70.0001}, FLAGGED),
    "certain": ({"valid": True, "confidence": 100}, FLAGGED),
    "at the threshold": ({"valid": True, "confidence": 70}, CLEAR),
    "nothing found": ({"valid": True, "confidence": 0}, CLEAR),
    "missing": (Special.MISSING, UNKNOWN),
    "null": (None, UNKNOWN),
    "an empty object": ({}, UNKNOWN),
    "a list": ([{"valid": True, "confidence": 1}], UNKNOWN),
    "a number": (1, UNKNOWN),
    "valid is false": ({"valid": False, "confidence": 1}, UNKNOWN),
    "valid is missing": ({"confidence": 1}, UNKNOWN),
    "valid is 1": ({"valid": 1, "confidence": 1}, UNKNOWN),
    "valid is a string": ({"valid": "true", "confidence": 1}, UNKNOWN),
    "confidence is a string": ({"valid": True, "confidence": "1"}, UNKNOWN),
    "confidence is a boolean": ({"valid": True, "confidence": True}, UNKNOWN),
    "confidence is NaN": ({"valid": True, "confidence": math.nan}, UNKNOWN),
    "confidence is infinite": ({"valid": True, "confidence": -math.inf}, UNKNOWN),
    "confidence is below 0": ({"valid": True, "confidence": -0.1}, UNKNOWN),
    "confidence is above 100": ({"valid": True, "confidence": 100.1}, UNKNOWN),
    "confidence is missing": ({"valid": True}, UNKNOWN),
}
"""What the engine may say of an image, and what is held of it."""

SEEN_AS = {"blur": "blurred", "spoiler": "spoilered", "hold": "held", "refuse": "not shown"}
FLAGGED_RESULT = {"valid": True, "confidence": 93.7}
CLEAR_RESULT = {"valid": True, "confidence": 3.7}


def said_of_each(results: list[object]) -> Callable[[Task, int], object]:
    def said(_: Task, index: int) -> object:
        return results[index]

    return said


def seen(message: Message, number: int) -> str:
    """Return what the channel sees of an image: as it is, blurred, spoilered, or only words."""
    pictures = [it for it in message.pictures() if re.search(rf"-{number}[.-]", it.name)]
    if not pictures:
        words = f"^Image {number} .*(held|not shown)"
        found = re.search(words, message.text(), re.MULTILINE)
        return found[1] if found else "nothing"
    if pictures[0].name.endswith(f"-{number}-blurred.jpg"):
        return "blurred"
    return "spoilered" if pictures[0].spoiler else "shown"


def reasons(message: Message) -> dict[int, str]:
    """Return what is said of each image that is not simply shown."""
    pattern = r"^Image (\d) (was flagged|could not be checked)"
    said = re.findall(pattern, message.text(), re.MULTILINE)
    words = {"was flagged": FLAGGED, "could not be checked": UNKNOWN}
    return {int(number): words[why] for number, why in said}


@pytest.mark.parametrize("action", SEEN_AS)
async def test_each_result_is_treated_as_its_verdict_says(bot: WholeBot, action: str) -> None:
    await bot.policy("set", action=action)
    rows = list(TABLE.items())
    for batch in (rows[:8], rows[8:16], rows[16:]):
        bot.novita.knobs.nsfw_result = said_of_each([result for _, (result, _) in batch])
        message = await bot.imagined(images=len(batch))
        expected = {
            name: "shown" if held == CLEAR else SEEN_AS[action] for name, (_, held) in batch
        }
        numbered = {name: seen(message, number) for number, name in enumerate(expected, start=1)}
        assert numbered == expected
        verdicts = dict(enumerate((held for _, (_, held) in batch), start=1))
        assert reasons(message) == {n: held for n, held in verdicts.items() if held != CLEAR}


@pytest.mark.parametrize("action", ["blur", "hold", "refuse"])
async def test_nothing_of_a_flagged_original_reaches_the_channel(
    bot: WholeBot, action: str
) -> None:
    await bot.policy("set", action=action)
    bot.novita.knobs.plain_images = False
    bot.novita.knobs.nsfw_result = said_of_each([CLEAR_RESULT, FLAGGED_RESULT, None])
    message = await bot.imagined("a harbour at dawn", images=3)
    originals = await bot.originals(bot.novita.tasks[0])
    assert [unlabelled(upload) for upload in bot.uploads()].count(originals[0]) == 1
    for original in originals[1:]:
        middle = original[len(original) // 2 :][:48]
        assert all(middle not in upload for upload in bot.uploads())
    sent = json.dumps([version.sent for version in message.versions])
    assert bot.novita.url not in sent
    assert all(name not in sent for name in bot.novita.tasks[0].names)


async def test_a_clear_image_keeps_its_exact_picture_beside_flagged_ones(bot: WholeBot) -> None:
    bot.novita.knobs.nsfw_result = said_of_each([FLAGGED_RESULT, CLEAR_RESULT, CLEAR_RESULT])
    message = await bot.imagined(images=3)
    originals = await bot.originals(bot.novita.tasks[0])
    assert [unlabelled(picture.data) for picture in message.pictures()][1:] == originals[1:]
    assert [picture.spoiler for picture in message.pictures()] == [False, False, False]


async def test_a_blurred_file_shows_coarse_colours_and_carries_the_mark_alone(
    bot: WholeBot,
) -> None:
    bot.novita.knobs.plain_images = False
    bot.novita.knobs.nsfw_result = FLAGGED_RESULT
    message = await bot.imagined("a harbour at dawn")
    (original,) = await bot.originals(bot.novita.tasks[0])
    blurred = message.pictures()[0].data
    with Image.open(io.BytesIO(original)) as before, Image.open(io.BytesIO(blurred)) as after:
        assert after.format == "JPEG"
        assert not after.getexif()
        assert not after.info.keys() & {"comment", "icc_profile", "exif", "photoshop"}
        assert after.info["xmp"] == MARK
        coarse = [
            image.convert("RGB").resize((3, 3), Image.Resampling.BOX) for image in (before, after)
        ]
    assert max(ImageStat.Stat(ImageChops.difference(*coarse)).mean) < 12


async def test_words_beside_a_blurred_image_tell_nothing_of_it(bot: WholeBot) -> None:
    bot.novita.knobs.nsfw_result = FLAGGED_RESULT
    message = await bot.imagined("a red fox")
    assert message.pictures()[0].alt == "Blurred: flagged by NSFW detection"


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("blur", "blurred"),
        ("spoiler", "spoilered"),
        ("hold", "not shown"),
        ("refuse", "not shown"),
    ],
)
async def test_a_private_job_has_no_review(bot: WholeBot, action: str, expected: str) -> None:
    await bot.policy("set", action=action)
    bot.novita.knobs.nsfw_result = FLAGGED_RESULT
    message = await bot.imagined(private=True)
    assert message.ephemeral
    assert seen(message, 1) == expected


Rules = dict[str, Any]

CHANGES: dict[str, tuple[Rules, Rules, object, str]] = {
    "detection was off at submit": ({"detection": False}, {"detection": True}, None, "blurred"),
    "detection was off, yet a result came": (
        {"detection": False},
        {"detection": True},
        CLEAR_RESULT,
        "blurred",
    ),
    "a lower level was asked": ({"level": 1}, {"level": 2}, CLEAR_RESULT, "blurred"),
    "a higher level was asked": ({"level": 2}, {"level": 1}, CLEAR_RESULT, "shown"),
    "detection went off": ({"detection": True}, {"detection": False}, FLAGGED_RESULT, "shown"),
    "the threshold fell": ({}, {"threshold": 3}, CLEAR_RESULT, "blurred"),
    "the threshold rose": ({}, {"threshold": 95}, FLAGGED_RESULT, "shown"),
    "the action changed": ({}, {"action": "spoiler"}, FLAGGED_RESULT, "spoilered"),
}


@pytest.mark.parametrize("case", CHANGES)
async def test_the_policy_at_the_moment_of_posting_decides(bot: WholeBot, case: str) -> None:
    before, after, result, expected = CHANGES[case]
    await bot.policy("set", **{"level": 1, **before})
    bot.novita.knobs.duration = math.inf
    bot.novita.knobs.nsfw_result = result
    invocation = await bot.imagine()
    await bot.submitted()
    await bot.policy("set", **after)
    bot.novita.tasks[0].finish()
    assert seen(await invocation.final(), 1) == expected


async def test_a_channel_switched_off_meanwhile_gets_words_and_no_image(bot: WholeBot) -> None:
    bot.novita.knobs.duration = math.inf
    invocation = await bot.imagine()
    await bot.submitted()
    await bot.policy("set", enabled=False)
    bot.novita.tasks[0].finish()
    message = await invocation.final()
    assert "switched off" in message.text()
    assert bot.uploads() == []
