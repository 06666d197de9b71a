/** An entity: what it is, its edges with their evidence. All of it in words; the canvas is one click away. */

import { get, isAborted, segment } from "../api.js";
import { button, h, visible } from "../dom.js";
import { edgesTable } from "../edges-table.js";
import { go, remember, title } from "../router.js";
import { inLanguage, number, t } from "../words.js";
import { isSymmetric, label, relationColour, terms, typeColour, typeShape } from "../schema.js";
import { searchBox } from "../search.js";
import { empty, failure, loading } from "../states.js";

const PAGE = 50;

export async function entity(root, { path: id, query, signal }) {
  const [found, summary] = await Promise.all([
    get(`/entities/${segment(id)}`, {}, { signal }),
    get(`/entities/${segment(id)}/neighbors/summary`, {}, { signal }),
  ]);
  title(found.name);
  root.className = "entity";
  const list = h("div", { class: "list" });
  const show = () => fill(list, { id, query, signal, name: found.name });
  root.replaceChildren(head(found), byRelation(summary.items, query, show), list);
  await show();
}

function head(found) {
  const aliases = found.aliases.map(visible).filter((alias) => alias.toLowerCase() !== found.name.toLowerCase());
  const end = searchBox({ label: t("path_to"), hint: t("path_to_hint"), onpick: ({ id }) => go(`/p?from=${encodeURIComponent(found.id)}&to=${encodeURIComponent(id)}`) });
  return h(
    "header",
    { class: "head" },
    h("p", { class: "kicker" }, h("span", { class: `shape ${typeShape(found.type)}`, colour: typeColour(found.type) }), label("types", found.type)),
    h("h1", { dir: "auto" }, found.name),
    aliases.length > 0 && h("p", { class: "aliases", dir: "auto" }, t("also_called", { name: aliases.join(" · ") })),
    h("p", { class: "faint" }, [t("n_edges", { n: found.edges }), t("n_claims", { n: found.claims }), t("n_articles", { n: found.articles })].join(" · ")),
    h("div", { class: "row acts" }, h("a", { class: "button strong", href: `/g?ids=${encodeURIComponent(found.id)}` }, t("open_graph")), end),
  );
}

/** Counts by relation and direction, each a switch that filters the table. */
function byRelation(groups, query, show) {
  const chosen = () => `${query.get("relation") ?? ""} ${query.get("direction") ?? ""}`.trim();
  const switches = groups.map(({ relation, direction, edges }) => {
    const way = direction === "both" ? "" : direction;
    const toggle = button([words(relation, direction), " ", h("span", { class: "count" }, number(edges))], () => {
      const on = chosen() === `${relation} ${way}`.trim();
      for (const [name, value] of [["relation", relation], ["direction", way]]) {
        if (on || !value) query.delete(name);
        else query.set(name, value);
      }
      remember(query);
      press();
      show();
    }, { class: "facet", colour: relationColour(relation) });
    return { toggle, is: `${relation} ${way}`.trim() };
  });
  const press = () => switches.forEach(({ toggle, is }) => { toggle.ariaPressed = String(is === chosen()); });
  press();
  return h("div", { class: "facets", role: "group", "aria-label": t("filter_relation") }, switches.map(({ toggle }) => toggle));
}

function words(relation, direction) {
  const term = terms("relations").find(({ name }) => name === relation);
  return inLanguage(direction === "in" && !isSymmetric(relation) ? term.inverse : term.label);
}

async function fill(list, { id, query, signal, name }) {
  const edges = [];
  const more = async (cursor) => {
    if (!cursor) list.replaceChildren(loading());
    try {
      const wanted = { relation: query.get("relation"), direction: query.get("direction"), limit: PAGE, cursor };
      const page = await get(`/entities/${segment(id)}/edges`, wanted, { signal });
      edges.push(...page.items);
      if (edges.length === 0) return list.replaceChildren(empty(t("no_edges")));
      const rest = page.next && button(t("show_more", { n: page.total - edges.length }), () => more(page.next), { class: "wide" });
      return list.replaceChildren(edgesTable(edges, { from: id, signal, caption: t("edges_of", { name: visible(name) }) }), ...(rest ? [rest] : []));
    } catch (error) {
      return isAborted(error) || list.replaceChildren(failure(error, () => more(cursor)));
    }
  };
  await more(null);
}
