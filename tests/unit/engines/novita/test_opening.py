"""Everything joined, against one server on loopback that is the engine and its image store."""

from __future__ import annotations

import json
import traceback

import pytest
import structlog
from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr

from bot import engine_errors
from bot.domain.models import ModelKind
from bot.domain.verdict import Asked
from bot.engines.novita.opening import NovitaOptions, open_novita
from tests.unit.engines.novita.doubles import seed, submission, wish
from tests.unit.engines.pictures.images import image_file

KEY = SecretStr("sk_not-to-be-seen-anywhere")
HOOK = SecretStr("https://bot.test/webhooks/novita/not-to-be-seen-either")
SIGNATURE = "X-Amz-Signature=0123456789"


class Vendor:
    """Says what the vendor's examples say; lets each address expire once."""

    def __init__(self) -> None:
        self.reads = 0
        self.submitted: list[dict[str, object]] = []
        self.downloads: list[web.Request] = []

    async def submit(self, request: web.Request) -> web.Response:
        self.submitted.append(json.loads(await request.read()))
        if request.headers["Authorization"] != f"Bearer {KEY.get_secret_value()}":
            return web.Response(status=401)
        return web.json_response(seed("ex6_submit"))

    async def result(self, request: web.Request) -> web.Response:
        self.reads += 1
        url = f"http://{request.host}/image/{self.reads}?{SIGNATURE}"
        body = seed("ex6_result")
        body["images"] = [{**image, "image_url": url} for image in body["images"]]
        return web.json_response(body)

    async def image(self, request: web.Request) -> web.Response:
        self.downloads.append(request)
        fresh = request.match_info["read"] != "1"
        return web.Response(body=image_file()) if fresh else web.Response(status=403)

    async def models(self, _: web.Request) -> web.Response:
        return web.json_response({"models": [{"sd_name": "a.safetensors"}]})

    async def refuse(self, request: web.Request) -> web.Response:
        told = f"no {request.headers['Authorization']} at https://x.test/?{SIGNATURE}"
        return web.json_response({"code": 403, "message": told, "reason": told}, status=403)

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/v3/async/txt2img", self.submit)
        app.router.add_get("/v3/async/task-result", self.result)
        app.router.add_get("/image/{read}", self.image)
        app.router.add_get("/v3/model", self.models)
        app.router.add_get("/v3/user", self.refuse)
        return app


async def test_a_request_becomes_a_picture_and_no_secret_is_told() -> None:
    vendor = Vendor()
    async with TestServer(vendor.app()) as server:
        options = NovitaOptions(
            base_url=str(server.make_url("/")),
            key=KEY,
            max_image_bytes=1_000_000,
            max_image_pixels=1_000_000,
            webhook_url=HOOK,
        )
        with structlog.testing.capture_logs() as logs:
            async with open_novita(options) as novita:
                task_id = await novita.submit(submission(wish(), Asked(detection=True, level=2)))
                view = await novita.look(task_id)
                picture = await novita.fetch(task_id, 0, view.images[0])
                await novita.catalogue.refresh(ModelKind.CHECKPOINT)
                with pytest.raises(engine_errors.BadKeyError) as caught:
                    await novita.questions()["Novita account"]()

    assert picture.width == 64
    assert len(vendor.downloads) == 2
    assert not any("Authorization" in request.headers for request in vendor.downloads)
    assert HOOK.get_secret_value() in json.dumps(vendor.submitted)
    assert novita.catalogue.find(ModelKind.CHECKPOINT, "A")
    told = repr((logs, options, view, picture, novita, caught.value))
    told += "".join(traceback.format_exception(caught.value))
    for secret in (KEY.get_secret_value(), "not-to-be-seen-either", SIGNATURE):
        assert secret not in told
    assert {"image.address_expired", "catalogue.refreshed"} <= {log["event"] for log in logs}
