from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.ids import GuildId, UserId
from bot.domain.models import ModelKind
from bot.domain.request import Lora
from bot.store.jobs.jobs import SqlJobStore
from bot.store.studio.uses import SqlModelUses, counted
from tests.store.builders import ANN, BEN, GUILD, make_job, make_request, put_delivering, run_sql

if TYPE_CHECKING:
    from bot.domain.ports import Uses
    from bot.store.database import Database

INK, FILM = Lora("ink", 0.5), Lora("film", 1.0)


def told(uses: Uses) -> dict[ModelKind, dict[str, int]]:
    return {kind: dict(names) for kind, names in uses.items() if names}


async def test_models_of_delivered_jobs_are_counted_by_member_and_by_guild(
    database: Database,
) -> None:
    store, uses = SqlJobStore(database), SqlModelUses(database)
    rows: list[tuple[UserId, dict[str, object]]] = [
        (ANN, {"loras": (INK, FILM), "embeddings": ("bad", "hand"), "vae": "clear"}),
        (ANN, {"loras": (INK,), "any_model": True}),
        (ANN, {"loras": (INK,), "private": True, "any_model": True}),
        (BEN, {"loras": (FILM,), "model": "bear"}),
    ]
    for number, (user, said) in enumerate(rows):
        job = make_job(f"d{number}", user_id=user, request=make_request(**said))
        job = await put_delivering(store, job)
        await run_sql(database, "UPDATE jobs SET state = 'delivered' WHERE id = :id", id=job.id)
    await put_delivering(store, make_job("open", request=make_request(loras=(INK,))))
    elsewhere = make_job("else", guild_id=GuildId(9), request=make_request(loras=(INK,)))
    await put_delivering(store, elsewhere)
    await run_sql(database, "UPDATE jobs SET state = 'delivered' WHERE id = 'else'")
    assert told(await uses.by_member(GUILD, ANN)) == {
        ModelKind.CHECKPOINT: {"fox.safetensors": 1},
        ModelKind.LORA: {"ink": 3, "film": 1},
        ModelKind.EMBEDDING: {"bad": 1, "hand": 1},
        ModelKind.VAE: {"clear": 1},
    }
    assert told(await uses.by_guild(GUILD)) == {
        ModelKind.CHECKPOINT: {"fox.safetensors": 1, "bear": 1},
        ModelKind.LORA: {"ink": 2, "film": 2},
        ModelKind.EMBEDDING: {"bad": 1, "hand": 1},
        ModelKind.VAE: {"clear": 1},
    }
    assert told(await uses.by_guild(GuildId(5))) == {}


def test_what_cannot_be_read_used_nothing() -> None:
    odd = ["", "{", "[]", "7", '{"loras": [[], [7], "x"], "model": null}', '{"embeddings": 3}']
    assert told(counted(odd)) == {ModelKind.LORA: {"x": 1}}
