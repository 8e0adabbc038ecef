/** The live connection: opened for who I am, and opened again whenever it is lost. */

const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 5000;

/**
 * Stay connected until the returned function is called.
 *
 * @param {string} person The id of who listens.
 * @param {Record<string, (data: any) => void>} hear What to call for a frame, by its type.
 * @param {(connected: boolean) => void} changed
 * @param {() => Promise<boolean>} isThere Asked before each new attempt: whether to make it now.
 */
export function connect(person, hear, changed, isThere) {
  let socket = null;
  let wait = FIRST_WAIT_MS;
  let timer = 0;
  let closed = false;
  let asking = false;

  function open() {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    socket = new WebSocket(`${scheme}://${location.host}/client/live?as=${person}`);
    socket.addEventListener("message", (event) => {
      if (closed) {
        return;
      }
      const frame = JSON.parse(event.data);
      hear[frame.t]?.(frame.d);
      if (frame.t === "ready") {
        wait = FIRST_WAIT_MS;
        changed(true);
      }
    });
    socket.addEventListener("close", () => {
      if (!closed) {
        changed(false);
        later();
      }
    });
  }

  function later() {
    timer = setTimeout(again, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }

  async function again() {
    clearTimeout(timer);
    if (asking) {
      return;
    }
    asking = true;
    const there = await isThere();
    asking = false;
    if (!closed) {
      (there ? open : later)();
    }
  }

  function hurry() {
    if (socket?.readyState === WebSocket.CLOSED) {
      again();
    }
  }

  open();
  addEventListener("online", hurry);
  document.addEventListener("visibilitychange", hurry);
  return () => {
    closed = true;
    clearTimeout(timer);
    removeEventListener("online", hurry);
    document.removeEventListener("visibilitychange", hurry);
    socket?.close();
  };
}
