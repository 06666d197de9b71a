/** An edge: the sentence that it says, its status, and every quote behind it. */

import { get, segment } from "../api.js";
import { h, visible } from "../dom.js";
import { edgeHead } from "../edge-head.js";
import { evidenceOf } from "../evidence.js";
import { title } from "../router.js";
import { wording } from "../schema.js";
import { t } from "../words.js";

export async function edge(root, { path: id, signal }) {
  const found = await get(`/edges/${segment(id)}`, {}, { signal });
  title([found.subject.name, wording(found), found.object.name].map(visible).join(" "));
  root.className = "edge";
  const ids = [found.subject.id, found.object.id].map(encodeURIComponent).join(",");
  const links = h("p", { class: "row acts" }, h("a", { class: "button strong", href: `/g?ids=${ids}&sel=${encodeURIComponent(found.id)}` }, t("open_graph")));
  root.replaceChildren(edgeHead(found, "h1", links), evidenceOf(id, { signal }));
}
