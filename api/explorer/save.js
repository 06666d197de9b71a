/** Giving the reader a file. */

import { h } from "./dom.js";

/** Save a blob, or text of a media type, under a name. */
export function save(content, name, type = "text/plain") {
  const blob = content instanceof Blob ? content : new Blob([content], { type: `${type};charset=utf-8` });
  const href = URL.createObjectURL(blob);
  h("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}

/** A name for a file about something: its words without what file systems refuse. */
export const fileName = (words, ending) => `${words.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "").slice(0, 60) || "graph"}.${ending}`;
