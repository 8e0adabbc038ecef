/** Where one is in the list: at its foot it stays there, above it holds its place. */

const AT_FOOT_PX = 48;

/**
 * Keep the place in a scrolled element whose content grows at both ends; `moved` is called when the
 * place has changed.
 */
export function keepPlace(log, content, moved) {
  let pinned = true;
  let last = 0;

  function toFoot() {
    pinned = true;
    log.scrollTop = log.scrollHeight;
  }

  // Content may grow between a scroll and its event: only a move upwards leaves the foot.
  log.addEventListener("scroll", () => {
    const top = log.scrollTop;
    const isAtFoot = log.scrollHeight - top - log.clientHeight < AT_FOOT_PX;
    pinned = isAtFoot || (pinned && top >= last);
    last = top;
    moved();
  });
  const settle = new ResizeObserver(() => pinned && toFoot());
  settle.observe(content);
  settle.observe(log);
  return { toFoot, isPinned: () => pinned };
}

/** Change a list without moving its first element of now, whatever is put before it. */
export function holding(log, first, change) {
  const before = first?.getBoundingClientRect().top ?? 0;
  change();
  if (first?.isConnected) {
    log.scrollTop += first.getBoundingClientRect().top - before;
  }
}
