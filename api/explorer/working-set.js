/** What the graph screen holds: entities, the edges among them, how much of each entity is left out; with undo and redo. */

import { get, segment } from "./api.js";

const STEP = 25;
/** The most entities that the API takes by name at once, and so the most on the canvas. */
export const MOST = 500;
const REMEMBERED = 100;
const NOTHING = { entities: [], edges: [], leftOut: {}, capped: false, missing: [] };

export class WorkingSet {
  constructor(signal) {
    this.signal = signal;
    this.now = NOTHING;
    this.past = [];
    this.future = [];
  }

  get ids() {
    return this.now.entities.map(({ id }) => id);
  }

  /** How many edges each entity has in all, shown or not. */
  get degree() {
    const degree = new Map(this.now.entities.map(({ id }) => [id, this.now.leftOut[id] ?? 0]));
    for (const { subject, object } of this.now.edges) for (const end of new Set([subject.id, object.id])) degree.set(end, (degree.get(end) ?? 0) + 1);
    return degree;
  }

  /** Begin with these entities, and with their neighbours when `hops` says so. */
  async open(ids, hops) {
    const limit = hops > 0 ? Math.min(150, ids.length * (STEP + 1)) : ids.length;
    this.now = await this.ask(ids, hops, limit);
  }

  /** Add the best-founded neighbours of an entity that are not there yet; says how many came. */
  async expand(id, filter = {}) {
    const there = new Set(this.ids);
    const fresh = new Set();
    const room = Math.min(STEP, MOST - there.size);
    let cursor = null;
    do {
      const page = await get(`/entities/${segment(id)}/edges`, { ...filter, cursor, limit: 200 }, { signal: this.signal });
      for (const { subject, object } of page.items) {
        const other = subject.id === id ? object.id : subject.id;
        if (!there.has(other) && fresh.size < room) fresh.add(other);
      }
      cursor = page.next;
    } while (cursor && fresh.size < room);
    if (fresh.size > 0) this.become(await this.ask([...this.ids, ...fresh], 0, MOST));
    return fresh.size;
  }

  /** Add one entity. */
  async add(id) {
    if (!this.ids.includes(id) && this.ids.length < MOST) this.become(await this.ask([...this.ids, id], 0, MOST));
  }

  /** Take an entity away, with its edges. */
  hide(id) {
    const { entities, edges, leftOut, ...rest } = this.now;
    const gone = edges.filter(({ subject, object }) => subject.id === id || object.id === id);
    const more = { ...leftOut };
    for (const { subject, object } of gone) {
      const other = subject.id === id ? object.id : subject.id;
      more[other] = (more[other] ?? 0) + 1;
    }
    this.become({ ...rest, entities: entities.filter((entity) => entity.id !== id), edges: edges.filter((edge) => !gone.includes(edge)), leftOut: more });
  }

  become(next) {
    this.past = [...this.past, this.now].slice(-REMEMBERED);
    this.future = [];
    this.now = next;
  }

  undo() {
    if (this.past.length === 0) return false;
    this.future.push(this.now);
    this.now = this.past.pop();
    return true;
  }

  redo() {
    if (this.future.length === 0) return false;
    this.past.push(this.now);
    this.now = this.future.pop();
    return true;
  }

  async ask(ids, hops, limit) {
    if (ids.length === 0) return NOTHING;
    const told = await get("/graph", { ids: ids.join(","), hops, limit }, { signal: this.signal });
    return { entities: told.entities, edges: told.edges, leftOut: told.left_out, capped: told.capped, missing: told.missing };
  }
}
