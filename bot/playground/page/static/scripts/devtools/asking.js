/** Asking again and again while somebody looks. */

const EVERY_MS = 700;

/**
 * Call `ask` now and every 700 ms, one call at a time, while `isWanted` and the tab is seen.
 *
 * Returns what to call when `isWanted` may have become true.
 */
export function askWhile(isWanted, ask) {
  let isGoing = false;
  const isSeen = () => isWanted() && document.visibilityState === "visible";
  const go = async () => {
    if (isGoing) {
      return;
    }
    isGoing = true;
    try {
      while (isSeen()) {
        await ask();
        await new Promise((wake) => setTimeout(wake, EVERY_MS));
      }
    } finally {
      isGoing = false;
    }
  };
  document.addEventListener("visibilitychange", go);
  return go;
}
