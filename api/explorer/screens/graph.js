/** The graph: canvas, legend that filters, inspector with the sentences; a table tab with the same edges. */

import { isAborted } from "../api.js";
import { announce, button, h, visible } from "../dom.js";
import { edgesTable } from "../edges-table.js";
import { Filters, chips, legend } from "../filters.js";
import { graphFrame } from "../graph/frame.js";
import { GraphView } from "../graph/view.js";
import { inspectEdge, inspectEntity, inspectNothing } from "../inspector.js";
import { remember, title } from "../router.js";
import { wording } from "../schema.js";
import { searchBox } from "../search.js";
import { empty, failure } from "../states.js";
import { MOST, WorkingSet } from "../working-set.js";
import { t } from "../words.js";

export async function graph(root, { query, signal }) {
  const set = new WorkingSet(signal);
  const ids = (query.get("ids") ?? "").split(",").filter(Boolean);
  await set.open(ids, query.get("hops") === "0" ? 0 : 1);
  title(set.now.entities.slice(0, 3).map(({ name }) => visible(name)).join(", ") || t("graph"));
  root.className = "graph";
  const screen = new GraphScreen(set, query, signal);
  root.replaceChildren(screen.frame.root);
  screen.start(ids);
}

class GraphScreen {
  constructor(set, query, signal) {
    Object.assign(this, { set, query, signal, tabName: query.get("tab") });
    this.filters = new Filters(query, () => this.refresh());
    const add = searchBox({ label: t("add_entity"), hint: t("add_entity"), onpick: ({ id }) => this.act(() => set.add(id)) });
    this.frame = graphFrame({
      add,
      tools: {
        undo: () => this.step("undo"),
        redo: () => this.step("redo"),
        fit: () => this.view.fit(),
        arrange: () => this.view.arrange(),
        closer: () => this.view.zoom(1.3),
        farther: () => this.view.zoom(1 / 1.3),
      },
      ontab: (name) => this.tab(name),
    });
    this.view = new GraphView(this.frame.canvas, {
      onselect: (hit) => this.select(hit?.node?.id ?? hit?.edge?.id ?? null),
      onopen: (entity) => this.act(() => this.expand(entity.id)),
      onhover: (hit, x, y) => this.hint(hit, x, y),
    });
    signal.addEventListener("abort", () => this.view.close());
    document.addEventListener("keydown", (event) => this.key(event), { signal });
  }

  start(ids) {
    const wanted = this.query.get("sel") ?? (ids.length === 1 && this.set.now.entities.length ? ids[0] : null);
    this.refresh();
    if (wanted) this.select(wanted, { quietly: true });
    if (this.tabName === "table") this.tab("table");
    const { missing } = this.set.now;
    if (missing.length) announce(t("n_missing", { n: missing.length }));
  }

  /** Draw what the filters let through. Entities stay when all of their edges are hidden but they were chosen; others go. */
  refresh() {
    const { entities, edges } = this.set.now;
    const passing = edges.filter((edge) => this.filters.passes(edge));
    const touched = new Set(passing.flatMap(({ subject, object }) => [subject.id, object.id]));
    const linked = new Set(edges.flatMap(({ subject, object }) => [subject.id, object.id]));
    const shown = entities.filter(({ id }) => touched.has(id) || !linked.has(id) || id === this.selected);
    this.shown = { entities: shown, edges: passing };
    this.view.show({ ...this.shown, degree: this.set.degree });
    const { legend: place, chips: bar, note, undo, redo } = this.frame;
    place.replaceChildren(...legend(this.filters, edges));
    bar.replaceChildren(...chips(this.filters, edges.length - passing.length).filter(Boolean));
    note.replaceChildren(...this.notes());
    undo.disabled = this.set.past.length === 0;
    redo.disabled = this.set.future.length === 0;
    this.frame.blank.replaceChildren(...(entities.length ? [] : [empty(t("empty_canvas"))]));
    if (this.tabName === "table") this.fillTable();
    this.write();
    if (!this.selected) this.inspect();
  }

