/** Short words at the foot of the page that go by themselves. */

import { byId, h } from "./dom.js";

const SHOWN_MS = 6000;
const MOST = 3;

/** Show a sentence for some seconds, or until it is clicked away. */
export function notify(words) {
  const notices = place();
  const onclick = () => notice.remove();
  const close = h("button", { "aria-label": "Close", class: "icon-button", onclick }, "✕");
  const notice = h("div", { class: "notice" }, h("span", {}, words), close);
  notices.append(notice);
  while (notices.children.length > MOST) {
    notices.firstElementChild?.remove();
  }
  setTimeout(() => notice.remove(), SHOWN_MS);
}

/** Return where notices stand: inside an open dialog, since all around it is inert. */
function place() {
  const dialog = [...document.querySelectorAll("dialog[open]")].at(-1);
  if (!dialog) {
    return byId("notices");
  }
  const made = () => h("div", { class: "notices", role: "status" });
  return dialog.querySelector(".notices") ?? dialog.appendChild(made());
}
