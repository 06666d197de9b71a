/** Finds places for the entities of a scene, in a worker; those that are fixed stay where they are. */

import { seat } from "./layout.js";

export class Arranger {
  constructor() {
    this.worker = new Worker("/static/graph/layout-worker.js", { type: "module" });
    this.job = 0;
  }

  /** Move the scene's nodes until they rest; `onmove(done)` after each change. `stay` says which may not move. */
  run(scene, { stay, onmove }) {
    const job = ++this.job;
    const { nodes, edges } = scene;
    const place = new Map(nodes.map((node, at) => [node, at]));
    const pairs = new Map();
    for (const { from, to } of edges) if (from !== to) pairs.set(`${Math.min(place.get(from), place.get(to))} ${Math.max(place.get(from), place.get(to))}`, [place.get(from), place.get(to)]);
    this.worker.onmessage = ({ data }) => {
      if (data.job !== this.job) return;
      nodes.forEach((node, at) => {
        if (!node.held) Object.assign(node, { x: data.x[at], y: data.y[at] });
      });
      onmove(data.done);
    };
    this.worker.postMessage({
      job,
      x: Float64Array.from(nodes, ({ x }) => x),
      y: Float64Array.from(nodes, ({ y }) => y),
      room: Float64Array.from(nodes, ({ r }) => r + 22),
      fixed: Uint8Array.from(nodes, (node) => (stay(node) ? 1 : 0)),
      links: Uint32Array.from([...pairs.values()].flat()),
    });
  }

  /** Leave the nodes where they are now. */
  stop() {
    this.job += 1;
  }

  close() {
    this.worker.terminate();
  }
}

/** Give each node without a place one: beside a neighbour that has one, fanned out, else on the spiral. */
export function seatNewcomers({ nodes, edges }) {
  const crowd = new Map();
  for (const { from, to } of edges) {
    for (const [newcomer, host] of [[from, to], [to, from]]) {
      if (newcomer.x !== undefined || host.x === undefined || newcomer.host) continue;
      newcomer.host = host;
      crowd.set(host, [...(crowd.get(host) ?? []), newcomer]);
    }
  }
  for (const [host, newcomers] of crowd) {
    const away = Math.atan2(host.y, host.x);
    newcomers.forEach((node, at) => {
      const turn = away + (at - (newcomers.length - 1) / 2) * Math.min(0.35, (2 * Math.PI) / newcomers.length);
      Object.assign(node, { x: host.x + 120 * Math.cos(turn), y: host.y + 120 * Math.sin(turn), host: undefined });
    });
  }
  nodes.filter(({ x }) => x === undefined).forEach((node, at) => Object.assign(node, seat(at)));
}
