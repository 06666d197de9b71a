/** The graph: canvas, legend that filters, time bar, inspector with the sentences; a table tab with the same edges. */

import { isAborted } from "../api.js";
import { announce, called, keepFocus } from "../dom.js";
import { edgesTable } from "../edges-table.js";
import { exportMenu } from "../export-menu.js";
import { Filters, chips, legend } from "../filters.js";
import { graphFrame } from "../graph/frame.js";
import { wordsOf } from "../graph/labels.js";
import { crumbsOf, linkTo, notesOf, writeState } from "../graph-state.js";
import { cameraFrom, placesFrom } from "../graph/placing.js";
import { GraphView, canDraw } from "../graph/view.js";
import { inspectBundle, inspectEdge, inspectEntity, inspectNothing } from "../inspector.js";
import { remember, title } from "../router.js";
import { wording } from "../schema.js";
import { searchBox } from "../search.js";
import { empty, failure } from "../states.js";
import { timeBar } from "../time-bar.js";
import { Times } from "../times.js";
import { WorkingSet } from "../working-set.js";
import { t } from "../words.js";

/** What was there last, with the steps that led to it: another language shows the same. */
let last = null;

export async function graph(root, { query, signal, again }) {
  const set = new WorkingSet(signal);
  const ids = listed(query, "ids");
  await (again && last ? set.goOn(last) : set.open(ids, query.get("hops") === "0" ? 0 : 1));
  last = set;
  title(set.now.entities.slice(0, 3).map(({ name }) => called(name)).join(", ") || t("graph"));
  root.className = "graph";
  const screen = new GraphScreen(set, query, signal);
  root.replaceChildren(screen.frame.root);
  screen.start(ids);
}

const listed = (query, name) => (query.get(name) ?? "").split(",").filter(Boolean);

class GraphScreen {
  constructor(set, query, signal) {
    Object.assign(this, { set, query, signal, tabName: query.get("tab"), moved: query.has("at") });
    this.filters = new Filters(query, () => this.refresh());
    this.times = new Times(query, () => this.refresh());
    this.bar = timeBar(this.times);
    this.frame = graphFrame(this.furniture());
    this.view = canDraw() ? this.newView() : null;
    document.addEventListener("keydown", (event) => this.key(event), { signal });
  }

  furniture() {
    const step = ({ name }) => () => t("did_add", { name: called(name) });
    return {
      add: searchBox({ label: t("add_entity"), hint: t("add_entity"), onpick: (entity) => this.act(() => this.set.add(entity.id, step(entity))) }),
      menu: exportMenu(() => ({ ...this.shown, view: this.view, link: linkTo(this) }), (error) => this.fail(error)),
      time: this.bar.root,
      onlink: () => linkTo(this),
      tools: {
        undo: () => this.step("undo"),
        redo: () => this.step("redo"),
        fit: () => this.view?.fit(),
        arrange: () => this.view?.arrange(),
        closer: () => this.view?.zoom(1.3),
        farther: () => this.view?.zoom(1 / 1.3),
      },
      ontab: (tab) => this.tab(tab),
    };
  }

  newView() {
    const view = new GraphView(this.frame.canvas, {
      onselect: (hit) => this.select(hit?.node?.id ?? hit?.edge?.id ?? null),
      onopen: (entity) => this.act(() => this.expand(entity)),
      onhover: (hit, x, y) => this.hint(hit, x, y),
      onmove: () => this.write({ moved: view.touched || this.moved }),
      ondepth: (hops) => this.act(() => this.around(hops)),
    });
    this.signal.addEventListener("abort", () => view.close());
    const places = placesFrom(this.query.get("at"), listed(this.query, "ids"));
    if (places) view.restore(places, cameraFrom(this.query.get("cam")));
    for (const id of listed(this.query, "pin")) view.pin(id, true);
    return view;
  }

  start(ids) {
    const wanted = this.query.get("sel") ?? (ids.length === 1 && this.set.now.entities.length ? ids[0] : null);
    this.refresh();
    if (wanted) this.select(wanted, { quietly: true });
    if (this.tabName === "table" || !this.view) this.tab("table");
    if (this.set.now.missing.length) announce(t("n_missing", { n: this.set.now.missing.length }));
  }

  /** Draw what filters and dates let through. Entities stay when all of their edges are hidden but they were chosen; others go. */
  refresh = () => keepFocus(this.frame.root, this.frame.canvas, () => this.redraw());

