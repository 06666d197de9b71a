/** The time bar: how many edges each month (year, decade, century) has, and the stretch that is wanted. */

import { button, freshId, h } from "./dom.js";
import { number, stretch, t } from "./words.js";

/** The bar for these edges, made once; `fill(edges)` draws it anew. */
export function timeBar(times) {
  const bars = h("div", { class: "bars", "aria-hidden": "true" });
  const said = h("span", { class: "said" });
  const count = h("span", { class: "count" });
  let { bars: shown } = times.histogram([]);
  const ends = ["from", "to"].map((name) => h("input", { type: "range", min: 0, step: 1, "aria-label": t(`time_${name}`), "data-end": name, oninput: () => slide(name) }));
  const [from, to] = ends;
  const id = freshId("when");
  const choice = h("select", { id, onchange: () => times.set({ when: choice.value, from: null, to: null }) }, ["published", "happened"].map((name) => h("option", { value: name, selected: times.when === name }, t(`time_${name}`))));
  const undated = h("input", { type: "checkbox", onchange: () => times.set({ undated: undated.checked }) });
  const reset = button(t("time_all"), () => times.clear(), { class: "link small" });
  const slide = (name) => {
    const [low, high] = [Number(from.value), Number(to.value)];
    if (low > high) (name === "from" ? from : to).value = name === "from" ? high : low;
    times.set({ from: Number(from.value) > 0 ? shown.begin(Number(from.value)) : null, to: Number(to.value) < shown.last ? shown.end(Number(to.value)) : null });
  };
  const tell = () => {
    from.value = times.from ? shown.at(times.from) : 0;
    to.value = times.to ? shown.at(times.to.length === 4 ? `${times.to}-12` : times.to) : shown.last;
    const [low, high] = ends.map(({ value }) => Number(value));
    ends.forEach((end) => end.setAttribute("aria-valuetext", shown.counts.length ? spanOf(shown, Number(end.value)) : t("time_none")));
    said.textContent = shown.counts.length ? stretch(shown.begin(low), shown.end(high)) : t("time_none");
    [...bars.children].forEach((bar, at) => bar.classList.toggle("out", at < low || at > high));
    undated.checked = times.undated;
    reset.hidden = !times.active;
  };
  const fill = (edges) => {
    const found = times.histogram(edges);
    shown = found.bars;
    bars.replaceChildren(...drawn(shown));
    for (const end of ends) Object.assign(end, { max: Math.max(shown.last, 0), disabled: shown.last < 1 });
    count.textContent = number(found.undated);
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

const spanOf = (bars, at) => stretch(bars.begin(at), bars.end(at));

function drawn(bars) {
  const most = bars.counts.reduce((one, other) => Math.max(one, other), 1);
  return bars.counts.map((n, at) => h("span", { share: n && Math.max(n / most, 0.08), title: `${spanOf(bars, at)} · ${t("n_edges", { n })}` }));
}

/** How often something was spoken of, by month or in coarser steps; for looking at. */
export function timeline(times, edges) {
  const { bars, undated } = times.histogram(edges);
  if (bars.counts.length === 0) return null;
  const words = [t(`time_by_${bars.unit}`), stretch(bars.begin(0), bars.end(bars.last)), undated && `${t("undated")} ${number(undated)}`];
  return h("figure", { class: "timeline" }, h("div", { class: "bars", "aria-hidden": "true" }, drawn(bars)), h("figcaption", { class: "faint" }, words.filter(Boolean).join(" · ")));
}
