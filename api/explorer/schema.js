/** The ontology in use, as the API gives it: labels, colours, line styles. No second list of any of it stands here. */

import { get } from "./api.js";
import { inLanguage } from "./words.js";

const schema = { relations: new Map(), families: new Map(), types: new Map(), certainties: new Map(), phases: new Map(), qualifiers: new Map() };

/** Ask for the ontology, once. */
export async function loadSchema() {
  const told = await get("/schema");
  const byName = (list) => new Map(list.map((term) => [term.name, term]));
  for (const kind of ["relations", "families", "certainties", "phases", "qualifiers"]) schema[kind] = byName(told[kind]);
  schema.types = byName(told.entity_types);
  schema.version = told.version;
}

/** Every term of a kind, in the ontology's order: relations, families, types, certainties, phases, qualifiers. */
export const terms = (kind) => [...schema[kind].values()];
export const ontologyVersion = () => schema.version;

/** A term's name in the reader's language; a name that the ontology doesn't have stays as it is. */
export function label(kind, name) {
  const term = schema[kind].get(name);
  return term ? inLanguage(term.label) : name;
}

export const isSymmetric = (relation) => schema.relations.get(relation)?.symmetric ?? false;

/** How an edge reads from one of its ends: "supplies", or "is supplied by" seen from the other. */
export function wording(edge, from) {
  const relation = schema.relations.get(edge.relation);
  if (!relation) return edge.relation;
  return inLanguage(from === edge.object.id && from !== edge.subject.id ? relation.inverse : relation.label);
}

export const relationColour = (name) => schema.families.get(schema.relations.get(name)?.family)?.colour ?? "#888888";
export const typeColour = (name) => schema.types.get(name)?.colour ?? "#888888";

/** The shape of an entity's type, so that colour is never the only sign. */
export function typeShape(name) {
  const shapes = ["disc", "hexagon", "square", "ring", "diamond"];
  return shapes[Math.max(0, [...schema.types.keys()].indexOf(name)) % shapes.length];
}

/** The line that an edge's status gets: solid, dashed, dotted or double. */
export function lineStyle({ certainty, phase, contradicted }) {
  if (contradicted || certainty === "denied") return "double";
  if (phase === "ended") return "dotted";
  return phase === "planned" || certainty === "reported" ? "dashed" : "solid";
}
