/** Cypher: an editor, and the answer as a table, a graph or JSON. What an address brings is shown, and run only on demand. */

import { asOf } from "../address.js";
import { isAborted, post } from "../api.js";
import { button, h } from "../dom.js";
import { answerView } from "../cypher-answer.js";
import { remember, title } from "../router.js";
import { failure, loading } from "../states.js";
import { date, t } from "../words.js";

const EXAMPLES = {
  example_top: "MATCH (a)-[r]->(b)\nWHERE r.sources IS NOT NULL\nRETURN a.name AS subject, r.relation AS relation, b.name AS object, r.sources AS outlets\nORDER BY outlets DESC LIMIT 20",
  example_disputed: "MATCH (a)-[r]->(b)\nWHERE r.contradicted\nRETURN a, r, b LIMIT 25",
  example_rumours: "MATCH (a)-[r]->(b)\nWHERE r.certainty = 'reported' AND r.last_seen IS NOT NULL\nRETURN a.name AS subject, r.relation AS relation, b.name AS object, r.last_seen AS last\nORDER BY last DESC LIMIT 20",
  example_hubs: "MATCH (e:Entity)-[r]-()\nWHERE r.sources IS NOT NULL\nRETURN e.name AS entity, e.type AS type, count(r) AS edges\nORDER BY edges DESC LIMIT 15",
};

export async function cypher(root, { query, signal }) {
  title(t("cypher"));
  root.className = "cypher";
  const editor = h("textarea", { rows: 5, spellcheck: "false", autocapitalize: "off", "aria-label": t("statement"), value: query.get("q") ?? EXAMPLES.example_top, oninput: () => keep(), onkeydown: (event) => onKey(event) });
  const parameters = h("textarea", { rows: 2, spellcheck: "false", "aria-label": t("parameters"), placeholder: '{"name": "Nvidia"}', value: query.get("parameters") ?? "", oninput: () => keep(), onkeydown: (event) => onKey(event) });
  const answer = h("div", { class: "answer", "aria-live": "polite" });
  let running = new AbortController();
  const keep = () => {
    query.set("q", editor.value);
    if (parameters.value.trim()) query.set("parameters", parameters.value);
    else query.delete("parameters");
    remember(query);
  };
  const run = async () => {
    running.abort();
    running = new AbortController();
    keep();
    answer.replaceChildren(loading());
    try {
      const body = { statement: editor.value, parameters: parsed(parameters.value), limit: 1000 };
      const told = await post("/cypher", body, { signal: AbortSignal.any([signal, running.signal]) });
      answer.replaceChildren(answerView(told, signal));
    } catch (error) {
      if (!isAborted(error)) answer.replaceChildren(failure(error, run));
    }
  };
  const onKey = (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    run();
  };
  const examples = Object.entries(EXAMPLES).map(([key, text]) => button(t(key), () => { editor.value = text; keep(); editor.focus(); }, { class: "facet small" }));
  root.replaceChildren(
    h("header", { class: "head" }, h("h1", {}, t("cypher_title")), h("p", { class: "lead" }, t("cypher_lead")), asOf() && h("p", { class: "faint" }, t("cypher_today", { date: date(asOf()) }))),
    h("div", { class: "editor" }, editor, h("details", { open: parameters.value !== "" }, h("summary", {}, t("parameters")), parameters), h("div", { class: "row" }, button(t("run"), run, { class: "strong" }), h("kbd", {}, "Ctrl"), h("kbd", {}, t("key_open")), h("span", { class: "grow" }), h("span", { class: "faint" }, t("examples")), examples)),
    answer,
  );
}

/** The parameters as an object; raises in words when they are none. */
function parsed(text) {
  if (!text.trim()) return {};
  try {
    return JSON.parse(text);
  } catch {
    throw Object.assign(new Error(), { kind: "query", detail: t("bad_parameters"), isOurs: true });
  }
}
