/** Pointer, wheel and touch on the canvas: pan, zoom, pinch, drag, hover, click. */

const STILL = 4;

export function listen(view, signal) {
  const { canvas } = view;
  const fingers = new Map();
  let grip = null;
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const on = (name, act, options) => canvas.addEventListener(name, act, { signal, ...options });

  on("pointerdown", (event) => {
    if (event.button) return;
    canvas.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, at(event));
    const { x, y } = at(event);
    grip = { x, y, hit: view.under(x, y), moved: false };
  });

  on("pointermove", (event) => {
    const here = at(event);
    const before = fingers.get(event.pointerId);
    if (!before) return view.hover(view.under(here.x, here.y), here.x, here.y);
    if (fingers.size === 2) pinch(view, fingers, event.pointerId, here);
    else if (grip && (grip.moved || Math.hypot(here.x - grip.x, here.y - grip.y) > STILL)) {
      drag(view, grip, here.x - before.x, here.y - before.y);
    } else return undefined;
    return fingers.set(event.pointerId, here);
  });

  const release = (event) => {
    if (!fingers.delete(event.pointerId) || !grip) return;
    if (event.type === "pointerup" && !grip.moved) view.choose(grip.hit);
    if (grip.hit?.node) grip.hit.node.held = false;
    if (grip.moved) view.moved();
    view.moving = false;
    grip = fingers.size ? { ...grip, moved: true, hit: null } : null;
    view.paint();
  };
  on("pointerup", release);
  on("pointercancel", release);
  on("pointerleave", () => view.hover(null));
  on("dblclick", (event) => {
    const { x, y } = at(event);
    const hit = view.under(x, y);
    if (hit?.node) view.onopen(hit.node.entity);
  });
  on("wheel", (event) => {
    event.preventDefault();
    const { x, y } = at(event);
    view.zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0016)), x, y);
  }, { passive: false });
}

function drag(view, grip, dx, dy) {
  grip.moved = true;
  view.moving = true;
  view.hover(null);
  const node = grip.hit?.node;
  if (!node) return view.pan(dx, dy);
  node.held = true;
  node.x += dx / view.camera.k;
  node.y += dy / view.camera.k;
  view.touched = true;
  return view.changed();
}

function pinch(view, fingers, moving, here) {
  const [other] = [...fingers].filter(([id]) => id !== moving).map(([, point]) => point);
  const before = fingers.get(moving);
  const middle = { x: (here.x + other.x) / 2, y: (here.y + other.y) / 2 };
  view.zoom(Math.hypot(here.x - other.x, here.y - other.y) / (Math.hypot(before.x - other.x, before.y - other.y) || 1), middle.x, middle.y);
  view.pan((here.x - before.x) / 2, (here.y - before.y) / 2);
}
