/** What stands in a place that has nothing to show: it loads, it is empty, it failed, the server is out of reach. */

import { button, h } from "./dom.js";
import { t } from "./words.js";

export function loading() {
  return h("p", { class: "state waiting", "aria-busy": "true" }, h("span", { class: "spinner", "aria-hidden": "true" }), t("loading"));
}

export function empty(words, ...more) {
  return h("div", { class: "state" }, h("p", {}, words), more);
}

/** A failure in plain words, what the server said, and a way to try again where that can help. */
export function failure(error, again) {
  const kind = error.kind ?? "failed";
  const final = kind === "missing" || kind === "gone" || kind === "refused";
  const wait = error.wait ? t("wait_seconds", { n: Number(error.wait) || error.wait }) : null;
  return h(
    "div",
    { class: `state problem ${kind}`, role: "alert" },
    h("h2", {}, t(`problem_${kind}`)),
    h("p", {}, t(`problem_${kind}_help`), wait && ` ${wait}`),
    error.detail && h("p", { class: "said", dir: "auto" }, error.detail),
    !error.kind && h("p", { class: "said" }, error.message),
    h("p", { class: "row" }, !final && again && button(t("try_again"), again, { class: "strong" }), h("a", { href: "/" }, t("home"))),
  );
}
