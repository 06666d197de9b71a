/** The sentences that an edge rests on. The reason why the explorer exists. */

import { asOf } from "./address.js";
import { get, isAborted, segment } from "./api.js";
import { button, called, h, outsideLink } from "./dom.js";
import { inContext, quoteOf } from "./quote.js";
import { label, lineStyle, terms } from "./schema.js";
import { empty, failure, loading } from "./states.js";
import { date, inLanguage, money, percent, t } from "./words.js";

/** All claims of the edge, those that hold it first; asks for them, and says so when there are none. */
export function evidenceOf(edgeId, { signal } = {}) {
  const root = h("div", { class: "evidence" }, loading());
  const claims = [];
  const more = async (cursor) => {
    try {
      const page = await get(`/edges/${segment(edgeId)}/claims`, { cursor, as_of: asOf() }, { signal });
      claims.push(...page.items);
      root.replaceChildren(...(claims.length ? sides(claims) : [empty(t("no_evidence"))]));
      if (page.next) root.append(button(t("show_more", { n: page.total - claims.length }), () => more(page.next), { class: "wide" }));
    } catch (error) {
      if (!isAborted(error)) root.replaceChildren(failure(error, () => more(cursor)));
    }
  };
  more(null);
  return root;
}

function sides(claims) {
  const denials = claims.filter((claim) => claim.certainty === "denied");
  const holding = claims.filter((claim) => claim.certainty !== "denied");
  const known = new Map(claims.map((claim) => [claim.id, claim]));
  const side = (heading, some, kind) =>
    some.length > 0 && h("section", { class: kind }, h("h3", {}, heading, " ", h("span", { class: "count" }, some.length)), some.map((claim) => card(claim, known)));
  return [side(t("says_so"), holding, "holding"), side(t("denies_it"), denials, "denying")].filter(Boolean);
}

function card(claim, known) {
  const { article } = claim;
  return h(
    "article",
    { class: "claim", id: claim.id, tabindex: "-1", "data-start": claim.evidence.start, "data-end": claim.evidence.end },
    quoteOf(claim),
    h(
      "p",
      { class: "source" },
      article.publisher && h("span", { class: "publisher", dir: "auto" }, called(article.publisher)),
      article.published ? h("time", { datetime: article.published }, date(article.published)) : h("span", { class: "faint" }, t("undated")),
      h("cite", { lang: article.lang || null, dir: "auto" }, outsideLink(article.source, called(article.title || article.source))),
    ),
    copy(claim, known),
    h("p", { class: "status" }, chip("certainties", claim.certainty), chip("phases", claim.phase), claim.said_by && h("span", { class: "chip" }, t("according_to", { name: called(claim.said_by) }))),
    facts(claim),
    contradiction(claim, known),
    h("footer", { class: "row" }, h("span", { class: "faint", title: t("confidence_help") }, t("confidence"), " ", percent(claim.confidence)), h("span", { class: "faint" }, t("extractor"), " ", called(claim.extractor)), inContext(claim)),
  );
}

/** What says that the article is a copy of another one on the list, which counts once. */
function copy(claim, known) {
  const first = claim.group && [...known.values()].find((other) => other.group === claim.group);
  if (!first || first.article.id === claim.article.id) return null;
  return h("p", { class: "faint", title: t("copy_help") }, t("copy_of", { name: called(words(first)) }));
}

/** Outlet and date of a claim's article. */
function words({ article }) {
  return [article.publisher || article.title || article.source, article.published && date(article.published)].filter(Boolean).join(", ");
}

/** A value of certainty or phase, explained on hover. */
export function chip(kind, name) {
  const term = terms(kind).find((one) => one.name === name);
  return h("span", { class: `chip ${name}`, title: term ? inLanguage(term.definition) : null }, label(kind, name));
}

/** Whether an edge's claims contradict one another, and the line that it is drawn with. */
export function statusOf(edge) {
  return [
    h("span", { class: `line ${lineStyle(edge)}`, "aria-hidden": "true" }),
    chip("certainties", edge.certainty),
    chip("phases", edge.phase),
    edge.contradicted && h("span", { class: "chip disputed", title: t("disputed_help") }, t("disputed")),
  ];
}

/** The qualifiers that a claim or an edge has. */
export function facts(thing) {
  const rows = terms("qualifiers")
    .filter(({ name }) => thing[name] !== null && thing[name] !== undefined && name !== "currency" && name !== "said_by")
    .map(({ name }) => [label("qualifiers", name), valueOf(name, thing)]);
  return rows.length > 0 && h("dl", { class: "facts" }, rows.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", { dir: "auto" }, value))));
}

function valueOf(name, thing) {
  if (name === "amount") return called(money(thing.amount, thing.currency));
  return name.startsWith("valid_") ? date(thing[name]) : called(thing[name]);
}

function contradiction(claim, known) {
  const others = claim.contradicted_by ?? [];
  if (others.length === 0) return null;
  const links = others.map((id) => h("li", {}, opponent(id, known.get(id))));
  return h("div", { class: "against" }, h("p", {}, t("contradicted_by", { n: others.length })), h("ul", {}, links));
}

function opponent(id, claim) {
  if (!claim) return h("code", {}, id);
  const jump = () => {
    const there = document.getElementById(id);
    there?.scrollIntoView({ block: "nearest" });
    there?.focus({ preventScroll: true });
  };
  return button(called(words(claim)), jump, { class: "link" });
}
