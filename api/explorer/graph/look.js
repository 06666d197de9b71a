/** The canvas' colours and font, out of the stylesheet. */

export function freshLook() {
  const style = getComputedStyle(document.documentElement);
  const read = (name) => style.getPropertyValue(name).trim();
  const dark = document.documentElement.dataset.theme === "dark";
  return { ink: read("--ink"), soft: read("--soft"), paper: read("--paper"), glow: read("--glow"), font: read("--sans"), tint: (colour) => (dark ? lighter(colour) : colour) };
}

const made = new Map();

/** A colour of the ontology as it shows on dark paper: a third nearer to white. */
function lighter(colour) {
  if (!made.has(colour)) {
    const parts = colour.slice(1).match(/../g)?.map((part) => Number.parseInt(part, 16)) ?? [136, 136, 136];
    made.set(colour, `rgb(${parts.map((part) => Math.round(part + (255 - part) * 0.3)).join(" ")})`);
  }
  return made.get(colour);
}
