/** When what edges say happened, or was published: which edges a stretch of time lets through, and how many each month, year… has. */

import { plain } from "./calendar.js";

const LAST_DAY = "-31";
const MOST_BARS = 240;
const UNITS = { month: 1, year: 12, decade: 120, century: 1200 };

const firstDay = (day) => (day.length === 4 ? `${day}-01-01` : day.length === 7 ? `${day}-01` : day);
const lastDay = (day) => (day.length === 4 ? `${day}-12${LAST_DAY}` : day.length === 7 ? day + LAST_DAY : day);

const monthNumber = (day) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7) || 1) - 1;
const monthName = (number) => `${String(Math.floor(number / 12)).padStart(4, "0")}-${String((number % 12) + 1).padStart(2, "0")}`;

/** A bar for every month from the first to the last; for every year, decade or century (`unit`) where those would be too many. */
class Bars {
  /** `months`: how many edges begin in each, by its number. */
  constructor(months) {
    const all = [...months.keys()];
    const [low, high] = all.reduce(([least, most], month) => [Math.min(least, month), Math.max(most, month)], [all[0] ?? 0, all[0] ?? -1]);
    const bars = (size) => Math.floor(high / size) - Math.floor(low / size) + 1;
    [this.unit, this.size] = Object.entries(UNITS).find(([, size]) => bars(size) <= MOST_BARS);
    this.first = Math.floor(low / this.size);
    this.counts = new Array(bars(this.size)).fill(0);
    for (const [month, n] of months) this.counts[Math.floor(month / this.size) - this.first] += n;
  }

  get last() {
    return this.counts.length - 1;
  }

  /** The first month of a bar, or its first year; and the last one. */
  begin(at) {
    return this.name((this.first + at) * this.size);
  }

  end(at) {
    return this.name((this.first + at + 1) * this.size - 1);
  }

  name(month) {
    return this.size === 1 ? monthName(month) : monthName(month).slice(0, 4);
  }

  /** The bar that has a day, or the nearest. */
  at(day) {
    return Math.min(Math.max(Math.floor(monthNumber(day) / this.size) - this.first, 0), this.last);
  }
}

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

  /** How many edges begin in each stretch of time, as bars, and how many have no date. */
  histogram(edges) {
    const months = new Map();
    let undated = 0;
    for (const edge of edges) {
      const begun = new Set(this.stretches(edge).map(([first]) => monthNumber(first)));
      if (begun.size === 0) undated += 1;
      for (const month of begun) months.set(month, (months.get(month) ?? 0) + 1);
    }
    return { bars: new Bars(months), undated };
  }
}
