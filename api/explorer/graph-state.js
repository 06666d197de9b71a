/** The graph screen's state: as an address, as steps that led to it, and what is to be said of it. */

import { button, h } from "./dom.js";
import { cameraText, placesText } from "./graph/placing.js";
import { language, t } from "./words.js";
import { MANY, MOST } from "./working-set.js";

const CRUMBS = 6;

/**
 * Write the state into a query: filters, dates, selection, tab; `whole` also who is there and where everything stands.
 * Parameters that the screen does not know stay as they are.
 */
export function writeState(query, { set, view, filters, times, selected, tabName }, { whole }) {
  const chosen = (name, value) => (value ? query.set(name, value) : query.delete(name));
  if (whole || set.past.length) {
    chosen("ids", set.ids.join(","));
    query.set("hops", "0");
  }
  if (whole && view) {
    chosen("at", placesText(set.ids, view.standing()));
    query.set("cam", cameraText(view.camera));
  } else if (set.past.length) {
    query.delete("at");
    query.delete("cam");
  }
  filters.write(query);
  times.write(query);
  chosen("pin", view && [...view.pinned].join(","));
  chosen("sel", selected);
  chosen("tab", tabName === "table" ? "table" : null);
}

/** The address at which another reader sees the same, in the same language. */
export function linkTo(screen) {
  const query = new URLSearchParams(screen.query);
  writeState(query, screen, { whole: true });
  query.set("lang", language());
  return `/g?${query}`;
}

/** The steps that led here; each but the last leads back to what stood after it, by `back(n)`. */
export function crumbsOf(set, back) {
  const states = [...set.past, set.now];
  if (states.length === 1) return [];
  const steps = states.map(({ did }, at) => ({ words: did?.() ?? t("did_open"), behind: states.length - 1 - at })).slice(-CRUMBS);
  const step = ({ words, behind }) => (behind ? button(words, () => back(behind), { class: "link" }) : h("span", { "aria-current": "step" }, words));
  return [h("ol", {}, steps.map((one) => h("li", { dir: "auto" }, step(one))))];
}

/** What the reader has to know of what is there. */
export function notesOf({ capped, missing, entities }, { drawn }) {
  const n = entities.length;
  const words = [
    !drawn && t("no_canvas"),
    missing.length > 0 && t("n_missing", { n: missing.length }),
    capped && t("capped", { n }),
    n >= MOST ? t("many", { n }) : n >= MANY && t("slow", { n }),
  ];
  return words.filter(Boolean).map((text) => h("p", {}, text));
}
