/** Names beside entities and wordings on edges; one that would cover another is left out, the weightier first. */

import { wording } from "../schema.js";
import { t as said } from "../words.js";
import { curveOf, pointAt } from "./geometry.js";

const SIZE = 13;
const SMALL = 11.5;
const CELL = 7;
const FEW_EDGES = 60;
const MOST = 400;
const FADED = 0.5;

export function drawLabels(ctx, scene, camera, { look, focus, selected, hovered, brisk }) {
  const taken = new Set();
  const seen = scene.nodes.map((node) => ({ node, at: camera.toScreen(node.x, node.y) })).filter(({ at }) => onScreen(at, camera));
  for (const { node, at } of seen) claim(taken, around(at, node.r * camera.k));
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  const chosen = (thing) => thing === selected?.node || thing === hovered?.node || thing === selected?.edge || thing === hovered?.edge;
  const weight = ({ node }) => (chosen(node) ? 1e9 : 0) + (focus?.nodes.has(node) ? 1e6 : 0) + node.degree;
  ctx.font = `500 ${SIZE}px ${look.font}`;
  for (const { node, at } of seen.sort((a, b) => weight(b) - weight(a)).slice(0, brisk ? 60 : MOST)) {
    ctx.globalAlpha = focus && !focus.nodes.has(node) && !chosen(node) ? FADED : 1;
    nameNode(ctx, node, at, { taken, look, view: camera, insist: chosen(node) });
  }
  ctx.globalAlpha = 1;
  if (brisk) return;
  ctx.font = `${SMALL}px ${look.font}`;
  const wanted = focus ? [...focus.edges] : scene.edges;
  if (wanted.length > FEW_EDGES || camera.k < 0.5) return;
  for (const edge of wanted.sort((a, b) => chosen(b) - chosen(a))) nameEdge(ctx, edge, camera, { taken, look, insist: chosen(edge) });
}

function nameNode(ctx, node, { x, y }, { taken, look, view, insist }) {
  const width = ctx.measureText(node.name).width;
  const off = node.r * view.k + 5;
  const places = [
    { x, y: y + off + SIZE / 2 },
    { x, y: y - off - SIZE / 2 },
    { x: x + off + width / 2 + 2, y },
    { x: x - off - width / 2 - 2, y },
  ];
  const inside = ({ x: middle }) => middle - width / 2 > 2 && middle + width / 2 < view.width - 2;
  const free = places.find((place) => inside(place) && isFree(taken, box(place, width, SIZE))) ?? (insist ? places[0] : null);
  if (!free) return;
  claim(taken, box(free, width, SIZE));
  write(ctx, node.name, free, look.ink, look.paper);
}

function nameEdge(ctx, edge, camera, { taken, look, insist }) {
  const curve = curveOf(edge);
  const words = wordsOf(edge);
  const width = ctx.measureText(words).width;
  const long = Math.hypot(curve.x1 - curve.x0, curve.y1 - curve.y0) * camera.k;
  if (long < width * 0.8 && !insist) return;
  for (const t of [0.5, 0.4, 0.6, 0.3, 0.7]) {
    const middle = pointAt(curve, t);
    const at = camera.toScreen(middle.x, middle.y);
    if (!isFree(taken, box(at, width, SMALL)) && !(insist && t === 0.7)) continue;
    claim(taken, box(at, width, SMALL));
    write(ctx, words, at, look.soft, look.paper);
    return;
  }
}

/** What an edge says; of a bundle how many it holds. */
export const wordsOf = ({ edge, from, bundle }) => (bundle.length ? said("n_edges", { n: bundle.length }) : wording(edge, from.id));

function write(ctx, words, { x, y }, ink, halo) {
  ctx.lineWidth = 4;
  ctx.strokeStyle = halo;
  ctx.strokeText(words, x, y);
  ctx.fillStyle = ink;
  ctx.fillText(words, x, y);
}

const onScreen = ({ x, y }, { width, height }) => x > -60 && y > -30 && x < width + 60 && y < height + 30;
const box = ({ x, y }, width, height) => ({ left: x - width / 2 - 3, right: x + width / 2 + 3, top: y - height / 2 - 1, bottom: y + height / 2 + 1 });
const around = ({ x, y }, r) => ({ left: x - r * 0.7, right: x + r * 0.7, top: y - r * 0.7, bottom: y + r * 0.7 });

function* cellsOf({ left, right, top, bottom }) {
  for (let c = Math.floor(left / CELL); c <= Math.floor(right / CELL); c += 1) {
    for (let r = Math.floor(top / CELL); r <= Math.floor(bottom / CELL); r += 1) yield `${c} ${r}`;
  }
}

function isFree(taken, area) {
  for (const cell of cellsOf(area)) if (taken.has(cell)) return false;
  return true;
}

function claim(taken, area) {
  for (const cell of cellsOf(area)) taken.add(cell);
}
