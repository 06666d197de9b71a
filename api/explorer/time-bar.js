/** The time bar: how many edges each month has, and the stretch that is wanted. */

import { button, freshId, h } from "./dom.js";
import { monthName, monthNumber } from "./times.js";
import { date, number, stretch, t } from "./words.js";

/** The bar for these edges, made once; `fill(edges)` draws it anew. */
export function timeBar(times) {
  const bars = h("div", { class: "bars", "aria-hidden": "true" });
  const said = h("span", { class: "said" });
  const count = h("span", { class: "count" });
  const state = { first: 0, counts: [] };
  const ends = ["from", "to"].map((name) => h("input", { type: "range", min: 0, step: 1, "aria-label": t(`time_${name}`), "data-end": name, oninput: () => slide(name) }));
  const [from, to] = ends;
  const id = freshId("when");
  const choice = h("select", { id, onchange: () => times.set({ when: choice.value, from: null, to: null }) }, ["published", "happened"].map((name) => h("option", { value: name, selected: times.when === name }, t(`time_${name}`))));
  const undated = h("input", { type: "checkbox", onchange: () => times.set({ undated: undated.checked }) });
  const reset = button(t("time_all"), () => times.clear(), { class: "link small" });
  const slide = (name) => {
    const [low, high] = [Number(from.value), Number(to.value)];
    if (low > high) (name === "from" ? from : to).value = name === "from" ? high : low;
    const last = state.counts.length - 1;
    const month = (value) => monthName(state.first + Number(value));
    times.set({ from: Number(from.value) > 0 ? month(from.value) : null, to: Number(to.value) < last ? month(to.value) : null });
  };
  const tell = () => {
    const last = state.first + state.counts.length - 1;
    const within = (value, otherwise) => Math.min(Math.max(value ? monthNumber(value) : otherwise, state.first), last) - state.first;
    [from.value, to.value] = [within(times.from, state.first), within(times.to, last)];
    const names = ends.map(({ value }) => monthName(state.first + Number(value)));
    ends.forEach((end, at) => end.setAttribute("aria-valuetext", date(names[at])));
    said.textContent = state.counts.length ? stretch(...names) : t("time_none");
    [...bars.children].forEach((bar, at) => bar.classList.toggle("out", at < Number(from.value) || at > Number(to.value)));
    undated.checked = times.undated;
    reset.hidden = !times.active;
  };
  const fill = (edges) => {
    const { first, counts, undated: none } = times.histogram(edges);
    Object.assign(state, { first, counts });
    const most = Math.max(1, ...counts);
    bars.replaceChildren(...counts.map((n, at) => h("span", { share: n && Math.max(n / most, 0.08), title: `${date(monthName(first + at))} · ${t("n_edges", { n })}` })));
    for (const end of ends) Object.assign(end, { max: Math.max(counts.length - 1, 0), disabled: counts.length < 2 });
    count.textContent = number(none);
    tell();
  };
  const root = h(
    "section",
    { class: "time", "aria-label": t("time") },
    h("div", { class: "row" }, h("label", { for: id, class: "unseen" }, t("time")), choice, said, h("label", { class: "undated" }, undated, t("undated"), " ", count), reset),
    h("div", { class: "span" }, bars, ends),
  );
  return { root, fill };
}

/** How often something was spoken of, month by month; for looking at. */
export function timeline(times, edges) {
  const { first, counts, undated } = times.histogram(edges);
  if (counts.length === 0) return null;
  const most = Math.max(...counts);
  const bars = counts.map((n, at) => h("span", { share: n && Math.max(n / most, 0.08), title: `${date(monthName(first + at))} · ${t("n_edges", { n })}` }));
  const words = [stretch(monthName(first), monthName(first + counts.length - 1)), undated && `${t("undated")} ${number(undated)}`];
  return h("figure", { class: "timeline" }, h("div", { class: "bars", "aria-hidden": "true" }, bars), h("figcaption", { class: "faint" }, `${t("timeline")} · ${words.filter(Boolean).join(" · ")}`));
}
