/** What all dialogs share: a click beside them closes them, and focus returns to where it was. */

/**
 * Show a dialog until it is closed; then it is removed.
 *
 * What it shows must cover it: a click on the dialog itself counts as one beside it.
 */
export function showDialog(dialog) {
  const before = document.activeElement;
  const next = sameAs(before);
  document.body.append(dialog);
  dialog.addEventListener("close", () => {
    dialog.remove();
    (before?.isConnected ? before : next())?.focus({ preventScroll: true });
  });
  closeByBackdrop(dialog);
  dialog.showModal();
}

/** A press that began inside, say to mark words, and ends beside the dialog is no wish to leave. */
function closeByBackdrop(dialog) {
  let beganBeside = false;
  dialog.addEventListener("pointerdown", (event) => {
    beganBeside = event.target === dialog;
  });
  dialog.addEventListener("click", (event) => {
    if (beganBeside && event.target === dialog) {
      dialog.close();
    }
  });
}

/** A message may be rendered anew meanwhile: find what stands in the place of its element. */
function sameAs(element) {
  const { customId, messageId } = element?.dataset ?? {};
  const href = element?.getAttribute("href");
  const quoted = (words) => `"${CSS.escape(words)}"`;
  if (customId) {
    const place = `[data-message-id=${quoted(messageId)}][data-custom-id=${quoted(customId)}]`;
    return () => document.querySelector(place);
  }
  return () => (href ? document.querySelector(`a[href=${quoted(href)}]`) : null);
}