  notes() {
    const { capped, missing, entities } = this.set.now;
    const words = [
      missing.length > 0 && t("n_missing", { n: missing.length }),
      capped && t("capped", { n: entities.length }),
      entities.length >= MOST && t("many", { n: entities.length }),
    ];
    return words.filter(Boolean).map((text) => h("p", {}, text));
  }

  select(id, { quietly = false } = {}) {
    this.selected = id;
    this.view.select(id);
    this.inspect();
    this.write();
    if (!quietly) this.frame.reveal();
  }

  inspect() {
    const { entities, edges } = this.set.now;
    const edge = edges.find((one) => one.id === this.selected);
    const entity = entities.find((one) => one.id === this.selected);
    const onclose = () => this.select(null);
    this.asking?.abort();
    this.asking = new AbortController();
    const signal = AbortSignal.any([this.signal, this.asking.signal]);
    let content = inspectNothing({ entities: entities.length, edges: edges.length });
    if (edge) {
      content = inspectEdge(edge, { onclose, signal });
      announce([edge.subject.name, wording(edge), edge.object.name].map(visible).join(" "));
    } else if (entity) {
      const near = this.shown.edges.filter(({ subject, object }) => subject.id === entity.id || object.id === entity.id);
      const acts = {
        expand: (filter) => this.act(() => this.expand(entity.id, filter)),
        hide: () => this.act(() => { this.selected = null; this.set.hide(entity.id); }),
        select: (other) => this.select(other),
      };
      content = inspectEntity(entity, { total: this.set.degree.get(entity.id), left: this.set.now.leftOut[entity.id] ?? 0, edges: near, acts, onclose, signal });
      announce(visible(entity.name));
    }
    this.frame.inspector.replaceChildren(...content.filter(Boolean));
    this.frame.inspector.scrollTop = 0;
  }

  async expand(id, filter) {
    const came = await this.set.expand(id, filter);
    announce(came ? t("n_added", { n: came }) : t("none_added"));
  }

  /** Do something to the working set, and show what became of it, or why not. */
  async act(work) {
    this.frame.busy(true);
    try {
      await work();
      this.refresh();
      this.inspect();
    } catch (error) {
      if (!isAborted(error)) this.frame.note.replaceChildren(failure(error));
    } finally {
      this.frame.busy(false);
    }
  }

  step(way) {
    if (this.set[way]()) this.act(() => undefined);
  }

  key(event) {
    if (!(event.ctrlKey || event.metaKey) || event.target.matches("input, textarea")) return;
    const way = { z: event.shiftKey ? "redo" : "undo", y: "redo" }[event.key.toLowerCase()];
    if (!way) return;
    event.preventDefault();
    this.step(way);
  }

  hint(hit, x, y) {
    const { hint } = this.frame;
    hint.hidden = !hit;
    if (!hit) return;
    const { edge, node } = hit;
    hint.textContent = visible(node ? node.entity.name : [edge.edge.subject.name, wording(edge.edge), edge.edge.object.name].join(" "));
    hint.style.translate = `${x}px ${y}px`;
  }

  tab(name) {
    this.tabName = name;
    this.frame.show(name);
    if (name === "table") this.fillTable();
    this.write();
  }

  fillTable() {
    const { edges } = this.shown;
    this.frame.table.replaceChildren(edges.length ? edgesTable(edges, { signal: this.signal, caption: t("table") }) : empty(t("no_edges")));
  }

  write() {
    const { query } = this;
    const chosen = (name, value) => (value ? query.set(name, value) : query.delete(name));
    if (this.set.past.length) {
      query.set("ids", this.set.ids.join(","));
      query.set("hops", "0");
    }
    this.filters.write(query);
    chosen("sel", this.selected);
    chosen("tab", this.tabName === "table" ? "table" : null);
    remember(query);
  }
}
