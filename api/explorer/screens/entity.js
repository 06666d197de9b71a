/** An entity: what it is, its edges with their evidence. All of it in words; the canvas is one click away. */

import { asOf, graphAt, pathsAt } from "../address.js";
import { get, isAborted, segment } from "../api.js";
import { button, called, h } from "../dom.js";
import { articlesAbout } from "../articles.js";
import { edgesTable } from "../edges-table.js";
import { go, remember, title } from "../router.js";
import { inLanguage, number, t } from "../words.js";
import { isSymmetric, label, relationColour, terms, typeColour, typeShape } from "../schema.js";
import { searchBox } from "../search.js";
import { smallGraph } from "../small-graph.js";
import { timeline } from "../time-bar.js";
import { Times } from "../times.js";
import { empty, failure, loading } from "../states.js";

const PAGE = 50;
const NEAR = 26;

export async function entity(root, { path: id, query, signal }) {
  const then = { as_of: asOf() };
  const [found, summary, around, dates] = await Promise.all([
    get(`/entities/${segment(id)}`, {}, { signal }),
    get(`/entities/${segment(id)}/neighbors/summary`, then, { signal }),
    get("/graph", { ids: id, hops: 1, limit: NEAR, ...then }, { signal }),
    get(`/entities/${segment(id)}/dates`, then, { signal }),
  ]);
  title(called(found.name));
  root.className = "entity";
  const list = h("div", { class: "list" });
  const show = () => fill(list, { id, query, signal, name: found.name });
  const picture = around.edges.length > 0 && smallGraph(around, { signal });
  root.replaceChildren(
    h("div", { class: "top" }, h("div", {}, head(found), spoken(dates.items)), picture && h("figure", { class: "around" }, picture)),
    h("div", { class: "row" }, byRelation(summary.items, query, show), narrow(list)),
    list,
    articlesAbout(id, { signal }),
  );
  await show();
}

/** How often the entity is spoken of, by month. */
function spoken(items) {
  const times = new Times(new URLSearchParams(), () => undefined);
  times.learn(items);
  return timeline(times, [...times.dates.keys()].map((edge) => ({ id: edge })));
}

/** A box that keeps the rows with these words, of those that are loaded; Enter opens the sentences of the first. */
function narrow(list) {
  const filter = () => {
    const words = folded(field.value);
    for (const row of list.querySelectorAll("tr[data-edge]")) {
      const out = !folded(row.textContent).includes(words);
      row.classList.toggle("out", out);
      row.nextElementSibling.classList.toggle("out", out);
    }
  };
  const open = (event) => {
    const first = event.key === "Enter" && list.querySelector("tr[data-edge]:not(.out) .act button");
    if (!first) return;
    event.preventDefault();
    first.focus();
    if (first.ariaExpanded === "false") first.click();
  };
  const field = h("input", { type: "search", class: "search narrow", onkeydown: open, placeholder: t("narrow"), "aria-label": t("narrow"), oninput: filter });
  new MutationObserver(filter).observe(list, { childList: true, subtree: true });
  return field;
}

const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function head(found) {
  const aliases = found.aliases.map(called).filter((alias) => alias.toLowerCase() !== found.name.toLowerCase());
  const end = searchBox({ label: t("path_to"), hint: t("path_to_hint"), onpick: ({ id }) => go(pathsAt(found.id, id)) });
  return h(
    "header",
    { class: "head" },
    h("p", { class: "kicker" }, h("span", { class: `shape ${typeShape(found.type)}`, colour: typeColour(found.type) }), label("types", found.type)),
    h("h1", { dir: "auto" }, called(found.name)),
    aliases.length > 0 && h("p", { class: "aliases", dir: "auto" }, t("also_called", { name: aliases.join(" · ") })),
    asOf() === null && h("p", { class: "faint" }, [t("n_edges", { n: found.edges }), t("n_claims", { n: found.claims }), t("n_articles", { n: found.articles })].join(" · ")),
    h("div", { class: "row acts" }, h("a", { class: "button strong", href: graphAt([found.id]) }, t("open_graph")), end),
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
      const wanted = { relation: query.get("relation"), direction: query.get("direction"), limit: PAGE, cursor, as_of: asOf() };
      const page = await get(`/entities/${segment(id)}/edges`, wanted, { signal });
      edges.push(...page.items);
      if (edges.length === 0) return list.replaceChildren(empty(t("no_edges")));
      const rest = page.next && button(t("show_more", { n: page.total - edges.length }), () => more(page.next), { class: "wide" });
      return list.replaceChildren(edgesTable(edges, { from: id, signal, caption: t("edges_of", { name: called(name) }) }), ...(rest ? [rest] : []));
    } catch (error) {
      return isAborted(error) || list.replaceChildren(failure(error, () => more(cursor)));
    }
  };
  await more(null);
}
