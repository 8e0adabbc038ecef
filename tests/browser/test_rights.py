from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.async_api import Page

OFFERED = """async ([asked, mine]) => {
  const { state } = await import("/page/scripts/state.js");
  const { commandsHere } = await import("/page/scripts/rights.js");
  const command = { type: 1, nsfw: false, default_member_permissions: asked };
  const room = { id: "1", type: 0, nsfw: false, permissions: String(mine) };
  const before = { ...state };
  Object.assign(state, { channelId: "1", ready: { commands: [command], channels: [room] } });
  const offered = commandsHere(1).length === 1;
  Object.assign(state, before);
  return offered;
}"""
USE = 1 << 31
MANAGE = 1 << 13
ADMINISTRATOR = 1 << 3
CASES: tuple[tuple[str | int | None, int, bool], ...] = (
    (None, USE, True),
    (None, 0, False),
    ("0", USE | MANAGE, False),
    (0, USE | MANAGE, False),
    (0, USE | ADMINISTRATOR, True),
    (str(MANAGE), USE | MANAGE, True),
    (MANAGE, USE, False),
    (MANAGE | 1 << 4, USE | MANAGE, False),
    (MANAGE, MANAGE, False),
)
"""What a command is registered for, what I may, and whether it is offered to me."""


async def test_a_command_is_offered_to_whom_it_is_registered_for(page: Page) -> None:
    for asked, mine, offered in CASES:
        assert await page.evaluate(OFFERED, [asked, mine]) is offered, (asked, mine)