  redraw() {
    const { entities, edges, dates } = this.set.now;
    this.times.learn(dates);
    const wanted = edges.filter((edge) => this.filters.passes(edge));
    const passing = wanted.filter((edge) => this.times.passes(edge));
    const touched = new Set(passing.flatMap(({ subject, object }) => [subject.id, object.id]));
    const linked = new Set(edges.flatMap(({ subject, object }) => [subject.id, object.id]));
    const shown = entities.filter(({ id }) => touched.has(id) || !linked.has(id) || id === this.selected);
    this.shown = { entities: shown, edges: passing };
    this.view?.show({ ...this.shown, degree: this.set.degree });
    this.furnish(wanted, edges.length - passing.length);
    if (this.tabName === "table") this.fillTable();
    this.write();
    if (!this.selected) this.inspect();
  }

  furnish(wanted, hidden) {
    const { legend: place, chips: bar, note, undo, redo, crumbs, blank } = this.frame;
    const { entities, edges } = this.set.now;
    place.replaceChildren(...legend(this.filters, edges));
    bar.replaceChildren(...chips(this.filters, this.times, hidden).filter(Boolean));
    note.replaceChildren(...notesOf(this.set.now, { drawn: this.view !== null }));
    this.bar.fill(wanted);
    crumbs.replaceChildren(...crumbsOf(this.set, (n) => this.act(() => { for (let i = 0; i < n; i += 1) this.set.undo(); })));
    undo.disabled = this.set.past.length === 0;
    redo.disabled = this.set.future.length === 0;
    blank.replaceChildren(...(entities.length ? [] : [empty(t("empty_canvas"))]));
  }

  select(id, { quietly = false } = {}) {
    this.selected = id;
    this.view?.select(id);
    this.inspect();
    this.write();
    if (!quietly) this.frame.reveal();
  }

  inspect() {
    this.asking?.abort();
    this.asking = new AbortController();
    const { root, inspector } = this.frame;
    keepFocus(root, inspector, () => inspector.replaceChildren(...this.inspected(AbortSignal.any([this.signal, this.asking.signal])).filter(Boolean)));
    this.frame.inspector.scrollTop = 0;
  }

  inspected(signal) {
    const { entities, edges } = this.set.now;
    const onclose = () => this.select(null);
    const edge = edges.find((one) => one.id === this.selected);
    const entity = entities.find((one) => one.id === this.selected);
    const bundle = this.view?.selected?.edge?.bundle ?? [];
    if (edge) {
      announce([edge.subject.name, wording(edge), edge.object.name].map(called).join(" "));
      return inspectEdge(edge, { onclose, signal });
    }
    if (entity) {
      announce(called(entity.name));
      return inspectEntity(entity, { ...this.about(entity), onclose, signal });
    }
    if (bundle.length) return inspectBundle(bundle, { onclose, select: (id) => this.select(id) });
    return inspectNothing({ entities: entities.length, edges: edges.length });
  }

  about(entity) {
    const { id } = entity;
    const name = called(entity.name);
    return {
      total: this.set.degree.get(id),
      left: this.set.now.leftOut[id] ?? 0,
      edges: this.shown.edges.filter(({ subject, object }) => subject.id === id || object.id === id),
      pinned: this.view?.pinned.has(id) ?? false,
      acts: {
        expand: (filter) => this.act(() => this.expand(entity, filter)),
        collapse: () => this.act(() => this.set.collapse(id, () => t("did_collapse", { name }))),
        hide: () => this.act(() => { this.selected = null; this.set.hide(id, () => t("did_hide", { name })); }),
        pin: (on) => { this.view?.pin(id, on); this.write({ moved: true }); },
        select: (other) => this.select(other),
      },
    };
  }

  async expand({ id, name }, filter = {}) {
    this.told(await this.set.expand(id, filter, () => t("did_expand", { name: called(name) })));
  }

  async around(hops) {
    const entity = this.set.now.entities.find(({ id }) => id === this.selected);
    if (entity) this.told(await this.set.around(entity.id, hops, () => t("did_depth", { n: hops, name: called(entity.name) })));
  }

  told(came) {
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
      this.fail(error);
    } finally {
      this.frame.busy(false);
    }
  }

  fail(error) {
    if (!isAborted(error)) this.frame.note.replaceChildren(failure(error));
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
    const { subject, object } = edge?.edge ?? {};
    hint.textContent = called(node ? node.entity.name : [subject.name, wordsOf(edge), object.name].join(" "));
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

  /** Keep the state in the address; from the first time that the reader moved something also where everything stands. */
  write({ moved = this.moved } = {}) {
    if (this.signal.aborted) return;
    this.moved = moved;
    writeState(this.query, this, { whole: moved && (this.view?.settled ?? false) });
    remember(this.query);
  }
}
