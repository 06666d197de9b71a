/** What the graph screen holds: entities, the edges among them, how much of each entity is left out; with undo, redo and the way here. */

import { asOf } from "./address.js";
import { get, segment } from "./api.js";

const STEP = 25;
/** At the start so many entities at most; from MANY on the reader is warned; MOST is what the API takes by name at once. */
const AT_FIRST = 150;
export const MANY = 500;
export const MOST = 2000;
const REMEMBERED = 100;
const NOTHING = { entities: [], edges: [], dates: [], leftOut: {}, capped: false, missing: [], did: null };

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
    const limit = hops > 0 ? Math.min(AT_FIRST, ids.length * (STEP + 1)) : ids.length;
    this.now = await this.ask(ids, hops, limit);
  }

  /** Add the best-founded neighbours of an entity that are not there yet; says how many came. */
  async expand(id, filter, did) {
    const there = new Set(this.ids);
    const fresh = new Set();
    const room = Math.min(STEP, MOST - there.size);
    let cursor = null;
    do {
      const page = await get(`/entities/${segment(id)}/edges`, { ...filter, as_of: asOf(), cursor, limit: 200 }, { signal: this.signal });
      for (const { subject, object } of page.items) {
        const other = subject.id === id ? object.id : subject.id;
        if (!there.has(other) && fresh.size < room) fresh.add(other);
      }
      cursor = page.next;
    } while (cursor && fresh.size < room);
    return this.join([...fresh], did);
  }

  /** Add what lies within so many hops of an entity; says how many came. */
  async around(id, hops, did) {
    const told = await get("/graph", { ids: id, hops, limit: AT_FIRST, as_of: asOf() }, { signal: this.signal });
    return this.join(told.entities.map((entity) => entity.id), did);
  }

  /** Add one entity. */
  add(id, did) {
    return this.join([id], did);
  }

  async join(ids, did) {
    const there = new Set(this.ids);
    const fresh = ids.filter((id) => !there.has(id)).slice(0, MOST - there.size);
    if (fresh.length > 0) this.become({ ...(await this.ask([...there, ...fresh], 0, MOST)), did });
    return fresh.length;
  }

  /** Take an entity away, with its edges. */
  hide(id, did) {
    this.without(new Set([id]), did);
  }

  /** Take the neighbours of an entity away that are tied to nothing else here; says how many went. */
  collapse(id, did) {
    const others = new Map(this.ids.map((one) => [one, new Set()]));
    for (const { subject, object } of this.now.edges) {
      others.get(subject.id).add(object.id);
      others.get(object.id).add(subject.id);
    }
    const leaves = [...others.get(id)].filter((other) => other !== id && [...others.get(other)].every((end) => end === id || end === other));
    if (leaves.length > 0) this.without(new Set(leaves), did);
    return leaves.length;
  }

  without(ids, did) {
    const { entities, edges, leftOut, ...rest } = this.now;
    const gone = edges.filter(({ subject, object }) => ids.has(subject.id) || ids.has(object.id));
    const more = { ...leftOut };
    for (const { subject, object } of gone) for (const end of new Set([subject.id, object.id])) if (!ids.has(end)) more[end] = (more[end] ?? 0) + 1;
    this.become({ ...rest, entities: entities.filter(({ id }) => !ids.has(id)), edges: edges.filter((edge) => !gone.includes(edge)), leftOut: more, did });
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
    const told = await get("/graph", { ids: ids.join(","), hops, limit, as_of: asOf() }, { signal: this.signal });
    const inside = told.entities.map(({ id }) => id).join(",");
    const dates = inside ? await get("/graph/dates", { ids: inside, as_of: asOf() }, { signal: this.signal }) : { items: [] };
    return { entities: told.entities, edges: told.edges, dates: dates.items, leftOut: told.left_out, capped: told.capped, missing: told.missing, did: null };
  }
}
