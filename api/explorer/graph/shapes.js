/** The shapes of entities: one a type, so that colour is never the only sign. */

const SIDES = { hexagon: 6, square: 4, diamond: 4 };
const TURN = { hexagon: 0, square: Math.PI / 4, diamond: 0 };
const SWELL = { hexagon: 1.08, square: 1.2, diamond: 1.22 };

/** Trace a node's outline around its place. */
export function outline(ctx, { x, y, r, shape }) {
  const sides = SIDES[shape];
  if (!sides) {
    ctx.arc(x, y, shape === "ring" ? r - r / 6 : r, 0, 2 * Math.PI);
    return;
  }
  for (let i = 0; i < sides; i += 1) {
    const turn = TURN[shape] + (i * 2 * Math.PI) / sides;
    const [px, py] = [x + SWELL[shape] * r * Math.cos(turn), y + SWELL[shape] * r * Math.sin(turn)];
    if (i === 0) ctx.moveTo(px, py);
    else ctx.lineTo(px, py);
  }
  ctx.closePath();
}
