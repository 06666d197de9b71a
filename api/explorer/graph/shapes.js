/** The shapes of entities: one a type, so that colour is never the only sign. */

const SIDES = { hexagon: 6, square: 4, diamond: 4 };
const TURN = { hexagon: 0, square: Math.PI / 4, diamond: 0 };
const SWELL = { hexagon: 1.08, square: 1.2, diamond: 1.22 };

/** The corners of a node's outline; null when it is round. */
export function cornersOf({ x, y, r, shape }) {
  const sides = SIDES[shape];
  if (!sides) return null;
  return Array.from({ length: sides }, (_, i) => {
    const turn = TURN[shape] + (i * 2 * Math.PI) / sides;
    return [x + SWELL[shape] * r * Math.cos(turn), y + SWELL[shape] * r * Math.sin(turn)];
  });
}

/** Trace a node's outline around its place. */
export function outline(ctx, node) {
  const { x, y, r, shape } = node;
  const corners = cornersOf(node);
  if (!corners) {
    ctx.arc(x, y, shape === "ring" ? r - r / 6 : r, 0, 2 * Math.PI);
    return;
  }
  corners.forEach(([px, py], i) => (i === 0 ? ctx.moveTo(px, py) : ctx.lineTo(px, py)));
  ctx.closePath();
}
