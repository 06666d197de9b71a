/** What the graph screen holds: entities, the edges among them, how much of each entity is left out; with undo, redo and the way here. */

import { asOf } from "./address.js";
import { get } from "./api.js";

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

  /** Begin with what another holds, and with the steps that led there. */
  goOn({ now, past, future }) {
    Object.assign(this, { now, past, future });
  }

  /** Begin with these entities, and with their neighbours when `hops` says so. */
  async open(ids, hops) {
    const limit = hops > 0 ? Math.min(AT_FIRST, ids.length * (STEP + 1)) : ids.length;
    this.now = await this.ask(ids, hops, limit);
  }

  /** Add the best-founded neighbours of an entity that are not there yet; says how many came. */
  expand(id, filter, did) {
    return this.grow({ around: id, hops: 1, limit: STEP, ...filter }, did);
  }

  /** Add what lies within so many hops of an entity; says how many came. */
  around(id, hops, did) {
    return this.grow({ around: id, hops, limit: AT_FIRST }, did);
  }

  /** Add one entity. */
  add(id, did) {
    return this.grow({ around: id, hops: 0 }, did);
  }

  /**
   * Ask, at once, for who is there and who is to come, with all edges among them; more than MOST never come. When the set has become
   * another meanwhile, it is asked again for that one; who has `gone` meanwhile does not come back, and nobody comes to one that has.
   */
  async grow({ limit = 1, ...wanted }, did, gone = new Set()) {
    const before = this.now;
    const there = new Set(this.ids);
    const room = MOST - there.size;
    if (room < 1) return 0;
    const query = { ids: [...there].join(",") || wanted.around, ...wanted, limit: Math.min(limit, room), as_of: asOf() };
    const told = await get("/graph/expanded", query, { signal: this.signal });
    if (this.now !== before) {
      const left = gone.union(there.difference(new Set(this.ids)));
      return left.has(wanted.around) ? 0 : this.grow({ limit, ...wanted }, did, left);
    }
    const part = less(partOf(told, told.dates), gone);
    const came = part.entities.filter(({ id }) => !there.has(id)).length;
    if (came > 0) this.become({ ...part, capped: false, did });
    return came;
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
    this.become({ ...less(this.now, ids), did });
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
    const around = get("/graph", { ids: ids.join(","), hops, limit, as_of: asOf() }, { signal: this.signal });
    const inside = async () => (hops ? (await around).entities.map(({ id }) => id) : ids);
    const between = async (some) => (some.length ? get("/graph/dates", { ids: some.join(","), as_of: asOf() }, { signal: this.signal }) : { items: [] });
    const [told, dates] = await Promise.all([around, inside().then(between)]);
    return partOf(told, dates.items);
  }
}

const partOf = (told, dates) => ({ entities: told.entities, edges: told.edges, dates, leftOut: told.left_out, capped: told.capped, missing: told.missing, did: null });

/** A part without some entities: their edges count as left out at their other ends. */
function less({ entities, edges, leftOut, ...rest }, ids) {
  const gone = edges.filter(({ subject, object }) => ids.has(subject.id) || ids.has(object.id));
  const more = { ...leftOut };
  for (const { subject, object } of gone) for (const end of new Set([subject.id, object.id])) if (!ids.has(end)) more[end] = (more[end] ?? 0) + 1;
  return { ...rest, entities: entities.filter(({ id }) => !ids.has(id)), edges: edges.filter((edge) => !gone.includes(edge)), leftOut: more };
}
