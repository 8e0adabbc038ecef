/** Under the hood: what goes over the wire, and knobs to turn; only where the demo has one. */

import { refused, request } from "../api.js";
import { fill, h, say } from "../dom.js";
import { askWhile } from "./asking.js";
import { getKnobs, knobs } from "./knobs.js";
import { opening } from "./opening.js";
import { restartButton } from "./restart.js";
import { timeline } from "./timeline.js";

const NOT_FOUND = 404;
const RETRY_MS = 3000;

/** Fill the panel and let the toggle open it, once the stand-in says that there are devtools. */
export async function mountDevtools(panel, toggle) {
  const retry = refused(({ status }) => {
    if (status !== NOT_FOUND) {
      setTimeout(() => mountDevtools(panel, toggle), RETRY_MS);
    }
  });
  if (await getKnobs().catch(retry)) {
    build(panel, toggle);
  }
}

function build(panel, toggle) {
  const [turned, acts] = [knobs(), timeline()];
  const trouble = h("p", { class: "trouble", role: "status" });
  const ask = () => look(turned, acts, trouble);
  const close = h("button", { class: "icon-button", "aria-label": "Close" }, "✕");
  const head = h("header", { class: "devtools-head" }, h("h2", {}, "Under the hood"), close);
  const turning = section("Knobs", turned.element, restartButton());
  const wire = section("Over the wire", trouble, acts.element);
  fill(panel, head, h("div", { class: "devtools-body" }, turning, wire));
  opening(panel, toggle, close, askWhile(() => !panel.hidden, ask));
}

function section(title, ...children) {
  return h("section", { class: "devtools-section" }, h("h3", {}, title), ...children);
}

/** Show what there is to see, or what went wrong. */
async function look(turned, acts, trouble) {
  const asked = Promise.all([getKnobs(), request("/devtools/acts")]);
  const seen = await asked.catch(refused(({ message }) => say(trouble, message)));
  if (seen) {
    turned.show(seen[0]);
    acts.show(seen[1].acts);
    say(trouble, "");
  }
}
