/** Which part of the plane is seen: a middle, a scale, and the canvas' size in CSS pixels. */

const CLOSEST = 4;
const FARTHEST = 0.05;
/** Of a canvas that nobody has seen yet. */
const SIZE = { width: 1280, height: 800 };

export class Camera {
  constructor() {
    Object.assign(this, { x: 0, y: 0, k: 1, ratio: 1 }, SIZE);
  }

  toWorld(sx, sy) {
    return { x: (sx - this.width / 2) / this.k + this.x, y: (sy - this.height / 2) / this.k + this.y };
  }

  toScreen(x, y) {
    return { x: (x - this.x) * this.k + this.width / 2, y: (y - this.y) * this.k + this.height / 2 };
  }

  sees({ x, y }) {
    const { x: sx, y: sy } = this.toScreen(x, y);
    return sx > 0 && sy > 0 && sx < this.width && sy < this.height;
  }

  /** Scale by a factor; the point under (sx, sy) stays where it is. */
  zoom(factor, sx = this.width / 2, sy = this.height / 2) {
    const before = this.toWorld(sx, sy);
    this.k = Math.min(CLOSEST, Math.max(FARTHEST, this.k * factor));
    const after = this.toWorld(sx, sy);
    this.x += before.x - after.x;
    this.y += before.y - after.y;
  }

  pan(dx, dy) {
    this.x -= dx / this.k;
    this.y -= dy / this.k;
  }

  /** See all of these points, with room for their labels. */
  fit(points) {
    if (points.length === 0) return;
    const xs = points.map(({ x }) => x);
    const ys = points.map(({ y }) => y);
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    this.x = (left + right) / 2;
    this.y = (top + bottom) / 2;
    const margin = Math.min(80, this.width / 6, this.height / 6);
    const k = Math.min((this.width - 2 * margin) / (right - left || 1), (this.height - 2 * Math.min(70, margin)) / (bottom - top || 1));
    this.k = Math.min(1.4, Math.max(FARTHEST, k));
  }
}
