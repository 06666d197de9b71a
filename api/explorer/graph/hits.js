/** What lies under the pointer: a spatial hash of the scene, made anew when something has moved. */

import { curveOf, distanceTo, pointAt } from "./geometry.js";

const CELL = 64;

export class Hits {
  constructor(scene) {
    this.cells = new Map();
    for (const node of scene.nodes) this.put(node.x, node.y, node.r + 6, { node });
    for (const edge of scene.edges) this.trace(edge);
  }

  trace(edge) {
    const curve = curveOf(edge);
    const length = Math.hypot(curve.x1 - curve.x0, curve.y1 - curve.y0) + 2 * Math.abs(edge.bend);
    const steps = Math.max(2, Math.ceil(length / (CELL / 2)));
    const entry = { edge, curve };
    for (let i = 0; i <= steps; i += 1) {
      const { x, y } = pointAt(curve, i / steps);
      this.put(x, y, 12, entry);
    }
  }

  put(x, y, reach, entry) {
    for (let c = Math.floor((x - reach) / CELL); c <= Math.floor((x + reach) / CELL); c += 1) {
      for (let r = Math.floor((y - reach) / CELL); r <= Math.floor((y + reach) / CELL); r += 1) {
        const key = `${c} ${r}`;
        if (!this.cells.has(key)) this.cells.set(key, new Set());
        this.cells.get(key).add(entry);
      }
    }
  }

  /** The node there, else the nearest edge within `reach`, else null. */
  at(x, y, reach) {
    const near = this.cells.get(`${Math.floor(x / CELL)} ${Math.floor(y / CELL)}`) ?? [];
    let best = null;
    let closest = reach;
    for (const { node, edge, curve } of near) {
      if (node) {
        if (Math.hypot(node.x - x, node.y - y) <= node.r + reach / 3) return { node };
        continue;
      }
      const distance = distanceTo(curve, x, y);
      if (distance <= closest) {
        closest = distance;
        best = { edge };
      }
    }
    return best;
  }
}
