/** A table of edges: sortable, each row opens the sentences it rests on. Says in words what the canvas draws. */

import { edgeAt, entityAt } from "./address.js";
import { button, called, h } from "./dom.js";
import { evidenceOf, statusOf } from "./evidence.js";
import { relationColour, wording } from "./schema.js";
import { number, percent, stretch, t } from "./words.js";

const COLUMNS = {
  edge: { by: (edge) => [edge.relation, edge.subject.name, edge.object.name].join("\n") },
  status: { by: ({ certainty, phase, contradicted }) => `${contradicted ? 0 : 1}${certainty}${phase}` },
  outlets: { by: ({ sources }) => -sources, figure: true },
  claims_column: { by: ({ support, against }) => -(support + against), figure: true },
  confidence: { by: ({ confidence }) => -confidence, figure: true },
  published: { by: ({ last_seen: last }) => -Number((last ?? "0").replace(/\D/g, "").padEnd(8, "0")) },
};

/** The table; `from` is the entity from whose end edges are read, `sort` a column's name, `signal` ends what it asks. */
export function edgesTable(edges, { from = null, signal, caption }) {
  const body = h("tbody", {});
  const heads = Object.entries(COLUMNS).map(([name, { figure }]) => h("th", { scope: "col", class: figure ? "figure" : null, "data-column": name }, button(t(name), () => sort(name), { class: "sort" })));
  const state = { column: null, down: false };
  const fill = (ordered) => body.replaceChildren(...ordered.flatMap((edge) => rowsOf(edge, { from, signal })));
  const sort = (name) => {
    state.down = state.column === name && !state.down;
    state.column = name;
    const { by } = COLUMNS[name];
    const ordered = edges.toSorted((a, b) => (state.down ? -1 : 1) * compare(by(a), by(b)));
    for (const head of heads) head.ariaSort = head.dataset.column === name ? (state.down ? "descending" : "ascending") : null;
    fill(ordered);
  };
  fill(edges);
  return h("div", { class: "scroller" }, h("table", { class: "edges" }, h("caption", { class: "unseen" }, caption), h("thead", {}, h("tr", {}, heads, h("th", {}, h("span", { class: "unseen" }, t("evidence"))))), body));
}

const compare = (a, b) => (typeof a === "number" ? a - b : a.localeCompare(b));

function rowsOf(edge, { from, signal }) {
  const cell = h("td", { colspan: Object.keys(COLUMNS).length + 1 });
  const below = h("tr", { class: "below", hidden: true }, cell);
  const toggle = button(t("n_sentences", { n: edge.support + edge.against }), () => {
    below.hidden = !below.hidden;
    toggle.ariaExpanded = String(!below.hidden);
    if (!cell.hasChildNodes()) cell.append(evidenceOf(edge.id, { signal }));
  }, { class: "quiet small", "aria-expanded": "false" });
  const row = h(
    "tr",
    { colour: relationColour(edge.relation), "data-edge": edge.id },
    h("th", { scope: "row" }, sentenceOf(edge, from)),
    h("td", { class: "status" }, statusOf(edge)),
    h("td", { class: "figure", "data-label": t("outlets") }, number(edge.sources)),
    h("td", { class: "figure", "data-label": t("claims_column") }, edge.against ? t("for_against", { for: edge.support, against: edge.against }) : number(edge.support)),
    h("td", { class: "figure", "data-label": t("confidence") }, percent(edge.confidence)),
    h("td", { class: "when" }, stretch(edge.first_seen, edge.last_seen) ?? t("undated")),
    h("td", { class: "act" }, toggle),
  );
  return [row, below];
}

/** An edge as a sentence with links: whole, or as seen from one of its ends ("is supplied by Nvidia"). */
export function sentenceOf(edge, from = null) {
  const verb = h("a", { href: edgeAt(edge.id), class: "verb" }, wording(edge, from));
  if (from === null) return h("span", { class: "sentence" }, entityLink(edge.subject), " ", verb, " ", entityLink(edge.object));
  return h("span", { class: "sentence" }, verb, " ", entityLink(edge.subject.id === from ? edge.object : edge.subject));
}

export function entityLink({ id, name }) {
  return h("a", { href: entityAt(id), dir: "auto" }, called(name));
}
