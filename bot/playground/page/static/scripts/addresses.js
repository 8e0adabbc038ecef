/** Which addresses the page may follow: media of the stand-in itself, and links of the web. */

import { state } from "./state.js";

/** What a link to anywhere else says besides its address. */
export const ELSEWHERE = { target: "_blank", rel: "noopener noreferrer" };

/** Return the path of an address of the stand-in, or null if it leads anywhere else. */
export function localPath(url) {
  const address = parsed(url);
  const home = parsed(state.ready?.origin);
  // Two slashes at the front of a path would name another host.
  if (!address || address.origin !== home?.origin || address.pathname.startsWith("//")) {
    return null;
  }
  // Only the path, since the page may be open under another name of this machine.
  return address.pathname + address.search;
}

/** Return the host of an address, in words fit to be shown. */
export function hostOf(url) {
  return parsed(url)?.host || "an unknown place";
}

/** Return the address if a person may be led there (http and https only), else null. */
export function webAddress(url) {
  const address = parsed(url);
  return address && ["http:", "https:"].includes(address.protocol) ? address.href : null;
}

function parsed(url) {
  try {
    return new URL(url ?? "");
  } catch {
    return null;
  }
}
