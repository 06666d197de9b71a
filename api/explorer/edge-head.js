/** What an edge says as a whole, above its sentences. */

import { h } from "./dom.js";
import { sentenceOf } from "./edges-table.js";
import { facts, statusOf } from "./evidence.js";
import { relationColour } from "./schema.js";
import { percent, stretch, t } from "./words.js";

export function edgeHead(edge, heading, ...more) {
  const said = [
    t("n_claims_for", { n: edge.support }),
    edge.against > 0 && t("n_claims_against", { n: edge.against }),
    t("n_outlets", { n: edge.sources }),
    stretch(edge.first_seen, edge.last_seen),
    t("confidence_of", { value: percent(edge.confidence) }),
  ];
  return h(
    "header",
    { class: "edge-head", colour: relationColour(edge.relation) },
    h(heading, {}, sentenceOf(edge)),
    h("p", { class: "status" }, statusOf(edge)),
    h("p", { class: "faint" }, said.filter(Boolean).join(" · ")),
    facts(edge),
    more,
  );
}
