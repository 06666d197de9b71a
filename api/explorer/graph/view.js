/** GraphView: a graph on a canvas that one can move, zoom, drag and ask. What it draws with is its own business. */

import { freshLook } from "./look.js";
import { Arranger, seatNewcomers } from "./arrange.js";
import { Camera } from "./camera.js";
import { draw } from "./draw.js";
import { curveOf, pointAt } from "./geometry.js";
import { Hits } from "./hits.js";
import { listen } from "./pointer.js";
import { steer } from "./keys.js";
import { sceneOf } from "./scene.js";
import { isCalm } from "../theme.js";

const MANY = 250;
const REACH = 9;
const TELL_AFTER = 200;

let draws = null;
/** Whether this browser draws on a canvas. */
export const canDraw = () => (draws ??= document.createElement("canvas").getContext("2d") !== null);

export class GraphView {
  /** `onselect({node}|{edge}|null)`, `onopen(entity)` on a double click, `onwalk` and `onenter(same)` are the keyboard's, `onhover(same, x, y)`, `onmove()` when something moved, `ondepth(1…3)`. */
  constructor(canvas, { onselect, onopen, onwalk = onselect, onenter = ({ node }) => node && onopen(node.entity), onhover = () => {}, onmove = () => {}, ondepth = () => {} }) {
    Object.assign(this, { canvas, onselect, onopen, onwalk, onenter, onhover, onmove, ondepth, pinned: new Set(), selected: null, hovered: null, moving: false });
    this.ctx = canvas.getContext("2d");
    this.camera = new Camera();
    this.arranger = new Arranger();
    this.places = new Map();
    this.scene = sceneOf({ entities: [], edges: [], places: this.places, degree: new Map() });
    this.leaving = new AbortController();
    this.look = freshLook();
    const { signal } = this.leaving;
    document.addEventListener("theme", () => { this.look = freshLook(); this.paint(); }, { signal });
    this.resizing = new ResizeObserver(() => this.resize());
    this.resizing.observe(canvas);
    listen(this, signal);
    steer(this, signal);
    canvas.view = this;
  }

  /** Show these entities and edges; what has been shown before stays, or comes back, where it stood. */
  show({ entities, edges, degree }) {
    const places = this.standing();
    const standing = new Set(this.settled ? places.keys() : []);
    this.scene = sceneOf({ entities, edges, degree, places });
    seatNewcomers(this.scene);
    this.select(this.selected?.node?.id ?? this.selected?.edge?.id ?? null);
    if (this.scene.nodes.every(({ id }) => standing.has(id))) this.changed();
    else this.arrange({ stay: ({ id }) => standing.has(id), follow: standing.size === 0 });
  }

  /** Begin with these places and this camera: what has a place stays there. */
  restore(places, camera) {
    this.places = places;
    this.canvas.dataset.settled = "yes";
    if (camera) Object.assign(this.camera, camera);
    this.touched = camera !== null;
  }

  /** Where each entity stands that has ever been shown. */
  standing() {
    for (const { id, x, y } of this.scene.nodes) this.places.set(id, { x, y });
    return this.places;
  }

  /** Hold an entity where it is when all is arranged anew, or let it go. */
  pin(id, on) {
    this.pinned[on ? "add" : "delete"](id);
    this.paint();
  }

  moved() {
    clearTimeout(this.telling);
    this.telling = setTimeout(() => this.onmove(), TELL_AFTER);
  }

  get settled() {
    return this.canvas.dataset.settled === "yes";
  }

  /** Let the layout run; `follow` keeps everything in sight meanwhile, else it is brought in sight at the end. */
  arrange({ stay = ({ id }) => this.pinned.has(id), follow = true } = {}) {
    const calm = isCalm();
    this.canvas.dataset.settled = "no";
    if (follow) this.fit();
    this.arranger.run(this.scene, {
      stay,
      onmove: (done) => {
        this.canvas.dataset.settled = done ? "yes" : "no";
        if (calm && !done) return;
        this.changed();
        if (follow ? !this.touched : done && !this.scene.nodes.every((node) => this.camera.sees(node))) this.fit();
        if (done) this.moved();
      },
    });
  }

  /** Select what has this id, or nothing; the caller hears nothing of it. */
  select(id) {
    const node = this.scene.byId.get(id);
    const edge = this.scene.edgeById.get(id);
    this.selected = node ? { node } : edge ? { edge } : null;
    this.paint();
  }

  choose(hit, tell = this.onselect) {
    this.selected = hit;
    this.paint();
    tell(hit);
  }

  hover(hit, x, y) {
    const same = hit?.node === this.hovered?.node && hit?.edge === this.hovered?.edge;
    this.hovered = hit;
    this.onhover(hit, x, y);
    this.canvas.classList.toggle("over", hit !== null);
    if (!same) this.paint();
  }

  /** What lies under a point of the canvas, in CSS pixels. */
  under(sx, sy) {
    this.hits ??= new Hits(this.scene);
    const { x, y } = this.camera.toWorld(sx, sy);
    return this.hits.at(x, y, REACH / this.camera.k);
  }

  /** Where on the canvas an entity or the middle of an edge lies, in CSS pixels; null when it is not drawn. */
  whereIs(id) {
    const node = this.scene.byId.get(id);
    const edge = this.scene.edgeById.get(id);
    const point = node ?? (edge && pointAt(curveOf(edge), 0.5));
    return point ? this.camera.toScreen(point.x, point.y) : null;
  }

  fit() {
    this.touched = false;
    this.camera.fit(this.scene.nodes);
    this.paint();
  }

  zoom(factor, x, y) {
    this.touched = true;
    this.camera.zoom(factor, x, y);
    this.moved();
    this.paint();
  }

  pan(dx, dy) {
    this.touched = true;
    this.camera.pan(dx, dy);
    this.moved();
    this.paint();
  }

  /** The scene has moved: hits are stale. */
  changed() {
    this.hits = null;
    this.paint();
  }

  paint() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      const brisk = this.moving && this.scene.nodes.length > MANY;
      draw(this.ctx, this.scene, this.camera, { ...this, focus: this.focus(), brisk });
    });
  }

  /** What stands out: the selected, or else hovered, entity with its neighbours, or edge with its ends. */
  focus() {
    const { node, edge } = this.selected ?? this.hovered ?? {};
    if (edge) return { nodes: new Set([edge.from, edge.to]), edges: new Set([edge]) };
    if (!node) return null;
    const edges = this.scene.edges.filter(({ from, to }) => from === node || to === node);
    return { nodes: new Set([node, ...edges.flatMap(({ from, to }) => [from, to])]), edges: new Set(edges) };
  }

  /** A canvas behind another tab keeps the size that it was last seen with. */
  resize() {
    const { width, height } = this.canvas.getBoundingClientRect();
    if (width === 0 || height === 0) return;
    const ratio = Math.min(devicePixelRatio || 1, 2);
    Object.assign(this.camera, { width, height, ratio });
    Object.assign(this.canvas, { width: Math.round(width * ratio), height: Math.round(height * ratio) });
    if (!this.touched) this.fit();
    this.paint();
  }

  close() {
    this.leaving.abort();
    clearTimeout(this.telling);
    this.resizing.disconnect();
    this.arranger.close();
    cancelAnimationFrame(this.frame);
  }
}
