/** About: what the explorer shows, what the statuses mean, what the ontology holds, and the limits. */

import { get } from "../api.js";
import { h } from "../dom.js";
import { keyList } from "../inspector.js";
import { title } from "../router.js";
import { save } from "../save.js";
import { lineStyle, ontologyVersion, relationColour, terms, typeColour, typeShape } from "../schema.js";
import { token } from "../token.js";
import { inLanguage, t } from "../words.js";

export async function about(root) {
  title(t("about"));
  root.className = "about";
  const rows = (list, sign) => h("dl", { class: "terms" }, list.map((term) => h("div", {}, h("dt", {}, sign(term), inLanguage(term.label)), h("dd", {}, inLanguage(term.definition)))));
  const line = (status) => h("span", { class: `line ${lineStyle({ certainty: "asserted", phase: "current", ...status })}` });
  root.replaceChildren(
    h("header", { class: "head" }, h("h1", {}, t("about_title")), h("p", { class: "lead" }, t("about_lead"))),
    h("section", {}, h("h2", {}, t("about_reading")), ["about_claim", "about_edge", "about_confidence", "about_limits"].map((key) => h("p", {}, t(key)))),
    h("section", {}, h("h2", {}, t("about_statuses")), rows(terms("certainties"), ({ name }) => line({ certainty: name })), rows(terms("phases"), ({ name }) => line({ phase: name }))),
    h("section", {}, h("h2", {}, t("about_relations")), rows(terms("relations"), ({ name }) => h("span", { class: "line solid thick", colour: relationColour(name) }))),
    h("section", {}, h("h2", {}, t("about_types")), rows(terms("types"), ({ name }) => h("span", { class: `shape ${typeShape(name)}`, colour: typeColour(name) }))),
    h("section", {}, h("h2", {}, t("keys")), keyList()),
    h("section", {}, h("h2", {}, t("about_licence")), h("p", {}, t("about_licence_text")), h("p", { class: "faint" }, t("ontology_version", { version: ontologyVersion() }), " · ", h("a", { href: "/api/v1/openapi.json", onclick: saveDescription }, t("api_description")))),
  );
}

/** Where the server wants a token, a link alone would not send it. */
async function saveDescription(event) {
  if (token() === null) return;
  event.preventDefault();
  save(JSON.stringify(await get("/openapi.json"), null, 1), "openapi.json", "application/json");
}
