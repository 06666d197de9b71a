/** Paths between two entities, as lines that one can read; each hop opens its sentences. */

import { asOf, graphAt, pathsAt } from "../address.js";
import { get, segment } from "../api.js";
import { button, h, called } from "../dom.js";
import { entityLink, sentenceOf } from "../edges-table.js";
import { evidenceOf, statusOf } from "../evidence.js";
import { go, title } from "../router.js";
import { relationColour, wording } from "../schema.js";
import { searchBox } from "../search.js";
import { smallGraph } from "../small-graph.js";
import { empty, loading } from "../states.js";
import { t } from "../words.js";

export async function paths(root, { query, signal }) {
  const ends = { from: query.get("from"), to: query.get("to") };
  title(t("paths"));
  root.className = "paths";
  const known = await Promise.all(Object.values(ends).map((id) => id && get(`/entities/${segment(id)}`, {}, { signal })));
  const place = h("div", { class: "found" });
  root.replaceChildren(h("header", { class: "head" }, h("h1", {}, t("paths_title")), h("p", { class: "lead" }, t("paths_lead")), form(ends, known)), place);
  if (!ends.from || !ends.to) return;
  place.replaceChildren(loading());
  title(known.map(({ name }) => called(name)).join(" – "));
  const found = ends.from === ends.to ? { paths: [] } : await get("/paths", { ...ends, k: 8, max_hops: 4, as_of: asOf() }, { signal });
  const [a, b] = known.map(({ name }) => called(name));
  place.replaceChildren(...(found.paths.length ? [h("p", { class: "faint" }, t("n_paths", { n: found.paths.length })), picture(found.paths, signal), h("ol", { class: "path-list" }, found.paths.map((path) => line(path, signal)))].filter(Boolean) : [empty(t("no_path", { a, b }))]));
}

/** All paths in one small graph. */
function picture(paths, signal) {
  const distinct = (things) => [...new Map(things.map((thing) => [thing.id, thing])).values()];
  const drawn = smallGraph({ entities: distinct(paths.flatMap(({ entities }) => entities)), edges: distinct(paths.flatMap(({ edges }) => edges)) }, { signal });
  return drawn && h("figure", { class: "around" }, drawn);
}

function form(ends, known) {
  const box = (name, at) => {
    const pick = ({ id }) => {
      go(pathsAt(...["from", "to"].map((end) => (end === name ? id : ends[end]))));
    };
    return h("div", { class: "end" }, h("span", { class: "faint", "aria-hidden": "true" }, t(`end_${name}`)), searchBox({ label: t(`end_${name}`), hint: t("search_hint"), value: called(known[at]?.name ?? ""), onpick: pick }));
  };
  const swap = button("⇄", () => go(pathsAt(ends.to, ends.from)), { class: "icon", "aria-label": t("swap"), title: t("swap") });
  return h("div", { class: "ends" }, box("from", 0), swap, box("to", 1));
}

function line({ entities, hops, edges }, signal) {
  const byId = new Map(edges.map((edge) => [edge.id, edge]));
  const steps = hops.flatMap(({ start, edges: ids }, at) => [
    h("span", { class: "hop" }, ids.slice(0, 2).map((id) => h("span", { class: "via", colour: relationColour(byId.get(id).relation) }, wording(byId.get(id), start))), ids.length > 2 && h("span", { class: "faint" }, t("n_more", { n: ids.length - 2 }))),
    entityLink(entities[at + 1]),
  ]);
  const graph = h("a", { class: "small", href: graphAt(entities.map(({ id }) => id), { hops: "0" }) }, t("open_graph"));
  return h(
    "li",
    {},
    h("p", { class: "path" }, entityLink(entities[0]), steps),
    h("details", {}, h("summary", {}, t("n_edges_behind", { n: edges.length })), h("ul", {}, edges.map((edge) => withEvidence(edge, signal)))),
    graph,
  );
}

function withEvidence(edge, signal) {
  const place = h("div", { hidden: true });
  const toggle = button(t("n_sentences", { n: edge.support + edge.against }), () => {
    place.hidden = !place.hidden;
    toggle.ariaExpanded = String(!place.hidden);
    if (!place.hasChildNodes()) place.append(evidenceOf(edge.id, { signal }));
  }, { class: "quiet small", "aria-expanded": "false" });
  return h("li", { colour: relationColour(edge.relation) }, h("div", { class: "row" }, h("span", { class: "tick", "aria-hidden": "true" }), sentenceOf(edge), h("span", { class: "status" }, statusOf(edge)), toggle), place);
}
