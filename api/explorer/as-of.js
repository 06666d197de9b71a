/** The choice of a date to look from: only what was published by then, with the status then known. */

import { asOf } from "./address.js";
import { button, h } from "./dom.js";
import { go } from "./router.js";
import { date, t } from "./words.js";

const DATED = /^\/(e|r)\/|^\/(g|p)$/;

/** The switch in the bar, on screens that can be dated. */
export function asOfChoice() {
  const field = h("input", { type: "date", "aria-label": t("as_of_date") });
  const show = (value) => {
    const query = new URLSearchParams(location.search);
    if (value) query.set("as_of", value);
    else query.delete("as_of");
    root.open = false;
    go(location.pathname + (query.size ? `?${query}` : ""));
  };
  const form = h("form", { onsubmit: (event) => { event.preventDefault(); show(field.value); } }, h("p", {}, t("as_of_help")), field, h("p", { class: "row" }, h("button", { type: "submit", class: "strong" }, t("as_of_show")), button(t("as_of_today"), () => show(null))));
  const summary = h("summary", {});
  const root = h("details", { class: "drop as-of", onkeydown: (event) => { if (event.key === "Escape") { root.open = false; summary.focus(); } } }, summary, form);
  const mark = () => {
    const then = asOf();
    root.hidden = then === null && !DATED.test(location.pathname);
    root.classList.toggle("then", then !== null);
    field.value = then ?? "";
    summary.textContent = then ? t("as_of", { date: date(then) }) : t("as_of_now");
  };
  return { root, mark };
}
