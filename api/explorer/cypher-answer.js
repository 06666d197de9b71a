/** An answer in Cypher: a table, the graph that is in it, or JSON. */

import { edgeAt, entityAt } from "./address.js";
import { csv } from "./csv.js";
import { button, called, h } from "./dom.js";
import { canDraw } from "./graph/view.js";
import { save } from "./save.js";
import { terms } from "./schema.js";
import { smallGraph } from "./small-graph.js";
import { empty } from "./states.js";
import { t } from "./words.js";

export function answerView(answer, signal) {
  const place = h("div", { class: "pane" });
  const drawn = graphOf(answer.graph);
  const panes = {
    table: () => (answer.values.length ? table(answer) : empty(t("no_rows"))),
    ...(drawn.entities.length > 0 && canDraw() && { graph: () => smallGraph(drawn, { signal }) }),
    json: () => h("pre", { tabindex: "0" }, JSON.stringify({ fields: answer.fields, values: answer.values }, null, 2)),
  };
  const tabs = Object.keys(panes).map((name) => button(t(name), () => show(name), { "data-pane": name }));
  const show = (name) => {
    place.replaceChildren(panes[name]());
    for (const tab of tabs) tab.ariaPressed = String(tab.dataset.pane === name);
  };
  show(panes.graph && answer.graph.edges.length > 0 ? "graph" : "table");
  const said = [t("n_rows", { n: answer.values.length }), t("milliseconds", { n: Math.round(answer.elapsed_ms) })].join(" · ");
  return h("div", {}, h("div", { class: "row" }, h("div", { class: "tabs" }, tabs), h("span", { class: "faint" }, said), answer.truncated && h("span", { class: "chip disputed" }, t("truncated")), h("span", { class: "grow" }), saving(answer)), place);
}

/** The answer as a file. */
function saving({ fields, values, truncated }) {
  const forms = {
    csv: () => save(csv([fields, ...values]), "cypher.csv", "text/csv"),
    json: () => save(JSON.stringify({ fields, values, truncated }, null, 1), "cypher.json", "application/json"),
  };
  return Object.entries(forms).map(([form, act]) => button(t(`export_${form}`), act, { class: "small", "data-form": form }));
}

function table({ fields, values }) {
  const cell = (value) => (typeof value === "number" ? h("td", { class: "figure" }, String(value)) : h("td", { dir: "auto" }, worded(value)));
  return h("div", { class: "scroller" }, h("table", {}, h("thead", {}, h("tr", {}, fields.map((field, at) => h("th", { scope: "col", class: typeof values[0][at] === "number" ? "figure" : null }, field)))), h("tbody", {}, values.map((row) => h("tr", {}, row.map(cell))))));
}

/** A value in a cell: an entity or an edge by its name, else text or JSON. */
function worded(value) {
  if (value === null || value === undefined) return h("span", { class: "faint" }, "∅");
  if (typeof value === "string") return value;
  if (value.labels && value.properties?.name) return h("a", { href: entityAt(value.properties.id) }, called(value.properties.name));
  if (value.source && value.properties?.relation) return h("a", { href: edgeAt(value.properties.id) }, value.properties.relation);
  return h("code", {}, JSON.stringify(value));
}

/** Entities and edges among the answer's nodes and relationships, in the shape that the API gives elsewhere. */
function graphOf({ nodes, edges }) {
  const types = new Set(terms("types").map(({ name }) => name));
  const entities = new Map(nodes.filter(({ properties }) => types.has(properties.type)).map(({ id, properties }) => [id, { id: properties.id, name: properties.name, type: properties.type }]));
  const joining = edges.filter(({ source, target, properties }) => properties.relation && entities.has(source) && entities.has(target));
  return { entities: [...entities.values()], edges: joining.map(({ source, target, properties }) => ({ ...properties, subject: entities.get(source), object: entities.get(target) })) };
}
