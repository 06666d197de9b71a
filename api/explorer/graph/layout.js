/**
 * A force layout: links pull, entities push within reach and keep clear of one another, all drift to the middle.
 * The forces and the cooling are those of d3-force (velocity Verlet); the push ends at a fixed distance, so that a grid
 * finds who is near and 2,000 entities take milliseconds a step. The same input gives the same picture.
 */

const LENGTH = 135;
const PUSH = 900;
const REACH = 520;
const MIDDLE = 0.035;
const FRICTION = 0.6;
const COOLING = 1 - 0.001 ** (1 / 260);
const GOLDEN = Math.PI * (3 - Math.sqrt(5));

/** Where the nth entity starts when nothing says better: on a spiral, so that no two are in one place. */
export const seat = (n) => ({ x: 34 * Math.sqrt(n + 0.5) * Math.cos(n * GOLDEN), y: 34 * Math.sqrt(n + 0.5) * Math.sin(n * GOLDEN) });

export class Layout {
  /** `x`, `y`, `room` (radius to keep clear): Float64Array; `fixed`: Uint8Array; `links`: pairs of places in these. */
  constructor({ x, y, room, fixed, links }) {
    Object.assign(this, { x, y, room, fixed, links });
    this.alpha = 1;
    this.vx = new Float64Array(x.length);
    this.vy = new Float64Array(x.length);
    this.degree = new Uint32Array(x.length);
    for (const place of links) this.degree[place] += 1;
  }

  get done() {
    return this.alpha < 0.001;
  }

  step() {
    this.alpha *= 1 - COOLING;
    this.pull();
    this.push();
    const { x, y, vx, vy, fixed, alpha } = this;
    for (let i = 0; i < x.length; i += 1) {
      if (fixed[i]) continue;
      vx[i] = (vx[i] - x[i] * MIDDLE * alpha) * FRICTION;
      vy[i] = (vy[i] - y[i] * MIDDLE * alpha * 1.5) * FRICTION;
      x[i] += vx[i];
      y[i] += vy[i];
    }
  }

  pull() {
    const { x, y, vx, vy, links, degree, alpha } = this;
    for (let l = 0; l < links.length; l += 2) {
      const a = links[l];
      const b = links[l + 1];
      const dx = x[b] + vx[b] - x[a] - vx[a] || 0.01;
      const dy = y[b] + vy[b] - y[a] - vy[a] || 0.01;
      const distance = Math.hypot(dx, dy);
      const wanted = LENGTH + 9 * Math.sqrt(Math.max(degree[a], degree[b]));
      const force = (((distance - wanted) / distance) * alpha) / Math.min(degree[a], degree[b]);
      const share = degree[a] / (degree[a] + degree[b]);
      vx[b] -= dx * force * share;
      vy[b] -= dy * force * share;
      vx[a] += dx * force * (1 - share);
      vy[a] += dy * force * (1 - share);
    }
  }

  push() {
    const cells = this.cells();
    for (const [key, inside] of cells) {
      const [column, row] = key.split(" ").map(Number);
      for (let c = column - 1; c <= column + 1; c += 1) {
        for (let r = row - 1; r <= row + 1; r += 1) {
          const near = cells.get(`${c} ${r}`);
          if (near) for (const i of inside) for (const j of near) if (i < j) this.apart(i, j);
        }
      }
    }
  }

  apart(i, j) {
    const { x, y, vx, vy, room, alpha } = this;
    const dx = x[j] - x[i] || (j - i) * 0.01;
    const dy = y[j] - y[i] || 0.01;
    const square = Math.max(dx * dx + dy * dy, 100);
    if (square > REACH * REACH) return;
    let force = (PUSH * alpha) / square;
    const overlap = room[i] + room[j] - Math.sqrt(square);
    if (overlap > 0) force += (overlap / Math.sqrt(square)) * 0.35;
    vx[j] += dx * force;
    vy[j] += dy * force;
    vx[i] -= dx * force;
    vy[i] -= dy * force;
  }

  cells() {
    const cells = new Map();
    for (let i = 0; i < this.x.length; i += 1) {
      const key = `${Math.floor(this.x[i] / REACH)} ${Math.floor(this.y[i] / REACH)}`;
      if (cells.has(key)) cells.get(key).push(i);
      else cells.set(key, [i]);
    }
    return cells;
  }
}
