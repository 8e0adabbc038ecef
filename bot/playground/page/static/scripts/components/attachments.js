/** The attachments of a message that shows none of them in components. */

import { file } from "./files.js";
import { gallery } from "./gallery.js";

const IS_SPOILER = 1 << 3;
const SPOILER_PREFIX = "SPOILER_";

/** Return the images as one gallery, and the other files below it. */
export function renderAttachments(attachments) {
  const isImage = (each) => each.content_type?.startsWith("image/");
  const images = attachments.filter(isImage).map(asItem);
  const others = attachments.filter((each) => !isImage(each)).map(asFile);
  return [images.length > 0 && gallery(images), ...others.map(file)];
}

function asItem(attachment) {
  const media = { ...attachment, attachment_id: attachment.id };
  return { media, description: attachment.description, spoiler: isSpoiler(attachment) };
}

function asFile(attachment) {
  const { filename, id, size, url } = attachment;
  return { url, name: filename, size, spoiler: isSpoiler(attachment), key: id };
}

function isSpoiler({ filename, flags }) {
  return Boolean(flags & IS_SPOILER) || filename.startsWith(SPOILER_PREFIX);
}
