/** Images of a message, large and one after the other. */

import { ELSEWHERE } from "../addresses.js";
import { fill, h } from "../dom.js";
import { showDialog } from "./dialog.js";

const STEPS = { ArrowLeft: -1, ArrowRight: 1 };

/** Show one of these images of a message large; the others are to its left and right. */
export function openLightbox(images, at) {
  const stage = h("figure", { class: "lightbox-stage" });
  const foot = h("div", { class: "lightbox-foot" });
  const close = round("Close", "✕", () => dialog.close());
  const name = { class: "lightbox", "aria-label": "Image, large" };
  const dialog = h("dialog", name, stage, foot, close);
  let now = at;

  function turn(step) {
    now = (now + step + images.length) % images.length;
    const { alt, src: href } = images[now];
    fill(stage, large(images[now]), alt !== "Image" && h("figcaption", {}, alt));
    const count = h("span", { role: "status" }, `${now + 1} of ${images.length}`);
    const original = h("a", { ...ELSEWHERE, href }, "Open in a new tab");
    fill(foot, original, images.length > 1 && count);
  }

  if (images.length > 1) {
    stage.after(round("Previous", "‹", () => turn(-1)), round("Next", "›", () => turn(1)));
    dialog.addEventListener("keydown", ({ key }) => key in STEPS && turn(STEPS[key]));
  }
  turn(0);
  showDialog(dialog);
  close.focus();
}

/** A copy, since what stands in the message may not be taken out of it. */
function large(image) {
  const copy = image.cloneNode();
  copy.addEventListener("error", () => {
    copy.replaceWith(h("p", { class: "absence" }, "This image could not be loaded."));
  });
  return copy;
}

function round(name, sign, onclick) {
  const kind = `lightbox-button ${name.toLowerCase()}`;
  return h("button", { class: kind, "aria-label": name, onclick }, sign);
}
