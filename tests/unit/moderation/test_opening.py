"""An original is a picture again, of the size that its header tells."""

from __future__ import annotations

from PIL import Image

from bot.moderation.opening import opened_picture
from tests.store.builders import make_original
from tests.unit.moderation.pictures import file


async def test_an_original_is_opened_as_it_is() -> None:
    picture = file(Image.new("RGB", (48, 32), "teal"))
    original = make_original(data=picture.data)
    kept = type(original)(
        job_id=original.job_id,
        number=1,
        data=picture.data,
        format=picture.format,
        expires_at=original.expires_at,
    )
    opened = await opened_picture(kept)
    assert (opened.data, opened.width, opened.height) == (picture.data, 48, 32)
