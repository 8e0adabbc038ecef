"""How pictures look: the same after what people do to a picture, and not after what is another."""

from __future__ import annotations

import asyncio
import io
import random
from datetime import UTC, datetime

import imagehash
import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from bot.domain.fingerprint import (
    NOTHING,
    SIDE,
    Fingerprint,
    RememberedImage,
    RememberedImages,
    detail,
)
from bot.domain.ids import GuildId, UserId
from bot.domain.moderation.entry import EntryKind
from bot.domain.ports import Picture
from bot.domain.request import ImageFormat
from bot.errors import RefusedError
from bot.moderation import likeness as likeness_module
from bot.moderation.fingerprints import LARGEST, Fingerprints
from bot.moderation.hashing import LARGE, LOOKED_AT, Hashing, fingerprint
from bot.moderation.likeness import ByFingerprint
from tests.store.memory import MemoryFingerprintStore

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
GUILD, OTHER, ANN = GuildId(9), GuildId(10), UserId(1)
BUSY, THIRD = (random.Random(seed).getrandbits(256) for seed in (1, 2))  # noqa: S311


def scene(seed: int, size: int = 256) -> Image.Image:
    """Draw a soft sky and ground with things in front."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    image = Image.new("RGB", (size, size))
    draw = ImageDraw.Draw(image)
    sky, ground = ([dice.randrange(40, 220) for _ in range(3)] for _ in range(2))
    for y in range(size):
        shade = 1 - y / size / 2
        draw.line((0, y, size, y), tuple(int(it * shade) for it in (sky, ground)[2 * y > size]))
    for _ in range(24):
        x, y = dice.randrange(size), dice.randrange(size)
        wide, high = (dice.randrange(size // 16, size // 3) for _ in range(2))
        colour = tuple(dice.randrange(256) for _ in range(3))
        shape = draw.ellipse if dice.random() < 0.5 else draw.rectangle
        shape((x - wide // 2, y - high // 2, x + wide // 2, y + high // 2), colour)
    return image.filter(ImageFilter.GaussianBlur(size / 170))


def picture(image: Image.Image, form: str = "PNG", **said: int) -> Picture:
    file = io.BytesIO()
    image.save(file, form, **said)
    return Picture(
        data=file.getvalue(),
        format=ImageFormat(form.lower()),
        width=image.width,
        height=image.height,
    )


def cropped(image: Image.Image) -> Image.Image:
    width, height = image.size
    return image.crop((width // 50, height // 50, width - width // 50, height - height // 50))


def test_a_picture_is_known_again_after_what_is_done_to_pictures() -> None:
    for seed in range(4):
        image = scene(seed)
        look = fingerprint(picture(image))
        known = RememberedImages([entry(look.upright)])
        see_through = image.convert("RGBA")
        for again in (
            picture(image, "JPEG", quality=30),
            picture(image, "WEBP", quality=50),
            picture(image.resize((100, 120))),
            picture(image.resize((700, 700)), "JPEG"),
            picture(ImageEnhance.Brightness(image).enhance(0.7)),
            picture(ImageEnhance.Contrast(image).enhance(1.2), "JPEG"),
            picture(image.convert("L")),
            picture(image.quantize(64)),
            picture(see_through),
            picture(cropped(image), "JPEG"),
            picture(ImageOps.mirror(image), "JPEG", quality=50),
        ):
            assert known.like(fingerprint(again)) == 1
        others = [fingerprint(picture(scene(other))) for other in range(50, 70)]
        assert [known.like(other) for other in others] == [None] * len(others)


@pytest.mark.parametrize("seed", range(8))
def test_a_fingerprint_is_what_the_known_library_makes(seed: int) -> None:
    seen = scene(seed).resize(LOOKED_AT, Image.Resampling.BOX).convert("L")
    found = fingerprint(picture(scene(seed)))
    assert found.upright == int(str(imagehash.dhash(seen, SIDE)), 16)
    assert found.mirrored == int(str(imagehash.dhash(ImageOps.mirror(seen), SIDE)), 16)


def test_what_is_of_one_colour_or_smooth_is_plain() -> None:
    smooth = Image.linear_gradient("L")
    noisy = Image.effect_noise((256, 256), 6.0)
    for image in (Image.new("RGB", (64, 64), "red"), smooth, smooth.rotate(90), noisy):
        assert fingerprint(picture(image)).is_plain
    assert not fingerprint(picture(scene(1))).is_plain


async def test_what_cannot_be_read_has_no_fingerprint(caplog: pytest.LogCaptureFixture) -> None:
    hashing = Hashing()
    whole = picture(scene(1))
    broken = Picture(data=whole.data[:200], format=ImageFormat.PNG, width=LARGE, height=2)
    looks = await asyncio.gather(hashing(whole), hashing(broken), hashing(whole))
    assert [*looks] == [fingerprint(whole), None, fingerprint(whole)]


async def test_the_list_is_read_once_a_version_and_changes_count_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = MemoryFingerprintStore()
    likeness = ByFingerprint(store)
    look = await likeness.fingerprint(picture(scene(3)))
    assert look is not None
    assert await likeness.remembered(GUILD) is NOTHING
    kept = Fingerprints(store, lambda: NOON)
    assert await kept.take_in(GUILD, [look.upright, BUSY, BUSY], by=ANN) == 2
    lists = await asyncio.gather(*(likeness.remembered(GUILD) for _ in range(5)))
    assert (store.reads, len({id(it) for it in lists})) == (1, 1)
    assert lists[0].like(look) == 1
    assert (await likeness.remembered(OTHER)).like(look) is None
    monkeypatch.setattr(likeness_module, "KNOWN", 2)
    await kept.take_in(OTHER, [THIRD], by=ANN)
    assert (await likeness.remembered(OTHER)).like(Fingerprint(THIRD, 0)) == 3
    # There was room for one server: the other's are read again.
    before = store.reads
    assert (await likeness.remembered(GUILD)).like(look) == 1
    assert store.reads == before + 1
    gone = await kept.forget(GUILD, 1, by=ANN)
    assert gone.bits == look.upright
    assert (await likeness.remembered(GUILD)).like(look) is None
    assert [it.number for it in await kept.all(GUILD)] == [2]
    for number in (1, 3, LARGEST + 1):
        with pytest.raises(RefusedError) as refused:
            await kept.forget(GUILD, number, by=ANN)
        assert refused.value.text.code == "images.unknown"
    kinds = [it.kind for it in store.audit.told]
    assert kinds == [EntryKind.REMEMBERED, EntryKind.REMEMBERED, EntryKind.FORGOTTEN]


def entry(bits: int) -> RememberedImage:
    assert detail(bits)
    return RememberedImage(number=1, guild_id=GUILD, bits=bits, by=ANN, at=NOON)
