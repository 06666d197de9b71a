/** The start: search, questions that this graph can answer, how much there is, what was said last. */

import { entityAt, graphAt, pathsAt } from "../address.js";
import { get } from "../api.js";
import { h, called } from "../dom.js";
import { sentenceOf } from "../edges-table.js";
import { statusOf } from "../evidence.js";
import { go, title } from "../router.js";
import { relationColour, terms } from "../schema.js";
import { searchBox } from "../search.js";
import { empty } from "../states.js";
import { date, inLanguage, number, stretch, t } from "../words.js";

export async function home(root, { signal }) {
  const [stats, top, latest] = await Promise.all([
    get("/stats", {}, { signal }),
    get("/entities", { limit: 4 }, { signal }),
    get("/changes", { limit: 8 }, { signal }),
  ]);
  title("");
  root.className = "home";
  const search = searchBox({ label: t("search"), hint: t("search_hint"), onpick: ({ id }) => go(entityAt(id)) });
  root.replaceChildren(
    h("section", { class: "hero" }, h("h1", {}, t("motto")), h("p", { class: "lead" }, t("lead")), search, stats.edges > 0 && questions(top.items, stats)),
    stats.edges > 0 ? counts(stats) : empty(t("empty_graph"), h("code", {}, "aigraph ingest <path>")),
    latest.items.length > 0 && h("section", {}, h("h2", {}, t("latest")), h("ul", { class: "latest" }, latest.items.map(line))),
  );
  if (matchMedia("(pointer: fine)").matches) search.querySelector("input").focus({ preventScroll: true });
}

/** Questions made of what is there, so that each has an answer. */
function questions([first, second, third], stats) {
  const relations = terms("relations").filter(({ name }) => stats.relations[name] > 0);
  const common = relations.toSorted((a, b) => stats.relations[b.name] - stats.relations[a.name])[0];
  const asked = [
    first && { words: t("ask_about", { name: called(first.name) }), href: entityAt(first.id) },
    second && { words: t("ask_graph", { name: called(second.name) }), href: graphAt([second.id]) },
    third && { words: t("ask_path", { a: called(first.name), b: called(third.name) }), href: pathsAt(first.id, third.id) },
    common && { words: t("ask_cypher", { relation: inLanguage(common.label) }), href: `/c?${new URLSearchParams({ q: `MATCH (a)-[r:${common.edge_type}]->(b)\nRETURN a.name, b.name, r.certainty, r.sources\nORDER BY r.sources DESC LIMIT 20` })}` },
  ].filter(Boolean);
  return h("ul", { class: "questions", "aria-label": t("questions") }, asked.map(({ words, href }) => h("li", {}, h("a", { href }, words))));
}

function counts(stats) {
  const shown = ["articles", "claims", "edges", "entities", "publishers", "contradicted"];
  const span = stretch(stats.first_published, stats.last_published);
  return h(
    "section",
    { class: "counts", "aria-label": t("counts") },
    h("dl", {}, shown.map((name) => h("div", {}, h("dd", {}, number(stats[name])), h("dt", {}, t(`count_${name}`, { n: stats[name] }))))),
    span && h("p", { class: "faint" }, t("published_between", { span })),
  );
}

function line(edge) {
  return h(
    "li",
    { colour: relationColour(edge.relation) },
    h("span", { class: "tick", "aria-hidden": "true" }),
    h("span", { class: "grow" }, sentenceOf(edge)),
    h("span", { class: "status" }, statusOf(edge)),
    h("time", { class: "faint", datetime: edge.last_seen }, date(edge.last_seen)),
  );
}
