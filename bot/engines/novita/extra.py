"""What surrounds the request in a submit's body. No I/O.

Source: https://novita.ai/docs/api-reference/model-apis-txt2img.
"""

from __future__ import annotations

from typing import Annotated, Literal

from bot.domain.request import Bound
from bot.engines.novita.ranges import Body, Name, inside


class Switch(Body):
    """Something that is on or off."""

    enabled: bool


class TestMode(Switch):
    """A mock event in place of the real one."""

    return_task_status: Literal["TASK_STATUS_SUCCEED", "TASK_STATUS_FAILED"]


class Webhook(Body):
    """Where the event at a task's end is posted."""

    url: Name
    test_mode: TestMode | None = None


class AwsS3(Body):
    """The caller's own bucket."""

    region: Name
    bucket: Name
    path: Name
    save_to_path_directly: bool | None = None


class CustomStorage(Body):
    """Where images are stored instead of the vendor's storage."""

    aws_s3: AwsS3


class Extra(Body):
    """What surrounds the request."""

    response_image_type: Literal["png", "webp", "jpeg"]
    enable_nsfw_detection: bool | None = None
    nsfw_detection_level: Annotated[int, inside(Bound(0, 2))] | None = None
    webhook: Webhook | None = None
    custom_storage: CustomStorage | None = None
    enterprise_plan: Switch | None = None
