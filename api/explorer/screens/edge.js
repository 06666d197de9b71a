/** An edge: the sentence that it says, its status, and every quote behind it. */

import { asOf, graphAt } from "../address.js";
import { get, segment } from "../api.js";
import { h, called } from "../dom.js";
import { edgeHead } from "../edge-head.js";
import { evidenceOf } from "../evidence.js";
import { title } from "../router.js";
import { wording } from "../schema.js";
import { empty } from "../states.js";
import { date, t } from "../words.js";

export async function edge(root, { path: id, signal }) {
  const found = await known(id, signal);
  title([found.subject.name, wording(found), found.object.name].map(called).join(" "));
  root.className = "edge";
  const links = h("p", { class: "row acts" }, h("a", { class: "button strong", href: graphAt([found.subject.id, found.object.id], { sel: found.id }) }, t("open_graph")));
  root.replaceChildren(edgeHead(found, "h1", links), found.unsaid ? empty(t("unsaid", { date: date(asOf()) })) : evidenceOf(id, { signal }));
}

/** The edge as it stood; as it is now, `unsaid`, when nobody had said it by then. */
async function known(id, signal) {
  const now = () => get(`/edges/${segment(id)}`, {}, { signal });
  if (asOf() === null) return now();
  try {
    return await get(`/edges/${segment(id)}`, { as_of: asOf() }, { signal });
  } catch (error) {
    if (error.kind !== "missing") throw error;
    return { ...(await now()), unsaid: true };
  }
}
