/** What stands in a place that has nothing to show: it loads, it is empty, it failed, the server is out of reach. */

import { button, h } from "./dom.js";
import { language, t } from "./words.js";

export function loading() {
  return h("p", { class: "state waiting", "aria-busy": "true" }, h("span", { class: "spinner", "aria-hidden": "true" }), t("loading"));
}

export function empty(words, ...more) {
  return h("div", { class: "state" }, h("p", {}, words), more);
}

const FINAL = new Set(["missing", "gone", "refused", "forbidden", "query"]);

/** The server's own words, which are English: folded away where the reader's language is another. */
function serverSaid(detail) {
  const words = h("p", { class: "said", dir: "auto", lang: "en" }, detail);
  return language() === "en" ? words : h("details", {}, h("summary", {}, t("problem_said")), words);
}

/** A failure in plain words, what the server said, and a way to try again where that can help. */
export function failure(error, again) {
  const kind = error.kind ?? "failed";
  const final = FINAL.has(kind);
  const wait = error.wait ? t("wait_seconds", { n: Number(error.wait) || error.wait }) : null;
  return h(
    "div",
    { class: `state problem ${kind}`, role: "alert" },
    h("h2", {}, t(`problem_${kind}`)),
    h("p", {}, t(`problem_${kind}_help`), wait && ` ${wait}`),
    error.detail && (error.isOurs ? h("p", { class: "said", dir: "auto" }, error.detail) : serverSaid(error.detail)),
    !error.kind && h("p", { class: "said" }, error.message),
    h("p", { class: "row" }, !final && again && button(t("try_again"), again, { class: "strong" }), h("a", { href: "/" }, t("home"))),
  );
}
