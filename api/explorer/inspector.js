/** Beside the canvas: the sentences of the selected edge, or what can be done with the selected entity. */

import { asOf, edgeAt, entityAt } from "./address.js";
import { get, isAborted, segment } from "./api.js";
import { button, called, h } from "./dom.js";
import { edgeHead } from "./edge-head.js";
import { evidenceOf } from "./evidence.js";
import { isSymmetric, label, relationColour, terms, typeColour, typeShape, wording } from "./schema.js";
import { inLanguage, number, t } from "./words.js";

/** The selected edge. */
export function inspectEdge(edge, { onclose, signal }) {
  const links = h("p", { class: "row" }, h("a", { href: edgeAt(edge.id) }, t("edge_page")));
  return [closing(onclose), edgeHead(edge, "h2", links), evidenceOf(edge.id, { signal })];
}

/** The selected entity, with how many edges it has in `total` and `left` out of the canvas: `acts` are expand(filter), hide(), select(edge id). */
export function inspectEntity(entity, { total, left, edges, pinned, acts, onclose, signal }) {
  const pin = button(t("pin"), () => { acts.pin(pin.ariaPressed !== "true"); pin.ariaPressed = String(pin.ariaPressed !== "true"); }, { "aria-pressed": String(pinned) });
  const groups = h("div", { class: "groups" });
  if (left > 0) menu(groups, entity, acts, signal);
  return [
    closing(onclose),
    h("p", { class: "kicker" }, h("span", { class: `shape ${typeShape(entity.type)}`, colour: typeColour(entity.type) }), label("types", entity.type)),
    h("h2", { dir: "auto" }, h("a", { href: entityAt(entity.id) }, called(entity.name))),
    h("p", { class: "faint" }, t("edges_shown", { n: total, shown: edges.length })),
    h("p", { class: "row" }, left > 0 && button(t("expand"), () => acts.expand({}), { class: "strong" }), button(t("collapse"), acts.collapse), button(t("hide"), acts.hide), pin),
    groups,
    edges.length > 0 && h("section", {}, h("h3", {}, t("edges_here")), h("ul", { class: "near" }, edges.map((edge) => near(edge, entity, acts)))),
  ];
}

function near(edge, entity, acts) {
  const other = edge.subject.id === entity.id ? edge.object : edge.subject;
  const words = [h("span", { class: "tick", "aria-hidden": "true" }), h("span", { class: "grow", dir: "auto" }, wording(edge, entity.id), " ", h("b", {}, called(other.name))), h("span", { class: "count" }, number(edge.support + edge.against))];
  return h("li", {}, button(words, () => acts.select(edge.id), { class: "line-button", colour: relationColour(edge.relation) }));
}

/** A way to add neighbours by relation and direction, each with its count. */
async function menu(root, entity, acts, signal) {
  try {
    const { items } = await get(`/entities/${segment(entity.id)}/neighbors/summary`, { as_of: asOf() }, { signal });
    const choices = items.map(({ relation, direction, neighbours }) => {
      const term = terms("relations").find(({ name }) => name === relation);
      const words = inLanguage(direction === "in" && !isSymmetric(relation) ? term.inverse : term.label);
      const filter = direction === "both" ? { relation } : { relation, direction };
      return button([words, " ", h("span", { class: "count" }, number(neighbours))], () => acts.expand(filter), { class: "facet small", colour: relationColour(relation) });
    });
    root.replaceChildren(h("h3", {}, t("expand_by")), h("div", { class: "facets" }, choices));
  } catch (error) {
    if (!isAborted(error)) root.replaceChildren();
  }
}

const closing = (onclose) => button("✕", onclose, { class: "quiet icon close", "aria-label": t("close") });

/** Nothing is selected: what there is to do. */
export function inspectNothing({ entities, edges }) {
  return [
    h("h2", {}, [t("n_entities", { n: entities }), t("n_edges", { n: edges })].join(" · ")),
    h("p", {}, t("how_edge")),
    h("p", {}, t("how_entity")),
    h("details", {}, h("summary", {}, t("keys")), keyList()),
  ];
}

/** The keys of the canvas and what they do. */
export function keyList() {
  const names = ["arrows", "edges", "zoom", "fit", "depth", "open", "escape", "undo", "find"];
  return h("dl", { class: "keys" }, names.map((name) => h("div", {}, h("dt", {}, t(`key_${name}`)), h("dd", {}, t(`key_${name}_does`)))));
}

/** Many edges between the same two, which are one line on the canvas. */
export function inspectBundle(edges, { select, onclose }) {
  const [{ subject, object }] = edges;
  const row = (edge) => {
    const words = [h("span", { class: "tick", "aria-hidden": "true" }), h("span", { class: "grow", dir: "auto" }, called(edge.subject.name), " ", wording(edge), " ", called(edge.object.name)), h("span", { class: "count" }, number(edge.support + edge.against))];
    return h("li", {}, button(words, () => select(edge.id), { class: "line-button", colour: relationColour(edge.relation) }));
  };
  return [closing(onclose), h("h2", { dir: "auto" }, `${called(subject.name)} – ${called(object.name)}`), h("p", { class: "faint" }, t("n_edges", { n: edges.length })), h("ul", { class: "near" }, edges.map(row))];
}
