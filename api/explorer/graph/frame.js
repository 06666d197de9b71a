/** The furniture of the graph screen: tools, tabs, legend, canvas, inspector. */

import { button, freshId, h } from "../dom.js";
import { LONGEST } from "../router.js";
import { t } from "../words.js";

/** The frame's parts by name; `tools` are what its buttons do, `ontab(name)` hears which tab is wanted. */
export function graphFrame({ add, tools, ontab, menu, time, onlink }) {
  const canvas = h("canvas", { tabindex: "0", role: "application", "aria-label": t("canvas"), "aria-describedby": "how" });
  const parts = {
    canvas,
    hint: h("div", { class: "hint", hidden: true, "aria-hidden": "true" }),
    blank: h("div", { class: "blank" }),
    legend: h("div", { class: "legend" }),
    inspector: h("aside", { class: "inspector", "aria-label": t("inspector"), tabindex: "-1" }),
    crumbs: h("nav", { class: "crumbs", "aria-label": t("crumbs") }),
    chips: h("div", { class: "chips", "aria-live": "polite" }),
    note: h("div", { class: "note", role: "status" }),
    table: h("div", { class: "table", role: "tabpanel", hidden: true, id: freshId("panel"), tabindex: "0", "aria-label": t("table") }),
    undo: tool("↶", "undo", tools.undo),
    redo: tool("↷", "redo", tools.redo),
  };
  const stage = h("div", { class: "stage", role: "tabpanel", id: freshId("panel"), "aria-label": t("graph") }, canvas, parts.hint, parts.blank, zoomer(tools), h("p", { class: "unseen", id: "how" }, t("canvas_help")));
  const tabs = tabList({ graph: stage, table: parts.table }, ontab);
  const panel = h("details", { class: "filters", open: matchMedia("(min-width: 60rem)").matches }, h("summary", {}, t("filters")), parts.legend);
  const bar = h("div", { class: "tools" }, tabs.root, parts.undo, parts.redo, tool("⟲", "arrange", tools.arrange), h("div", { class: "grow" }, add), menu, copyButton(onlink));
  const root = h("div", { class: "workbench" }, bar, parts.crumbs, parts.chips, parts.note, panel, stage, parts.table, time, parts.inspector);
  return {
    ...parts,
    root,
    show: (name) => {
      tabs.show(name);
      root.classList.toggle("as-table", name === "table");
    },
    busy: (on) => root.classList.toggle("busy", on),
    reveal: () => matchMedia("(max-width: 60rem)").matches && parts.inspector.scrollIntoView({ block: "nearest" }),
  };
}

function tool(sign, name, act) {
  return button(sign, act, { class: "icon", "aria-label": t(name), title: t(name) });
}

const zoomer = (tools) => h("div", { class: "zoomer" }, tool("+", "closer", tools.closer), tool("−", "farther", tools.farther), tool("⤢", "fit", tools.fit));

function tabList(panels, ontab) {
  const names = Object.keys(panels);
  const tabs = names.map((name) => button(t(name), () => ontab(name), { role: "tab", "aria-controls": panels[name].id, onkeydown: (event) => walk(event) }));
  const walk = (event) => {
    if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
    const next = 1 - tabs.indexOf(event.target);
    ontab(names[next]);
    tabs[next].focus();
  };
  const show = (shown) => names.forEach((name, at) => {
    panels[name].hidden = name !== shown;
    tabs[at].ariaSelected = String(name === shown);
    tabs[at].tabIndex = name === shown ? 0 : -1;
  });
  show("graph");
  return { root: h("div", { role: "tablist", class: "tabs", "aria-label": t("views") }, tabs), show };
}

function copyButton(onlink) {
  const copy = button(t("copy_link"), async () => {
    const link = onlink();
    try {
      if (link.length <= LONGEST) await navigator.clipboard.writeText(location.origin + link);
      copy.textContent = t(link.length <= LONGEST ? "copied" : "link_too_long");
    } catch {
      copy.textContent = t("copy_failed");
    }
    setTimeout(() => { copy.textContent = t("copy_link"); }, 2000);
  }, { class: "copy" });
  return copy;
}
