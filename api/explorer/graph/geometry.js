/** Curves between entities: where they run, and how far a point is from them. */

const GAP = 3;

/** The quadratic curve of an edge: from rim to rim, through the point `bend` beside the middle; `aside` shifts it, `short` leaves room at its end. */
export function curveOf({ from, to, bend }, aside = 0, short = 0) {
  if (from === to) return loopOf(from, bend, aside);
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const distance = Math.hypot(dx, dy) || 1;
  const nx = -dy / distance;
  const ny = dx / distance;
  const cx = (from.x + to.x) / 2 + nx * (2 * bend + aside);
  const cy = (from.y + to.y) / 2 + ny * (2 * bend + aside);
  const start = towards(from, cx - nx * aside, cy - ny * aside, from.r + GAP);
  const end = towards(to, cx - nx * aside, cy - ny * aside, to.r + GAP + short);
  return { x0: start.x + nx * aside, y0: start.y + ny * aside, cx, cy, x1: end.x + nx * aside, y1: end.y + ny * aside };
}

/** An entity's edge to itself, above it. */
function loopOf({ x, y, r }, bend, aside) {
  const size = 3.2 * r + 30 + Math.abs(bend) + aside;
  return { x0: x - r, y0: y - r, cx: x, cy: y - size, x1: x + r, y1: y - r };
}

function towards({ x, y }, tx, ty, length) {
  const distance = Math.hypot(tx - x, ty - y) || 1;
  return { x: x + ((tx - x) / distance) * length, y: y + ((ty - y) / distance) * length };
}

/** The point of a curve at t between 0 and 1. */
export function pointAt({ x0, y0, cx, cy, x1, y1 }, t) {
  const u = 1 - t;
  return { x: u * u * x0 + 2 * u * t * cx + t * t * x1, y: u * u * y0 + 2 * u * t * cy + t * t * y1 };
}

/** How far a point is from a curve, measured along short straight pieces. */
export function distanceTo(curve, x, y, pieces = 16) {
  let nearest = Infinity;
  let before = pointAt(curve, 0);
  for (let i = 1; i <= pieces; i += 1) {
    const after = pointAt(curve, i / pieces);
    nearest = Math.min(nearest, fromSegment(before, after, x, y));
    before = after;
  }
  return nearest;
}

function fromSegment(a, b, x, y) {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const along = Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - a.x - along * dx, y - a.y - along * dy);
}
