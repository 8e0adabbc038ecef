"""A copy stays only while all that it shows is seen where it was first shown."""

from __future__ import annotations

from bot.domain.copies import may_stay
from bot.domain.verdict import Treatment
from tests.tables import each_row

SEEN = {Treatment.SHOWN, Treatment.SPOILERED}


@each_row("treatment", Treatment)
def test_one_image_that_is_not_seen_takes_the_whole_copy_away(treatment: Treatment) -> None:
    treated = {1: Treatment.SHOWN, 2: treatment}
    assert may_stay([1], treated)
    assert may_stay([1, 2], treated) is (treatment in SEEN)
    assert not may_stay([1, 3], treated)
