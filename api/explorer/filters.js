/** Which edges are wanted: OR inside a group, AND across groups, nothing chosen wants all. The address has the API's parameter names. */

import { button, h } from "./dom.js";
import { label, lineStyle, relationColour, terms, typeColour, typeShape } from "./schema.js";
import { date, inLanguage, number, t } from "./words.js";

const GROUPS = {
  relation: { kind: "relations", of: (edge) => [edge.relation] },
  certainty: { kind: "certainties", of: (edge) => [edge.certainty] },
  phase: { kind: "phases", of: (edge) => [edge.phase] },
  type: { kind: "types", of: (edge) => [edge.subject.type, edge.object.type], all: true },
};

export class Filters {
  /** The filters that an address asks for; `onchange` hears of each change. */
  constructor(query, onchange) {
    this.onchange = onchange;
    this.wanted = Object.fromEntries(Object.keys(GROUPS).map((group) => [group, new Set(query.getAll(group))]));
  }

  /** Whether the edge is wanted; of types, both ends must be. */
  passes(edge) {
    return Object.entries(GROUPS).every(([group, { of, all }]) => {
      const wanted = this.wanted[group];
      if (wanted.size === 0) return true;
      return all ? of(edge).every((value) => wanted.has(value)) : of(edge).some((value) => wanted.has(value));
    });
  }

  get active() {
    return Object.values(this.wanted).some(({ size }) => size > 0);
  }

  /** Write the filters into a query. */
  write(query) {
    for (const [group, wanted] of Object.entries(this.wanted)) {
      query.delete(group);
      for (const value of wanted) query.append(group, value);
    }
  }

  set(group, values) {
    const { kind } = GROUPS[group];
    const every = values.length === 0 || values.length === terms(kind).length;
    this.wanted[group] = new Set(every ? [] : values);
    this.onchange();
  }

  clear() {
    for (const group of Object.keys(GROUPS)) this.wanted[group] = new Set();
    this.onchange();
  }

  has(group, value) {
    return this.wanted[group].size === 0 || this.wanted[group].has(value);
  }

  toggle(group, value) {
    const now = terms(GROUPS[group].kind).map(({ name }) => name).filter((name) => this.has(group, name) !== (name === value));
    this.set(group, now.length ? now : [value]);
  }
}

/** The legend, which is the filter too: each kind of edge and entity that is there, with its sign, its count and a switch. */
export function legend(filters, edges) {
  const relations = terms("families").map((family) => {
    const rows = terms("relations").filter(({ name, family: of }) => of === family.name && edges.some(({ relation }) => relation === name));
    return rows.map(({ name }) => row(filters, "relation", name, edges, h("span", { class: "line solid thick", colour: relationColour(name) })));
  });
  const simple = (group, sign) => terms(GROUPS[group].kind).filter(({ name }) => edges.some((edge) => GROUPS[group].of(edge).includes(name))).map(({ name }) => row(filters, group, name, edges, sign(name)));
  const certaintySign = (certainty) => h("span", { class: `line ${lineStyle({ certainty, phase: "current" })}` });
  const phaseSign = (phase) => h("span", { class: `line ${lineStyle({ certainty: "asserted", phase })}` });
  return [
    section("relation", relations),
    section("certainty", simple("certainty", certaintySign)),
    section("phase", simple("phase", phaseSign)),
    section("type", simple("type", (type) => h("span", { class: `shape ${typeShape(type)}`, colour: typeColour(type) }))),
    h("section", { class: "signs" }, h("h3", {}, t("lines")), h("p", {}, h("span", { class: "line double" }), t("line_double")), h("p", {}, h("span", { class: "line solid width" }), t("line_width"))),
  ];
}

const section = (group, rows) => h("section", { class: "group", "data-group": group }, h("h3", {}, t(`filter_${group}`)), rows);

function row(filters, group, name, edges, sign) {
  const { kind, of } = GROUPS[group];
  const term = terms(kind).find((one) => one.name === name);
  const box = h("input", { type: "checkbox", checked: filters.has(group, name), onchange: () => filters.toggle(group, name), "data-value": name });
  const count = edges.filter((edge) => of(edge).includes(name)).length;
  return h(
    "div",
    { class: "switch" },
    h("label", { title: inLanguage(term.definition) }, box, sign, h("span", { class: "grow" }, label(kind, name)), h("span", { class: "count" }, number(count))),
    button(t("only"), () => filters.set(group, [name]), { class: "link only", "aria-label": t("only_this", { name: label(kind, name) }) }),
  );
}

/** What is filtered, each group a chip that takes it away. */
export function chips(filters, times, hidden) {
  if (!filters.active && !times.active) return [];
  const named = Object.entries(filters.wanted).filter(([, { size }]) => size > 0).map(([group, wanted]) => {
    const values = [...wanted].map((name) => label(GROUPS[group].kind, name));
    const words = values.length <= 2 ? values.join(", ") : t("some_of", { some: values.length, all: terms(GROUPS[group].kind).length });
    return button([t(`filter_${group}`), ": ", words, h("span", { class: "cross", "aria-hidden": "true" }, " ✕")], () => filters.set(group, []), { class: "chip filter", "aria-label": t("remove_filter", { name: t(`filter_${group}`) }) });
  });
  if (times.active) named.push(button([t(`time_${times.when}`), ": ", spanOf(times), h("span", { class: "cross", "aria-hidden": "true" }, " ✕")], () => times.clear(), { class: "chip filter", "aria-label": t("remove_filter", { name: t("time") }) }));
  return [h("span", { class: "hidden-count" }, t("n_hidden", { n: hidden })), ...named, named.length > 1 && button(t("clear_filters"), () => { filters.clear(); times.clear(); }, { class: "link" })];
}

function spanOf({ from, to, undated }) {
  const ends = from || to ? `${from ? date(from) : "…"} – ${to ? date(to) : "…"}` : null;
  return [ends, !undated && t("without_undated")].filter(Boolean).join(", ");
}
