/** What is called as a file: drawn or written here, or by the API where it has the form already. */

import { asOf } from "./address.js";
import { file } from "./api.js";
import { announce, button, h, called } from "./dom.js";
import { draw } from "./graph/draw.js";
import { wordsOf } from "./graph/labels.js";
import { svgOf } from "./graph/svg.js";
import { canDraw } from "./graph/view.js";
import { go } from "./router.js";
import { fileName, save } from "./save.js";
import { language, t } from "./words.js";

const SHARP = 2;
const WRITTEN = { csv: "csv", graphml: "graphml", turtle: "ttl", html: "html" };

/** The menu. `seen()` gives {entities, edges, view, link}: what is called; `onfail(error)` hears what went wrong. */
export function exportMenu(seen, onfail) {
  const name = (ending) => fileName(seen().entities.slice(0, 3).map((entity) => called(entity.name)).join(" "), ending);
  const makers = {
    png: async () => save(await png(seen().view), name("png")),
    svg: () => save(svg(seen()), name("svg"), "image/svg+xml"),
    json: () => save(JSON.stringify(kept(seen()), null, 1), name("json"), "application/json"),
    ...Object.fromEntries(Object.entries(WRITTEN).map(([form, ending]) => [form, async () => save(await asked(form, seen()), name(ending))])),
  };
  const order = ["png", "svg", "csv", "json", "graphml", "turtle", "html"];
  const summary = h("summary", {}, t("export"));
  const act = async (work, form) => {
    root.open = false;
    summary.focus();
    try {
      await work();
      if (form) announce(t("exported", { form: t(`export_${form}`) }));
    } catch (error) {
      onfail(error);
    }
  };
  const field = h("input", { type: "file", accept: ".json,application/json", class: "unseen", tabindex: "-1", "aria-label": t("export_open"), onchange: () => act(() => openFile(field)) });
  const needsCanvas = (form) => (form === "png" || form === "svg") && !canDraw();
  const choices = order.filter((form) => !needsCanvas(form)).map((form) => h("li", {}, button(t(`export_${form}`), () => act(makers[form], form), { class: "choice", "data-form": form })));
  const root = h(
    "details",
    { class: "drop export", onkeydown: (event) => { if (event.key === "Escape") { root.open = false; summary.focus(); } } },
    summary,
    h("div", {}, h("ul", {}, choices), button(t("export_open"), () => field.click(), { class: "choice" }), field),
  );
  return root;
}

/** The canvas as it is now, on paper, twice as sharp. */
function png({ scene, camera, look, pinned }) {
  const canvas = h("canvas", { width: camera.width * SHARP, height: camera.height * SHARP });
  const ctx = canvas.getContext("2d");
  draw(ctx, scene, { ...camera, toScreen: camera.toScreen, ratio: SHARP }, { look, pinned, focus: null, selected: null, hovered: null, brisk: false });
  ctx.globalCompositeOperation = "destination-over";
  ctx.resetTransform();
  ctx.fillStyle = look.paper;
  ctx.fillRect(0, 0, canvas.width, canvas.height);
  return new Promise((done) => { canvas.toBlob(done, "image/png"); });
}

const svg = ({ view, entities }) => svgOf(view.scene, { look: view.look, wording: wordsOf, title: entities.slice(0, 3).map((entity) => called(entity.name)).join(", ") });

/** What one needs to see the same again, and what is seen. */
const kept = ({ entities, edges, link }) => ({ aigraph: "view", version: 1, address: link, as_of: asOf(), entities, edges });

function asked(format, { entities, edges, view }) {
  const positions = view ? Object.fromEntries(view.scene.nodes.map(({ id, x, y }) => [id, [x, y]])) : {};
  const more = format === "html" ? { positions, lang: language(), title: entities.slice(0, 3).map(({ name }) => called(name)).join(", ").slice(0, 300) } : {};
  return file("/graph/export", { format, entities: entities.map(({ id }) => id), edges: edges.map(({ id }) => id), as_of: asOf(), ...more });
}

/** Open a view that was saved as JSON: its address says all; raises in words when the file is none. */
async function openFile(field) {
  const [chosen] = field.files;
  field.value = "";
  if (!chosen) return;
  const told = await chosen.text().then(JSON.parse).catch(() => null);
  const address = told?.aigraph === "view" && typeof told.address === "string" ? told.address : "";
  if (!address.startsWith("/g?")) throw Object.assign(new Error(), { kind: "refused", detail: t("export_not_ours") });
  await go(address);
}
