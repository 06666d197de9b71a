/** A small picture of entities and edges; a click, or Enter, opens what it hits. */

import { edgeAt, entityAt } from "./address.js";
import { announce, h } from "./dom.js";
import { wordsOf } from "./graph/labels.js";
import { GraphView, canDraw } from "./graph/view.js";
import { go } from "./router.js";
import { t } from "./words.js";

/** The picture, or nothing where the browser draws none. `onselect` may do something else with a hit. */
export function smallGraph({ entities, edges }, { signal, onselect = open }) {
  if (!canDraw() || entities.length === 0) return null;
  const canvas = h("canvas", { tabindex: "0", role: "application", "aria-label": t("canvas") });
  const degree = new Map(entities.map(({ id }) => [id, edges.filter(({ subject, object }) => subject.id === id || object.id === id).length]));
  const view = new GraphView(canvas, { onselect, onopen: ({ id }) => go(entityAt(id)), onwalk: name, onenter: onselect });
  signal.addEventListener("abort", () => view.close());
  view.show({ entities, edges, degree });
  return h("div", { class: "stage" }, canvas);
}

function name(hit) {
  if (hit) announce(hit.edge ? [hit.edge.from.name, wordsOf(hit.edge), hit.edge.to.name].join(" ") : hit.node.name);
}

function open(hit) {
  if (hit) go(hit.edge ? edgeAt(hit.edge.edge.id) : entityAt(hit.node.id));
}
