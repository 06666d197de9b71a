/** Who signs an article, and the address that it gives itself, as far as it says so. */

import { called, h, outsideLink } from "./dom.js";
import { t } from "./words.js";

export function signed({ author, canonical, source }) {
  return [
    author && h("span", { class: "author", dir: "auto" }, t("author", { name: called(author) })),
    canonical && canonical !== source && h("span", { class: "canonical" }, t("canonical"), " ", outsideLink(canonical, called(canonical))),
  ];
}
