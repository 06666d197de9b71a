/** The keyboard on the canvas: arrows walk from entity to entity, comma and full stop from edge to edge of the selected one. */

const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

export function steer(view, signal) {
  const acts = {
    "+": () => view.zoom(1.25),
    "=": () => view.zoom(1.25),
    "-": () => view.zoom(0.8),
    0: () => view.fit(),
    ",": () => nextEdge(view, -1),
    ".": () => nextEdge(view, 1),
    1: () => view.ondepth(1),
    2: () => view.ondepth(2),
    3: () => view.ondepth(3),
    Escape: () => view.choose(null, view.onwalk),
    Enter: () => view.selected && view.onenter(view.selected),
  };
  view.canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const way = WAYS[event.key];
    const act = way ? () => walk(view, way) : acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }, { signal });
}

/** To the nearest entity in this direction; the first arrow takes the one with the most edges. */
function walk(view, [wx, wy]) {
  const { nodes } = view.scene;
  const here = view.selected?.node ?? view.selected?.edge?.from;
  if (!here) {
    const most = nodes.reduce((best, node) => (node.degree > (best?.degree ?? -1) ? node : best), null);
    return most && view.choose({ node: most }, view.onwalk);
  }
  const cost = (node) => {
    const [dx, dy] = [node.x - here.x, node.y - here.y];
    const along = dx * wx + dy * wy;
    return along <= 1 ? Infinity : along + 2.5 * Math.abs(dx * wy - dy * wx);
  };
  const [nearest] = nodes.filter((node) => cost(node) < Infinity).sort((a, b) => cost(a) - cost(b));
  return nearest && view.choose({ node: nearest }, view.onwalk);
}

/** To the next or the previous edge of the selected entity, or of the selected edge's subject. */
function nextEdge(view, step) {
  const { node, edge } = view.selected ?? {};
  const walked = edge && [edge.from, edge.to].includes(view.walkedFrom) ? view.walkedFrom : edge?.from;
  const centre = node ?? walked;
  if (!centre) return;
  view.walkedFrom = centre;
  const around = view.scene.edges.filter(({ from, to }) => from === centre || to === centre);
  if (around.length === 0) return;
  const place = around.indexOf(edge);
  view.choose({ edge: around[(place + step + around.length) % around.length] }, view.onwalk);
}
