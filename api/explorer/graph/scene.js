/** What is drawn: nodes and edges with their looks, made of the API's entities and edges. */

import { isSymmetric, lineStyle, relationColour, typeColour, typeShape } from "../schema.js";
import { visible } from "../dom.js";

const FAN = 26;
const LONGEST = 30;
const MOST_BESIDE = 5;

/** The scene of these entities and edges; `places` are x and y by entity where they are known, `degree` how many edges each has in all. */
export function sceneOf({ entities, edges, places, degree }) {
  const nodes = entities.map((entity) => nodeOf(entity, places.get(entity.id), degree.get(entity.id) ?? 0));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const drawn = edges.map((edge) => edgeOf(edge, byId)).filter(({ from, to }) => from && to);
  const lines = fanOut(drawn);
  return { nodes, edges: lines, byId, edgeById: new Map(lines.flatMap((line) => [[line.id, line], ...line.bundle.map(({ id }) => [id, line])])) };
}

function nodeOf(entity, place, degree) {
  const name = visible(entity.name);
  return {
    id: entity.id,
    entity,
    name: name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name,
    colour: typeColour(entity.type),
    shape: typeShape(entity.type),
    degree,
    r: 7 + Math.min(13, 2.2 * Math.sqrt(degree)),
    x: place?.x,
    y: place?.y,
  };
}

function edgeOf(edge, byId) {
  return {
    id: edge.id,
    edge,
    from: byId.get(edge.subject.id),
    to: byId.get(edge.object.id),
    colour: relationColour(edge.relation),
    style: lineStyle(edge),
    width: Math.min(1.4 + 0.9 * (edge.sources - 1), 6),
    arrow: !isSymmetric(edge.relation),
    bend: 0,
    bundle: [],
  };
}

/** The lines of these edges: those between the same two entities bend away from one another; more than five are one line. */
function fanOut(edges) {
  const pairs = Map.groupBy(edges, ({ from, to }) => [from.id, to.id].sort().join("\n"));
  return [...pairs].flatMap(([key, group]) => (group.length > MOST_BESIDE ? [bundleOf(key, group)] : bent(group)));
}

function bent(group) {
  group.forEach((edge, at) => {
    const bend = (at - (group.length - 1) / 2) * FAN;
    edge.bend = edge.from.id < edge.to.id ? bend : -bend;
  });
  return group;
}

/** One line for many: as wide as it gets, without a direction, in the colour and style of the first. */
function bundleOf(key, group) {
  return { ...group[0], id: `bundle ${key.replace("\n", " ")}`, bundle: group.map(({ edge }) => edge), width: 6, arrow: false, style: group.some(({ style }) => style === "double") ? "double" : "solid" };
}
