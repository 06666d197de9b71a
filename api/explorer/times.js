/** When what edges say happened, or was published: which edges a stretch of time lets through, and how many each month has. */

const LAST_DAY = "-31";

/** An EDTF date's year, month and day as far as it has them: "2025-04", or null. */
const plain = (edtf) => /^-?\d{4}(?:-\d{2}){0,2}/.exec(edtf ?? "")?.[0] ?? null;
const firstDay = (day) => (day.length === 4 ? `${day}-01-01` : day.length === 7 ? `${day}-01` : day);
const lastDay = (day) => (day.length === 4 ? `${day}-12${LAST_DAY}` : day.length === 7 ? day + LAST_DAY : day);

/** A month as a number, and back. */
export const monthNumber = (day) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7) || 1) - 1;
export const monthName = (number) => `${String(Math.floor(number / 12)).padStart(4, "0")}-${String((number % 12) + 1).padStart(2, "0")}`;

export class Times {
  /** What an address asks for: `when` (published or happened), `from`, `to`, `undated=no`; `onchange` hears of each change. */
  constructor(query, onchange) {
    this.onchange = onchange;
    this.when = query.get("when") === "happened" ? "happened" : "published";
    this.from = plain(query.get("from"));
    this.to = plain(query.get("to"));
    this.undated = query.get("undated") !== "no";
    this.dates = new Map();
  }

  /** Take the dates of claims that the API gives. */
  learn(items) {
    this.dates = new Map();
    for (const item of items) this.dates.set(item.edge, [...(this.dates.get(item.edge) ?? []), item]);
  }

  get active() {
    return this.from !== null || this.to !== null || !this.undated;
  }

  set(values) {
    Object.assign(this, values);
    this.onchange();
  }

  clear() {
    this.set({ from: null, to: null, undated: true });
  }

  write(query) {
    const values = { when: this.when === "happened" && this.when, from: this.from, to: this.to, undated: !this.undated && "no" };
    for (const [name, value] of Object.entries(values)) {
      if (value) query.set(name, value);
      else query.delete(name);
    }
  }

  /** The stretches [first, last] of an edge. Published: of every claim. Happened: of those that hold it and say when. */
  stretches({ id }) {
    const claims = this.dates.get(id) ?? [];
    if (this.when === "published") return claims.map(({ published }) => plain(published)).filter(Boolean).map((day) => [day, day]);
    return claims.filter(({ denied }) => !denied).map(({ valid_from: from, valid_to: to }) => [plain(from) ?? plain(to), plain(to) ?? plain(from)]).filter(([first]) => first !== null);
  }

  /** Whether time lets an edge through; of publications as the API's `from` and `to` do. */
  passes(edge) {
    const stretches = this.stretches(edge);
    if (stretches.length === 0) return this.undated;
    return stretches.some(([first, last]) => this.overlaps(first, last));
  }

  overlaps(first, last) {
    const { from, to } = this;
    if (this.when === "published") return (!from || first >= from) && (!to || first.slice(0, to.length) <= to);
    return (!from || lastDay(last) >= firstDay(from)) && (!to || firstDay(first) <= lastDay(to));
  }

  /** The months from the first to the last with a date, how many edges each has, and how many edges have none. */
  histogram(edges) {
    const months = new Map();
    let undated = 0;
    for (const edge of edges) {
      const begun = new Set(this.stretches(edge).map(([first]) => monthNumber(first)));
      if (begun.size === 0) undated += 1;
      for (const month of begun) months.set(month, (months.get(month) ?? 0) + 1);
    }
    const all = [...months.keys()];
    const first = Math.min(...all);
    const counts = all.length ? Array.from({ length: Math.max(...all) - first + 1 }, (_, at) => months.get(first + at) ?? 0) : [];
    return { first, counts, undated };
  }
}
