/** The scene as SVG: the same lines, shapes and names as on the canvas, all of them. */

import { DASHES } from "./draw.js";
import { curveOf, pointAt } from "./geometry.js";
import { cornersOf } from "./shapes.js";

const MARGIN = 90;

/** The picture as text. `look` gives ink, paper, soft, font and tint; `wording` an edge's words. */
export function svgOf({ nodes, edges }, { look, wording, title }) {
  const xs = nodes.map(({ x }) => x);
  const ys = nodes.map(({ y }) => y);
  const [left, top] = [Math.min(...xs) - MARGIN, Math.min(...ys) - MARGIN];
  const [width, height] = [Math.max(...xs) + MARGIN - left, Math.max(...ys) + MARGIN - top];
  const box = [left, top, width, height].map(round).join(" ");
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}" width="${round(width)}" height="${round(height)}" font-family="${escaped(look.font)}">`,
    `<title>${escaped(title)}</title>`,
    `<rect x="${round(left)}" y="${round(top)}" width="100%" height="100%" fill="${look.paper}"/>`,
    ...edges.map((edge) => line(edge, look, wording(edge))),
    ...nodes.map((node) => shape(node, look)),
    "</svg>",
    "",
  ].join("\n");
}

function line(edge, look, words) {
  const colour = look.tint(edge.colour);
  const sides = edge.style === "double" ? [-(edge.width / 2 + 1.6), edge.width / 2 + 1.6] : [0];
  const dash = DASHES[edge.style].map((length) => round(length * Math.sqrt(edge.width))).join(" ");
  const looks = `fill="none" stroke="${colour}" stroke-width="${edge.width}"${dash && ` stroke-dasharray="${dash}"`}${edge.style === "dotted" ? ' stroke-linecap="round"' : ""}`;
  const paths = sides.map((aside) => {
    const { x0, y0, cx, cy, x1, y1 } = curveOf(edge, aside, edge.arrow ? 7 : 0);
    return `<path d="M${round(x0)} ${round(y0)}Q${round(cx)} ${round(cy)} ${round(x1)} ${round(y1)}" ${looks}/>`;
  });
  const middle = pointAt(curveOf(edge), 0.5);
  return `<g>${paths.join("")}${edge.arrow ? head(edge, colour) : ""}${text(words, middle.x, middle.y, { look, size: 11, ink: look.soft })}</g>`;
}

function head(edge, colour) {
  const { cx, cy, x1, y1 } = curveOf(edge);
  const turn = Math.atan2(y1 - cy, x1 - cx);
  const size = 9 + edge.width * 1.2;
  const corner = (aside) => `${round(x1 - size * Math.cos(turn + aside))},${round(y1 - size * Math.sin(turn + aside))}`;
  return `<polygon points="${round(x1)},${round(y1)} ${corner(-0.38)} ${corner(0.38)}" fill="${colour}"/>`;
}

function shape(node, look) {
  const { x, y, r, name } = node;
  const colour = look.tint(node.colour);
  const corners = cornersOf(node);
  const ring = node.shape === "ring";
  const paint = ring ? `fill="${look.paper}" stroke="${colour}" stroke-width="${round(Math.max(3, r / 3))}"` : `fill="${colour}" stroke="${look.paper}" stroke-width="2"`;
  const drawn = corners ? `<polygon points="${corners.map((corner) => corner.map(round).join(",")).join(" ")}" ${paint}/>` : `<circle cx="${round(x)}" cy="${round(y)}" r="${round(ring ? r - r / 6 : r)}" ${paint}/>`;
  return `<g>${drawn}${text(name, x, y + r + 12, { look, size: 13, ink: look.ink })}</g>`;
}

const text = (words, x, y, { look, size, ink }) =>
  `<text x="${round(x)}" y="${round(y)}" font-size="${size}" text-anchor="middle" dominant-baseline="middle" fill="${ink}" stroke="${look.paper}" stroke-width="3" paint-order="stroke">${escaped(words)}</text>`;

const round = (value) => Math.round(value * 10) / 10;
const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
/** Text for XML 1.0, which has no other control characters than these three. */
const escaped = (words) => String(words).replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "").replace(/[&<>"']/g, (sign) => ESCAPES[sign]);
