/** What the browser keeps between visits; nothing at all where it refuses to. */

const PREFIX = "aigraph.";

export function get(name) {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

export function set(name, value) {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // a private window: the choice lasts as long as the page
  }
}
