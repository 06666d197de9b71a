/** The batched renderer: edges of one look are one path, so that thousands take as many strokes as there are looks. */

import { curveOf } from "./geometry.js";
import { drawLabels } from "./labels.js";
import { outline } from "./shapes.js";

export const DASHES = { solid: [], dashed: [8, 5], dotted: [1, 5], double: [] };
const FADED = 0.22;
const HEAD = 9;
const LEAST = 3.5;

/** Draw the scene. `look`: ink, paper, halo, accent and font; `focus`: {nodes, edges} to stand out, or null; `brisk`: less detail. */
export function draw(ctx, scene, camera, { look, focus, selected, hovered, brisk, pinned }) {
  const { x, y, k, width, height, ratio } = camera;
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.clearRect(0, 0, width, height);
  ctx.setTransform(ratio * k, 0, 0, ratio * k, ratio * (width / 2 - x * k), ratio * (height / 2 - y * k));
  if (brisk) drawBriskly(ctx, scene, { look, pixel: 1 / k, least: LEAST / k });
  else drawWhole(ctx, scene, { look, focus, selected, hovered, pinned, k });
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  drawLabels(ctx, scene, camera, { look, focus, selected, hovered, brisk });
}

function drawWhole(ctx, scene, { look, focus, selected, hovered, pinned, k }) {
  const lit = (edge) => !focus || focus.edges.has(edge);
  const thin = Math.min(1.5, Math.max(0.55, k)) / k;
  if (focus) strokeAll(ctx, scene.edges.filter((edge) => !lit(edge)), { thin, look, alpha: FADED, headless: true });
  for (const edge of [hovered?.edge, selected?.edge]) if (edge) glow(ctx, edge, { thin, look });
  strokeAll(ctx, scene.edges.filter(lit), { thin, look, alpha: 1 });
  drawNodes(ctx, scene.nodes, { look, focus, selected, hovered, thin, pinned, least: LEAST / k });
}

/** While many move: each colour's edges are straight lines a pixel wide, which browsers draw fastest, and its entities plain discs. */
function drawBriskly(ctx, { nodes, edges }, { look, pixel, least }) {
  ctx.lineWidth = pixel;
  ctx.setLineDash([]);
  for (const [colour, group] of Map.groupBy(edges, (edge) => edge.colour)) {
    ctx.strokeStyle = look.tint(colour);
    ctx.beginPath();
    for (const { from, to } of group) {
      ctx.moveTo(from.x, from.y);
      ctx.lineTo(to.x, to.y);
    }
    ctx.stroke();
  }
  for (const [colour, group] of Map.groupBy(nodes, (node) => node.colour)) {
    ctx.fillStyle = look.tint(colour);
    ctx.beginPath();
    for (const { x, y, r } of group) {
      ctx.moveTo(x, y);
      ctx.arc(x, y, Math.max(r, least), 0, 2 * Math.PI);
    }
    ctx.fill();
  }
}

function strokeAll(ctx, edges, { thin, look, alpha, headless = false }) {
  ctx.globalAlpha = alpha;
  for (const group of Map.groupBy(edges, ({ colour, style, width }) => `${colour} ${style} ${width}`).values()) {
    const [{ colour, style, width }] = group;
    ctx.strokeStyle = ctx.fillStyle = look.tint(colour);
    ctx.lineWidth = width * thin;
    ctx.lineCap = style === "dotted" ? "round" : "butt";
    ctx.setLineDash(DASHES[style].map((length) => length * thin * Math.sqrt(width)));
    ctx.beginPath();
    for (const edge of group) {
      for (const aside of style === "double" ? [-(width / 2 + 1.6) * thin, (width / 2 + 1.6) * thin] : [0]) trace(ctx, curveOf(edge, aside, headless || !edge.arrow ? 0 : 0.8 * headOf(edge, thin)));
    }
    ctx.stroke();
    if (!headless) heads(ctx, group, thin);
  }
  ctx.setLineDash([]);
  ctx.globalAlpha = 1;
}

function trace(ctx, { x0, y0, cx, cy, x1, y1 }) {
  ctx.moveTo(x0, y0);
  ctx.quadraticCurveTo(cx, cy, x1, y1);
}

const headOf = ({ width, style }, thin) => (HEAD + width * 1.2 + (style === "double" ? 3 : 0)) * thin;

function heads(ctx, group, thin) {
  ctx.beginPath();
  for (const edge of group) {
    if (!edge.arrow) continue;
    const { cx, cy, x1, y1 } = curveOf(edge);
    const turn = Math.atan2(y1 - cy, x1 - cx);
    const size = headOf(edge, thin);
    ctx.moveTo(x1, y1);
    ctx.lineTo(x1 - size * Math.cos(turn - 0.38), y1 - size * Math.sin(turn - 0.38));
    ctx.lineTo(x1 - size * Math.cos(turn + 0.38), y1 - size * Math.sin(turn + 0.38));
    ctx.closePath();
  }
  ctx.fill();
}

function glow(ctx, edge, { thin, look }) {
  ctx.strokeStyle = look.glow;
  ctx.lineWidth = (edge.width + 10) * thin;
  ctx.lineCap = "round";
  ctx.beginPath();
  trace(ctx, curveOf(edge));
  ctx.stroke();
}

function drawNodes(ctx, nodes, { look, focus, selected, hovered, thin, pinned, least }) {
  for (const node of nodes) {
    const r = Math.max(node.r, least);
    const chosen = node === selected?.node;
    ctx.globalAlpha = !focus || focus.nodes.has(node) ? 1 : 0.28;
    if (chosen || node === hovered?.node) {
      ctx.beginPath();
      ctx.arc(node.x, node.y, r + 7, 0, 2 * Math.PI);
      ctx.fillStyle = look.glow;
      ctx.fill();
    }
    ctx.beginPath();
    outline(ctx, { ...node, r });
    ctx.fillStyle = node.shape === "ring" ? look.paper : look.tint(node.colour);
    ctx.strokeStyle = node.shape === "ring" ? look.tint(node.colour) : look.paper;
    ctx.lineWidth = node.shape === "ring" ? Math.max(3, r / 3) : 2 * thin;
    ctx.fill();
    ctx.stroke();
    if (pinned.has(node.id)) pin(ctx, node, r, look);
  }
  ctx.globalAlpha = 1;
}

/** The sign of a pinned entity. */
function pin(ctx, { x, y }, r, look) {
  ctx.beginPath();
  ctx.arc(x, y, r / 3.2, 0, 2 * Math.PI);
  ctx.fillStyle = look.ink;
  ctx.fill();
  ctx.strokeStyle = look.paper;
  ctx.stroke();
}
