"""What a volunteer's machine wrote into a file beside its picture goes no further."""

from __future__ import annotations

import io

from PIL import Image

from bot.playground.horde.faults import Fault
from tests.unit.engines.horde.stage import staged, submission

DESCRIPTION = 0x010E


def telling_webp() -> bytes:
    file, exif = io.BytesIO(), Image.Exif()
    exif[DESCRIPTION] = "a secret prompt"
    xmp = b"<x:xmpmeta>a secret prompt</x:xmpmeta>"
    Image.new("RGB", (64, 64), "red").save(file, "WEBP", exif=exif.tobytes(), xmp=xmp)
    return file.getvalue()


async def test_what_tells_how_an_image_was_made_is_taken_out() -> None:
    async with staged() as stage:
        task_id = await stage.engine.submit(submission())
        view = await stage.ended(task_id)
        stage.horde.faults.add(Fault(route="image", body=telling_webp()))
        picture = await stage.engine.fetch(task_id, 0, view.images[0])
        assert (picture.width, picture.height) == (64, 64)
        assert b"secret prompt" not in picture.data
