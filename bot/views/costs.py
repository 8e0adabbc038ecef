"""What something costs, as it is said in the middle of other things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.usage import Unit, unit_of
from bot.texts.say import say
from bot.texts.text import text

if TYPE_CHECKING:
    from bot.domain.job import Job


def amount(unit: Unit, cost: float) -> str:
    """Write an amount, in the same form for every language."""
    match unit:
        case Unit.KUDOS:
            return f"{cost:,.0f} kudos" if cost >= 10 else f"{cost:.3g} kudos"
        case Unit.DOLLARS:
            return f"US${cost:,.2f}" if cost >= 1 or not cost else f"US${cost:.4f}"


def cost_told(job: Job, locale: str) -> list[str]:
    """Say what a job costs, where its place tells it; no engine bills it to the cent."""
    if not job.tells_cost or job.cost is None:
        return []
    return [say(text("status.cost", cost=amount(unit_of(job.engine), job.cost)), locale)]
