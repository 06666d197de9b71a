/** Where everything stands, as a short text for an address, and back. */

const digits = (value) => String(Math.round(value * 10) / 10);

/** The places of these ids in their order: "12.5_-3~…". */
export const placesText = (ids, places) => ids.map((id) => { const at = places.get(id); return at ? `${digits(at.x)}_${digits(at.y)}` : ""; }).join("~");

/** The places by id; null when the text is none for so many ids. */
export function placesFrom(text, ids) {
  const parts = (text ?? "").split("~");
  if (!text || parts.length !== ids.length) return null;
  const places = new Map();
  parts.forEach((part, at) => {
    const [x, y] = part.split("_").map(Number);
    if (part !== "" && Math.abs(x) < 1e6 && Math.abs(y) < 1e6) places.set(ids[at], { x, y });
  });
  return places;
}

export const cameraText = ({ x, y, k }) => [digits(x), digits(y), k.toPrecision(5)].join("_");

/** What a camera looks at; null when the text is none. */
export function cameraFrom(text) {
  const [x, y, k] = (text ?? "").split("_").map(Number);
  return Math.abs(x) < 1e6 && Math.abs(y) < 1e6 && k >= 0.05 && k <= 4 ? { x, y, k } : null;
}
